"""Run as a program on a database of its own: several send the same form at once. Prints what came of it."""

# ruff: noqa: E402 - Django must be set up before what needs it is imported

import json
import os
import sys
import threading
import uuid

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samsyn.web.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from samsyn.access import audit
from samsyn.access.models import AuditEntry, ChainHead
from samsyn.journey.note.models import Note
from tests.access.crawl import browser
from tests.factories.basis import actor, world
from tests.factories.entry import open_case


def send_at_once(clients, case, keys: list[str], text: str) -> list[object]:
    """One thread a client; each sends the note form when all are ready."""
    ready, found = threading.Barrier(len(clients)), []

    def send(client, key: str) -> None:
        ready.wait(20)
        form = {"text": text, "category": "other", "idempotency_key": key}
        try:
            found.append(client.post(reverse("note:write", args=[case.pk]), form).status_code)
        except Exception as error:
            found.append(repr(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=pair) for pair in zip(clients, keys, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return found


def main() -> None:
    """Same key twice, several rounds; then four different forms at once."""
    call_command("migrate", verbosity=0)
    who = actor(world().pes)
    case = open_case(by=who)
    clients = [browser(who) for _ in range(4)]
    twice = [send_at_once(clients[:2], case, [key, key], key) for key in (uuid.uuid4().hex for _ in range(5))]
    kept = Note.objects.count()
    entries = AuditEntry.objects.filter(verb="note.write").count()
    four = send_at_once(clients, case, ["", "", "", ""], "fyra")
    head = ChainHead.objects.get(party_id=who.party_id)
    json.dump(
        {
            "twice": twice,
            "kept": kept,
            "entries": entries,
            "four": four,
            "kept_of_four": Note.objects.filter(text="fyra").count(),
            "faults": [f.what for f in audit.faults()],
            "holes": head.seq - AuditEntry.objects.filter(party_id=who.party_id).count(),
        },
        sys.stdout,
    )


if __name__ == "__main__":
    main()
