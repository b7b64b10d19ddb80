"""Asking a study, deciding what leaves for it, and the making of its snapshots step by step."""

import datetime as dt
import secrets
import uuid
from collections.abc import Collection, Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken
from samsyn.basis.party.models import Association, Party
from samsyn.basis.party.rules import refuse_other_association
from samsyn.basis.staff.models import Staff
from samsyn.entry.case.models import Category
from samsyn.learning.study.models import ReleaseDecision, Snapshot, Study, StudyPerson, StudyWorker
from samsyn.learning.study.rules import ASKING_ROLES, DECIDING_ROLES, STUDY_ROLES
from samsyn.learning.study.scope import GROUPS

State = Snapshot.State
AT_ONCE = 2_000
MOST_KEY = 2**32
OVER = _("Studien är avslutad. Inget mer lämnas till den.")


@action(verb="study.begin_association", sentence=_("började föra löpande statistik"), roles=ASKING_ROLES)
def begin_association_study(association: Association, *, by: Actor) -> Study:
    """The running statistics of an association; asked twice is once. Raises OTHER_ASSOCIATION."""
    refuse_other_association(association.pk, by)
    study, is_new = Study.objects.get_or_create(
        association=association, kind=Study.Kind.ASSOCIATION,
        defaults={"name": str(Study.Kind.ASSOCIATION.label), "asked_by_id": by.staff_id},
    )  # fmt: skip
    if is_new:
        touch(study, ["kind"])
    return study


@action(verb="study.begin_party", sentence=_("började föra en parts egen statistik"))
def begin_party_study(party: Party, *, by: Actor | None) -> Study:
    """A party's own; asked twice is once."""
    study, is_new = Study.objects.get_or_create(
        association_id=party.association_id, kind=Study.Kind.PARTY, party=party,
        defaults={"name": f"{Study.Kind.PARTY.label}: {party.name}"[:120]},
    )  # fmt: skip
    if is_new:
        touch(study, ["kind", "party"])
    return study


@action(verb="study.begin_project", sentence=_("började en utvärdering"), roles=ASKING_ROLES)
def begin_project(
    association: Association, *, by: Actor, name: str, purpose: str, receiver: str, ends_on: dt.date
) -> Study:
    """An evaluation with a purpose, somebody who receives its tables, and an end. Raises NAME_TAKEN, ENDS_TOO_EARLY."""
    refuse_other_association(association.pk, by)
    if Study.objects.filter(association=association, name=name).exists():
        raise RuleBroken("NAME_TAKEN", _("Det finns redan en studie som heter så. Välj ett annat namn."), field="name")
    if ends_on <= clock.today():
        raise RuleBroken("ENDS_TOO_EARLY", _("Sista dagen ligger inte framåt i tiden. Ändra den."), field="ends_on")
    study = Study.objects.create(
        association=association, kind=Study.Kind.PROJECT, name=name, purpose=purpose, receiver=receiver,
        ends_on=ends_on, asked_by_id=by.staff_id,
    )  # fmt: skip
    touch(study, ["name", "purpose", "receiver", "ends_on"])
    return study


@action(verb="study.decide", sentence=_("beslutade vad som lämnas till en studie"), roles=DECIDING_ROLES)
def decide_release(
    study: Study, *, by: Actor, is_refusal: bool = False, tables: Collection[str] = (),
    categories: Collection[str] = tuple(Category.values), starts_on: dt.date | None = None, **said: Any,
) -> ReleaseDecision:  # fmt: skip
    """The party's answer; an earlier one is withdrawn by it. `said` takes purpose, ground, reference, ends_on.

    Raises OTHER_ASSOCIATION, OWN_STUDY, STUDY_OVER, NOTHING_CHOSEN, UNKNOWN_CHOICE, GROUND_MISSING, ENDS_BEFORE_START.
    """
    refuse_other_association(study.association_id, by)
    begins = starts_on or clock.today()
    _check_study(study)
    if not is_refusal:
        _check_choice(tables, categories, begins, said)
    for old in _open_decisions(study, by.party_id):
        _withdraw(old, by, str(_("Ersatt av ett nytt beslut")))
    made = ReleaseDecision.objects.create(
        study=study, party_id=by.party_id, is_refusal=is_refusal, starts_on=begins, decided_by_id=by.staff_id,
        tables=[] if is_refusal else [name for name in GROUPS if name in tables],
        categories=[] if is_refusal else [code for code in Category.values if code in categories], **said,
    )  # fmt: skip
    touch(made, ["is_refusal", "tables", "categories", "starts_on", *said])
    return made


def _check_study(study: Study) -> None:
    if not study.needs_decisions:
        raise RuleBroken("OWN_STUDY", _("Er egen statistik behöver inget beslut: ingenting lämnar er."))
    if study.ends_on and study.ends_on <= clock.today():
        raise RuleBroken("STUDY_OVER", OVER)


def _check_choice(tables: Collection[str], categories: Collection[str], begins: dt.date, said: dict[str, Any]) -> None:
    if not tables or not categories:
        field = "categories" if tables else "tables"
        raise RuleBroken("NOTHING_CHOSEN", _("Bocka för minst en sak, eller svara nej."), field=field)
    if set(tables) - GROUPS.keys() or set(categories) - set(Category.values):
        raise RuleBroken("UNKNOWN_CHOICE", _("Valet finns inte. Ladda om sidan och försök igen."))
    if said.get("ground") not in ReleaseDecision.Ground.values:
        raise RuleBroken("GROUND_MISSING", _("Välj vad beslutet vilar på."), field="ground")
    if (ends := said.get("ends_on")) and ends <= begins:
        raise RuleBroken("ENDS_BEFORE_START", _("Slutet ligger före början. Ändra något av datumen."), field="ends_on")


def _open_decisions(study: Study, party_id: uuid.UUID) -> Iterable[ReleaseDecision]:
    return ReleaseDecision.objects.filter(study=study, party_id=party_id, withdrawn_at__isnull=True)


@action(verb="study.withdraw_decision", sentence=_("tog tillbaka ett beslut om utlämnande"), roles=DECIDING_ROLES)
def withdraw_decision(decision: ReleaseDecision, *, by: Actor, because: str = "") -> ReleaseDecision:
    """Within 24 hours new tables stand without what the party let leave. Raises NOT_OURS, ALREADY_WITHDRAWN."""
    if decision.party_id != by.party_id:
        raise RuleBroken("NOT_OURS", _("Bara parten själv kan ta tillbaka sitt beslut."))
    if decision.withdrawn_at:
        raise RuleBroken("ALREADY_WITHDRAWN", _("Beslutet är redan taget tillbaka."))
    return _withdraw(decision, by, because)


def _withdraw(decision: ReleaseDecision, by: Actor, because: str) -> ReleaseDecision:
    decision.withdrawn_at, decision.withdrawn_because = clock.now(), because
    decision.withdrawn_by = Staff.objects.get(pk=by.staff_id)
    decision.save(update_fields=["withdrawn_at", "withdrawn_because", "withdrawn_by"])
    touch(decision, ["withdrawn_at"])
    return decision


@action(verb="study.ask_for_snapshot", sentence=_("bad om ett nytt uttag"), roles=STUDY_ROLES)
def ask_for_snapshot(study: Study, *, by: Actor) -> Snapshot:
    """The task worker makes it; while one waits or is under way it is that one.

    Raises OTHER_ASSOCIATION, STUDY_OVER.
    """
    refuse_other_association(study.association_id, by)
    if study.ends_on and study.ends_on <= clock.today():
        raise RuleBroken("STUDY_OVER", OVER)
    return _waiting(study, by)


@action(verb="study.plan_snapshot", sentence=_("planerade ett nytt uttag"))
def plan_snapshot(study: Study, *, by: Actor | None) -> Snapshot:
    """The same by the clock or a command."""
    return _waiting(study, by)


def _waiting(study: Study, by: Actor | None) -> Snapshot:
    found = Snapshot.objects.filter(study=study, state__in=(State.WAITING, State.RUNNING)).first()
    if found:
        return found
    made = Snapshot.objects.create(study=study, asked_by_id=by.staff_id if by else None)
    touch(made, ["state"])
    return made


@action(verb="study.begin_snapshot", sentence=_("började göra ett uttag"))
def begin_snapshot(snapshot: Snapshot, *, by: Actor | None, parts: int, started_at: dt.datetime) -> Snapshot:
    """From now it rests on what held at `started_at`."""
    snapshot.state, snapshot.parts, snapshot.parts_done, snapshot.started_at = State.RUNNING, parts, 0, started_at
    snapshot.save(update_fields=["state", "parts", "parts_done", "started_at"])
    touch(snapshot, ["state"])
    return snapshot


@action(verb="study.finish_snapshot", sentence=_("gjorde ett uttag"))
def finish_snapshot(
    snapshot: Snapshot, *, by: Actor | None, rows: dict[str, int], left_out: dict[str, int], size: int,
    unseen: Collection[int],
) -> Snapshot:  # fmt: skip
    """It is the newest; those before it are removed soon. Whoever is not in it has no study id any longer."""
    now = clock.now()
    for at in range(0, len(unseen), AT_ONCE):
        StudyPerson.objects.filter(study_id=snapshot.study_id, pk__in=list(unseen)[at : at + AT_ONCE]).delete()
    old = Snapshot.objects.filter(study_id=snapshot.study_id, state=State.READY).exclude(pk=snapshot.pk)
    old.update(state=State.SUPERSEDED, superseded_at=now)
    snapshot.state, snapshot.made_at, snapshot.error = State.READY, now, ""
    snapshot.rows, snapshot.left_out, snapshot.size = rows, left_out, size
    snapshot.save()
    touch(snapshot, ["state", "rows", "left_out"])
    return snapshot


@action(verb="study.fail_snapshot", sentence=_("kunde inte göra ett uttag"))
def fail_snapshot(snapshot: Snapshot, *, by: Actor | None, error: str) -> Snapshot:
    """Why stands on the page; the next one is tried by the clock."""
    snapshot.state, snapshot.error = State.FAILED, error[:300]
    snapshot.save(update_fields=["state", "error"])
    touch(snapshot, ["state", "error"])
    return snapshot


@action(verb="study.remove_snapshots", sentence=_("tog bort äldre uttag"))
def remove_snapshots(snapshots: Collection[Snapshot], *, by: Actor | None) -> int:
    """With everything that names them. Answers how many."""
    for one in snapshots:
        touch(one, ["state"])
    Snapshot.objects.filter(pk__in=[one.pk for one in snapshots]).delete()
    return len(snapshots)


@action(verb="study.forget_keys", sentence=_("glömde vilka som var med i en avslutad studie"))
def forget_keys(study: Study, *, by: Actor | None) -> int:
    """When a study is over nothing leads back. Answers how many."""
    touch(study, ["persons"])
    return StudyPerson.objects.filter(study=study).delete()[0]


@action(verb="study.name_persons", sentence=_("gav personer ett eget id i en studie"), elevated=True)
def name_persons(study: Study, persons: Iterable[uuid.UUID], *, by: Actor | None) -> int:
    """A random id and a random record key for each who has none in this study."""
    wanted = list(dict.fromkeys(persons))
    known = set(StudyPerson.objects.filter(study=study, person_id__in=wanted).values_list("person_id", flat=True))
    made = [
        StudyPerson(study=study, person_id=key, code=secrets.token_hex(8), record_key=secrets.randbelow(MOST_KEY))
        for key in wanted if key not in known
    ]  # fmt: skip
    StudyPerson.objects.bulk_create(made, batch_size=AT_ONCE)
    touch(study, ["persons"])
    return len(made)


@action(verb="study.name_workers", sentence=_("gav personal ett eget id i en studie"), elevated=True)
def name_workers(study: Study, *, by: Actor | None) -> int:
    """The same for everybody at work in the association."""
    known = StudyWorker.objects.filter(study=study).values("user_id")
    staff = Staff.objects.filter(party__association_id=study.association_id).exclude(user_id__in=known)
    made = [
        StudyWorker(study=study, user_id=key, code=secrets.token_hex(8))
        for key in staff.order_by("user_id").values_list("user_id", flat=True).distinct()
    ]
    StudyWorker.objects.bulk_create(made, batch_size=AT_ONCE)
    touch(study, ["workers"])
    return len(made)


@action(verb="study.take_out", sentence=_("kopierade ut en studies tabeller"))
def take_out(study: Study, *, by: Actor | None) -> Study:
    """Its newest snapshot is copied to a folder outside; from then on whoever has it answers for it."""
    touch(study, ["snapshots"])
    return study
