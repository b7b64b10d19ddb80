"""A document without a person: to read what it is, to print and fill in by hand; and the template for Word."""

import uuid

from django.http import Http404, HttpResponse

from samsyn.access.http import StaffRequest, page, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.method import words
from samsyn.basis.method.models import MethodVersion
from samsyn.basis.method.queries import document_of, form_of
from samsyn.journey.document import word as word_file
from samsyn.journey.document.parts import Known, Rows, parts_of
from samsyn.journey.document.sheet import TYPES, Sheet, Signing, download
from samsyn.journey.document.signers import signers_of
from samsyn.journey.form.filling import asked


def sheet_of(version: MethodVersion, document: str) -> Sheet:
    """The paper of a version's document, with lines where something of a person would stand. Raises `Http404`."""
    found = document_of(version, document)
    if found is None:
        raise Http404
    language = words.language()
    parts = parts_of(found, Known(answers=lambda form: _questions(version, form)), language)
    signing = [Signing(one["name"]) for one in signers_of(version, found)]
    return Sheet(found.name.say(language), parts, signing, source=str(version), language=language)


def _questions(version: MethodVersion, form: str) -> Rows:
    found = form_of(version, form)
    return [(str(one.label), "") for one in asked(found.questions) if not one.row] if found else []


def _blank(request: StaffRequest, version_id: uuid.UUID, document: str) -> Sheet:
    return sheet_of(Policy.get(MethodVersion, request.actor, version_id, "method"), document)


@staff_page
def paper(request: StaffRequest, version_id: uuid.UUID, document: str) -> HttpResponse:
    """To print from the browser."""
    version = Policy.get(MethodVersion, request.actor, version_id, "method")
    context = {"sheet": sheet_of(version, document), "back": "basis:method", "back_id": version.method_id}
    context |= {"version": version, "document": document}
    return page(request, "journey/document/pages/paper.html", context)


@staff_page
def pdf(request: StaffRequest, version_id: uuid.UUID, document: str) -> HttpResponse:
    """As PDF."""
    return download(_blank(request, version_id, document), "pdf")


@staff_page
def word(request: StaffRequest, version_id: uuid.UUID, document: str) -> HttpResponse:
    """As a Word file."""
    return download(_blank(request, version_id, document), "docx")


@staff_page
def template(request: StaffRequest) -> HttpResponse:
    """The Word file that documents are put into: to open, give the association's own look, and put in its place."""
    answer = HttpResponse(word_file.template_path().read_bytes(), content_type=TYPES["docx"])
    answer.headers["Content-Disposition"] = 'attachment; filename="samsyn-mall.docx"'
    return answer
