"""A model of consent and disclosure that plays against the product over HTTP and keeps its own books.

The books (`Given`, `Shown`) know nothing of the product's tables or rules: a party reads a note if it wrote
it, or if it was shown it under a consent that is not withdrawn and has not run out. A yes to a plan is a
consent of its own, and shows nothing but the plan.
"""

import datetime as dt
import itertools
from dataclasses import dataclass, field

from django.db import transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from samsyn.access import clock
from samsyn.access.actor import Actor, acting
from samsyn.access.models import User
from samsyn.entry.consent.models import Consent
from samsyn.journey.note.models import Note
from tests.access.relations import assign
from tests.factories.basis import actor, world
from tests.factories.entry import open_case

CATEGORIES = ("health", "plan", "other")
KINDS = (("secrecy",), ("plan",), ("secrecy", "plan"))
CALM = [HealthCheck.too_slow, HealthCheck.data_too_large]
QUICK = settings(max_examples=10, stateful_step_count=12, deadline=None, derandomize=True, suppress_health_check=CALM)
FIND = settings(
    max_examples=60,
    stateful_step_count=16,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],
    suppress_health_check=CALM,
    report_multiple_bugs=False,
    database=None,
)
LONG = settings(max_examples=120, stateful_step_count=30, deadline=None, suppress_health_check=CALM)


@dataclass
class Given:
    """A consent in the model's own books."""

    row: Consent
    parties: frozenset[int]
    categories: frozenset[str]
    ends: dt.date
    hidden: dict[int, frozenset[str]] = field(default_factory=dict)
    withdrawn: bool = False
    confirmed: set[int] = field(default_factory=set)

    def covers(self, day: dt.date, holder: int, to: int, category: str) -> bool:
        """Whether the holder may show this to that party today."""
        live = not self.withdrawn and day < self.ends
        shared = category in self.categories and category not in self.hidden.get(to, ())
        return live and {holder, to} <= self.parties and shared and holder in self.confirmed


@dataclass
class Shown:
    """A note shown to a party: on the consent that lasts longest, the newest of equals."""

    note: Note
    to: int
    under: Given


class ConsentMachine(RuleBasedStateMachine):
    """Three parties around one person: give, confirm, write and show, withdraw, let time pass, read."""

    def __init__(self) -> None:
        super().__init__()
        self.frame = transaction.atomic()
        self.frame.__enter__()
        self.context = acting(None)
        self.context.__enter__()
        self.day, self.names = dt.date(2026, 11, 22), itertools.count(1)
        self.clock = clock.at(self.day)
        self.clock.__enter__()
        self.given: list[Given] = []
        self.notes: list[tuple[int, Note]] = []
        self.shown: list[Shown] = []

    @initialize()
    def begin(self) -> None:
        """A case that the first party opened; the other two have somebody named in it."""
        w = world()
        self.people = [actor(w.pes), actor(w.sia), actor(w.region)]
        self.browsers = [self._browser(a) for a in self.people]
        self.case = open_case(by=self.people[0])
        self.name = self.case.person.family_name
        for other in self.people[1:]:
            assign(self.case, by=self.people[0], to=other)

    @rule(
        to=st.sets(st.sampled_from([1, 2]), min_size=1),
        of=st.sets(st.sampled_from(CATEGORIES)),
        but=st.dictionaries(st.sampled_from([1, 2]), st.frozensets(st.sampled_from(CATEGORIES)), max_size=1),
        kinds=st.sampled_from(KINDS),
        days=st.integers(1, 20),
    )
    def give(
        self, to: set[int], of: set[str], but: dict[int, frozenset[str]], kinds: tuple[str, ...], days: int
    ) -> None:
        """The person says yes to the first party, `but` one party shall not read all; nothing at all is refused."""
        shares = [frozenset(of & {"plan"} if kind == "plan" else of) for kind in kinds]
        is_right = all(some - but.get(n, frozenset()) for some in shares for n in to)
        ends = self.day + dt.timedelta(days=days)
        form = {
            "answer": "yes",
            **{f"except_{self.people[n].party_id.hex}": sorted(some) for n, some in but.items()},
            "kinds": list(kinds),
            "circle": [str(self.people[n].party_id) for n in sorted(to)],
            "categories": sorted(of),
            "starts_on": str(self.day),
            "ends_on": str(ends),
            "given_by": "person",
            "how": "oral",
        }
        known = {given.row.pk for given in self.given}
        response = self.browsers[0].post(reverse("consent:take", args=[self.case.pk]), form)
        assert response.status_code == (302 if is_right else 422), response.content.decode()
        made = list(Consent.objects.exclude(pk__in=known).order_by("item_id"))
        assert [row.kind for row in made] == (list(kinds) if is_right else [])
        self.given += [
            Given(row, frozenset({0, *to}), categories, ends, hidden=dict(but), confirmed={0})
            for row, categories in zip(made, shares, strict=False)
        ]

    @precondition(lambda self: self.given)
    @rule(which=st.integers(0, 50), who=st.sampled_from([1, 2]))
    def confirm(self, which: int, who: int) -> None:
        """A holder confirms; a consent that does not name it, or is over, is not there for it."""
        known = self.given[which % len(self.given)]
        response = self.browsers[who].post(reverse("consent:confirm", args=[known.row.pk]))
        if self._reads_consent(known, who):
            assert response.status_code == 302, response.content.decode()
            known.confirmed.add(who)
        else:
            assert response.status_code == 404

    @rule(
        who=st.sampled_from([0, 1, 2]),
        category=st.sampled_from(CATEGORIES),
        to=st.sets(st.sampled_from([0, 1, 2])),
    )
    def write(self, who: int, category: str, to: set[int]) -> None:
        """Somebody who sees the case writes a note and ticks receivers; a wrong tick must be refused."""
        to = to - {who}
        grounds = {n: [g for g in self.given if g.covers(self.day, who, n, category)] for n in to}
        text = f"anteckning {next(self.names)}"
        form = {"text": text, "category": category, "share": [str(self.people[n].party_id) for n in to]}
        response = self.browsers[who].post(reverse("note:write", args=[self.case.pk]), form)
        if not self._sees_case(who):
            assert response.status_code == 404
        elif all(grounds.values()):
            assert response.status_code == 302, response.content.decode()
            note = Note.objects.get(text=text)
            self.notes.append((who, note))
            self.shown += [Shown(note, n, max(grounds[n], key=lambda g: (g.ends, self.given.index(g)))) for n in to]
        else:
            assert response.status_code == 422
            assert not Note.objects.filter(text=text).exists()

    @precondition(lambda self: self.given)
    @rule(which=st.integers(0, 50), who=st.sampled_from([0, 1, 2]))
    def withdraw(self, which: int, who: int) -> None:
        """The person takes a consent back, by whomever they tell; who cannot see it cannot take it back."""
        known = self.given[which % len(self.given)]
        response = self.browsers[who].post(reverse("consent:withdraw", args=[known.row.pk]), {"via": "i telefon"})
        if self._reads_consent(known, who):
            assert response.status_code in {200, 302}, response.content.decode()
            known.withdrawn = True
        else:
            assert response.status_code == 404

    @rule(who=st.sampled_from([0, 1, 2]))
    def withdraw_all(self, who: int) -> None:
        """The person takes everything back, also what the one they tell does not read."""
        response = self.browsers[who].post(reverse("consent:withdraw_all", args=[self.case.pk]), {})
        assert response.status_code == (302 if self._sees_case(who) else 404), response.content.decode()
        if self._sees_case(who):
            for known in self.given:
                known.withdrawn = known.withdrawn or self.day < known.ends

    @rule(days=st.integers(1, 8))
    def wait(self, days: int) -> None:
        """Time passes; by the next day everybody has to sign in again."""
        self.clock.__exit__(None, None, None)
        self.day += dt.timedelta(days=days)
        self.clock = clock.at(self.day)
        self.clock.__enter__()
        self.browsers = [self._browser(a) for a in self.people]

    @invariant()
    def everybody_reads_exactly_what_the_books_say(self) -> None:
        """The case page and every note, for every party, now."""
        for who in range(3) if hasattr(self, "people") else ():
            page = self.browsers[who].get(reverse("case:page", args=[self.case.pk]))
            assert (page.status_code == 200) is self._sees_case(who), f"case page, party {who}"
            body = page.content.decode() if page.status_code == 200 else ""
            for holder, note in self.notes:
                shown = any(s.note == note and s.to == who and self._live(s) for s in self.shown)
                may = self._sees_case(who) and (holder == who or shown)
                answer = self.browsers[who].get(reverse("note:read", args=[note.pk]))
                assert (answer.status_code == 200) is may, f"{note.text}, party {who}"
                if holder == who and not may:
                    nameless = self.browsers[who].get(reverse("case:own_item", args=[note.pk])).content.decode()
                    assert note.text in nameless, f"{note.text} is lost to the party that wrote it, {who}"
                    assert self.name not in nameless
                assert may or f"{note.text}<" not in body, f"{note.text} on the case page of party {who}"

    def teardown(self) -> None:
        """Leave no trace for the next example."""
        self.clock.__exit__(None, None, None)
        self.context.__exit__(None, None, None)
        transaction.set_rollback(True)
        self.frame.__exit__(None, None, None)

    def _live(self, shown: Shown) -> bool:
        return not shown.under.withdrawn and self.day < shown.under.ends

    def _sees_case(self, who: int) -> bool:
        return who == 0 or any(who in g.parties and not g.withdrawn and self.day < g.ends for g in self.given)

    def _reads_consent(self, given: Given, who: int) -> bool:
        """The taker always; the others as long as it holds."""
        return who == 0 or (who in given.parties and not given.withdrawn and self.day < given.ends)

    @staticmethod
    def _browser(someone: Actor) -> Client:
        client = Client()
        client.force_login(User.objects.get(pk=someone.user_id))
        session = client.session
        session["staff_id"] = str(someone.staff_id)
        session.save()
        return client
