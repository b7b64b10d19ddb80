"""Run as a program on a database of its own: the last place, and the last of a purse, wanted by several at once."""

# ruff: noqa: E402 - Django must be set up before what needs it is imported

import json
import os
import sys
import threading
from decimal import Decimal

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.web.settings")

import django

django.setup()

import datetime as dt

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings
from django.urls import reverse

from samsyn.access import clock
from samsyn.basis.course.actions import set_up
from samsyn.basis.course.planning import Schedule
from samsyn.basis.method.actions import take_in
from samsyn.basis.staff.models import Role
from samsyn.entry.enrolment.actions import enrol
from samsyn.journey.course.models import CoursePlace
from samsyn.journey.purchase.actions import ask
from samsyn.journey.purchase.models import Purchase
from tests.access.crawl import browser
from tests.factories.basis import actor, intervention, world
from tests.factories.entry import open_case
from tests.journey.course.texts import TEXT

PLAIN = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}


def at_once(by, posts: list[tuple[str, dict[str, str]]]) -> list[object]:
    """One thread and browser a post; each sends when all are ready."""
    ready, found = threading.Barrier(len(posts)), []

    def send(address: str, data: dict[str, str]) -> None:
        client = clients.pop()
        ready.wait(30)
        try:
            found.append(client.post(address, data).status_code)
        except Exception as error:
            found.append(repr(error))
        finally:
            connection.close()

    clients = [browser(by) for _ in posts]
    threads = [threading.Thread(target=send, args=post) for post in posts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(90)
    return sorted(found, key=str)


def main() -> None:
    """One place left for three; and room for one decision of three."""
    call_command("migrate", verbosity=0)
    w = world()
    [version] = take_in([TEXT], by=None)
    offered = intervention(w, method=version.method)
    by = actor(w.municipality, Role.COORDINATOR, unit=offered.owner_unit)
    day = clock.today()
    people = [enrol(open_case(by=by), by=by, intervention=offered, starts_on=day) for _ in range(3)]
    schedule = Schedule(day, 1, (day.weekday(),), dt.time(9), Decimal(2))
    course = set_up(offered, by=by, schedule=schedule, name="Kurs", places=1)
    place = {"round": str(course.pk), "state": "accepted", "part": "participant"}
    places = at_once(by, [(reverse("course:give", args=[one.item.case_id]), place) for one in people])
    asked = [ask(people[0], by=by, kind="travel", what_for="Resa", amount=Decimal(6000)) for _ in range(3)]
    yes = {"outcome": "approved", "amount": "6000"}
    purse = at_once(by, [(reverse("purchase:decide", args=[one.pk]), yes) for one in asked])
    json.dump({
        "places": places, "have": CoursePlace.objects.filter(state="accepted").count(),
        "purse": purse, "approved": Purchase.objects.filter(state="approved").count(),
    }, sys.stdout)  # fmt: skip


if __name__ == "__main__":
    with override_settings(STORAGES={**settings.STORAGES, "staticfiles": PLAIN}):
        main()
