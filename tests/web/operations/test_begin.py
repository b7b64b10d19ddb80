"""The first association and its administrator, from the command line."""

import pytest
from django.test import Client

from samsyn import cli
from samsyn.access.models import AuditEntry, User
from samsyn.basis.party.models import Association, Party
from samsyn.basis.staff.models import Role, Staff

pytestmark = pytest.mark.django_db
NAME, EMAIL = "Samordningsförbundet Prov", "ada@example.org"


def test_an_association_begins_with_an_administrator_who_chooses_a_password(capsys):
    assert cli.main(["begin", NAME, EMAIL, "Ada Admin"]) == 0

    link = capsys.readouterr().out.split()[-1]
    staff = Staff.objects.get()
    assert (staff.user.email, staff.role, staff.party.association.name) == (EMAIL, Role.SYSTEM_ADMINISTRATOR, NAME)
    assert [(p.name, p.kind) for p in Party.objects.all()] == [(f"{NAME}, kansliet", "association")]
    assert AuditEntry.objects.filter(verb="association.begin", outcome="ok").count() == 1
    assert not staff.user.has_usable_password()
    client = Client()
    form = client.get("/konto/" + link.split("/konto/")[1], follow=True)
    words = "en lång fras för prov 42"
    client.post(form.redirect_chain[-1][0], {"password1": words, "password2": words})
    assert User.objects.get().check_password(words)


def test_twice_and_without_an_address_is_refused_in_words(capsys):
    cli.main(["begin", NAME, EMAIL, "Ada Admin"])

    assert cli.main(["begin", NAME, "bo@example.org", "Bo"]) == 1
    assert capsys.readouterr().err == "samsyn begin: There is already an association with that name.\n"
    assert cli.main(["begin", "Annat", "ingen adress", "Bo"]) == 1
    assert "samsyn begin" in capsys.readouterr().err
    assert (Association.objects.count(), User.objects.count()) == (1, 1)
