"""Pages of enrolment: from a decision, directly, its background, and counting volumes."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.entry.case.rules import may_write
from samsyn.entry.enrolment import actions, queries
from samsyn.entry.enrolment.counting import load_of
from samsyn.entry.enrolment.forms import BackgroundForm, EndForm, EnrolForm, NamelessForm, StartForm, VolumeForm
from samsyn.entry.enrolment.models import Enrolment
from samsyn.entry.enrolment.rules import COUNTING_ROLES
from samsyn.entry.referral.models import Referral
from samsyn.entry.referral.queries import is_named_for

PAGES = "entry/enrolment/pages/"


@staff_page
@opens(actions.enrol)
def new(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Enrol after a decision."""
    referral = Policy.get(Referral, request.actor, referral_id, "item__case", "intervention", "to_unit")
    if not is_named_for(referral, request.actor):
        return _without_identity(request, referral)
    case = Policy.get(Case, request.actor, referral.item.case_id, "person")
    form = _form(request, case)
    known = {"intervention": referral.intervention, "referral": referral}
    if found := sent(request, form, lambda data: actions.enrol(case, by=request.actor, **{**data, **known})):
        return _done(request, found)
    context = {
        "form": form,
        "case": case,
        "intervention": referral.intervention,
        "load": load_of(referral.intervention),
    }
    return page(request, PAGES + "new.html", context)


def _without_identity(request: StaffRequest, referral: Referral) -> HttpResponse:
    """The person takes part without having agreed to be known."""
    form = NamelessForm(request.POST or None)
    act = lambda data: actions.enrol_without_identity(referral, by=request.actor, **data)  # noqa: E731
    if found := sent(request, form, act):
        return _done(request, found)
    context = {"form": form, "referral": referral, "load": load_of(referral.intervention)}
    return page(request, PAGES + "new.html", {**context, "intervention": referral.intervention})


@staff_page
@opens(actions.enrol)
def direct(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Enrol in one of the party's own interventions without a referral: again, or a second one."""
    case = Policy.get(Case, request.actor, case_id, "person")
    form = _form(request, case, choices=list(queries.taking_persons(request.actor)))
    if found := sent(request, form, lambda data: actions.enrol(case, by=request.actor, **data)):
        return _done(request, found)
    return page(request, PAGES + "new.html", {"form": form, "case": case})


def _form(request: StaffRequest, case: Case, **known: Any) -> EnrolForm:
    named = queries.register_consent(case, request.actor) is not None and not case.person.is_protected
    return EnrolForm(request.POST or None, case=case, actor=request.actor, named=named, **known)


def _done(request: StaffRequest, found: Enrolment) -> HttpResponse:
    messages.success(request, _("Personen är inskriven."))
    return redirect("enrolment:page", found.pk)


@staff_page
def read(request: StaffRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """One enrolment, and the person's others."""
    related = ("item__case", "item__holder", "intervention", "registered_by__user")
    enrolment = Policy.get(Enrolment, request.actor, enrolment_id, *related)
    if not Policy.all(Case, request.actor).filter(pk=enrolment.item.case_id).exists():
        return _read_without_identity(request, enrolment)
    case = Policy.get(Case, request.actor, enrolment.item.case_id, "person")
    others = queries.enrolments_of(case, request.actor).exclude(pk=enrolment.pk)
    mine = enrolment.item.holder_id == request.actor.party_id
    answers = queries.background_words(enrolment) if mine else []
    return page(
        request,
        PAGES + "read.html",
        {
            "enrolment": enrolment, "case": case, "others": others, "answers": answers, "mine": mine,
            "may_correct": mine and may_write(request.actor),
        },
    )


def _read_without_identity(request: StaffRequest, enrolment: Enrolment) -> HttpResponse:
    """What one's party may know of it: the intervention and the days; its holder ends it here."""
    mine = enrolment.item.holder_id == request.actor.party_id and may_write(request.actor)
    form = EndForm(request.POST or None) if mine and not enrolment.ends_on else None
    act = lambda data: actions.end_without_identity(enrolment, by=request.actor, **data)  # noqa: E731
    if form and sent(request, form, act):
        messages.success(request, _("Deltagandet är avslutat."))
        return redirect("enrolment:page", enrolment.pk)
    return page(request, PAGES + "nameless.html", {"enrolment": enrolment, "form": form, "may_correct": mine})


@staff_page
def background(request: StaffRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Answer what was left unknown."""
    enrolment = Policy.get(Enrolment, request.actor, enrolment_id, "item__case", "intervention")
    case = Policy.get(Case, request.actor, enrolment.item.case_id, "person")
    if (
        enrolment.item.holder_id != request.actor.party_id
        or enrolment.register == Enrolment.Register.ANONYMOUS
    ):
        raise Http404
    form = BackgroundForm(
        request.POST or None, answers=enrolment.background, seen_version=actions.background_mark(enrolment)
    )
    if sent(request, form, lambda data: actions.answer_background(enrolment, by=request.actor, **data)):
        return redirect("enrolment:page", enrolment.pk)
    return page(request, PAGES + "background.html", {"form": form, "case": case, "enrolment": enrolment})


@staff_page
def start(request: StaffRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Correct the start day."""
    enrolment = Policy.get(Enrolment, request.actor, enrolment_id, "item__case", "intervention")
    if enrolment.item.holder_id != request.actor.party_id or not may_write(request.actor):
        raise Http404
    before = enrolment.starts_on
    form = StartForm(request.POST or None, initial={"starts_on": before}, seen_version=before.isoformat())
    if sent(request, form, lambda data: actions.correct_start(enrolment, by=request.actor, **data)):
        messages.success(request, _("Startdatum är rättat."))
        return redirect("enrolment:page", enrolment.pk)
    return page(request, PAGES + "start.html", {"form": form, "enrolment": enrolment})


@staff_page
def volume_list(request: StaffRequest) -> HttpResponse:
    """Interventions that the actor's party counts volumes for."""
    if request.actor.role not in COUNTING_ROLES:
        raise Http404
    return page(request, PAGES + "volumes.html", {"interventions": queries.own_interventions(request.actor)})


@staff_page
def volume(request: StaffRequest, intervention_id: uuid.UUID) -> HttpResponse:
    """Count people, without persons."""
    found = queries.own_interventions(request.actor).filter(pk=intervention_id).first()
    if found is None or request.actor.role not in COUNTING_ROLES:
        raise Http404
    form = VolumeForm(request.POST or None)
    if sent(request, form, lambda data: actions.register_volume(found, by=request.actor, **data)):
        messages.success(request, _("Antalet är registrerat."))
        return redirect("enrolment:volume", found.pk)
    rows = Policy.page(queries.volumes(found.pk, request.actor), request.GET.get("page", 1))
    return page(request, PAGES + "volume.html", {"form": form, "intervention": found, "rows": rows})
