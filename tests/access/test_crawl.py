"""Every address as everyone: marks reach nobody without right, and where they are shown it is logged."""

import re
import traceback
from importlib import import_module
from pathlib import Path

import pytest
from django.db import transaction
from django.db.models import Q
from django.urls import get_resolver

import samsyn
from samsyn.access import db, policy
from samsyn.entry.case.models import Case
from samsyn.journey.note.models import Note
from samsyn.journey.plan.models import JointPlan
from tests.access import crawl, marked
from tests.access.crawl import Answer, ask, browser, pages


@pytest.fixture
def m(w, code_lists, settings):
    """In a demo, so that held mail can be read on a page too."""
    settings.SAMSYN_DEMO = settings.SAMSYN_MAIL_HELD = True
    return marked.marked_world(w)


def test_every_address_can_be_filled():
    missing = []
    for page in pages():
        for kwarg in page.kwargs:
            try:
                crawl.maker_of(page.name, kwarg)
            except KeyError as unknown:
                missing.append(str(unknown))
    assert missing == []


def _callbacks(patterns):
    for p in patterns:
        yield from _callbacks(p.url_patterns) if hasattr(p, "url_patterns") else [p.callback]


def test_every_topic_with_addresses_is_included():
    reachable, root = set(_callbacks(get_resolver().url_patterns)), Path(samsyn.__file__).parent
    topics = [".".join(("samsyn", *p.relative_to(root).with_suffix("").parts)) for p in root.rglob("urls.py")]
    left_out = {t for t in topics for c in _callbacks(import_module(t).urlpatterns) if c not in reachable}
    assert left_out == set()


def test_no_text_field_around_a_person_was_forgotten(m):
    wanted = {f"{t._meta.label}.{f.name}" for t in marked.person_bound() for f in marked.text_fields(t)}
    assert set(m.fields.values()) - {"journey.Attachment.file"} == wanted
    assert len(m.fields) > 60


NOT_CRAWLED = {"account_logout", "account_login"}
QUICK = {
    "own",
    "live",
    "withdrawn",
    "expired",
    "excepted",
    "none",
    "colleague",
    "association_officer",
    "signed out",
}
QUICK_SENDERS = {"own", "live", "none", "colleague"}


def _crawl(m, relations, method) -> list[str]:
    """What is wrong: pages that fall, marks out of right, marks without a log entry."""
    found: list[str] = []
    for relation in relations:
        viewer = m.viewers[relation]
        client = browser(viewer.actor)
        for page in pages():
            if page.name not in NOT_CRAWLED:
                found += [f"{relation}: {what}" for what in _wrongs(m, viewer, *_ask_and_undo(client, m, page, method))]
    return found


def _wrongs(m, viewer, answer, fell) -> list[str]:
    if answer is None:
        return [f"BROKEN {fell}"]
    found = [f"LEAK {answer}: {what}" for what in m.out_of_right(viewer, answer.text)]
    if answer.status >= 500:
        found.append(f"BROKEN {answer}")
    if m.found_in(answer.text) and not answer.logged:
        found.append(f"UNLOGGED {answer}")
    return found


@pytest.mark.parametrize(("method", "relations"), [("get", QUICK), ("post", QUICK_SENDERS)])
def test_marks_reach_nobody_without_right_and_reading_is_logged(m, method, relations):
    found = _crawl(m, relations, method)
    assert not found, "\n".join(found)


@pytest.mark.slow
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_same_for_every_role_and_relation(m, method):
    found = _crawl(m, list(m.viewers), method)
    assert not found, "\n".join(found)


def test_the_crawl_finds_a_rule_that_forgets_to_ask(m, monkeypatch, forget_statements):
    """Planted: notes and cases are given to everyone. On PostgreSQL the wall stands where the rules fell.

    Notes alone are not enough: their pages name the person, and do so only through a case in reach.
    """
    for model in (Note, Case):
        monkeypatch.setitem(policy._rules, model, (lambda actor: Q(), policy._rules[model][1]))
    forget_statements()
    found = _crawl(m, ["none"], "get")
    leaks = [f for f in found if "LEAK" in f and "journey.Note.text" in f]
    assert bool(leaks) is not db.has_row_security()


# Pages with a key that show nobody: general choices, a count, a part of a form, the answer to an invitation.
SHOWS_NOBODY = {
    "referral:write",
    "selection:flow",
    "goal:table",
    "method:try",
    "method:ask",
    "method:move_many",
    "goal:csv",
    "goal:json",
    "participant_list:columns",
    "participant_list:trial",
    "enrolment:volume",
    "enrolment:start",
    "form:paper",
    "document:blank",
    "document:blank_pdf",
    "document:blank_word",
    "document:pdf",  # packed: read in tests/journey/document
    "document:word",
    "note:receivers",
    "case:away_of",
    "meeting:public_answer",
    "post:mail",
    "post:calendar",
}
# Marks that stand in another state of the thing than the marked one's, or that only the trace's reader needs.
SHOWN_ELSEWHERE = {
    "entry.Consent.withdrawn_via",
    "entry.Disclosure.statute",
    "entry.Disclosure.purpose",
    "entry.ProtectionStep.reason",
    "entry.SelectionDecision.took_part",
    "journey.Meeting.cancelled_because",
    "journey.Minutes.retracted_because",
    "journey.Exit.without_because",
    "journey.Exit.receiver_words",
    "journey.Activity.interrupted_because",
    "entry.Representative.phone",
    "journey.Handover.person_told_how",
    "journey.FollowUp.what_next",
}
NOT_ABOUT_A_PERSON = ("account", "mfa", "basis", "pilot", "published", "statistics", "study")
# Pages of another state of the thing than the marked one's: a list is fetched when it has been taken in.
OF_ANOTHER_STATE = {"participant_list:download"}


def test_the_one_who_holds_the_case_gets_every_page_with_marks(m):
    """If nothing is shown to anyone, nothing was tested."""
    client, bare, failed, shown = browser(m.by), set(), {}, set()
    for page in pages():
        if not page.is_bound or page.name.startswith(NOT_ABOUT_A_PERSON) or page.name in OF_ANOTHER_STATE:
            continue
        answer, fell = _ask_and_undo(client, m, page, "get")
        marks = m.found_in(answer.text) if answer else set()
        shown |= marks
        if answer and answer.status == 200 and not marks:
            bare.add(page.name)
        elif not answer or answer.status not in {200, 302, 405}:
            failed[page.name] = answer.status if answer else fell
    never = {m.fields[mark] for mark in set(m.fields) - shown} - SHOWN_ELSEWHERE
    assert (bare - SHOWS_NOBODY, failed, never) == (set(), {}, set())


def _searches(m) -> list[str]:
    known = [m.person.given_name.rstrip("0123456789"), *m.numbers, m.case.number, m.case.number.lower()]
    return [*known, f"{m.person.given_name} {m.person.family_name}"]


def test_search_finds_the_person_for_those_with_right_and_nobody_for_others(m):
    page = next(p for p in pages() if p.name == "person:search")
    for relation, viewer in m.viewers.items():
        client = browser(viewer.actor)
        for words in _searches(m):
            answer = ask(client, m, page, method="post", query={"words": words})
            assert m.out_of_right(viewer, answer.text.replace(words, "")) == [], (relation, words)
            assert answer.logged or not m.found_in(answer.text), (relation, words)
            if relation == "own" and not words.startswith("Zqmark000 "):
                assert m.person.family_name in answer.text, words


def test_parameters_of_lists_do_not_lead_around_the_rule(m):
    """What a hidden case, plan or item is called, handed over in the address of every page without a key."""
    hidden = {
        "q": "zqmark",
        "arende": str(m.case.pk),
        "plan": str(m.rows[JointPlan].item.series),
        "page": "1",
        "lage": "sent",
        "case": str(m.case.pk),
        "staff": str(m.by.staff_id),
        "person": str(m.person.pk),
        "next": "/",
    }
    for relation in ("none", "colleague", "withdrawn", "association_officer", "auditor"):
        viewer = m.viewers[relation]
        client = browser(viewer.actor)
        for page in pages():
            if not page.is_bound and page.name not in NOT_CRAWLED:
                answer = ask(client, m, page, query=hidden)
                text = re.sub("zqmark(?!\\d)", "", answer.text, flags=re.IGNORECASE)
                assert m.out_of_right(viewer, text) == [], f"{relation}: {answer}"
                assert answer.status < 500, f"{relation}: {answer}"


def _ask_and_undo(client, m, page, method) -> tuple[Answer | None, str]:
    """The answer; whatever the request changed is undone, so that each page meets the same world."""
    with transaction.atomic():
        try:
            answer = ask(client, m, page, method=method)
        except Exception as error:
            answer, wrong = None, f"{method} {page.name}: {type(error).__name__}: {error} ({_where(error)})"
        else:
            wrong = ""
        transaction.set_rollback(True)
    return answer, wrong


def _where(error: Exception) -> str:
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "/samsyn/" in f.filename]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
