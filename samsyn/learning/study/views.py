"""Pages of studies."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.party.models import Association
from samsyn.learning.study import actions, queries
from samsyn.learning.study.forms import SHORT, WHAT, DecisionForm, ProjectForm, WithdrawForm
from samsyn.learning.study.models import ReleaseDecision, Study
from samsyn.learning.study.rules import ASKING_ROLES
from samsyn.learning.study.shown import listed, shown

PAGES = "learning/study/pages/"


@staff_page
def listing(request: StaffRequest) -> HttpResponse:
    """Studies that one may ask, or decides for."""
    asks = request.actor.role in ASKING_ROLES
    rows = listed(request.actor)
    context = {
        "studies": rows, "asks": asks, "decides": any(row.own for row in rows),
        "may_begin": asks and queries.association_study(request.actor) is None,
    }  # fmt: skip
    return page(request, PAGES + "list.html", context)


@staff_page
def read(request: StaffRequest, study_id: uuid.UUID) -> HttpResponse:
    """One study: who has decided what, and the tables that stand now."""
    study = Policy.get(Study, request.actor, study_id, "party")
    context = {"shown": shown(study, request.actor), "study": study, "what": WHAT, "short": SHORT}
    return page(request, PAGES + "read.html", context)


@staff_page
@require_POST
@opens(actions.begin_association_study)
def begin(request: StaffRequest) -> HttpResponse:
    """The association's running statistics."""
    association = Policy.get(Association, request.actor, request.actor.association_id)
    study = actions.begin_association_study(association, by=request.actor)
    messages.success(request, _("Nu kan parterna besluta vad de lämnar till förbundets statistik."))
    return redirect("study:page", study.pk)


@staff_page
@opens(actions.begin_project)
def begin_project(request: StaffRequest) -> HttpResponse:
    """A new evaluation."""
    association = Policy.get(Association, request.actor, request.actor.association_id)
    form = ProjectForm(request.POST or None)
    if study := sent(request, form, lambda data: actions.begin_project(association, by=request.actor, **data)):
        messages.success(request, _("Utvärderingen är inlagd. Nu kan parterna besluta vad de lämnar."))
        return redirect("study:page", study.pk)
    return page(request, PAGES + "project.html", {"form": form})


@staff_page
@opens(actions.decide_release)
def decide(request: StaffRequest, study_id: uuid.UUID) -> HttpResponse:
    """What the own party lets leave."""
    study = Policy.get(Study, request.actor, study_id)
    form = DecisionForm(request.POST or None)
    if sent(request, form, lambda data: actions.decide_release(study, by=request.actor, **data)):
        messages.success(request, _("Beslutet är sparat. Det gäller i nästa uttag."))
        return redirect("study:page", study.pk)
    return page(request, PAGES + "decide.html", {"form": form, "study": study})


@staff_page
@opens(actions.withdraw_decision)
def withdraw(request: StaffRequest, decision_id: uuid.UUID) -> HttpResponse:
    """Take the own party's decision back."""
    decision = Policy.get(
        ReleaseDecision, request.actor, decision_id, "study", party_id=request.actor.party_id, withdrawn_at=None
    )
    form = WithdrawForm(request.POST or None)
    if sent(request, form, lambda data: actions.withdraw_decision(decision, by=request.actor, **data)):
        messages.success(request, _("Beslutet är taget tillbaka. Inom ett dygn finns det ni lämnade inte kvar."))
        return redirect("study:page", decision.study_id)
    return page(request, PAGES + "withdraw.html", {"form": form, "decision": decision})


@staff_page
@require_POST
@opens(actions.ask_for_snapshot)
def ask(request: StaffRequest, study_id: uuid.UUID) -> HttpResponse:
    """New tables as soon as can be."""
    study = Policy.get(Study, request.actor, study_id)
    actions.ask_for_snapshot(study, by=request.actor)
    messages.success(request, _("Ett nytt uttag görs. Sidan visar hur långt det har kommit."))
    return redirect("study:page", study.pk)
