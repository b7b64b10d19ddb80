"""Every role x party x relation at the policy; and the database's own answer without Python."""

import pytest

from samsyn.access import db, policy
from samsyn.access.actor import acting
from samsyn.access.policy import Policy
from samsyn.basis.staff.models import Role
from samsyn.entry.case.filed import FiledCopy
from samsyn.entry.case.models import Case, Item
from samsyn.entry.person.models import Person
from samsyn.journey.note.models import Note
from tests.access.relations import RELATIONS, Situation, situation

QUICK_ROLES = [Role.CASEWORKER, Role.UNIT_MANAGER, Role.ASSOCIATION_OFFICER]


def _answers(s: Situation) -> dict[str, bool]:
    return {
        "item": Policy.all(Item, s.viewer).filter(pk=s.note.pk).exists(),
        "note": Policy.all(Note, s.viewer).filter(pk=s.note.pk).exists(),
        "case": Policy.all(Case, s.viewer).filter(pk=s.case.pk).exists(),
        "person": Policy.all(Person, s.viewer).filter(pk=s.case.person_id).exists(),
        "copy": bool(s.copy) and Policy.all(FiledCopy, s.viewer).filter(pk=s.copy.pk).exists(),
    }


def _truth(s: Situation) -> dict[str, bool]:
    copy = s.relation == "taken_to_file" and s.viewer.role in {r.value for r in Role if r in _PERSONAL}
    return {
        "item": s.reads_item(),
        "note": s.reads_item(),
        "case": s.reads_case(),
        "person": s.reads_case(),
        "copy": copy,
    }


# A party that holds any item of a case may know the case's number (a row without personal data): it needs
# it to find its own copy. The person behind it stays out of reach.
CASE_NUMBER_OF_OWN_COPY = [("taken_to_file", "case")]
_PERSONAL = {Role.CASEWORKER, Role.COORDINATOR, Role.COACH, Role.GROUP_MEMBER, Role.UNIT_MANAGER}


def _check_all(w, roles, party) -> int:
    seen = 0
    for relation in RELATIONS:
        for role in roles:
            s = situation(w, relation, role=role, party=party, marker=f"{relation}{role}")
            with db.request_scope(s.viewer):
                answers = _answers(s)
            assert answers == _truth(s), (relation, role)
            seen += 1
    return seen


def test_each_relation_for_the_roles_that_differ(w):
    assert _check_all(w, QUICK_ROLES, w.sia) == len(RELATIONS) * len(QUICK_ROLES)


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["pes", "sia", "municipality", "region"])
def test_every_role_party_and_relation(w, kind):
    assert _check_all(w, list(Role), getattr(w, kind)) == len(RELATIONS) * len(Role)


def test_the_database_alone_gives_nothing_out_of_reach(w, monkeypatch, forget_statements):
    """PostgreSQL with the Python check switched off; on SQLite the same test shows that the check matters."""
    monkeypatch.setattr(policy, "_rules", {m: (lambda actor: policy.Q(), s) for m, (_r, s) in policy._rules.items()})
    forget_statements()
    leaks = []
    for relation in RELATIONS:
        s = situation(w, relation, role=Role.CASEWORKER, party=w.region, marker=f"mur{relation}")
        with db.request_scope(s.viewer), acting(s.viewer):
            answers = _answers(s)
        leaks += [(relation, what) for what, seen in answers.items() if seen and not _truth(s)[what]]

    if db.has_row_security():
        assert leaks == CASE_NUMBER_OF_OWN_COPY
    else:
        assert len(leaks) > len(RELATIONS)
