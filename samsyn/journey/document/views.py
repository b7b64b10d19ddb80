"""Making, reading, signing, ticking and taking home documents of a method."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.method import words
from samsyn.basis.method.content import Document as InText
from samsyn.basis.method.queries import document_of
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.document import actions, shown
from samsyn.journey.document.forms import DocumentForm, SignForm
from samsyn.journey.document.models import Document
from samsyn.journey.document.parts import parts_of
from samsyn.journey.document.record import known_of
from samsyn.journey.document.sheet import Sheet, download
from samsyn.journey.document.signers import THE_PERSON, categories, may_sign_here

PAGES = "journey/document/pages/"
RELATED = ("item__case__person", "method_version")
OF_DOCUMENT = ("item__case__person", "item__holder", "item__author__user", "method_version__method")
OF_OWN = (*OF_DOCUMENT, "enrolment__item__case__person", "enrolment__method_version")  # a reader need not read it


def _in_text(enrolment: Enrolment, document: str) -> InText:
    found = document_of(enrolment.method_version, document) if enrolment.method_version else None
    if found is None:
        raise Http404
    return found


@staff_page
@opens(actions.keep)
def make(request: StaffRequest, enrolment_id: uuid.UUID, document: str) -> HttpResponse:
    """A new one: filled in as far as is known, everything can be changed before it is kept."""
    actor = request.actor
    enrolment = Policy.get(Enrolment, actor, enrolment_id, *RELATED)
    case, found, language = enrolment.item.case, _in_text(enrolment, document), shown.language_of(request)
    filled_in = parts_of(found, known_of(enrolment, found, actor, language), language)
    known: dict[str, Any] = {"parts": filled_in, "name": found.name.say(language), "about": categories(found)}
    form = DocumentForm(request.POST or None, case=case, actor=actor, **known)
    more: dict[str, Any] = {"document": document, "language": language}
    if made := sent(request, form, lambda data: actions.keep(enrolment, by=actor, **more, **data)):
        return _kept(request, made)
    context = {"case": case, "form": form, "found": found, "languages": shown.languages(found, language)}
    return page(request, PAGES + "make.html", context | {"may_be_draft": True})


def _kept(request: StaffRequest, made: Document) -> HttpResponse:
    is_draft = made.state == Document.State.DRAFT
    messages.success(request, _("Utkastet är sparat.") if is_draft else _("Dokumentet är klart."))
    return redirect("document:read", made.pk)


@staff_page
@opens(actions.keep)
def correct(request: StaffRequest, document_id: uuid.UUID) -> HttpResponse:
    """The next version: a draft goes on, a made one is written anew and signed anew."""
    actor = request.actor
    old = Policy.get(Document, actor, document_id, *OF_OWN, item__holder=actor.party_id)
    found = document_of(old.method_version, old.document)
    if found is None:
        raise Http404
    known = {"parts": old.parts, "name": old.name, "about": categories(found), "seen_version": old.pk}
    form = DocumentForm(request.POST or None, case=old.case, actor=actor, **known)
    more: dict[str, Any] = {"document": old.document, "language": old.language, "replaces": old}
    if made := sent(request, form, lambda data: actions.keep(old.enrolment, by=actor, **more, **data)):
        return _kept(request, made)
    context = {"case": old.case, "form": form, "found": found, "old": old, "languages": []}
    return page(request, PAGES + "make.html", context | {"may_be_draft": old.state == Document.State.DRAFT})


@staff_page
def read(request: StaffRequest, document_id: uuid.UUID) -> HttpResponse:
    """The document, how far it has come, who has signed, and ways to take it home."""
    found = Policy.get(Document, request.actor, document_id, *OF_DOCUMENT)
    return page(request, PAGES + "read.html", shown.context(found, request.actor))


@staff_page
@require_POST
def tick(request: StaffRequest, document_id: uuid.UUID) -> HttpResponse:
    """The boxes as they are ticked on the page."""
    found = Policy.get(Document, request.actor, document_id, *OF_DOCUMENT)
    ticked = {
        at: [int(n) for n in request.POST.getlist(f"part-{at}") if n.isascii() and n.isdigit() and len(n) < 6]
        for at in range(len(found.parts))
    }
    actions.tick(found, by=request.actor, ticked=ticked)
    messages.success(request, _("Kryssen är sparade."))
    return redirect("document:read", found.pk)


@staff_page
@opens(actions.sign)
def sign(request: StaffRequest, document_id: uuid.UUID, who: str) -> HttpResponse:
    """One of the signers has signed."""
    found = Policy.get(Document, request.actor, document_id, *OF_DOCUMENT)
    here, paper = may_sign_here(found, who, request.actor), found.item.holder_id == request.actor.party_id
    signer = next((one["name"] for one in found.signers if one["who"] == who), None)
    if signer is None or not (here or paper):
        raise Http404
    name = str(found.case.person) if who == THE_PERSON else ""
    form = SignForm(request.POST or None, here=here, paper=paper, name=name, seen_version=found.sha256)
    if sent(request, form, lambda data: actions.sign(found, by=request.actor, who=who, **data)):
        messages.success(request, _("Underskriften är noterad."))
        return redirect("document:read", found.pk)
    return page(request, PAGES + "sign.html", {"case": found.case, "found": found, "form": form, "signer": signer})


@staff_page
def paper(request: StaffRequest, document_id: uuid.UUID) -> HttpResponse:
    """To print from the browser."""
    found = Policy.get(Document, request.actor, document_id, *OF_DOCUMENT)
    back = {"back": "document:read", "back_id": found.pk}
    return page(request, PAGES + "paper.html", {"sheet": Sheet.of(found, request.actor), "words": words, **back})


@staff_page
def pdf(request: StaffRequest, document_id: uuid.UUID) -> HttpResponse:
    """As PDF."""
    return download(Sheet.of(Policy.get(Document, request.actor, document_id, *OF_DOCUMENT), request.actor), "pdf")


@staff_page
def word(request: StaffRequest, document_id: uuid.UUID) -> HttpResponse:
    """As a Word file."""
    return download(Sheet.of(Policy.get(Document, request.actor, document_id, *OF_DOCUMENT), request.actor), "docx")
