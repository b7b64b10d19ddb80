"""Pages of the consent conversation: take, read, print, confirm, withdraw."""

import uuid

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, opens, page, sent, staff_page
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case, Item, ItemKind
from samsyn.entry.case.rules import may_write
from samsyn.entry.consent import actions, queries
from samsyn.entry.consent.forms import ConsentForm, TakeOutForm, WithdrawForm
from samsyn.entry.consent.models import Consent
from samsyn.entry.consent.sheet import sheet_of, sheets_of_form
from samsyn.entry.consent.withdrawal import withdrawal
from samsyn.entry.referral.queries import unread_in

PAGES = "entry/consent/pages/"


@staff_page
@opens(actions.take_consent)
def take(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """The whole conversation on one page; the same answers can be printed for signature first."""
    case = Policy.get(Case, request.actor, case_id, "person")
    form = ConsentForm(request.POST or None, case=case, actor=request.actor)
    if "print" in request.POST and form.is_valid():
        return _print_form(request, case, form)
    made = sent(request, form, lambda data: actions.take_consent(case, by=request.actor, **data))
    if made is None:
        return page(request, PAGES + "take.html", {"case": case, "form": form})
    if made.is_refusal:
        return redirect("consent:read", made.pk)
    messages.success(request, _("Samtycket är inskrivet. De andra parterna bekräftar det hos sig."))
    return _after_yes(request, case)


def _after_yes(request: StaffRequest, case: Case) -> HttpResponse:
    """To the referral that waited for it: a draft, or one that its receiver could no longer read."""
    if draft := queries.draft_referral(case, request.actor):
        return redirect("referral:send", draft.pk)
    if stuck := unread_in(case, request.actor):
        return redirect("referral:page", stuck.pk)
    return redirect("consent:list", case.pk)


def _print_form(request: StaffRequest, case: Case, form: ConsentForm) -> HttpResponse:
    own = queries.party_name(request.actor)
    sheets = sheets_of_form(form.cleaned_data, case=case, actor=request.actor, circle=form.preset, own=own)
    return page(request, PAGES + "print.html", {"case": case, "sheets": sheets})


@staff_page
def overview(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """A case's consents: which hold, whose confirmation is missing, which end soon or were withdrawn."""
    case = Policy.get(Case, request.actor, case_id, "person")
    found = queries.consents_of(case, request.actor)
    context = {"case": case, "consents": found, "may_write": may_write(request.actor)}
    return page(request, PAGES + "list.html", context)


@staff_page
def read(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    """One consent, what can be done with it, and the papers that belong to it."""
    consent = Policy.get(Consent, request.actor, consent_id, "item__case__person")
    papers = Policy.all(Item, request.actor).filter(
        kind=ItemKind.ATTACHMENT, attachment__belongs_to_id=consent.pk
    )
    context = {
        "case": consent.case, "standing": queries.with_standing(consent, request.actor),
        "papers": papers.select_related("holder"), "may_write": may_write(request.actor),
        "draft": queries.draft_referral(consent.case, request.actor),
    }  # fmt: skip
    return page(request, PAGES + "read.html", context)


@staff_page
def print_saved(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    """The paper of a saved consent."""
    consent = Policy.get(Consent, request.actor, consent_id, "item__case__person")
    sheet = sheet_of(queries.with_standing(consent, request.actor))
    return page(request, PAGES + "print.html", {"case": consent.case, "sheets": [sheet]})


@staff_page
@require_POST
def confirm(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    """One click: the actor's party has examined the consent."""
    consent = Policy.get(Consent, request.actor, consent_id, "item__case__person")
    actions.confirm_consent(consent, by=request.actor)
    messages.success(request, _("Ni har bekräftat samtycket. Nu kan ni dela enligt det."))
    return redirect("consent:read", consent.pk)


@staff_page
def withdraw(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    """What ends now, what stays and what is still read, then done; or everything at once instead."""
    consent = Policy.get(Consent, request.actor, consent_id, "item__case__person")
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if sent(request, form, lambda data: actions.withdraw_consent(consent, by=request.actor, **data)):
        messages.success(request, _("Samtycket är återkallat. Ingen läser längre med stöd av det."))
        return _back(request, consent.case)
    found = withdrawal(consent.case, request.actor, only=consent)
    return page(request, PAGES + "withdraw.html", {"case": consent.case, "form": form, "found": found})


@staff_page
def withdraw_all(request: StaffRequest, case_id: uuid.UUID) -> HttpResponse:
    """The same for everything the person said yes to in the case; each can be taken back alone from here."""
    case = Policy.get(Case, request.actor, case_id, "person")
    form = WithdrawForm(request.POST if request.method == "POST" else None)
    if sent(request, form, lambda data: actions.withdraw_all(case, by=request.actor, **data)):
        messages.success(request, _("Alla samtycken är återkallade. Ingen läser längre med stöd av dem."))
        return _back(request, case)
    found = withdrawal(case, request.actor)
    return page(request, PAGES + "withdraw.html", {"case": case, "form": form, "found": found})


def _back(request: StaffRequest, case: Case) -> HttpResponse:
    """To the case's consents, or to the list when the actor's party no longer reaches the case."""
    still = Policy.all(Case, request.actor).filter(pk=case.pk).exists()
    return redirect("consent:list", case.pk) if still else redirect("case:list")


@staff_page
def take_out(request: StaffRequest, consent_id: uuid.UUID) -> HttpResponse:
    """Stop sharing with one party; the rest of the consent holds."""
    consent = Policy.get(Consent, request.actor, consent_id, "item__case__person")
    standing = queries.with_standing(consent, request.actor)
    form = TakeOutForm(request.POST or None, standing=standing)
    if sent(request, form, lambda data: actions.take_out(consent, by=request.actor, **data)):
        messages.success(request, _("Parten är borttagen ur samtycket och läser inte längre."))
        return _back(request, consent.case)
    return page(request, PAGES + "take_out.html", {"case": consent.case, "standing": standing, "form": form})
