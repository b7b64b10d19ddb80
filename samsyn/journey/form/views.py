"""Filling in, reading, correcting and printing forms of a method."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.method import words
from samsyn.basis.method.content import Form
from samsyn.basis.method.queries import form_of
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.form import actions, filling
from samsyn.journey.form.forms import AnswersForm
from samsyn.journey.form.models import FilledForm

PAGES = "journey/form/pages/"
RELATED = ("item__case__person", "method_version")
OF_FORM = ("item__case__person", "item__holder", "item__author__user")
OF_OWN = (*OF_FORM, "enrolment__method_version")  # a reader of the form need not read the enrolment


def _asks(enrolment: Enrolment, form: str) -> Form:
    found = form_of(enrolment.method_version, form) if enrolment.method_version else None
    if found is None:
        raise Http404
    return found


@staff_page
@opens(actions.fill)
def fill(request: StaffRequest, enrolment_id: uuid.UUID, form: str) -> HttpResponse:
    """A new one."""
    enrolment, actor = Policy.get(Enrolment, request.actor, enrolment_id, *RELATED), request.actor
    case, asks = enrolment.item.case, _asks(enrolment, form)
    filled = AnswersForm(request.POST or None, case=case, actor=actor, asks=asks)
    if made := sent(request, filled, lambda data: actions.fill(enrolment, by=actor, form=form, **data)):
        messages.success(request, _("Formuläret är sparat."))
        return redirect("form:read", made.pk)
    context = {"case": case, "form": filled, "asks": asks, "words": words, "enrolment": enrolment}
    return page(request, PAGES + "fill.html", context)


@staff_page
def read(request: StaffRequest, form_id: uuid.UUID) -> HttpResponse:
    """The answers."""
    filled = Policy.get(FilledForm, request.actor, form_id, *OF_FORM)
    return page(request, PAGES + "read.html", {"case": filled.item.case, "filled": filled})


@staff_page
@opens(actions.fill)
def correct(request: StaffRequest, form_id: uuid.UUID) -> HttpResponse:
    """The next version."""
    actor = request.actor
    old = Policy.get(FilledForm, actor, form_id, *OF_OWN, item__holder=actor.party_id)
    case, asks = old.item.case, _asks(old.enrolment, old.form)
    filled = AnswersForm(
        request.POST or None, case=case, actor=actor, asks=asks, answers=old.answers, initial={"on": old.on},
        seen_version=old.pk,
    )  # fmt: skip
    if made := sent(request, filled, lambda data: _correct(old, data, request)):
        messages.success(request, _("Den nya versionen är sparad."))
        return redirect("form:read", made.pk)
    context = {"case": case, "form": filled, "asks": asks, "words": words, "enrolment": old.enrolment}
    return page(request, PAGES + "fill.html", context)


def _correct(old: FilledForm, data: dict[str, object], request: StaffRequest) -> FilledForm:
    return actions.fill(old.enrolment, by=request.actor, form=old.form, replaces=old, **data)  # type: ignore[arg-type]


@staff_page
def paper(request: StaffRequest, enrolment_id: uuid.UUID, form: str) -> HttpResponse:
    """The same questions to print and fill in by hand; everything is asked."""
    enrolment = Policy.get(Enrolment, request.actor, enrolment_id, *RELATED)
    asks = _asks(enrolment, form)
    rows = [(one, filling.field_of(one)) for one in filling.asked(asks.questions)]
    context = {"case": enrolment.item.case, "asks": asks, "rows": rows, "words": words}
    return page(request, PAGES + "paper.html", context)
