"""A sheet as an accessible PDF (PDF/UA-1, tagged, fonts embedded). Fetches nothing: neither nets nor files."""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.template.loader import render_to_string
from django.utils import translation

if TYPE_CHECKING:
    from samsyn.journey.document.sheet import Sheet

LOOK = Path(__file__).with_name("pdf.css")


@cache
def lacks() -> str:
    """What the machine lacks to make PDF, in words for whoever looks after it; empty when it can."""
    try:
        import weasyprint  # noqa: F401 - large, and needs libraries of the system: read when first asked for
    except ImportError:
        return "WeasyPrint"
    except OSError as error:
        return f"Pango ({str(error).splitlines()[0][:80]})"
    return ""


def of(sheet: "Sheet") -> bytes:
    """The file. Where something is lacking (`lacks`), do not call it."""
    with translation.override(sheet.lang):
        text = render_to_string("journey/document/pages/pdf.html", {"sheet": sheet})
    return made(text, LOOK)


def made(text: str, *looks: Path) -> bytes:
    """A whole page as the file, in these looks."""
    from weasyprint import CSS, HTML

    page = HTML(string=text, url_fetcher=_refuse)
    sheets = [CSS(string=look.read_text(), url_fetcher=_refuse) for look in looks]
    return bytes(page.write_pdf(stylesheets=sheets, pdf_variant="pdf/ua-1", presentational_hints=False))


def _refuse(url: str, *_args: object, **_more: object) -> dict[str, object]:
    raise ValueError(f"nothing is fetched for a paper: {url[:80]}")
