"""Statistics: asked on a page, as files, as JSON and of the library, with the same digits; and asked wrongly."""

import csv
import io
import json
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from samsyn.basis.staff.models import Role
from samsyn.learning import extract
from samsyn.learning.statistics.models import Answer
from samsyn.learning.statistics.topics import TOPICS
from tests.factories.basis import actor
from tests.learning.statistics.people import study, take

pytestmark = pytest.mark.usefixtures("code_lists")
HOME, FILE, API = "statistics:home", "statistics:csv", "statistics:api_answer"


@pytest.fixture
def officer(w):
    return actor(w.pes, Role.ASSOCIATION_OFFICER)


@pytest.fixture
def coordinator(w):
    return actor(w.municipality, Role.COORDINATOR)


@pytest.fixture
def own(w):
    return take(study(w, w.municipality))


@pytest.fixture
def common(w):
    return take(study(w))


def ask(client, name=HOME, **asked):
    return client.get(f"{reverse(name)}?{urlencode(asked)}")


def body(response):
    return b"".join(response).decode()


# --- the same digits ---


def test_page_file_api_and_library_give_the_same_digits(own, coordinator, sign_in):
    from samsyn.evidence import cohort, describe
    from samsyn.evidence.tables import Tables

    client, asked = sign_in(coordinator), {"measure": "to_work_or_studies", "counted": "ended", "sex": "woman"}
    tables = Tables.from_folder(extract.current(own.study))
    chosen = cohort.choose(tables, cohort=cohort.Cohort(counted="ended", sexes=("woman",)))
    expected = describe.to_work_or_studies(chosen)
    n, of = int(expected.numerator), int(expected.denominator)

    told = json.loads(body(ask(client, API, **asked)))["answers"][0]["result"]
    rows = list(csv.DictReader(io.StringIO(body(ask(client, FILE, **asked)).lstrip("\ufeff"))))
    page = body(ask(client, **asked))

    assert (told["numerator"], told["denominator"], told["estimate"]) == (n, of, expected.estimate)
    assert told["interval"] == {
        "low": expected.interval.low, "high": expected.interval.high, "level": 0.95, "method": "wilson"
    }  # fmt: skip
    assert (float(rows[0]["numerator"]), float(rows[0]["denominator"])) == (n, of)
    assert float(rows[0]["estimate"]) == expected.estimate
    assert f"<h1>{n} av {of} ({expected.estimate:.0%})".replace("%)", "\N{NO-BREAK SPACE}%)") in page
    assert told["exclusions"] == dict(expected.exclusions)


@pytest.mark.parametrize("measure", list(TOPICS))
def test_each_question_says_a_finding_and_what_it_cannot_say(measure, own, coordinator, sign_in):
    source = {"source": "income_support"} if TOPICS[measure].needs_source else {}

    response = ask(sign_in(coordinator), measure=measure, **source)

    page = body(response)
    assert response.status_code == 200
    assert Answer.objects.get().state == "ready", Answer.objects.get().content
    assert str(TOPICS[measure].cannot) in page
    assert page.count("<table") >= 1
    assert any(figure.isdigit() for figure in page.partition("<h1>")[2].partition("</h1>")[0])
