"""Deviations: one line from a case, kept by the writer's party."""

import pytest
from django.urls import reverse

from samsyn.basis.staff.models import Role
from samsyn.entry.case.models import Item
from samsyn.learning.deviation.actions import write_deviation
from samsyn.learning.deviation.models import Deviation
from tests.factories.basis import actor
from tests.factories.entry import confirmed_consent, open_case
from tests.factories.pages import body


def test_one_line_is_kept_and_listed_for_the_own_party(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    client = sign_in(writer)

    response = client.post(
        reverse("deviation:write", args=[case.pk]), {"line": "Ingen  svarade på\ntre veckor"}
    )

    found = Deviation.objects.get()
    assert response.status_code == 302
    assert (found.line, found.item.holder_id) == ("Ingen svarade på tre veckor", w.pes.pk)
    assert "Ingen svarade på tre veckor" in body(client.get(reverse("deviation:list")))
    assert "Ingen svarade på tre veckor" in body(client.get(reverse("deviation:read", args=[found.pk])))


def test_no_other_party_and_no_other_role_reads_it(w, sign_in):
    writer, other = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    confirmed_consent(case, by=writer, to=[other])
    found = write_deviation(case, by=writer, line="Hemlig brist")

    for stranger in (other, actor(w.pes), actor(w.pes, Role.INTERVENTION_MANAGER)):
        client = sign_in(stranger)
        assert client.get(reverse("deviation:read", args=[found.pk])).status_code == 404
        assert "Hemlig brist" not in body(client.get(reverse("deviation:list")))


def test_the_other_party_writes_its_own(w, sign_in):
    writer, other = actor(w.pes), actor(w.sia)
    case = open_case(by=writer)
    confirmed_consent(case, by=writer, to=[other])

    response = sign_in(other).post(reverse("deviation:write", args=[case.pk]), {"line": "Fick inget svar"})

    assert response.status_code == 302
    assert Item.objects.get(kind="deviation").holder_id == w.sia.pk
    assert "Fick inget svar" not in body(sign_in(writer).get(reverse("deviation:list")))


@pytest.mark.parametrize(
    ("line", "words"), [("", "Skriv vad som gick fel"), ("   ", "Skriv vad"), ("x" * 301, "högst 300")]
)
def test_bad_lines_are_said_at_the_field(w, sign_in, line, words):
    writer = actor(w.pes)
    case = open_case(by=writer)

    response = sign_in(writer).post(reverse("deviation:write", args=[case.pk]), {"line": line})

    assert response.status_code == 422
    assert words in body(response)
    assert line in body(response)


def test_out_of_reach_there_is_no_form(w, sign_in):
    case = open_case(by=actor(w.pes))

    assert sign_in(actor(w.sia)).get(reverse("deviation:write", args=[case.pk])).status_code == 404


def test_sent_twice_is_one(w, sign_in):
    writer = actor(w.pes)
    case = open_case(by=writer)
    client, address = sign_in(writer), reverse("deviation:write", args=[case.pk])

    for _turn in range(2):
        client.post(address, {"line": "Dubbelt", "idempotency_key": "samma"})

    assert Deviation.objects.count() == 1
