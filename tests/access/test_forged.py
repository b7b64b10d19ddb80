"""Forms filled by somebody with the right to them, sent by everyone without: refused, and nothing is changed."""

from collections.abc import Iterable

import pytest
from django.conf import settings
from django.db import transaction
from django.db.models import Q

from samsyn.access import db, policy
from samsyn.entry.case.models import Case
from tests.access import marked
from tests.access.crawl import browser
from tests.access.form_sweep import Place, opened, places, written

# What any caseworker (or anyone at all) may send: nothing of it is about the marked person.
OPEN_TO_OTHERS = {
    "participant_list:lists": "those of a party that owns an intervention take in its participants",
    "referral:write": "anybody in a party may refer to an intervention",
    "person:search": "the answer is what one may read; see test_crawl",
    "enrolment:volume": "counts without persons, by those who count",
    "selection:new": "a member of any group calls its own meeting",
    "meeting:public_answer": "by the secret link alone",
    "pilot:advise": "coordinators of the association advise",
    "pilot:ask": "a question without identity",
    "pilot:public_ask": "a question without identity",
    "pilot:public_answer": "by the key alone",
    "see_notices": "one's own notices",
    "case:away": "one's own absence",
}
QUICK = ("none", "withdrawn", "association_officer")
REST = (
    "colleague", "signed out",
    "left", "expired", "assigned without consent", "group member outside", "manager outside", "coordinator outside",
    "coach outside", "intervention_manager", "evaluator", "auditor", "system_administrator",
)  # fmt: skip


@pytest.fixture
def m(w, code_lists, settings):
    """The marked person, and everyone who could try."""
    settings.SAMSYN_DEMO = settings.SAMSYN_MAIL_HELD = True
    return marked.marked_world(w)


def about_the_person(m) -> list[Place]:
    """Forms that somebody with right sends about the marked person or from their own desk."""
    apart = ("basis:", "account_", "mfa_", "statistics:", "study:", "published:")
    return [p for p in places(m) if not p.action.startswith(apart) and p.action not in OPEN_TO_OTHERS]


def forged(m, relations: Iterable[str]) -> list[str]:
    """Every form that was answered otherwise than with a refusal, or that changed something."""
    found: list[str] = []
    clients = {relation: browser(m.viewers[relation].actor) for relation in relations}
    for place in about_the_person(m):
        form = opened(m, place)
        data = {k: v for k, v in form.fresh().items() if k != "csrfmiddlewaretoken"}
        for relation, client in clients.items():
            found += [f"{relation}: {place}: {wrong}" for wrong in _send(m, m.viewers[relation], client, form, data)]
    return found


def _send(m, viewer, client, form, data) -> list[str]:
    with transaction.atomic():
        before = written()
        answer = client.post(form.address, data)
        changed = written() != before
        transaction.set_rollback(True)
    to = answer.headers.get("Location", "")
    refused = answer.status_code in (403, 404) or to.startswith(settings.LOGIN_URL)
    wrongs = [] if refused else [f"answered {answer.status_code} {to}"]
    wrongs += ["changed something"] if changed else []
    return wrongs + [f"shows {field}" for field in m.out_of_right(viewer, answer.content.decode() + to)]


@pytest.mark.parametrize("relations", [QUICK, pytest.param(REST, marks=pytest.mark.slow)])
def test_a_properly_filled_form_is_refused_from_everyone_without_right(m, relations):
    found = forged(m, relations)
    assert not found, "\n".join(found)


def test_the_same_forms_change_something_for_those_with_right(m):
    """If nobody's forms were taken, nothing was proven."""
    taken = set()
    for place in about_the_person(m):
        with transaction.atomic():
            form, before = opened(m, place), written()
            if form.send(form.fresh()).status_code in (200, 302) and written() != before:
                taken.add(place.action)
            transaction.set_rollback(True)
    assert len(taken) > 55, sorted({p.action for p in about_the_person(m)} - taken)


def test_a_rule_that_forgets_to_ask_is_found(m, monkeypatch, forget_statements):
    """Planted: everyone reaches every case. On PostgreSQL the wall stands where the rule fell."""
    monkeypatch.setitem(policy._rules, Case, (lambda actor: Q(), policy._rules[Case][1]))
    forget_statements()
    written_by_strangers = [f for f in forged(m, ["none"]) if "changed something" in f]
    assert bool(written_by_strangers) is not db.has_row_security(), written_by_strangers
