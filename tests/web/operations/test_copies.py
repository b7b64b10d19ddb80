"""Check, key rotation and export: what they promise, and that they find what is wrong."""

import argparse
import base64
import json

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import decrypt, encrypt
from django.db import connection

from samsyn import cli
from samsyn.access import clock, crypto, db
from samsyn.access.actor import acting
from samsyn.access.models import AuditEntry, AuditPerson, User
from samsyn.basis.staff.models import Role, Staff
from samsyn.entry.case.models import Item
from samsyn.entry.consent.actions import withdraw_consent
from samsyn.entry.person.identity_number import parse
from samsyn.entry.person.models import Identifier
from samsyn.entry.referral.queries import cases_with_number
from samsyn.journey.attachment import storage
from samsyn.journey.attachment.actions import add_attachment
from samsyn.journey.attachment.models import Attachment
from samsyn.journey.note.actions import write_note
from samsyn.journey.note.models import Note
from samsyn.web.operations import check, export, keys
from tests.factories.basis import actor, world
from tests.factories.entry import confirmed_consent, open_case
from tests.factories.identity_numbers import test_number as number

pytestmark = pytest.mark.django_db
PAPER = b"Intyg\n"


def filled():
    """A case with a number, a note and a file."""
    writer = actor(world().pes)
    with acting(writer):
        case = open_case(by=writer, number=parse(number(1), today=clock.today()))
        note = write_note(case, by=writer, text="Vill jobba")
        file = add_attachment(case, by=writer, name="intyg.txt", data=PAPER)
    return writer, case, note, file


def checked(capsys):
    """What `samsyn check` calls wrong."""
    code = check.run(argparse.Namespace())
    wrong = [line[6:] for line in capsys.readouterr().out.splitlines() if line.startswith("WRONG")]
    assert code == (1 if wrong else 0)
    return wrong


def test_everything_holds_to_begin_with(capsys):
    filled()
    assert checked(capsys) == []


def test_a_changed_link_of_the_trace_is_found(capsys):
    filled()
    person = AuditPerson.objects.first()
    AuditPerson.objects.filter(pk=person.pk).delete()
    assert checked(capsys) == ["the trace is unbroken"]


def test_a_removed_end_of_the_trace_is_found(capsys):
    writer, *_ = filled()
    last = AuditEntry.objects.filter(party_id=writer.party_id).order_by("seq").last()
    with db.trace_unlocked():
        AuditEntry.objects.filter(pk=last.pk)._raw_delete("default")
    assert checked(capsys) == ["the trace is unbroken"]


def test_a_timeline_that_says_something_else_is_found(capsys):
    _writer, _case, note, _file = filled()
    Item.objects.filter(pk=note.pk).update(label="Något annat")
    assert checked(capsys) == ["the timeline shows what was written"]


def test_a_changed_file_a_missing_key_and_a_changed_number_are_found(capsys):
    _writer, _case, _note, file = filled()
    storage.path_of(file.pk).write_bytes(b"x" * 40)
    Identifier.objects.update(blind_index="0" * 64)
    assert checked(capsys) == ["identity numbers can be read and found", "attachments are here and unchanged"]
    Identifier.objects.update(key_id="gone")
    assert checked(capsys) == [
        "all keys are here", "identity numbers can be read and found", "attachments are here and unchanged",
    ]  # fmt: skip


def test_roles_that_exclude_each_other_are_found_however_they_came(capsys):
    writer, *_ = filled()
    held = Staff.objects.get(pk=writer.staff_id)
    Staff.objects.create(user=held.user, party=held.party, role=Role.SYSTEM_ADMINISTRATOR, starts_on=held.starts_on)
    assert checked(capsys) == ["no account holds roles that exclude each other"]


def test_after_key_rotation_everything_is_read_under_the_new_key(capsys):
    _writer, _case, _note, file = filled()
    before = crypto.key_ids()[0]
    keys.run(argparse.Namespace())
    now = crypto.key_ids()[0]
    row = Identifier.objects.get()
    assert now != before
    assert (
        crypto.decrypt(row.key_id, row.value, about=str(row.pk))
        == parse(number(1), today=clock.today()).value
    )
    assert (row.key_id, Attachment.objects.get().key_id) == (now, now)
    assert storage.bytes_of(file.pk, now) == PAPER
    assert checked(capsys) == []


def found_by_its_number(writer):
    """Whether a search finds the case."""
    return cases_with_number(writer, parse(number(1), today=clock.today())).count() == 1


def test_the_index_key_is_rotated_and_found_by_meanwhile(capsys):
    writer, *_ = filled()
    before = Identifier.objects.get().blind_index
    crypto.add_keys()
    meanwhile = (found_by_its_number(writer), Identifier.objects.get().blind_index == before)

    keys.run(argparse.Namespace())

    assert (meanwhile, found_by_its_number(writer)) == ((True, True), True)
    assert Identifier.objects.get().blind_index != before
    assert checked(capsys) == []
    text = (crypto._key_file()).read_text()
    assert len(json.loads(text)["earlier_index"]) >= 2


def test_every_batch_of_numbers_is_renewed_once(monkeypatch):
    monkeypatch.setattr(keys, "BATCH", 2)
    writer = actor(world().pes)
    with acting(writer):
        for n in range(1, 6):
            open_case(by=writer, number=parse(number(n), today=clock.today()))
    name = crypto.add_keys()

    assert (keys.renew_identifiers(name), keys.renew_identifiers(name)) == (5, 0)


def test_a_second_factor_is_renewed_and_a_missing_key_of_it_found(capsys):
    user = User.objects.get(pk=filled()[0].user_id)
    made = [Authenticator.objects.create(user=user, type=kind, data={part: encrypt("HEMLIGT")})
            for kind, part in (("totp", "secret"), ("recovery_codes", "seed"))]  # fmt: skip
    Authenticator.objects.create(user=user, type="webauthn", data={"credential": {}})

    keys.run(argparse.Namespace())

    for row, part in zip(made, ("secret", "seed"), strict=True):
        row.refresh_from_db()
        assert row.data[part].startswith(f"{crypto.key_ids()[0]}:")
        assert decrypt(row.data[part]) == "HEMLIGT"
    assert checked(capsys) == []
    Authenticator.objects.filter(pk=made[0].pk).update(data={"secret": "gone:eA=="})
    assert checked(capsys) == ["all keys are here"]


def test_keys_that_are_given_are_used_and_no_new_one_is_made(monkeypatch, capsys):
    filled()
    old = json.loads(crypto._key_file().read_text())
    fresh = base64.b64encode(bytes(32)).decode()
    given = {"current": "own", "data": {**old["data"], "own": fresh}, "index": fresh}
    given["earlier_index"] = [old["index"], *old.get("earlier_index", [])]
    monkeypatch.setenv("SAMSYN_KEYS", json.dumps(given))

    keys.run(argparse.Namespace())

    row = Identifier.objects.select_related("person").get()
    value = parse(number(1), today=clock.today()).value
    assert (row.key_id, row.blind_index) == ("own", crypto.blind_index(value, vault=str(row.person.holder_id)))
    assert checked(capsys) == []


def test_a_rotation_that_was_stopped_half_way_is_still_read_and_finished(capsys):
    _writer, _case, _note, file = filled()
    old = Attachment.objects.get().key_id
    crypto.add_keys()
    storage.keep(file.pk, PAPER)
    assert storage.bytes_of(file.pk, old) == PAPER
    keys.run(argparse.Namespace())
    assert storage.bytes_of(file.pk, Attachment.objects.get().key_id) == PAPER


def test_the_export_of_an_association_names_no_person(tmp_path):
    writer, case, *_ = filled()
    out = tmp_path / "out.json"
    export.run(argparse.Namespace(association=None, case=None, output=out))
    text = out.read_text()
    assert len(json.loads(text)["parties"]) == 4
    assert [
        word for word in (case.person.family_name, case.number, "Vill jobba", writer.email) if word in text
    ] == []


def test_the_export_of_a_case_is_one_partys_and_logged(tmp_path, capsys):
    writer, case, *_ = filled()
    other = actor(writer_party(writer), Role.AUDITOR)
    asked = {"association": None, "case": case.number, "purpose": "registerutdrag"}
    export.run(argparse.Namespace(by=writer.email, output=tmp_path / "a.json", **asked))
    said = [row for item in json.loads((tmp_path / "a.json").read_text())["items"] for row in item["says"]]
    assert [value for _label, value in said if value == "Vill jobba"] == ["Vill jobba"]
    entry = AuditEntry.objects.get(verb="export.case")
    assert (entry.kind, entry.purpose, entry.party_id) == ("read", "registerutdrag", writer.party_id)
    with pytest.raises(export.Refused, match="may answer for a case"):
        export.run(argparse.Namespace(by=other.email, output=None, **asked))


def test_the_export_of_a_case_does_not_name_whom_the_party_may_no_longer_know(w, tmp_path):
    writer, other = actor(w.pes), actor(w.sia, Role.COORDINATOR)
    case = open_case(by=writer)
    consent = confirmed_consent(case, by=writer, to=[other])
    write_note(case, by=other, text="Egna ord")
    asked = {"association": None, "case": case.number, "purpose": "registerutdrag", "by": other.email}
    export.run(argparse.Namespace(output=tmp_path / "before.json", **asked))
    withdraw_consent(consent, by=writer)

    export.run(argparse.Namespace(output=tmp_path / "after.json", **asked))

    before, after = (json.loads((tmp_path / f"{when}.json").read_text()) for when in ("before", "after"))
    assert (before["person"], after["person"]) == (str(case.person), None)
    assert case.person.family_name not in (tmp_path / "after.json").read_text()
    assert [row[1] for item in after["items"] if item["kind"] == "note" for row in item["says"]] == ["Egna ord"]


def writer_party(someone):
    """The party of an actor."""
    from samsyn.basis.party.models import Party

    return Party.objects.get(pk=someone.party_id)


def test_the_command_line_says_what_is_wrong_in_words(capsys, monkeypatch, settings):
    settings.SAMSYN_DEMO = False
    assert cli.main(["reset", "--yes"]) == 1
    assert "this is not a demo" in capsys.readouterr().err
    assert cli.main(["restore", "nowhere.tar"]) == 1
    assert "nowhere.tar" in capsys.readouterr().err
    assert connection.is_usable()
    assert Note.objects.count() == 0
