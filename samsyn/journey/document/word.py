"""A sheet as a Word file, put into a template that an association can open and give its own look.

The template is an ordinary .docx: its page, logotype, header, footer and styles stay. `{{ title }}`, `{{ unit }}`,
`{{ name }}`, `{{ number }}`, `{{ today }}` and `{{ source }}` in it are replaced; a paragraph that says `{{ body }}`
gives way to the document.
"""

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samsyn.access.errors import RuleBroken

if TYPE_CHECKING:
    from samsyn.journey.document.parts import Part
    from samsyn.journey.document.sheet import Sheet

OWN = Path(__file__).with_name("template.docx")
UNREADABLE = gettext_lazy("Word-mallen går inte att läsa. Säg till den som sköter systemet.")
BODY = "{{ body }}"
LINE = "_" * 60
_NAMED = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_CORE_LENGTH = 255


def template_path() -> Path:
    """The association's template where one is named (SAMSYN_DOCUMENT_TEMPLATE), otherwise that of Samsyn."""
    return Path(settings.SAMSYN_DOCUMENT_TEMPLATE or OWN)


def of(sheet: "Sheet") -> bytes:
    """The file. Raises TEMPLATE_UNREADABLE."""
    file = _opened()
    said = {
        "title": sheet.title, "unit": sheet.unit, "name": sheet.person, "number": sheet.number, "today": sheet.day,
        "source": sheet.source,
    }  # fmt: skip
    place = _fill(file, said)
    with translation.override(sheet.lang):
        for style, text in _paragraphs(sheet):
            _add(file, place, style, text)
    if place is not None:
        place._element.getparent().remove(place._element)
    core = file.core_properties
    core.title, core.author, core.language = sheet.title[:_CORE_LENGTH], sheet.unit[:_CORE_LENGTH], sheet.lang
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def _opened() -> Any:
    import docx  # large: read when first asked for

    try:
        return docx.Document(str(template_path()))
    except Exception as error:
        raise RuleBroken("TEMPLATE_UNREADABLE", UNREADABLE) from error


def _fill(file: Any, said: dict[str, str]) -> Any:
    """Replaces what is named in the template, also in header and footer; gives the paragraph of the body."""
    place = None
    for paragraph in _all(file):
        if paragraph.text.strip() == BODY:
            place = paragraph
        elif "{{" in paragraph.text:
            text = _NAMED.sub(lambda found: said.get(found[1], found[0]), paragraph.text)
            for run in paragraph.runs[1:]:
                run.text = ""
            paragraph.runs[0].text = text
    return place


def _all(file: Any) -> Iterator[Any]:
    yield from file.paragraphs
    for section in file.sections:
        for area in (section.header, section.footer):
            yield from area.paragraphs
            for table in area.tables:
                yield from (paragraph for cell in table._cells for paragraph in cell.paragraphs)


def _add(file: Any, place: Any, style: str, text: str) -> None:
    name = style if style in {one.name for one in file.styles} else None
    if place is None:
        file.add_paragraph(text, style=name)
    else:
        place.insert_paragraph_before(text, style=name)


def _paragraphs(sheet: "Sheet") -> Iterator[tuple[str, str]]:
    """Style and words of each paragraph."""
    if sheet.state:
        yield "Normal", sheet.state.upper()
    yield "Title", sheet.title
    if who := " · ".join(part for part in (sheet.person, sheet.number, sheet.day) if part):
        yield "Subtitle", who
    for part in sheet.parts:
        yield from _of_part(part)
    if sheet.signing:
        yield "Heading 1", _("Underskrifter")
    for one in sheet.signing:
        yield "Normal", f"{one.name}\n{one.who}, {one.how}" if one.name else f"\n{LINE}\n{one.who}"
        if not one.name:
            yield "Normal", f"\n{LINE}\n{_('Dag och namnförtydligande')}"


def _of_part(part: "Part") -> Iterator[tuple[str, str]]:
    kind = part["kind"]
    if kind == "heading":
        yield "Heading 1", part["text"]
    elif kind == "items" and part["items"]:
        yield from (("List Bullet", one) for one in part["items"])
    elif kind == "checks":
        yield from (("Normal", f"{'☒' if n in part['ticked'] else '☐'} {one}") for n, one in enumerate(part["items"]))
    elif kind == "answers" and part["rows"]:
        for asked, told in part["rows"]:
            yield "Heading 3", asked
            yield "Normal", told or LINE
    elif part.get("text"):
        yield "Normal", part["text"]
    else:
        yield from [("Normal", LINE)] * part.get("lines", 2)
