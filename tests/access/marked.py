"""One person with a mark of its own in every text field of everything around it, and everyone who could look."""

import datetime as dt
from itertools import count

from django.apps import apps

from samsyn.access import clock, db
from samsyn.access.action import action
from samsyn.access.actor import Actor
from samsyn.access.ids import new_id
from samsyn.access.models import User
from samsyn.access.outbox import queue
from samsyn.basis.agreement.models import Agreement
from samsyn.basis.contact_route.models import ContactRoute
from samsyn.basis.course.models import CourseRound, CourseSession
from samsyn.basis.group.models import Group, GroupKind, GroupMember
from samsyn.basis.method.models import Method, MethodVersion
from samsyn.basis.method.reading import digest
from samsyn.basis.party.models import Party, PartyKind, Unit
from samsyn.basis.staff.models import Role
from samsyn.entry.case import writing
from samsyn.entry.case.filed import FiledCopy
from samsyn.entry.case.models import Case, CaseAssignment, Category, Disclosure, Item, ItemKind, Notice
from samsyn.entry.consent.actions import withdraw_consent
from samsyn.entry.consent.models import Consent
from samsyn.entry.person import identity_number
from samsyn.entry.person.models import Identifier, Person
from samsyn.entry.person.writing import new_person
from samsyn.entry.selection.models import SelectionMeeting
from samsyn.evidence.published.description import Description
from samsyn.evidence.published.printed import Report
from samsyn.journey.note.actions import write_note
from samsyn.journey.participant_list.models import ParticipantList
from samsyn.learning.pilot_case.models import PilotCase
from samsyn.learning.published.models import PublishedReport
from samsyn.learning.statistics.models import Release, SavedQuestion
from samsyn.learning.study.models import ReleaseDecision, Study
from tests.access import marked_method
from tests.access.filling import fill_everything, marked_text, person_bound, staff_of, text_fields
from tests.access.marks import Marked, Viewer
from tests.access.relations import assign
from tests.factories.basis import World, intervention
from tests.factories.basis import actor as make_actor
from tests.factories.entry import confirmed_consent
from tests.factories.identity_numbers import test_number

_serial = count(31)
__all__ = ["Marked", "another_marked", "fill_more", "marked_world", "person_bound", "text_fields"]


NO_PERSONS = [
    Role.INTERVENTION_MANAGER,
    Role.EVALUATOR,
    Role.ASSOCIATION_OFFICER,
    Role.AUDITOR,
    Role.SYSTEM_ADMINISTRATOR,
]


def fill_more(m: Marked) -> Marked:
    """Everything once more in the same case, by the same party, shared with nobody."""
    kept = {t: r for t, r in m.rows.items() if t._meta.label in _ONCE or t not in person_bound()}
    more = Marked(m.world, m.by, m.case, rows=kept, secret=f"{m.secret}-{new_id().hex}")
    return fill_everything(more, by=m.by, share=[])


_ONCE = {
    "entry.Person",
    "entry.Case",
    "entry.Identifier",
    "entry.Representative",
    "entry.CaseAssignment",
    "entry.Disclosure",
    "entry.StandingDisclosure",
    "learning.StudyPerson",
}


@action(verb="test.marked_mark_person", sentence="öppnade ett märkt ärende i ett test")
def _open(m: Marked, *, by: Actor) -> Case:
    words = {f.name: marked_text(m, f) for f in text_fields(Person)}
    number = identity_number.parse(test_number(next(_serial)), today=clock.today())
    m.numbers = [number.value, number.value[2:], f"{number.value[2:8]}-{number.value[8:]}"]
    return writing.open_case(new_person(by=by, number=number, birth_year=1980, **words), by=by)


def another_marked(m: Marked) -> Marked:
    """One more person in the same vault with everything around, shared with nobody."""
    basis = {t: r for t, r in m.rows.items() if t not in person_bound()}
    more = Marked(m.world, m.by, Case(), rows=basis, secret=f"{m.secret}-{new_id().hex}")
    more.case = _open(more, by=m.by)
    more.rows |= {Person: more.person, Case: more.case, Identifier: more.person.identifiers.get()}
    return fill_everything(more, by=m.by, share=[])


def marked_world(w: World) -> Marked:
    """The world with the marked person in AF's vault, and a viewer for each relation."""
    by = make_actor(w.pes, Role.CASEWORKER)
    m = Marked(world=w, by=by, case=Case())
    m.case = _open(m, by=by)
    m.rows |= {Person: m.case.person, Case: m.case, Identifier: m.case.person.identifiers.get()}
    w.extra = {k: extra_party(w, k) for k in ("excepted", "assigned", "outside")}  # type: ignore[attr-defined]
    people = _people(w, by)
    _basis_rows(m, w, people)
    granted = _consents(m, people)
    m.live_consent = granted["live"]
    fill_everything(m, by=by, share=[p.party_id for p in (people["live"], people["withdrawn"])])
    _release_for_a_time(m, people["expired"])
    _take_back(m, granted, people)
    write_note(m.case, by=people["live"], text="Zqside001", category=Category.HEALTH)
    m.viewers = _viewers(people)
    m.mail = queue(to=by.email, subject="Något att läsa", body="Logga in.", by=by, calendar="BEGIN:VCALENDAR")
    m.notice = Notice.objects.create(party=w.pes, to_staff_id=by.staff_id, kind="consent_withdrawn")
    User.objects.update(password="pbkdf2_sha256$1$prov$prov")
    return m


def extra_party(w: World, name: str) -> Party:
    """One more board of the municipality, with a unit."""
    party = Party.objects.create(
        association=w.association,
        kind=PartyKind.MUNICIPALITY,
        name=f"Nämnden {name} {new_id().hex[-6:]}",
        short_name=name[:8],
    )
    Unit.objects.create(party=party, name="mottagning", is_intake=True)
    return party


def _people(w: World, by: Actor) -> dict[str, Actor]:
    extra = w.extra  # type: ignore[attr-defined]
    found = {
        "own": by,
        "live": make_actor(w.sia),
        "withdrawn": make_actor(w.municipality),
        "expired": make_actor(w.region),
        "excepted": make_actor(extra["excepted"]),
        "assigned without consent": make_actor(extra["assigned"]),
        "none": make_actor(extra["outside"]),
        "colleague": make_actor(w.pes),
        "left": make_actor(w.pes),
        "group member outside": make_actor(extra["outside"], Role.GROUP_MEMBER),
        "manager outside": make_actor(extra["outside"], Role.UNIT_MANAGER),
        "coordinator outside": make_actor(extra["outside"], Role.COORDINATOR),
        "coach outside": make_actor(extra["outside"], Role.COACH),
        "coordinator": make_actor(w.pes, Role.COORDINATOR),
        "coach": make_actor(w.pes, Role.COACH),
    }
    return found | {str(role): make_actor(w.pes, role) for role in NO_PERSONS}


def _basis_rows(m: Marked, w: World, people: dict[str, Actor]) -> None:
    group = Group.objects.create(association=w.association, kind=GroupKind.SELECTION, name=f"Grupp {new_id().hex[-6:]}")
    GroupMember.objects.create(group=group, staff=staff_of(m))
    measure = intervention(w, selection_group=group)
    measure.owner_party, measure.owner_unit = w.pes, w.unit(w.pes)
    measure.method = _method(m, w)
    measure.save()
    now = clock.now()
    meeting = SelectionMeeting.objects.create(
        group=group, starts_at=now, ends_at=now + dt.timedelta(hours=1), called_by=staff_of(m)
    )
    study = Study.objects.create(association=w.association, kind="association", name="Statistik")
    released = ReleaseDecision.objects.create(
        study=study, party=w.pes, tables=["participations"], categories=["other"], ground="consent",
        starts_on=clock.today(), decided_by=staff_of(m),
    )
    m.rows |= {type(measure): measure, Group: group, SelectionMeeting: meeting, Study: study, ReleaseDecision: released}
    day = clock.today()
    course = CourseRound.objects.create(
        intervention=measure, name="Kurs", starts_on=day, ends_on=day + dt.timedelta(days=1)
    )
    session = CourseSession.objects.create(round=course, number=1, on=day, starts_at=dt.time(9), minutes=60)
    m.rows |= {CourseRound: course, CourseSession: session}
    listed = ParticipantList(intervention=measure, party=w.pes, name="lista.csv", by=staff_of(m))
    listed.columns = {"Namn": "name", "Start": "starts_on", "Född": "birth_year"}
    listed.seal(f"Namn;Start;Född\nNils Ek;{day};1980\n".encode())
    listed.save()
    m.rows[ParticipantList] = listed
    m.rows[PublishedReport] = PublishedReport.objects.create(
        name="rapport", title_sv="Rapport", title_en="Report", people=0,
        printed=Report(Description(name="rapport"), ()).to_dict(),
    )  # fmt: skip
    asked = {"association": w.association, "name": "Fråga"}
    question = SavedQuestion.objects.create(**asked, question="measure=numbers", saved_by=staff_of(m), is_shared=True)
    counted = {"taken_at": now, "made_by": staff_of(m), "is_published": True, "questions": {"of": "measure=release"}}
    verdict = {"hidden": 0, "attacked": 0, "closest": None, "method": {"sv": "Så.", "en": "So."}}
    m.rows |= {SavedQuestion: question, Release: Release.objects.create(**asked, **counted, verdict=verdict)}
    m.agreement = Agreement.objects.create(association=w.association, title="Avtal", starts_on=clock.today())
    m.route = ContactRoute.objects.create(
        unit=w.unit(w.pes), about="remisser", name="Växeln", direct_number="010-1", checked_on=clock.today()
    )
    m.pilot = PilotCase.objects.create(
        association=w.association,
        key_digest="0" * 64,
        origin="caseworker",
        question="Vem kan hjälpa?",
        group=group,
        asked_by=staff_of(m),
        asked_from=w.pes,
    )


def _method(m: Marked, w: World) -> Method:
    """One of the association's own, published, with the next version as a draft."""
    text = marked_method.TEXT
    made = Method.objects.create(
        association=w.association,
        slug=marked_method.SLUG,
        name="Provets metod",
        draft=marked_method.DRAFT,
        drafted_at=clock.now(),
    )
    version = MethodVersion.objects.create(method=made, number=1, text=text, sha256=digest(text))
    m.rows |= {Method: made, MethodVersion: version}
    return made


def _consents(m: Marked, people: dict[str, Actor]) -> dict[str, Consent]:
    """Who may be shown what; assignments for all but those outside and the colleague."""
    for relation, who in people.items():
        if relation not in {"none", "colleague", "own"} and not relation.endswith(" outside"):
            assign(m.case, by=m.by, to=who)
    left = CaseAssignment.objects.filter(staff_id=people["left"].staff_id)
    left.update(ends_at=clock.now() - dt.timedelta(minutes=1), starts_at=clock.now() - dt.timedelta(days=9))
    return {
        "live": confirmed_consent(m.case, by=m.by, to=[people["live"]]),
        "withdrawn": confirmed_consent(m.case, by=m.by, to=[people["withdrawn"]]),
        "excepted": confirmed_consent(m.case, by=m.by, to=[people["excepted"]], categories=[Category.LIVELIHOOD]),
    }


@action(verb="test.marked_release_for_a_time", sentence="delade för en tid i ett test", elevated=True)
def _release(m: Marked, *, by: Actor, to: Actor) -> None:
    for item in Item.objects.filter(case=m.case).exclude(kind=ItemKind.CONSENT, label="x"):
        writing.release_on(
            item,
            to.party_id,
            by=by,
            ground=Disclosure.Ground.PERSON,
            expires_at=clock.start_of(clock.today()),
        )


def _release_for_a_time(m: Marked, who: Actor) -> None:
    with clock.at(clock.today() - dt.timedelta(days=5)):
        _release(m, by=m.by, to=who)
    Disclosure.objects.filter(to_party_id=who.party_id).update(expires_at=clock.start_of(clock.today()))


@action(verb="test.marked_keep", sentence="tog en kopia i ett test", elevated=True)
def _keep(m: Marked, *, by: Actor) -> FiledCopy:
    copy = FiledCopy(
        source_item=m.rows[apps.get_model("journey.Note")].pk,
        source_party_id=m.by.party_id,
        source_kind="note",
        receipt="prov-kept",
        needed_for="beslut",
        content=[["Anteckning", "Zqkept001"]],
    )
    return writing.write(copy, case=m.case, kind=ItemKind.FILED_COPY, category=Category.OTHER, by=by)


def _take_back(m: Marked, granted: dict[str, Consent], people: dict[str, Actor]) -> None:
    _keep(m, by=people["withdrawn"])
    withdraw_consent(granted["withdrawn"], by=m.by)
    Notice.objects.filter(to_staff_id=people["withdrawn"].staff_id).update(seen_at=clock.now())


def _viewers(people: dict[str, Actor]) -> dict[str, Viewer]:
    right = {
        **dict.fromkeys(("own", "coordinator", "coach"), {"person", "item", "protection"}),
        "live": {"person", "item", "side"},
        "excepted": {"person"},
        "withdrawn": {"kept"},
    }
    found = {r: Viewer(r, who, frozenset(right.get(r, set()))) for r, who in people.items()}
    return found | {"signed out": Viewer("signed out", None)}


def has_wall() -> bool:
    """Whether the database is a wall of its own."""
    return db.has_row_security()
