"""Code lists in the database: taken in once, chosen by day, retired and removed values still readable."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from samsyn.access import clock
from samsyn.access.errors import NotPermitted
from samsyn.access.models import AuditEntry
from samsyn.basis.code_list import queries
from samsyn.basis.code_list.actions import load_code_lists
from samsyn.basis.code_list.forms import CodeField, CodesField
from samsyn.basis.code_list.models import CodeListVersion
from samsyn.basis.code_list.queries import extra
from samsyn.basis.code_list.reading import CodeListError
from samsyn.basis.staff.models import Role
from tests.factories.basis import actor

pytestmark = pytest.mark.usefixtures("code_lists")

FRUIT = """\
name: fruit
title: {sv: Frukt, en: Fruit}
source:
  document: {sv: En korg, en: A basket}
  confidence: configurable
  note: {sv: Fråga handlaren, en: Ask the grocer}
valid_from: 2020-01-01
values:
  - {code: pear, sv: Päron, en: Pear, easy_read: Ett päron, job_focused: true}
  - {code: apple, sv: Äpple, en: Apple}
  - {code: medlar, sv: Mispel, en: Medlar, valid_to: 2024-01-01, replaced_by: apple}
"""


COMING = """\
name: fruit
title: {sv: Frukt, en: Fruit}
source:
  document: {sv: En korg, en: A basket}
  confidence: configurable
  note: {sv: Fråga handlaren, en: Ask the grocer}
valid_from: 2030-01-01
values:
  - {code: plum, sv: Plommon, en: Plum}
  - {code: pear, sv: Parón, en: Pear}
"""


def take_in(folder: Path, text: str = FRUIT, **known: bool) -> list[str]:
    (folder / "fruit.yaml").write_text(text, encoding="utf-8")
    return [version.name for version in load_code_lists(folder=folder, **known)]


def test_the_published_lists_are_there_from_the_first_migration():
    assert queries.choices("orientation") == [
        ("individual", "Individinriktad"), ("structural", "Strukturövergripande")
    ]  # fmt: skip


def test_taking_in_the_same_file_twice_changes_nothing(tmp_path):
    first = take_in(tmp_path)
    before = AuditEntry.objects.count()

    second = take_in(tmp_path)

    assert (first, second) == (["fruit"], [])
    assert AuditEntry.objects.count() == before
    assert CodeListVersion.objects.filter(name="fruit").count() == 1


def test_choices_are_those_valid_on_the_day_in_the_order_of_the_file(tmp_path):
    take_in(tmp_path)

    with clock.at(dt.date(2023, 12, 31)):
        before = queries.choices("fruit")
    with clock.at(dt.date(2024, 1, 1)):
        after = queries.choices("fruit")

    assert before == [("pear", "Päron"), ("apple", "Äpple"), ("medlar", "Mispel")]
    assert after == [("pear", "Päron"), ("apple", "Äpple")]


def test_a_retired_value_is_read_but_not_chosen(tmp_path):
    take_in(tmp_path)

    assert queries.words("fruit", "medlar") == "Mispel"
    assert not queries.is_valid("fruit", "medlar")
    assert queries.choices("fruit", include_retired_value="medlar")[-1] == ("medlar", "Mispel")


def test_a_removed_value_is_still_read(tmp_path):
    take_in(tmp_path)

    without = FRUIT.replace("  - {code: apple, sv: Äpple, en: Apple}\n", "")
    take_in(tmp_path, without.replace(", replaced_by: apple", ""))

    assert queries.words("fruit", "apple") == "Äpple"
    assert queries.choices("fruit") == [("pear", "Päron")]


def test_a_version_to_come_changes_nothing_until_its_day(tmp_path):
    take_in(tmp_path)
    take_in(tmp_path, COMING)

    with clock.at(dt.date(2029, 12, 31)):
        before = (queries.choices("fruit"), queries.words("fruit", "plum"), queries.is_valid("fruit", "plum"))
    with clock.at(dt.date(2030, 1, 1)):
        after = (queries.choices("fruit"), queries.words("fruit", "apple"), queries.is_valid("fruit", "apple"))

    assert before == ([("pear", "Päron"), ("apple", "Äpple")], "Plommon", False)
    assert after == ([("plum", "Plommon"), ("pear", "Parón")], "Äpple", False)


def test_a_value_of_a_version_to_come_is_not_valid_earlier_whatever_it_says_itself(tmp_path):
    take_in(tmp_path)
    take_in(tmp_path, COMING.replace("en: Plum}", "en: Plum, valid_from: 2021-01-01}"))

    assert queries.choices("fruit") == [("pear", "Päron"), ("apple", "Äpple")]


def test_the_pages_show_the_version_of_the_day_and_the_one_to_come(w, tmp_path, sign_in):
    take_in(tmp_path)
    take_in(tmp_path, COMING)
    client = sign_in(actor(w.pes))
    old, new = CodeListVersion.objects.filter(name="fruit").order_by("valid_from")

    every = client.get(reverse("basis:code_lists")).content.decode()
    pages = [client.get(reverse("basis:code_list", args=[one.pk])).content.decode() for one in (old, new)]

    assert [every.count(reverse("basis:code_list", args=[one.pk])) for one in (old, new)] == [1, 1]
    words = ("Päron", "Parón", "Äpple", "Plommon", "Utgått")
    assert [word in pages[0] for word in words] == [True, False, True, False, True]
    assert [word in pages[1] for word in words] == [False, True, True, True, True]


def test_a_start_does_not_undo_what_was_taken_in_from_another_folder(tmp_path):
    take_in(tmp_path)
    other = FRUIT.replace("en: Apple}", "en: Apple, valid_to: 2024-06-01}")
    take_in(tmp_path, other)

    assert take_in(tmp_path, only_new=True) == []
    assert queries.choices("fruit") == [("pear", "Päron")]
    assert take_in(tmp_path, FRUIT.replace("Päron", "Nytt päron"), only_new=True) == ["fruit"]
    assert queries.choices("fruit") == [("pear", "Nytt päron"), ("apple", "Äpple")]


def test_going_back_to_an_older_file_makes_it_the_one_in_use(tmp_path):
    take_in(tmp_path)
    take_in(tmp_path, FRUIT.replace("Päron", "Parón"))

    assert take_in(tmp_path) == ["fruit"]
    assert queries.words("fruit", "pear") == "Päron"


def test_a_wrong_file_changes_no_list(tmp_path):
    take_in(tmp_path)

    with pytest.raises(CodeListError):
        take_in(tmp_path, FRUIT.replace("code: apple", "code: pear"))

    assert queries.words("fruit", "apple") == "Äpple"


def test_words_follow_the_language_and_an_unknown_code_is_shown_as_it_is(tmp_path):
    take_in(tmp_path)

    with translation.override("en"):
        assert queries.words("fruit", "pear") == "Pear"
    assert queries.words("fruit", "durian") == "durian"
    assert queries.words("fruit", None) == ""
    assert queries.easy_words("fruit", "pear") == "Ett päron"
    assert extra("fruit", "pear") == {"job_focused": True}
    assert extra("fruit", "durian") == {}


def test_a_list_that_does_not_exist_is_a_mistake_in_the_code():
    with pytest.raises(LookupError, match="there is no code list durian"):
        queries.choices("durian")


def test_no_question_to_the_database_when_the_words_are_known():
    queries.choices("livelihood")

    with CaptureQueriesContext(connection) as asked:
        queries.choices("livelihood")
        queries.words("exit_reason", "work")

    assert len(asked) == 0


def test_another_process_sees_a_new_version_within_half_a_minute(tmp_path, monkeypatch):
    take_in(tmp_path)
    queries.choices("fruit")
    memory = replace(queries._memory)
    take_in(tmp_path, FRUIT.replace("Päron", "Ny päron"))
    monkeypatch.setattr(queries, "_memory", memory)
    assert queries.words("fruit", "pear") == "Päron"

    monkeypatch.setattr(queries, "ASK_AGAIN_AFTER", 0.0)

    assert queries.words("fruit", "pear") == "Ny päron"


def test_only_the_system_and_its_administrator_take_lists_in(w, tmp_path):
    (tmp_path / "fruit.yaml").write_text(FRUIT, encoding="utf-8")

    with pytest.raises(NotPermitted):
        load_code_lists(folder=tmp_path, by=actor(w.pes))

    taken = load_code_lists(folder=tmp_path, by=actor(w.pes, Role.SYSTEM_ADMINISTRATOR))
    assert [version.name for version in taken] == ["fruit"]


class Basket(forms.Form):
    first = CodeField("fruit", label="Frukt")
    more = CodesField("fruit", label="Fler", required=False)


def test_the_field_offers_the_list_and_refuses_what_is_not_in_it(tmp_path):
    take_in(tmp_path)

    form = Basket({"first": "durian", "more": ["apple", "<script>"]})

    assert [label for _code, label in form.fields["first"].choices] == ["Välj", "Päron", "Äpple"]
    assert form.errors == {
        "first": ["Svaret finns inte i listan. Välj ett av svaren som visas."],
        "more": ["Svaret finns inte i listan. Välj ett av svaren som visas."],
    }


def test_the_field_keeps_a_retired_value_when_it_is_told_to(tmp_path):
    take_in(tmp_path)
    form = Basket({"first": "medlar", "more": ["medlar"]})
    assert not form.is_valid()

    form = Basket({"first": "medlar", "more": ["medlar"]})
    form.fields["first"].keep("medlar")
    form.fields["more"].keep(["medlar"])

    assert form.is_valid()
    assert Basket().fields["first"].choices == [("", "Välj"), ("pear", "Päron"), ("apple", "Äpple")]
