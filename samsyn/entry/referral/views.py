"""Pages of referrals: choose, write, send, follow, answer."""

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.action import received
from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.basis.intervention.models import Intervention
from samsyn.entry.case.models import Case
from samsyn.entry.case.rules import list_of_persons, may_write
from samsyn.entry.referral import actions, queries
from samsyn.entry.referral.deidentify import names_of
from samsyn.entry.referral.forms import (
    AnswerForm,
    AskForm,
    DeclineForm,
    NewPersonReferralForm,
    ReferralForm,
    SendForm,
    SuitForm,
    WithdrawForm,
)
from samsyn.entry.referral.models import Referral, ReferralState
from samsyn.entry.referral.rules import may

PAGES = "entry/referral/pages/"
RELATED = ("item__case", "item__holder", "intervention__owner_party", "to_unit__party", "referrer__user")
PREFILL = "referral_why"


@staff_page
@opens(actions.write_draft)
def start(request: StaffRequest) -> HttpResponse:
    """What a person can be referred to, with what does not fit said before anything is written."""
    case = _case(request)
    first: dict[str, Any] = {"fodd": case.person.birth_year} if case else {}
    form = SuitForm(request.GET) if "fodd" in request.GET else SuitForm(initial=first)
    known = form.cleaned_data if form.is_bound and form.is_valid() else first
    offers = queries.offers(
        request.actor, birth_year=known.get("fodd"), target_group=known.get("malgrupp") or ""
    )
    return page(request, PAGES + "start.html", {"suit": form, "offers": offers, "case": case})


def _case(request: StaffRequest) -> Case | None:
    """The case the referral is written from, when one was named."""
    key = request.GET.get("arende") or request.POST.get("arende")
    try:
        return Policy.get(Case, request.actor, uuid.UUID(key), "person") if key else None
    except ValueError:
        raise Http404 from None


def _intervention(request: StaffRequest, key: uuid.UUID) -> Intervention:
    found = queries.open_interventions(request.actor).filter(pk=key).first()
    if found is None:
        raise Http404
    return found


@staff_page
@opens(actions.write_draft)
def write(request: StaffRequest, intervention_id: uuid.UUID) -> HttpResponse:
    """One page: the person, why, wishes. Saved as a draft, or on to consent and sending."""
    if found := received(actions.write_draft, by=request.actor):
        return _after_writing(request, found)
    case, intervention = _case(request), _intervention(request, intervention_id)
    form = _write_form(request, case, intervention)
    offered = form.is_bound and form.is_valid() and getattr(form, "offered", [])
    known: dict[str, Any] = {"case": case} if case else {}
    act = lambda data: actions.write_draft(intervention, by=request.actor, **{**data, **known})  # noqa: E731
    if not offered and (found := sent(request, form, act)):
        return _after_writing(request, found)
    offer = queries.offer(intervention, birth_year=case.person.birth_year if case else None)
    Policy.log_read(offered or ())
    return page(
        request, PAGES + "write.html", {"form": form, "offer": offer, "case": case, "offered": offered}
    )


def _write_form(request: StaffRequest, case: Case | None, intervention: Intervention) -> ReferralForm:
    data, is_draft = request.POST or None, "draft" in request.POST
    first = {"why": request.session.get(PREFILL, "")}
    kind = ReferralForm if case else NewPersonReferralForm
    known: dict[str, Any] = {"actor": request.actor, "intervention": intervention, "case": case}
    return kind(data, is_draft=is_draft, initial=first, **known)


def _after_writing(request: StaffRequest, found: Referral) -> HttpResponse:
    request.session.pop(PREFILL, None)
    if "draft" in request.POST:
        messages.success(request, _("Utkastet är sparat."))
        return redirect("referral:page", found.pk)
    return redirect("referral:send", found.pk)


@staff_page
@opens(actions.edit_draft)
def edit(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Go on with a draft."""
    referral = Policy.get(Referral, request.actor, referral_id, *RELATED, state=ReferralState.DRAFT)
    case = Policy.get(Case, request.actor, referral.item.case_id, "person")
    first = {name: getattr(referral, name) for name in actions.CONTENT}
    form = ReferralForm(
        request.POST or None,
        is_draft="draft" in request.POST,
        initial={**first, "confirmed_needs": [need["id"] for need in referral.confirmed_needs]},
        seen_version=actions.seen_mark(referral),
        actor=request.actor, intervention=referral.intervention, case=case,
    )  # fmt: skip
    if found := sent(request, form, lambda data: actions.edit_draft(referral, by=request.actor, **data)):
        return _after_writing(request, found)
    offer = queries.offer(referral.intervention, birth_year=case.person.birth_year)
    return page(
        request, PAGES + "write.html", {"form": form, "offer": offer, "case": case, "referral": referral}
    )


@staff_page
@opens(actions.send)
def send(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """The last step: where the consent stands, and send."""
    if found := received(actions.send, by=request.actor):
        return redirect("referral:page", found.pk)
    referral = Policy.get(Referral, request.actor, referral_id, *RELATED, state=ReferralState.DRAFT)
    case = Policy.get(Case, request.actor, referral.item.case_id, "person")
    status = queries.consent_status(referral, request.actor)
    form = SendForm(
        request.POST or None, referral=referral, person=case.person, may_name=status.may_name,
        known_names=names_of(case.person),
    )  # fmt: skip
    if found := sent(request, form, lambda data: actions.send(referral, by=request.actor, **data)):
        messages.success(request, _("Remissen är skickad. Du får besked här och med mejl."))
        return redirect("referral:page", found.pk)
    return page(
        request, PAGES + "send.html", {"form": form, "referral": referral, "case": case, "status": status}
    )


@staff_page
def read(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """The referral as both sides see it; the receiver without consent sees only the text without identity."""
    referral = Policy.get(Referral, request.actor, referral_id, *RELATED)
    people = queries.known_people([referral], request.actor)
    context = {
        "referral": referral, "line": queries.line(referral, people),
        "steps": queries.steps_of(referral, request.actor),
        "verbs": may(request.actor, referral), "outcome": queries.outcome(referral, request.actor),
        "newer": queries.newer_version(referral, request.actor),
        "to_make_known": queries.to_make_known(referral, request.actor), "may_write": may_write(request.actor),
    }  # fmt: skip
    return page(request, PAGES + "read.html", context)


@staff_page
@require_POST
def receive(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Taken in hand, with one click."""
    referral = Policy.get(Referral, request.actor, referral_id, *RELATED)
    actions.receive(referral, by=request.actor)
    messages.success(request, _("Du har tagit emot remissen. Remittenten får veta det."))
    return redirect("referral:page", referral.pk)


@staff_page
@require_POST
def make_known(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """A consent has come: the receiver of what was sent without identity may know."""
    referral = Policy.get(Referral, request.actor, referral_id, *RELATED)
    fresh = actions.make_known(referral, by=request.actor)
    messages.success(request, _("Mottagaren läser nu hela remissen."))
    return redirect("referral:page", fresh.pk)


@staff_page
def ask(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Ask the referrer for more."""
    referral = Policy.get(Referral, request.actor, referral_id, *RELATED)
    form = AskForm(request.POST or None)
    if found := sent(request, form, lambda data: actions.ask(referral, by=request.actor, **data)):
        messages.success(request, _("Frågan är skickad till remittenten."))
        return redirect("referral:page", found.pk)
    return _act_page(request, referral, form, _("Be om komplettering"), _("Skicka frågan"))


@staff_page
def answer(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Complete the referral with what was asked for."""
    referral = Policy.get(Referral, request.actor, referral_id, *RELATED)
    case = Policy.get(Case, request.actor, referral.item.case_id, "person")
    form = AnswerForm(
        request.POST or None, is_deidentified=referral.is_deidentified, known_names=names_of(case.person),
        initial={"text": referral.summary if referral.is_deidentified else referral.why},
        seen_version=referral.pk,
    )  # fmt: skip
    if found := sent(request, form, lambda data: actions.answer(referral, by=request.actor, **data)):
        messages.success(request, _("Kompletteringen är skickad."))
        return redirect("referral:page", found.pk)
    return _act_page(request, referral, form, _("Komplettera remissen"), _("Skicka kompletteringen"))


@staff_page
def decline(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Say no, with the reason."""
    referral = Policy.get(Referral, request.actor, referral_id, *RELATED)
    form = DeclineForm(request.POST or None)
    if found := sent(request, form, lambda data: actions.decline(referral, by=request.actor, **data)):
        messages.success(request, _("Svaret är skickat till remittenten."))
        return redirect("referral:page", found.pk)
    return _act_page(request, referral, form, _("Säg nej till remissen"), _("Skicka svaret"))


@staff_page
def withdraw(request: StaffRequest, referral_id: uuid.UUID) -> HttpResponse:
    """Take the referral back."""
    referral = Policy.get(Referral, request.actor, referral_id, *RELATED)
    form = WithdrawForm(request.POST or None)
    if found := sent(request, form, lambda data: actions.withdraw(referral, by=request.actor, **data)):
        messages.success(request, _("Remissen är återtagen."))
        return redirect("referral:page", found.pk)
    return _act_page(request, referral, form, _("Ta tillbaka remissen"), _("Ta tillbaka"))


def _act_page(request: StaffRequest, referral: Referral, form: Any, title: str, button: str) -> HttpResponse:
    people = queries.known_people([referral], request.actor)
    last = queries.steps_of(referral, request.actor).last()
    context = {
        "form": form, "referral": referral, "line": queries.line(referral, people), "title": title,
        "button": button,
        "last": last,
    }  # fmt: skip
    return page(request, PAGES + "act.html", context)


@staff_page
@list_of_persons
def inbox(request: StaffRequest) -> HttpResponse:
    """What came to us and waits for an answer."""
    rows = queries.inbox(request.actor, state=request.GET.get("lage", ""))
    found = Policy.page(rows, request.GET.get("page", 1))
    return page(request, PAGES + "inbox.html", _list(request, found))


@staff_page
def sent_list(request: StaffRequest) -> HttpResponse:
    """What we referred, where it stands and how long it has waited."""
    rows = queries.sent_by(request.actor, state=request.GET.get("lage", ""))
    found = Policy.page(rows, request.GET.get("page", 1))
    return page(request, PAGES + "sent.html", _list(request, found))


def _list(request: StaffRequest, found: Any) -> dict[str, Any]:
    lines = queries.lines(list(found.object_list), request.actor)
    return {
        "rows": found,
        "lines": lines,
        "states": ReferralState.choices,
        "chosen": request.GET.get("lage", ""),
    }
