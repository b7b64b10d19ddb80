"""A document as it goes on paper, whoever it is about or nobody: the same for print, PDF and Word."""

import re
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.journey.document import pdf, word
from samsyn.journey.document.models import Document
from samsyn.journey.document.parts import Part
from samsyn.journey.document.queries import signatures_of

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
_UNSAFE = re.compile(r"[^\w.-]+")


@dataclass(frozen=True)
class Signing:
    """A line to sign on, or what was signed."""

    who: str
    name: str = ""
    how: str = ""


@dataclass(frozen=True)
class Sheet:
    """What stands on the paper."""

    title: str
    parts: list[Part]
    signing: list[Signing] = field(default_factory=list)
    person: str = ""
    number: str = ""
    day: str = ""
    unit: str = ""
    source: str = ""
    state: str = ""
    sha256: str = ""
    language: str = "sv"

    @classmethod
    def of(cls, document: Document, actor: Actor) -> "Sheet":
        """A kept document. A certificate carries no number of a case."""
        signed = signatures_of(document, actor)
        signing = []
        for one in document.signers:
            found = signed.get(one["who"])
            how = (_("på papper") if found.on_paper else _("i Samsyn")) if found else ""
            said = f"{found.on}, {how}" if found else ""
            signing.append(Signing(one["name"], found.name if found else "", said))
        is_certificate = document.kind == "certificate"
        return cls(
            title=document.name, parts=document.parts, signing=signing, person=str(document.case.person),
            number="" if is_certificate else document.case.number, day=str(document.on),
            unit=document.item.holder.name, source=str(document.method_version), language=document.language,
            state="" if document.state != Document.State.DRAFT else document.stands, sha256=document.sha256,
        )  # fmt: skip

    @property
    def file_name(self) -> str:
        """Of letters, digits, dots and hyphens; nothing that tells who it is about."""
        name = _UNSAFE.sub("-", f"{self.title}-{self.day}").strip(".-_")
        return name[:100].strip(".-_") or "dokument"

    @property
    def lang(self) -> str:
        """For readers aloud."""
        return "en" if self.language == "en" else "sv"


def download(sheet: Sheet, kind: str) -> HttpResponse:
    """The file, never shown within a page. Raises PDF_LACKS where the machine cannot make PDF."""
    if kind == "pdf" and (lacks := pdf.lacks()):
        words = _("PDF kan inte göras här: %(what)s saknas. Hämta Word-filen eller skriv ut från webbläsaren.")
        raise RuleBroken("PDF_LACKS", words % {"what": lacks})
    data = pdf.of(sheet) if kind == "pdf" else word.of(sheet)
    answer = HttpResponse(data, content_type=TYPES[kind])
    name = f"{sheet.file_name}.{kind}"
    answer.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
