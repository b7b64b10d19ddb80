"""A query that is put together once answers as one that is built anew: for other values, later, for anybody."""

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import connection
from django.db.models import Q, Value
from django.test.utils import CaptureQueriesContext
from django.utils.translation import gettext as _

from samsyn.access import clock
from samsyn.access.actor import Actor
from samsyn.access.models import User
from samsyn.access.prepared import Prepared
from samsyn.basis.staff import backend
from samsyn.basis.staff.models import Staff
from samsyn.basis.staff.queries import active, actor_of
from samsyn.entry.person.queries import _in_inbox as found_in_inbox
from samsyn.entry.person.queries import _own as found_by_own
from samsyn.journey.timeline import my_cases, queries
from tests.factories.basis import World, staff


def staff_of(*, actor: Actor, word: str = "") -> Any:
    """Active assignments of the actor's party."""
    rows = Staff.objects.filter(active(), party_id=actor.party_id, user__name__startswith=word)
    return rows.order_by("pk").values_list("pk", flat=True)


@pytest.fixture
def people(w: World) -> list[Staff]:
    for role in ("caseworker", "coordinator", "auditor"):
        for party in w.parties:
            staff(party, role, unit=w.unit(party) if role == "caseworker" else None)
    return list(Staff.objects.select_related("user", "party").order_by("pk"))


def test_kept_once_and_right_for_every_actor_and_word(people: list[Staff]) -> None:
    ask = Prepared(staff_of)
    for one in people:
        for word in ("", one.user.name[:2], "100%_\\'"):
            actor = actor_of(one)
            assert ask(actor=actor, word=word) == list(staff_of(actor=actor, word=word))
    shapes = {(s.role, s.unit_id is None, s.party.kind) for s in people}
    assert (len(ask._kept) >= len(shapes), None in ask._kept.values()) == (True, False)


def test_time_goes_on(people: list[Staff]) -> None:
    ask, one = Prepared(staff_of), people[0]
    actor = actor_of(one)
    assert one.pk in ask(actor=actor, word="")
    Staff.objects.filter(pk=one.pk).update(ends_on=clock.today() + dt.timedelta(days=1))
    assert one.pk in ask(actor=actor, word="")
    with clock.at(clock.today() + dt.timedelta(days=1)):
        assert one.pk not in ask(actor=actor, word="")


def test_lists_of_any_length(people: list[Staff]) -> None:
    def some(*, keys: tuple[uuid.UUID, ...]) -> Any:
        return Staff.objects.filter(pk__in=keys).order_by("pk")

    ask, keys = Prepared(some), tuple(s.pk for s in people)
    for most in range(1, len(keys) + 1):
        assert ask(keys=keys[:most]) == people[:most]
    lengths = {1 << (most - 1).bit_length() for most in range(1, len(keys) + 1)}
    assert len(ask._kept) == len(lengths)


def derived(*, day: dt.date) -> Any:
    """Makes something of its own of a value."""
    return Staff.objects.filter(starts_on__gte=day - dt.timedelta(days=3650))


def asking(*, user_id: int) -> Any:
    """Asks the database on the way."""
    name = User.objects.values_list("name", flat=True).filter(pk=user_id).first()
    return Staff.objects.filter(user__name=name)


def speaking(*, user_id: int) -> Any:
    """Says a word in the reader's language."""
    return Staff.objects.filter(user_id=user_id).annotate(word=Value(str(_("Spara"))))


def looking_around(*, user_id: int) -> Any:
    """Reads the clock and makes something of its own of it."""
    return Staff.objects.filter(Q(starts_on__lt=clock.today() + dt.timedelta(days=1)), user_id=user_id)


@pytest.mark.parametrize("build", [asking, speaking, looking_around])
def test_what_cannot_be_kept_is_built_anew(people: list[Staff], build: Any) -> None:
    ask = Prepared(build)
    for one in people[:3]:
        assert ask(user_id=one.user_id) == list(build(user_id=one.user_id))
    assert set(ask._kept.values()) == {None}


def test_a_value_that_something_is_made_of_is_not_kept(people: list[Staff]) -> None:
    ask = Prepared(derived)
    assert ask(day=clock.today()) == list(derived(day=clock.today()))
    assert list(ask._kept.values()) == [None]


def test_another_kind_of_value_is_never_kept(people: list[Staff]) -> None:
    def of(*, user: User) -> Any:
        return Staff.objects.filter(user=user)

    ask = Prepared(of)
    assert ask(user=people[0].user) == list(of(user=people[0].user))
    assert ask._kept == {}


def test_the_main_queries_are_kept(people: list[Staff]) -> None:
    actor = next(actor_of(s) for s in people if s.role == "caseworker" and s.unit_id)
    my_cases.assigned(actor)
    my_cases.in_inbox(actor)
    queries.ways([uuid.uuid4()], actor)
    queries._of_case(actor=actor, case_id=uuid.uuid4())
    found_by_own(actor=actor, word_0=("a", ",a", "-a"))
    found_in_inbox(actor=actor, people=(uuid.uuid4(),))
    backend._assigned(user_id=actor.user_id)
    asked = (
        backend._assigned, my_cases._assigned, my_cases._in_inbox,
        queries._recent, queries._of_case, found_by_own, found_in_inbox,
    )
    assert [bool(ask._kept) and None not in ask._kept.values() for ask in asked] == [True] * len(asked)


def test_one_statement_a_question(people: list[Staff]) -> None:
    ask, actor = Prepared(staff_of), actor_of(people[0])
    for _turn in range(2):
        with CaptureQueriesContext(connection) as seen:
            ask(actor=actor, word="")
        assert len(seen) == 1
