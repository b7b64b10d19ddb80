"""Law 2, one trace: what writes is an `@action` with a sentence and an actor, walls are lifted only there, and
nobody is shown what is not logged."""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator

import pytest
from django.db import connection
from django.urls import reverse

from samsyn.access import audit, db
from samsyn.access.models import AuditEntry, AuditPerson
from tests.factories.basis import actor
from tests.factories.entry import open_case
from tests.house.reading import Source, calls, dotted, planted, sources

WRITES = {"create", "get_or_create", "update_or_create", "bulk_create", "bulk_update"}
MAY_WRITE = {"actions.py", "writing.py", "models.py"}

# Parts of a topic's writing.py that grew into a file of their own; all refuse to run outside an action.
BLOCKS = {"entry/case/receiving.py", "entry/person/protection.py", "journey/meeting/invitation.py"}
BLOCKS |= {"journey/workplace/protection.py"}

# Technical rows outside the trace, and the trace itself.
ALLOWED = (
    "access/", "web/operations/", "web/demo/",
)  # fmt: skip
# The fourth gives numbers only (places, queues, flows), never rows.
LIFTS = {
    "access/action.py",
    "access/audit.py",
    "access/db.py",
    "access/outbox.py",
    "entry/consent/gate.py",  # whether somebody is named in a party: keys of parties, never rows
    "entry/enrolment/counting.py",
    "journey/meeting/reply_link.py",
}


def decorator(function: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.Call | None:
    """The `@action(...)` of a function."""
    found = (d for d in function.decorator_list if isinstance(d, ast.Call) and dotted(d).endswith("action"))
    return next(found, None)


def actions(files: Iterable[Source]) -> Iterator[tuple[Source, ast.FunctionDef, ast.Call]]:
    """Every action with its decorator."""
    for file in files:
        for function in file.functions():
            if found := decorator(function):
                yield file, function, found


def writes(node: ast.AST) -> bool:
    """Whether rows are written here."""
    for name, _call in calls(node):
        parts = name.split(".")
        if parts[-1] in WRITES and "objects" in parts:
            return True
        if parts[-1] in {"update", "delete"} and "objects" in parts:
            return True
        if parts[0] == "writing" and len(parts) == 2:
            return True
    return False


def unrecorded(files: Iterable[Source]) -> list[str]:
    """Public functions of actions.py that write and are no action."""
    return [
        f"{file.path}:{function.name}"
        for file in files if file.name == "actions.py"
        for function in file.tree.body
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
        and not decorator(function) and writes(function)
    ]  # fmt: skip


def misplaced(files: Iterable[Source]) -> list[str]:
    """Functions that write rows anywhere else than in actions, their private helpers and building blocks."""
    return [
        f"{file.path}:{function.name}"
        for file in files if file.name not in MAY_WRITE and not file.path.startswith((*ALLOWED, *BLOCKS))
        for function in file.functions() if writes(function) and not decorator(function)
        if not (function.name.startswith("_") and any(actions([file])))
    ]  # fmt: skip


def incomplete(files: Iterable[Source]) -> list[str]:
    """Actions without verb, sentence, or keyword `by`."""
    found = []
    for file, function, mark in actions(files):
        named = {keyword.arg for keyword in mark.keywords}
        taken = {argument.arg for argument in function.args.kwonlyargs}
        if not {"verb", "sentence"} <= named or "by" not in taken:
            found.append(f"{file.path}:{function.name}")
    return found


def repeated(files: Iterable[Source]) -> list[str]:
    """Verbs that two actions share."""
    verbs = Counter(
        ast.literal_eval(k.value) for _f, _n, mark in actions(files) for k in mark.keywords if k.arg == "verb"
    )
    return [verb for verb, times in verbs.items() if times > 1]


def lifted(files: Iterable[Source]) -> list[str]:
    """Places outside actions that lift the database wall."""
    found = []
    for file in files:
        if file.path in LIFTS:
            continue
        marks = {id(mark) for _file, _function, mark in actions([file])}
        for name, call in calls(file.tree):
            asked = any(k.arg == "elevated" for k in call.keywords) and id(call) not in marks
            if name.split(".")[-1] == "elevated" or asked:
                found.append(f"{file.path}:{call.lineno}")
    return found


def test_everything_that_writes_is_an_action():
    assert unrecorded(sources()) == []
    assert misplaced(sources()) == []


def test_a_planted_silent_write_is_found():
    text = "def change(case, *, by):\n    Case.objects.filter(pk=case.pk).update(number='x')\n"
    assert unrecorded(planted(text, "entry/case/actions.py")) == ["entry/case/actions.py:change"]
    assert misplaced(planted(text, "entry/case/queries.py")) == ["entry/case/queries.py:change"]
    helper = text.replace("change", "_change")
    acts = "@action(verb='a', sentence='s')\ndef act(*, by): ...\n"
    assert misplaced(planted(helper, "entry/case/sharing.py")) == ["entry/case/sharing.py:_change"]
    assert misplaced(planted(acts + helper, "entry/case/sharing.py")) == []
    assert misplaced(planted(acts + text, "entry/case/sharing.py")) == ["entry/case/sharing.py:change"]


def test_every_action_says_what_it_does_and_by_whom():
    assert incomplete(sources()) == []
    assert repeated(sources()) == []


def test_planted_faulty_actions_are_found():
    text = "@action(verb='a.b')\ndef one(x, *, by): ...\n"
    text += "@action(verb='a.b', sentence=_('gjorde'))\ndef two(x): ...\n"
    assert incomplete(planted(text, "a/actions.py")) == ["a/actions.py:one", "a/actions.py:two"]
    assert repeated(planted(text, "a/actions.py")) == ["a.b"]


def test_the_wall_is_lifted_only_by_actions():
    assert lifted(sources()) == []


def test_a_planted_lift_is_found():
    assert lifted(planted("with db.elevated(actor):\n    pass\n")) == ["journey/note/views.py:1"]
    assert lifted(planted("tell_actor(a, elevated=True)\n")) == ["journey/note/views.py:1"]
    assert lifted(planted("@action(verb='a', elevated=True)\ndef act(*, by): ...\n", "a/actions.py")) == []


STOP = (
    "CREATE TRIGGER stopped BEFORE INSERT ON access_auditentry BEGIN SELECT RAISE(ABORT, 'no room'); END",
    "CREATE FUNCTION stopped() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'no room'; END $$;"
    " CREATE TRIGGER stopped BEFORE INSERT ON access_auditentry FOR EACH ROW EXECUTE FUNCTION stopped()",
)


@pytest.fixture
def reading(w, sign_in):
    """A browser of a caseworker, and the address of a case of theirs."""
    worker = actor(w.pes)
    case = open_case(by=worker, family_name="Läsbergsson")
    client = sign_in(worker)
    client.raise_request_exception = False
    return client, reverse("case:page", args=[case.pk])


@pytest.mark.parametrize("can_be_logged", [True, False])
def test_a_page_is_sent_only_when_its_reading_is_logged(reading, can_be_logged):
    client, address = reading
    before = AuditEntry.objects.filter(kind="read").count()
    if not can_be_logged:
        with connection.cursor() as cursor:
            cursor.execute(STOP[db.has_row_security()])

    answer = client.get(address)

    logged = AuditEntry.objects.filter(kind="read").count() - before
    assert (answer.status_code, "Läsbergsson" in answer.content.decode(), logged) == (
        (200, True, 1) if can_be_logged else (500, False, 0)
    )


def test_the_chain_holds_and_a_link_changed_by_other_means_is_found(reading):
    """Every other way of breaking it is planted in tests/access/test_trace.py."""
    client, address = reading
    client.get(address)
    whole = list(audit.faults())
    entry = AuditEntry.objects.get(kind="read")

    AuditPerson.objects.filter(entry_id=entry.pk).delete()

    assert (whole, [(fault.party_id, fault.seq) for fault in audit.faults()]) == ([], [(entry.party_id, entry.seq)])
