"""Pages of places in courses: of one person, of one course, and of one session."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access import clock
from samsyn.access.http import StaffRequest, asked_for, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.course.models import CourseRound, CourseSession
from samsyn.basis.course.queries import next_session, sessions_of
from samsyn.entry.case.models import Case
from samsyn.journey.course import actions, queries
from samsyn.journey.course.forms import MoveForm, PlaceForm, SessionForm
from samsyn.journey.course.models import CoursePlace
from samsyn.journey.course.rules import gives_places, sees_people

PAGES = "journey/course/pages/"
OF_PLACE = ("item__case__person", "item__holder", "item__author__user", "round__intervention")


@staff_page
@opens(actions.give_place)
def give(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """A person's places, and another one; `?kurs=` has chosen which."""
    actor, case = request.actor, Policy.get(Case, request.actor, case_id, "person")
    enrolments = queries.own_enrolments(case, actor)
    rounds = queries.open_rounds(enrolments, actor)
    form = PlaceForm(
        request.POST or None, case=case, actor=actor, rounds=rounds, enrolments=enrolments,
        initial={"round": asked_for(request, "kurs")},
    )  # fmt: skip
    if made := sent(request, form, lambda data: actions.give_place(data.pop("enrolment"), by=actor, **data)):
        messages.success(request, _("Platsen är sparad."))
        return redirect("course:people", made.round_id)
    places = queries.places_in_case(case, actor)
    return page(request, PAGES + "give.html", {"case": case, "form": form, "rounds": rounds, "places": places})


@staff_page
def people(request: StaffRequest, round_id: uuid.UUID) -> HttpResponse:
    """Who is in a course, as far as the reader reads each of them; and how many there are in all."""
    return _people_page(request, _round(request, round_id), MoveForm())


def _round(request: StaffRequest, round_id: uuid.UUID) -> CourseRound:
    found = Policy.get(CourseRound, request.actor, round_id, "intervention")
    if not sees_people(found, request.actor):
        raise Http404
    return found


def _people_page(request: StaffRequest, found: CourseRound, form: MoveForm) -> HttpResponse:
    actor, today = request.actor, clock.today()
    places, sessions = queries.places_of(found, actor), sessions_of(found, actor)
    may_give = gives_places(found, actor) and not found.closed_on
    others = queries.could_take_part(found, actor) if may_give else []
    Policy.log_read([*places, *others])
    context = {
        "round": found, "places": places,
        "been": [one for one in reversed(sessions) if one.on <= today], "load": queries.load_of(found), "today": today,
        "presence": queries.presence(places, sessions, actor, today=today), "others": others, "may_give": may_give,
        "next": next_session(sessions), "move_form": form, "has_ended": found.ends_on <= today + actions.ONE_DAY,
    }  # fmt: skip
    return page(request, PAGES + "people.html", context, status=422 if form.errors else 200)


@staff_page
@opens(actions.note_session, is_read_too=True)
def session(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Who was there, for a whole session at once."""
    actor = request.actor
    found = Policy.get(CourseSession, actor, session_id, "round__intervention")
    if not sees_people(found.round, actor):
        raise Http404
    places = queries.in_session(queries.places_of(found.round, actor), found)
    Policy.log_read(places)
    form = SessionForm(request.POST or None, places=places, said=queries.noted(found, actor))
    if sent(request, form, lambda data: actions.note_session(found, by=actor, **data)):
        messages.success(request, _("Närvaron är sparad."))
        return redirect("course:people", found.round_id)
    context = {"round": found.round, "session": found, "form": form, "may_note": gives_places(found.round, actor)}
    return page(request, PAGES + "session.html", context | {"ahead": found.on > clock.today()})


@staff_page
def place(request: StaffRequest, place_id: uuid.UUID) -> HttpResponse:
    """One person's place with each session."""
    return _place_page(request, Policy.get(CoursePlace, request.actor, place_id, *OF_PLACE), MoveForm())


def _place_page(request: StaffRequest, found: CoursePlace, form: MoveForm) -> HttpResponse:
    sessions = sessions_of(found.round, request.actor)
    context: dict[str, Any] = {
        "place": found, "case": found.case, "form": form, "may_give": gives_places(found.round, request.actor),
        "sessions": queries.sessions_of_place(found, sessions, request.actor),
        "sees": sees_people(found.round, request.actor),
        "after": actions.AFTER.get(found.state, ()), "next": next_session(sessions),
    }  # fmt: skip
    return page(request, PAGES + "place.html", context, status=422 if form.errors else 200)


@staff_page
@require_POST
def move(request: StaffRequest, place_id: uuid.UUID) -> HttpResponse:
    """Another state, by one click; leaving takes a reason."""
    found = Policy.get(CoursePlace, request.actor, place_id, *OF_PLACE)
    form = MoveForm(request.POST)
    if moved := sent(request, form, lambda data: actions.move_place(found, by=request.actor, **data)):
        messages.success(request, _("Ändrat: %(state)s.") % {"state": moved.get_state_display()})
        return redirect("course:people", found.round_id)
    return _place_page(request, found, form)


@staff_page
@opens(actions.close)
@require_POST
def close(request: StaffRequest, round_id: uuid.UUID) -> HttpResponse:
    """The course is over."""
    found = _round(request, round_id)
    actions.close(found, by=request.actor)
    messages.success(request, _("Kursen är avslutad."))
    return redirect("course:people", found.pk)
