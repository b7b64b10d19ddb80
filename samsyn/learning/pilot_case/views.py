"""Pages of pilot cases for those with an account."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access import clock
from samsyn.access.http import StaffRequest, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.staff.rules import CASE_WRITERS
from samsyn.entry.referral.views import PREFILL
from samsyn.learning.pilot_case import actions, queries
from samsyn.learning.pilot_case.forms import AdviceForm, AskForm, ThenForm
from samsyn.learning.pilot_case.models import PilotCase
from samsyn.learning.pilot_case.rules import may_advise

PAGES = "learning/pilot_case/pages/"


@staff_page
def listing(request: StaffRequest) -> HttpResponse:
    """My questions, and for those who give advice all of the association's."""
    rows = Policy.page(queries.listed(request.actor), request.GET.get("page", 1))
    return page(request, PAGES + "list.html", {"rows": rows, "advises": may_advise(request.actor)})


@staff_page
def ask(request: StaffRequest) -> HttpResponse:
    """A question without identity; the key is shown once."""
    if not request.actor.sees_persons:
        raise Http404
    form, key = AskForm(request.POST or None), queries.new_key()
    association = queries.associations().filter(pk=str(request.actor.association_id)).get()
    if found := sent(request, form, lambda data: actions.ask(association, by=request.actor, key=key, **data)):
        return page(request, PAGES + "asked.html", {"pilot": found, "key": _shown(found, key)})
    return page(request, PAGES + "ask.html", {"form": form})


def _shown(found: PilotCase, key: str) -> str:
    """The key, unless the form came twice: then another key was shown the first time."""
    return key if found.key_digest == queries.digest(key) else ""


@staff_page
def read(request: StaffRequest, pilot_id: uuid.UUID) -> HttpResponse:
    """Question, advice, what happened then."""
    pilot = Policy.get(PilotCase, request.actor, pilot_id, "asked_from", "advised_by__user")
    context = {
        "pilot": pilot, "mine": pilot.asked_by_id == request.actor.staff_id,
        "advises": may_advise(request.actor),
        "due": queries.due_question(pilot, clock.today()), "may_refer": request.actor.role in CASE_WRITERS,
    }  # fmt: skip
    return page(request, PAGES + "read.html", context)


@staff_page
def advise(request: StaffRequest, pilot_id: uuid.UUID) -> HttpResponse:
    """Give advice."""
    pilot = Policy.get(PilotCase, request.actor, pilot_id)
    if not may_advise(request.actor):
        raise Http404
    form = AdviceForm(request.POST or None, initial={"advice": pilot.advice})
    if sent(request, form, lambda data: actions.advise(pilot, by=request.actor, **data)):
        messages.success(request, _("Rådet är sparat. Den som frågade kan läsa det."))
        return redirect("pilot:page", pilot.pk)
    return _act_page(request, pilot, form, _("Ge råd"), _("Spara rådet"))


@staff_page
def then(request: StaffRequest, pilot_id: uuid.UUID) -> HttpResponse:
    """What happened then?"""
    pilot = Policy.get(PilotCase, request.actor, pilot_id, asked_by_id=request.actor.staff_id)
    form = ThenForm(request.POST or None)
    if sent(request, form, lambda data: actions.answer_then(pilot, by=request.actor, **data)):
        messages.success(request, _("Tack. Det hjälper nästa som frågar."))
        return redirect("pilot:page", pilot.pk)
    return _act_page(request, pilot, form, _("Vad hände sedan?"), _("Spara"))


def _act_page(
    request: StaffRequest, pilot: PilotCase, form: AdviceForm | ThenForm, title: str, button: str
) -> HttpResponse:
    return page(request, PAGES + "act.html", {"form": form, "pilot": pilot, "title": title, "button": button})


@staff_page
@require_POST
def refer(request: StaffRequest, pilot_id: uuid.UUID) -> HttpResponse:
    """On to a referral, with the question as its text; nothing in the case leads back here."""
    pilot = Policy.get(PilotCase, request.actor, pilot_id, asked_by_id=request.actor.staff_id)
    actions.refer(pilot, by=request.actor)
    request.session[PREFILL] = pilot.question
    return redirect("referral:start")


@staff_page
@require_POST
def close(request: StaffRequest, pilot_id: uuid.UUID) -> HttpResponse:
    """No more questions about it."""
    pilot = Policy.get(PilotCase, request.actor, pilot_id, asked_by_id=request.actor.staff_id)
    actions.close(pilot, by=request.actor)
    return redirect("pilot:page", pilot.pk)
