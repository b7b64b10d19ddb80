"""The person's way in a method, and ticking off in it."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.method import actions, shown
from samsyn.journey.method.forms import MarkForm
from samsyn.journey.method.models import MethodMark

PAGES = "journey/method/pages/"
RELATED = ("item__case__person", "intervention", "method_version")
State = MethodMark.State
TITLES = {
    State.DONE: gettext_lazy("Bocka av"), State.SKIPPED: gettext_lazy("Hoppa över"),
    State.OPENED: gettext_lazy("Öppna"), State.ENDED: gettext_lazy("Avsluta"),
}  # fmt: skip


@staff_page
def way(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """Phases, what is expected, what is late and what could start, for each method the person is in."""
    case = Policy.get(Case, request.actor, case_id, "person")
    return page(request, PAGES + "way.html", {"case": case, **shown.way(case, request.actor)})


@staff_page
@opens(actions.mark)
def mark(request: StaffRequest, enrolment_id: uuid.UUID, part: str, state: str) -> HttpResponse:
    """Tick off, skip, open or end one part."""
    enrolment = Policy.get(Enrolment, request.actor, enrolment_id, *RELATED)
    case, name, outcomes = enrolment.item.case, shown.name_of(enrolment, part), shown.outcomes(enrolment, part)
    if state not in TITLES or name is None:
        raise Http404
    form = MarkForm(request.POST or None, case=case, actor=request.actor, state=state, outcomes=outcomes)
    if sent(request, form, lambda data: actions.mark(enrolment, by=request.actor, part=part, state=state, **data)):
        messages.success(request, _("Sparat."))
        return redirect("method:way", case.pk)
    context = {"case": case, "form": form, "name": name, "title": TITLES[State(state)], "state": state}
    return page(request, PAGES + "mark.html", context)


@staff_page
@require_POST
def take_back(request: StaffRequest, enrolment_id: uuid.UUID, part: str) -> HttpResponse:
    """Undo what one's own party ticked off."""
    enrolment = Policy.get(Enrolment, request.actor, enrolment_id, *RELATED)
    actions.take_back(enrolment, by=request.actor, part=part)
    messages.success(request, _("Det är ångrat."))
    return redirect("method:way", enrolment.item.case_id)
