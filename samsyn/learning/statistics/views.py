"""Statistics: the question, its answer, the same as files, and questions by name."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.selection.flows import Period
from samsyn.entry.selection.forms import FlowForm
from samsyn.learning.statistics import actions, audience, export, paper, queries
from samsyn.learning.statistics import referred as ways
from samsyn.learning.statistics.asked import Asked, asked, of_kept
from samsyn.learning.statistics.forms import SaveForm
from samsyn.learning.statistics.models import SavedQuestion
from samsyn.learning.statistics.referred_picture import pictured
from samsyn.learning.statistics.shown import shown
from samsyn.learning.statistics.topics import TOPICS, by_group

PAGES = "learning/statistics/pages/"


@staff_page
def home(request: StaffRequest) -> HttpResponse:
    """The question and its answer; without a question, what can be asked and what is saved."""
    found = asked(request.GET, request.actor)
    context: dict[str, Any] = {
        "asked": found, "question_form": found.form, "shown": found.content and shown_of(found),
        "groups": by_group(), "saved": queries.saved(request.actor), "inside": audience.is_inside(request.actor),
        "query": found.question.canonical() if found.question else "", "pdf_lacks": paper.lacks(),
        "may_refer": request.actor.role in audience.REFERRERS,
    }  # fmt: skip
    return page(request, PAGES + "home.html", context, status=422 if found.is_wrong else 200)


def shown_of(found: Asked) -> Any:
    """The answer in words and pictures."""
    return shown(found.question, found.content, taken=found.snapshot.made_at)  # type: ignore[arg-type, union-attr]


def _file(request: StaffRequest, kind: str) -> HttpResponse:
    """The same numbers as a file; what is not counted yet, or cannot be, is told on the page."""
    found = asked(request.GET, request.actor)
    if not found.content:
        return redirect(f"{reverse('statistics:home')}?{request.GET.urlencode()}")
    return export.download(shown_of(found), found.content, kind)


@staff_page
def csv(request: StaffRequest) -> HttpResponse:
    """A row a number, with base and definition."""
    return _file(request, "csv")


@staff_page
def xlsx(request: StaffRequest) -> HttpResponse:
    """The same as a workbook."""
    return _file(request, "xlsx")


@staff_page
def pdf(request: StaffRequest) -> HttpResponse:
    """The answer on paper."""
    return _file(request, "pdf")


@staff_page
def referred(request: StaffRequest) -> HttpResponse:
    """What happened to the people I referred, as far as my party sees."""
    if request.actor.role not in audience.REFERRERS:
        raise Http404
    form = FlowForm(request.GET or None)
    data = form.cleaned_data if form.is_bound and form.is_valid() else {}
    found = ways.told(request.actor, Period(data.get("fran"), data.get("till")))
    context = {"form": form, "told": found, "became": ways.BECAME, **pictured(found)}
    return page(request, PAGES + "referred.html", context)


@staff_page
@opens(actions.save_question)
def save(request: StaffRequest) -> HttpResponse:
    """Give the question a name; it holds no numbers and no persons."""
    question, form = of_kept(request.GET, request.actor), SaveForm(request.POST or None)
    if sent(request, form, lambda data: actions.save_question(question, by=request.actor, **data)):
        messages.success(request, _("Frågan är sparad. Den finns på sidan Statistik."))
        return redirect(f"{reverse('statistics:home')}?{question.canonical()}")
    context = {"form": form, "query": question.canonical(), "topic": TOPICS[question.measure]}
    return page(request, PAGES + "save.html", context)


@staff_page
@require_POST
def forget(request: StaffRequest, saved_id: uuid.UUID) -> HttpResponse:
    """Out of the lists."""
    actions.forget_question(Policy.get(SavedQuestion, request.actor, saved_id), by=request.actor)
    messages.success(request, _("Frågan är borttagen."))
    return redirect("statistics:home")


