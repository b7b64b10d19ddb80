"""Published tables: the list, one release, its file, and making one."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from samsyn.access.action import is_open
from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.learning.statistics import actions, queries, released_shown
from samsyn.learning.statistics.asked import made_release
from samsyn.learning.statistics.forms import ReleaseForm
from samsyn.learning.statistics.models import Release

PAGES = "learning/statistics/pages/"


@staff_page
@opens(actions.ask)
def listing(request: StaffRequest) -> HttpResponse:
    """What the association has published; for who makes them also what was refused."""
    context = {"releases": queries.releases(request.actor), "may_publish": is_open(actions.publish, request.actor)}
    return page(request, PAGES + "releases.html", context)


@staff_page
@opens(actions.publish)
def make(request: StaffRequest) -> HttpResponse:
    """Choose tables; they are audited together, and let out or refused."""
    form, snapshot = ReleaseForm(request.POST or None), queries.current(request.actor)
    if snapshot and (found := sent(request, form, lambda data: _made(request, form, snapshot))):
        told = _("Tabellerna är publicerade.") if found.is_published else _("Tabellerna fick inte lämnas ut.")
        (messages.success if found.is_published else messages.warning)(request, told)
        return redirect("statistics:release", found.pk)
    return page(request, PAGES + "release_make.html", {"form": form, "snapshot": snapshot})


def _made(request: StaffRequest, form: ReleaseForm, snapshot: queries.Snapshot) -> Release:
    data = form.cleaned_data
    return actions.publish(
        snapshot, by=request.actor, name=data["name"], question=form.question(), tables=data["tables"],
        made=made_release(form, snapshot),
    )  # fmt: skip


@staff_page
def read(request: StaffRequest, release_id: uuid.UUID) -> HttpResponse:
    """One release as it was published, or why it was refused."""
    found = Policy.get(Release, request.actor, release_id)
    context = {"release": found, "grids": released_shown.grids(found), "verdict": released_shown.verdict(found)}
    return page(request, PAGES + "release.html", context)


@staff_page
def file(request: StaffRequest, release_id: uuid.UUID) -> HttpResponse:
    """The same as CSV."""
    found = Policy.get(Release, request.actor, release_id)
    if not found.is_published:
        raise Http404
    response = HttpResponse(released_shown.as_csv(found), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="tabeller-{found.pk}.csv"'
    return response
