"""Bad input to every form there is: said at the field, nothing typed is lost, nothing written, nothing falls."""

import datetime as dt
import html
import traceback
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver, path
from django.utils.safestring import mark_safe

from samsyn.access import clock
from samsyn.access.http import page
from samsyn.access.ids import new_id
from samsyn.access.models import IdempotencyKey
from samsyn.basis.method.reading import MOST_BYTES
from tests.access import marked
from tests.access.form_sweep import KEY, Opened, Place, Sent, opened, places, posted, shown_in_vain, sort_of, written
from tests.factories.form_page import Control, Html, PageForm
from tests.factories.identity_numbers import test_number

SCRIPT = """<script>alert(1)</script>"'&"""


@pytest.fixture
def m(w, code_lists, settings):
    """In a demo, so that held mail can be read on a page too."""
    settings.SAMSYN_DEMO = settings.SAMSYN_MAIL_HELD = True
    return marked.marked_world(w)


# Signing in answers as the library does: the form again, with 200.
THE_LIBRARYS = ("account_", "mfa_")
Attempt = Callable[[Opened], Iterator[str]]


def sweep(m, attempt: Attempt, among: list[Place] | None = None) -> list[str]:
    """What is wrong, form by form; whatever a form did is undone."""
    found: list[str] = []
    for place in among or places(m):
        with transaction.atomic():
            try:
                found += [f"{place}: {wrong}" for wrong in attempt(opened(m, place))]
            except Exception as error:
                found.append(f"{place}: BROKEN {type(error).__name__}: {str(error)[:120]} ({_where(error)})")
            transaction.set_rollback(True)
    return found


def _where(error: Exception) -> str:
    frames = [f for f in traceback.extract_tb(error.__traceback__) if "/samsyn/" in f.filename]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""


def refused(form: Opened, data: Sent, bad: list[str], **files: object) -> Iterator[str]:
    """What is wrong with the answer to `data`, of which the fields `bad` must be told about."""
    before = written()
    answer = form.send(data, **files)
    said = 200 if form.place.action.startswith(THE_LIBRARYS) else 422
    if answer.status_code != said:
        yield f"{answer.status_code} instead of {said} for {bad}"
    if written() != before:
        yield f"something was written for {bad}"
    if answer.status_code == said:
        yield from not_told(answer, form, bad)
        yield from lost(answer, form, data, bad)


def returned(answer: HttpResponse, form: Opened) -> PageForm:
    """The form as it came back."""
    fits = [f for f in posted(answer) if set(form.place.seen) & {KEY.sub("…", name) for name in f.controls}]
    assert fits, "the form did not come back"
    return max(fits, key=lambda f: len(set(form.keys) & set(f.controls)))


def not_told(answer: HttpResponse, form: Opened, bad: list[str]) -> Iterator[str]:
    """Fields whose error stands elsewhere than beside them, or that the summary does not lead to."""
    told, back = Html(answer.content.decode()), returned(answer, form)
    for name in bad:
        control = back.controls.get(name)
        if control is None:
            yield f"the field {name} did not come back"
        elif not set(control.described.split()) & told.errors:
            yield f"no error at {name}"
        elif not set(control.ids) & set(told.summary):
            yield f"the summary does not lead to {name}"
    if missing := set(told.summary) - told.ids:
        yield f"the summary leads to what is not there: {sorted(missing)}"


# Hidden fields that change with the page.
SAYS_WHAT_IS_SHOWN = ("csrfmiddlewaretoken", "idempotency_key", "shown")


def lost(answer: HttpResponse, form: Opened, data: Sent, bad: list[str]) -> Iterator[str]:
    """Fields that came back without what was typed in them."""
    back = returned(answer, form)
    for name, typed in data.items():
        control = back.controls.get(name)
        if name in SAYS_WHAT_IS_SHOWN or (control and control.kind in ("password", "file")):
            continue
        if control is None:
            if name in form.place.seen and not isinstance(typed[0], SimpleUploadedFile):
                yield f"the field {name} did not come back"
        elif _kept(control, typed) != control.values and not (control.has_choices and name in bad):
            yield f"what was typed in {name} is gone: {str(typed)[:40]} became {str(control.values)[:40]}"


def _kept(control: Control, typed: list[str]) -> list[str]:
    """How it should stand in the form: only choices that exist, lines as a page has them."""
    if control.has_choices:
        return [c for c in control.choices if c in [str(t) for t in typed]]
    return [str(t).replace("\r\n", "\n") for t in typed]


def of_sort(form: Opened, *sorts: str) -> list[str]:
    """Names of the fields of these sorts."""
    return [c.name for c in form.keys.values() if sort_of(c) in sorts]


def with_bad(form: Opened, bad: list[str], value: str) -> Sent:
    """Filled properly but for these."""
    return {**form.fresh(), **{name: [value] for name in bad}}


def each_refused(*sorts: str, values: tuple[str, ...]) -> Attempt:
    """Every field of these sorts refuses each value."""

    def attempt(form: Opened) -> Iterator[str]:
        bad = of_sort(form, *sorts)
        for value in values if bad else ():
            for wrong in refused(form, with_bad(form, bad, value), bad):
                yield f"{value[:20]!r}: {wrong}"

    return attempt


HALF_WAY = ("AddKey", "AuthenticateKey", "ChoosePassword", "CodeAgain", "Code", "ConnectApp", "ReauthenticateKey")
# Forms that no page of the marked world shows, each with the reason.
@pytest.mark.parametrize(
    "viewer", ["coach", "coordinator outside", "manager outside", "evaluator", "association_officer", "auditor"]
)
def test_nobody_is_shown_a_form_they_may_not_send(m, viewer):
    """A refusal after one has written loses what was written."""
    assert [str(place) for place in shown_in_vain(m, viewer)] == []


NOT_SWEPT = {
    "samsyn.basis.staff.forms.ChooseForm": "needs an account with two assignments; one choice (tests/basis/staff)",
    "samsyn.entry.case.sharing_forms.ReassignForm": "needs a unit manager with cases; one choice (tests/entry/case)",
    "samsyn.journey.participant_list.forms.TakeForm": "needs a list that was tried; one button (its own tests)",
    **dict.fromkeys(
        [f"samsyn.learning.statistics.forms.{name}Form" for name in ("Release", "Save")],
        "need a snapshot; a name and choices (tests/learning/statistics)",
    ),
    "samsyn.learning.study.forms.WithdrawForm": "needs the party's own decision; one button (tests/learning/study)",
    **dict.fromkeys(
        [f"samsyn.entry.enrolment.forms.{name}Form" for name in ("End", "Nameless")],
        "need a referral without identity; a day and a choice (tests/entry/enrolment)",
    ),
    **dict.fromkeys(
        [f"samsyn.web.account_forms.{name}Form" for name in HALF_WAY],
        "the library's, half-way through signing in or after the password once more (tests/web/test_accounts.py)",
    ),
}


def _form_classes(base: type) -> Iterator[type]:
    for one in base.__subclasses__():
        yield one
        yield from _form_classes(one)


def test_every_form_is_swept(m, monkeypatch):
    """A new form is swept by itself when a page shows it; else somebody has to say here why not."""
    met, clean = set(), forms.BaseForm.full_clean
    monkeypatch.setattr(forms.BaseForm, "full_clean", lambda form: (met.add(type(form)), clean(form))[1])
    assert sweep(m, lambda form: iter([form.send(form.fresh())][1:])) == []
    ours = {c for c in _form_classes(forms.BaseForm) if c.__module__.startswith("samsyn.")}
    met |= {parent for one in met for parent in one.__mro__}
    left = sorted(f"{c.__module__}.{c.__qualname__}" for c in ours - met)
    assert left == sorted(NOT_SWEPT), "\n".join(left)


class _Careless(forms.Form):
    """Takes anything, and forgets it."""

    about = forms.CharField()
    on = forms.CharField(widget=forms.TextInput(attrs={"data-kind": "date"}))


def _careless(request):
    form = _Careless(request.POST or None)
    if request.method == "POST" and form.is_valid() and request.POST["about"] != SCRIPT:
        return page(request, "basis/pages/form.html", {"form": _Careless(), "title": ""}, status=422)
    said = request.POST.get("about", "")
    return page(request, "basis/pages/form.html", {"form": form, "title": mark_safe(said)})  # noqa: S308


urlpatterns = [path("slarv/", _careless, name="careless"), *get_resolver("samsyn.web.urls").url_patterns]
handler404, handler500 = "samsyn.web.views.not_found", "samsyn.web.views.server_error"


@pytest.mark.urls(__name__)
def test_the_sweep_finds_a_careless_form(m):
    """Planted: a form that takes impossible days, loses what was typed and lets script run."""
    place = Place("own", "careless", "careless", ("about", "on"))
    swept = {what: sweep(m, attempt, [place]) for what, attempt in {**ATTEMPTS, **OTHERS}.items()}
    assert {what for what, found in swept.items() if found} == {"too long", "impossible day", "script"}
    assert "careless → careless as own: '2026-02-30': no error at on" in swept["impossible day"]
    assert any("what was typed in about is gone" in wrong for wrong in swept["impossible day"])
    assert any("runs on /slarv/" in wrong for wrong in swept["script"])


def _script(form: Opened) -> Iterator[str]:
    texts = of_sort(form, "text", "email")
    data = with_bad(form, texts, SCRIPT)
    answer = form.send(data) if texts else None
    while answer is not None:
        if b"<script>alert" in answer.content:
            yield f"runs on {answer.request['PATH_INFO']}"
        if answer.status_code == 422:
            yield from lost(answer, form, data, [])
        answer = form.client.get(answer["Location"]) if answer.status_code == 302 else None


TEXT = ("text", "email")
# Forms that take a whole method.
TAKE_MUCH = {"basis:method_draft": MOST_BYTES, "basis:import_method": MOST_BYTES}


def _too_long(form: Opened) -> Iterator[str]:
    too_much = "x" * (TAKE_MUCH.get(form.place.action, 29_999) + 1)
    yield from each_refused(*TEXT, values=(too_much,))(form)


ATTEMPTS: dict[str, Attempt] = {
    "too long": _too_long,
    "nul": each_refused(*TEXT, "day", "moment", "number", values=("2\x00",)),
    "impossible day": each_refused(
        "day", values=("2026-02-30", "31/13", "igår", "0001-01-01", "9999-12-31", "20260230", "2026-W50")
    ),
    "impossible moment": each_refused(
        "moment", values=("2026-02-30 10:00", "2026-12-01 25:00", "i morgon", "0001-01-01 00:00", "9999-12-31 23:59")
    ),
    "unknown code": each_refused("choice", values=("finns-inte", str(new_id()), "x\x00y")),
    "impossible number": each_refused("number", values=("-1", "9" * 40, "nan", "1e999", "tolv", "²")),
}


SLOW = {"nul", "impossible moment", "impossible number", "wrong file", "nothing filled in", "odd letters", "odd keys"}


def _marked(names: Iterable[str]) -> list[object]:
    """The half that any change could break runs each time."""
    return [pytest.param(name, marks=pytest.mark.slow) if name in SLOW else name for name in names]


@pytest.mark.parametrize("what", _marked(ATTEMPTS))
def test_is_refused_at_the_field(m, what):
    found = sweep(m, ATTEMPTS[what])
    assert not found, "\n".join(found)


def _wrong_number(form: Opened) -> Iterator[str]:
    right = test_number(778)
    wrong = (f"{right[:-1]}{(int(right[-1]) + 1) % 10}", "19800230-1234", "abc", "1" * 60)
    for value in wrong if "number" in form.keys else ():
        yield from refused(form, {**with_bad(form, ["number"], value), "issuer": [""]}, ["number"])


def _wrong_order(form: Opened) -> Iterator[str]:
    for first, last in ORDERED:
        if {first, last} <= set(form.place.seen):
            day = clock.today()
            late, early = WRONG_ORDER.get(first) or [(day + dt.timedelta(days=n)).isoformat() for n in (-3, -9)]
            yield from refused(form, {**form.fresh(), first: [late], last: [early]}, [last])


# Fields of which the second may not lie before the first.
ORDERED = [("starts_on", "ends_on"), ("starts_on", "last_day"), ("starts", "ends"), ("age_from", "age_to")]
WRONG_ORDER = {"starts": ["14:00", "13:00"], "age_from": ["40", "20"]}
MOST = settings.SAMSYN_MOST_BYTES
FILES = {
    "a program with another name": ("samtycke.pdf", b"MZ" + b"\x90" * 500),
    "a page with another name": ("bild.png", b"<html><script>alert(1)</script></html>"),
    "a picture that is a program": ("bild.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
    "empty": ("tom.pdf", b""),
    "too large": ("stor.pdf", b"%PDF-1.7\n" + b"x" * MOST),
}


def _wrong_file(form: Opened) -> Iterator[str]:
    """Together with what else is typed, and where a text may be pasted instead, alone."""
    for name in of_sort(form, "file"):
        for what, (called, data) in FILES.items():
            for rest in ({}, {"text": [""]}) if form.place.action in TAKE_MUCH else ({},):
                file = SimpleUploadedFile(called, data, "application/pdf")
                sent = {**form.fresh(), **rest}
                yield from (f"{what}: {wrong}" for wrong in refused(form, sent, [name], **{name: file}))


def _nothing_filled(form: Opened) -> Iterator[str]:
    """Each field empty: asked for, or not needed; the summary leads to what is there."""
    data = {name: values for name, values in form.fresh().items() if name not in form.place.seen}
    answer = form.send(data)
    if answer.status_code == 422 and form.place.seen:
        yield from not_told(answer, form, [])
    elif answer.status_code not in (200, 302, 409, 422):
        yield f"{answer.status_code} when nothing was filled in"


def _odd_letters(form: Opened) -> Iterator[str]:
    """Control characters, half a letter, right to left, bytes that are no text: kept or refused, never a fall."""
    texts = of_sort(form, *TEXT)
    for odd in ("\x01\x1b\x7f\u202e\u2028\ufffe", "\N{PILE OF POO}" * 20, "e\u0301" * 20) if texts else ():
        with transaction.atomic():
            if (status := form.send(with_bad(form, texts, odd)).status_code) not in (200, 302, 409, 422):
                yield f"{status} for {odd[:3]!r}"
            transaction.set_rollback(True)
    raw = "&".join(f"{name}=%ED%A0%80%FF" for name in form.keys)
    status = form.client.post(form.address, raw, content_type="application/x-www-form-urlencoded").status_code
    if status not in (200, 302, 409, 422):
        yield f"{status} for bytes that are no text"


def _stale(form: Opened) -> Iterator[str]:
    """Somebody else changed it meanwhile: refused, and what was typed is still there."""
    if not any(form.form.data.get("seen_version", [])):
        return
    data, before = {**form.fresh(), "seen_version": [str(new_id())]}, written()
    if form.place.seen:
        yield from (wrong for wrong in refused(form, data, []) if "seen_version" not in wrong)
    elif form.send(data).status_code not in (302, 409, 422) or written() != before:
        yield "a button on an old page did something"


def _twice(form: Opened) -> Iterator[str]:
    data, before = form.fresh(), written()
    first, once = form.send(data), written()
    if first.status_code == 302 and once != before:
        again = form.send(data)
        if again.status_code != GONE.get(form.place.action, 302) or written() != once:
            yield f"sent twice: {again.status_code}, written again: {written() != once}"


# The thing itself is gone the second time.
GONE = {"basis:remove_contact": 404}


def test_every_form_carries_a_token_and_a_key_of_its_own(m):
    """Without the first a browser is refused, without the second a form that is sent twice is received twice."""
    needed = {"csrfmiddlewaretoken", "idempotency_key"}
    assert [str(place) for place in places(m) if not needed <= set(opened(m, place).keys)] == []


def _odd_keys(form: Opened) -> Iterator[str]:
    """Hidden keys that no page gave: another act's, too long, no text, of another thing."""
    known = {"object_type": "entry.Case", "object_id": str(new_id())}
    IdempotencyKey.objects.create(staff_id=form.staff_id, key="f" * 32, **known)
    for key in ("f" * 32, "x" * 5_000, "\x00", "' OR 1=1 --"):
        data = {**form.fresh(), "idempotency_key": [key], "seen_version": [key]}
        with transaction.atomic():
            if (status := form.send(data).status_code) not in (200, 302, 409, 422):
                yield f"{status} for the key {key[:9]!r}"
            transaction.set_rollback(True)


def _without_token(form: Opened) -> Iterator[str]:
    """From another site: refused, nothing written; the texts are offered for copying."""
    stranger = Client(enforce_csrf_checks=True)
    stranger.cookies = form.client.cookies
    data, before = {k: v for k, v in form.fresh().items() if k != "csrfmiddlewaretoken"}, written()
    answer = stranger.post(form.address, data)
    if answer.status_code != 403 or written() != before:
        yield f"{answer.status_code} without a token, written: {written() != before}"
    body = html.unescape(answer.content.decode())
    yield from (f"{n} is lost" for n in of_sort(form, "text") if data[n][0] and data[n][0] not in body)


OTHERS: dict[str, Attempt] = {
    "script": _script,
    "wrong identity number": _wrong_number,
    "ends before it starts": _wrong_order,
    "wrong file": _wrong_file,
    "nothing filled in": _nothing_filled,
    "odd letters": _odd_letters,
    "stale": _stale,
    "sent twice": _twice,
    "odd keys": _odd_keys,
    "without a token": _without_token,
}


@pytest.mark.parametrize("what", _marked(OTHERS))
def test_no_form_falls_or_loses_what_was_typed(m, what):
    found = sweep(m, OTHERS[what])
    assert not found, "\n".join(found)
