"""A demo and a real installation are never taken for each other: the database itself says which it is."""

import argparse

import pytest

from samsyn import cli
from samsyn.access.models import User
from samsyn.basis.party.models import Association
from samsyn.basis.staff.models import Role, Staff
from samsyn.web.demo import accounts
from samsyn.web.demo.world import build_world
from samsyn.web.operations import Refused, serve
from tests.house.reading import ROOT

pytestmark = pytest.mark.django_db
BEGIN = ["begin", "Samordningsförbundet Prov", "ada@example.org", "Ada Admin"]


@pytest.mark.parametrize("arguments", [["demo"], ["demo", "--fresh"], ["demo", "--flow"], ["reset", "--yes"]])
def test_a_real_installation_is_never_removed_or_filled_with_a_demo(settings, capsys, arguments):
    cli.main(BEGIN)
    settings.SAMSYN_DEMO = True

    assert cli.main(arguments) == 1

    assert "the database holds a real association" in capsys.readouterr().err
    assert list(User.objects.values_list("email", flat=True)) == ["ada@example.org"]


@pytest.mark.parametrize("is_asked", [True, False])
def test_a_real_installation_is_never_served_as_a_demo(settings, is_asked):
    cli.main(BEGIN)
    settings.SAMSYN_DEMO = True

    with pytest.raises(Refused, match="the database holds a real association"):
        serve._prepare(argparse.Namespace(demo=is_asked))


def test_a_demo_is_never_begun_or_served_as_real(settings, capsys):
    settings.SAMSYN_DEMO = False
    build_world(by=None)

    with pytest.raises(Refused, match="the database holds a demo"):
        serve._prepare(argparse.Namespace(demo=False))
    assert cli.main(BEGIN) == 1
    assert "the database holds a demo" in capsys.readouterr().err
    assert list(Association.objects.values_list("is_demo", flat=True)) == [True]


def test_no_demo_is_served_where_none_was_asked_for(settings):
    settings.SAMSYN_DEMO = False

    with pytest.raises(Refused, match="this is not a demo"):
        serve._prepare(argparse.Namespace(demo=True))

    assert User.objects.count() == 0


def test_what_make_does_reads_no_settings_of_a_real_installation():
    lines = (ROOT / "Makefile").read_text().splitlines()

    assert "export SAMSYN_ENV_FILE := /dev/null" in lines
    assert [line for line in lines if ".venv/bin/samsyn" in line] == [
        'SAMSYN := SAMSYN_DEMO=yes SAMSYN_DATA_DIR="$${SAMSYN_DATA_DIR:-.var/demo}" .venv/bin/samsyn'
    ]


def test_the_account_told_for_a_role_signs_in_as_it():
    world = build_world(by=None)

    told = {one.role: one.email for one in accounts()}

    assert told["unit manager"] == "enhetschef@demo.example"
    held = Staff.objects.filter(user__email__in=told.values()).values_list("user__email", "role")
    assert dict(held) == {email: role.replace(" ", "_") for role, email in told.items()}
    assert len(held) == len(told) == len(Role)
    assert {party.starts_on for party in world.parties.values()} == {staff.starts_on for staff in world.staff.values()}
