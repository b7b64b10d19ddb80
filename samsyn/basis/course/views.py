"""Pages of courses as everyone in the association may see them: when, where, led by whom."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.access.http import StaffRequest, asked_for, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.course import actions, queries
from samsyn.basis.course.forms import CourseForm, NewCourseForm, SessionForm, from_text
from samsyn.basis.course.models import CourseRound, CourseSession
from samsyn.basis.course.rules import keeps_courses
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.method import words
from samsyn.basis.versions import version_of

PAGES = "basis/course/pages/"


@staff_page
def courses(request: StaffRequest, intervention_id: uuid.UUID) -> HttpResponse:
    """Courses of an intervention, what the text has to offer, and what it expects of the group."""
    one = Policy.get(Intervention, request.actor, intervention_id, "owner_party", "method")
    method = queries.method_of(one)
    context = {
        "one": one, "method": method, "words": words, "keeps": keeps_courses(one, request.actor),
        "rows": Policy.page(queries.rounds_of(one, request.actor), request.GET.get("page")),
        "of_group": queries.asked_of_group(method) if method else (),
    }  # fmt: skip
    return page(request, PAGES + "courses.html", context)


@staff_page
@opens(actions.set_up)
def set_up(request: StaffRequest, intervention_id: uuid.UUID) -> HttpResponse:
    """A new course; `?kurs=` says which of the text."""
    one = Policy.get(Intervention, request.actor, intervention_id, "owner_party", "method")
    course = queries.course_in(queries.method_of(one), asked_for(request, "kurs"))
    form = NewCourseForm(request.POST or None, intervention=one, initial=from_text(course))
    which = course.id if course else ""
    if made := sent(request, form, lambda data: actions.set_up(one, by=request.actor, course=which, **data)):
        messages.success(request, _("Kursen är upplagd med sina träffar."))
        return redirect("basis:course", made.pk)
    return page(request, PAGES + "write.html", {"form": form, "one": one, "course": course, "words": words})


@staff_page
def course(request: StaffRequest, round_id: uuid.UUID) -> HttpResponse:
    """One course with its sessions."""
    found = Policy.get(CourseRound, request.actor, round_id, "intervention__owner_party", "intervention__method")
    actor, sessions = request.actor, queries.sessions_of(found, request.actor)
    context = {
        "round": found, "sessions": sessions, "next": queries.next_session(sessions), "words": words,
        "is_own": actor.sees_persons and found.intervention.owner_party_id == actor.party_id,
        "course": queries.course_in(queries.method_of(found.intervention), found.course),
        "leaders": found.leaders.select_related("user"), "keeps": keeps_courses(found.intervention, request.actor),
    }  # fmt: skip
    return page(request, PAGES + "course.html", context)


@staff_page
@opens(actions.change)
def change(request: StaffRequest, round_id: uuid.UUID) -> HttpResponse:
    """Name, place, numbers and leaders."""
    found = Policy.get(CourseRound, request.actor, round_id, "intervention")
    known = {name: getattr(found, name) for name in ("name", "place", "least", "places")}
    known["leaders"] = [str(one.pk) for one in found.leaders.all()]
    form = CourseForm(
        request.POST or None, intervention=found.intervention, initial=known, seen_version=version_of(found)
    )
    if sent(request, form, lambda data: actions.change(found, by=request.actor, **data)):
        messages.success(request, _("Ändringen är sparad."))
        return redirect("basis:course", found.pk)
    return page(request, PAGES + "write.html", {"form": form, "one": found.intervention, "round": found})


@staff_page
@opens(actions.move_session)
def session(request: StaffRequest, session_id: uuid.UUID) -> HttpResponse:
    """Move or cancel one session."""
    found = Policy.get(CourseSession, request.actor, session_id, "round__intervention")
    form = SessionForm(request.POST or None, session=found, seen_version=version_of(found))
    if sent(request, form, lambda data: _change_session(request, found, data)):
        messages.success(request, _("Ändringen är sparad."))
        return redirect("basis:course", found.round_id)
    return page(request, PAGES + "session.html", {"form": form, "session": found, "round": found.round})


def _change_session(request: StaffRequest, found: CourseSession, data: dict[str, object]) -> CourseSession:
    if "cancel" in request.POST:
        return actions.cancel_session(found, by=request.actor, reason=str(data["reason"]))
    return actions.move_session(found, by=request.actor, **data)  # type: ignore[arg-type]
