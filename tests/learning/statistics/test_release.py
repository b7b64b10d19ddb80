"""Tables published as they were audited together, or refused with the reason; never counted anew."""

import csv
import io

import pytest
from django.urls import reverse

from samsyn.basis.staff.models import Role
from samsyn.learning.statistics.models import Release
from tests.factories.basis import actor
from tests.learning.statistics.people import study, take

pytestmark = pytest.mark.usefixtures("code_lists")
EVERY = ["after", "exit_reason", "exit_outcome", "education", "age_group"]


@pytest.fixture
def officer(w):
    take(study(w))
    return actor(w.pes, Role.ASSOCIATION_OFFICER)


def publish(client, **asked):
    known = {"name": "Året", "first_year": 2022, "last_year": 2026, "tables": EVERY, **asked}
    return client.post(reverse("statistics:publish"), known)


def test_tables_are_let_out_when_the_attacker_fails_and_stay_as_they_were(w, officer, sign_in):
    client = sign_in(officer)
    publish(client)
    made = Release.objects.get()

    assert (made.is_published, [one["name"] for one in made.content]) == (True, EVERY)
    assert made.verdict["closest"] is None or made.verdict["closest"] >= made.verdict["protection"] == 5
    counts = [count for one in made.content for *_of, count, _percent in one["cells"]]
    assert not [n for n in counts if n is not None and 0 < n < 5]
    assert made.verdict["hidden"] == counts.count(None) > 0

    file = client.get(reverse("statistics:release_csv", args=[made.pk])).content.decode()
    rows = list(csv.DictReader(io.StringIO(file)))
    assert [row["count"] for row in rows] == ["" if n is None else str(n) for n in counts]
    page = client.get(reverse("statistics:release", args=[made.pk])).content.decode()
    assert "visas inte" in page
    reader = sign_in(actor(w.sia, Role.COORDINATOR))
    assert reader.get(reverse("statistics:release", args=[made.pk])).status_code == 200


def test_too_few_are_refused_with_the_reason_and_seen_only_by_who_asked(w, officer, sign_in):
    client = sign_in(officer)
    publish(client, first_year=2021, last_year=2021, name="För få")
    made = Release.objects.get()

    assert (made.is_published, made.content) == (False, [])
    assert client.get(reverse("statistics:release_csv", args=[made.pk])).status_code == 404
    assert "Fick inte lämnas ut" in client.get(reverse("statistics:releases")).content.decode()
    reader = sign_in(actor(w.sia, Role.COORDINATOR))
    assert "För få" not in reader.get(reverse("statistics:releases")).content.decode()
    assert reader.get(reverse("statistics:release", args=[made.pk])).status_code == 404


@pytest.mark.parametrize("wrong", [{"tables": ["x"]}, {"tables": []}, {"last_year": 2020}, {"first_year": "i fjol"}])
def test_what_is_wrong_is_said_and_nothing_is_made(wrong, officer, sign_in):
    response = publish(sign_in(officer), **wrong)

    assert response.status_code == 422
    assert "Året" in response.content.decode()
    assert not Release.objects.exists()


def test_only_the_association_publishes(w, officer, sign_in):
    assert publish(sign_in(actor(w.pes, Role.EVALUATOR))).status_code == 403
