"""An answer on paper: the same words, picture and tables, as an accessible PDF."""

from pathlib import Path

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from samsyn.access.errors import RuleBroken
from samsyn.journey.document import pdf
from samsyn.learning.statistics.shown import Shown

LOOK = Path(__file__).with_name("paper.css")


def lacks() -> str:
    """What the machine lacks to make PDF; nothing when it can."""
    return pdf.lacks()


def as_pdf(shown: Shown) -> bytes:
    """The file. Raises PDF_LACKS where the machine cannot make PDF."""
    if lacking := lacks():
        words = _("PDF kan inte göras här: %(what)s saknas. Hämta CSV eller skriv ut från webbläsaren.")
        raise RuleBroken("PDF_LACKS", words % {"what": lacking})
    context = {"shown": shown, "lang": translation.get_language() or "sv"}
    return pdf.made(render_to_string("learning/statistics/pages/paper.html", context), pdf.LOOK, LOOK)
