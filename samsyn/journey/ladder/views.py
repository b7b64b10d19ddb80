"""The overview of ladders, rating an area on one page, reading and correcting, and paper."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.access.http import StaffRequest, asked_for, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.enrolment.models import Enrolment
from samsyn.journey.ladder import actions, shown
from samsyn.journey.ladder.forms import RatingForm
from samsyn.journey.ladder.models import Rating

PAGES = "journey/ladder/pages/"
RELATED = ("item__case__person", "intervention", "method_version")
OF_RATING = ("item__case__person", "item__holder", "item__author__user", "enrolment__method_version")


@staff_page
def overview(request: StaffRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """Every area with both ratings, compared over time."""
    enrolment = Policy.get(Enrolment, request.actor, enrolment_id, *RELATED)
    context = shown.overview(enrolment, request.actor, asked_for(request, "fran"), asked_for(request, "till"))
    return page(request, PAGES + "overview.html", context)


@staff_page
def for_person(request: StaffRequest, enrolment_id: uuid.UUID) -> HttpResponse:
    """The same to print for the person, in easy words."""
    enrolment = Policy.get(Enrolment, request.actor, enrolment_id, *RELATED)
    context = shown.overview(enrolment, request.actor, asked_for(request, "fran"), asked_for(request, "till"))
    return page(request, PAGES + "for_person.html", context)


@staff_page
@opens(actions.rate)
def rate(request: StaffRequest, enrolment_id: uuid.UUID, ladder: str) -> HttpResponse:
    """A whole area on one page; `del` is which page of a large one, `vem` whose steps, `modul` the one in question."""
    enrolment, actor = Policy.get(Enrolment, request.actor, enrolment_id, *RELATED), request.actor
    area = shown.area_to_rate(enrolment, actor, ladder, asked_for(request, "del"), asked_for(request, "modul"))
    whose = shown.whose(asked_for(request, "vem"))
    form = RatingForm(
        request.POST or None, case=enrolment.item.case, actor=actor, scales=area.sheet.scales, rated_by=whose,
        before=area.before,
    )  # fmt: skip
    if sent(request, form, lambda data: actions.rate(enrolment, by=actor, ladder=ladder, rated_by=whose, **data)):
        messages.success(request, _("Skattningen är sparad."))
        return redirect("ladder:overview", enrolment.pk)
    return page(request, PAGES + "rate.html", shown.rate_page(enrolment, area, form, whose))


@staff_page
def read(request: StaffRequest, rating_id: uuid.UUID) -> HttpResponse:
    """What was rated, in words."""
    rating = Policy.get(Rating, request.actor, rating_id, *OF_RATING)
    return page(request, PAGES + "read.html", {"case": rating.item.case, "rating": rating})


@staff_page
@opens(actions.rate)
def correct(request: StaffRequest, rating_id: uuid.UUID) -> HttpResponse:
    """The next version of the same modules."""
    actor = request.actor
    old = Policy.get(Rating, actor, rating_id, *OF_RATING, item__holder=actor.party_id)
    area = shown.area_to_correct(old, actor)
    form = RatingForm(
        request.POST or None, case=old.item.case, actor=actor, scales=area.sheet.scales, rated_by=old.rated_by,
        before=area.before, initial={"on": old.on, "said": old.said}, seen_version=old.pk,
    )  # fmt: skip
    if made := sent(request, form, lambda data: shown.correct(old, data, actor)):
        messages.success(request, _("Den nya versionen är sparad."))
        return redirect("ladder:read", made.pk)
    return page(request, PAGES + "rate.html", shown.rate_page(old.enrolment, area, form, old.rated_by) | {"old": old})


@staff_page
def paper(request: StaffRequest, enrolment_id: uuid.UUID, ladder: str) -> HttpResponse:
    """Every step in words with boxes to tick, to fill in by hand; all modules, those of one page, or one."""
    enrolment = Policy.get(Enrolment, request.actor, enrolment_id, *RELATED)
    found = shown.on_paper(enrolment, request.actor, ladder, asked_for(request, "del"), asked_for(request, "modul"))
    if not found["scales"]:
        raise Http404
    return page(request, PAGES + "paper.html", found)
