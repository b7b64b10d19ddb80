"""People who walk through the methods that come with Samsyn."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from samsyn.access import clock
from samsyn.basis.intervention.actions import set_up_intervention
from samsyn.basis.method.actions import take_in
from samsyn.basis.method.models import Method
from samsyn.basis.staff.models import Role
from samsyn.entry.enrolment.actions import enrol
from samsyn.journey.activity.actions import move, write_activity
from samsyn.journey.livelihood.actions import add_period
from tests.factories.basis import World, actor
from tests.factories.entry import confirmed_consent, open_case
from tests.paths.methods.walk import START, Walk

LONG_AGO = START - dt.timedelta(days=200)


def offered(w: World, slug: str) -> Method:
    """An own intervention with the method, set up by its manager; the method is taken in once."""
    path = Path(settings.SAMSYN_METHODS) / f"{slug}.yaml"
    known = Method.objects.filter(slug=slug, association=None).first()
    method = known or take_in([path.read_text()], by=None)[0].method
    return set_up_intervention(
        w.association, by=actor(w.municipality, Role.INTERVENTION_MANAGER), owner_unit=w.unit(w.municipality),
        name=f"Insats enligt {slug}", starts_on=LONG_AGO, method=method, circle=w.parties,
    )  # fmt: skip


@pytest.fixture(autouse=True)
def _kept_statements_compared() -> None:
    """Elsewhere every kept statement is compared with the query built anew; here a thousand would be, for nothing."""


@pytest.fixture
def walks(w: World, sign_in: Any, code_lists: None) -> Callable[..., Walk]:
    """`walks("viim", age=19, lives_on="income_support")`: enrolled on the first day, with consent to share."""

    def enrolled(slug: str, *, age: int = 25, lives_on: str = "", goes_on: str = "", **named: Any) -> Walk:
        with clock.at(START):
            intervention = offered(w, slug)
            by = actor(w.municipality, Role.COORDINATOR, unit=intervention.owner_unit)
            answering = actor(w.pes)
            case = open_case(by=by, birth_year=START.year - age, **named)
            confirmed_consent(case, by=by, to=[answering])
            if lives_on:
                add_period(case, by=by, source=lives_on, starts_on=LONG_AGO)
            if goes_on:
                begun = write_activity(case, by=by, title="Sedan tidigare", kind=goes_on, starts_on=LONG_AGO)
                move(begun, by=by, state="under_way")
            enrolment = enrol(case, by=by, intervention=intervention, starts_on=START)
            return Walk(enrolment, by=by, answering=answering, sign_in=sign_in)

    return enrolled
