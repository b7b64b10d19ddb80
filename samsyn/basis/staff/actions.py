"""Accounts and assignments: who works for whom in which role, from when until when."""

import datetime as dt
from typing import Any

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as now_said
from django.utils.translation import gettext_lazy as _

from samsyn.access import audit, clock, outbox
from samsyn.access.action import action, check_seen, touch
from samsyn.access.actor import Actor, context
from samsyn.access.errors import RuleBroken
from samsyn.access.models import User
from samsyn.basis.party.models import Association, Party, PartyKind, Unit
from samsyn.basis.party.rules import acts_for, refuse_other_association
from samsyn.basis.search import is_taken
from samsyn.basis.staff.models import Role, Staff
from samsyn.basis.staff.queries import held_roles
from samsyn.basis.staff.rules import MANAGED_ROLES, PERSONAL_ROLES, STAFF_KEEPERS, conflict
from samsyn.basis.versions import version_of

NEEDS_UNIT = frozenset({Role.CASEWORKER, Role.COORDINATOR, Role.COACH, Role.UNIT_MANAGER})


@action(verb="association.begin", sentence=_("lade upp ett förbund och dess första administratör"))
def begin_association(name: str, *, by: Actor | None, email: str, administrator: str) -> Staff:
    """An association, its office as a party, and who adds the rest.

    Raises NAME_TAKEN, ROLE_CONFLICT, ACCOUNT_CLOSED.
    """
    if is_taken(Association.objects.all(), name):
        raise RuleBroken("NAME_TAKEN", _("Det finns redan ett förbund med det namnet."))
    association = Association.objects.create(name=name)
    touch(association, ["name"])
    with translation.override(settings.LANGUAGE_CODE):
        office, short_name = now_said("Kansliet"), now_said("Förbundet")
    party = Party.objects.create(
        association=association, kind=PartyKind.ASSOCIATION, name=f"{name}, {office.lower()}",
        short_name=short_name,
    )  # fmt: skip
    unit = Unit.objects.create(party=party, name=office, is_intake=True)
    user, _is_new = _account(email, administrator)
    _check_roles(user, Role.SYSTEM_ADMINISTRATOR)
    staff = Staff.objects.create(user=user, party=party, unit=unit, role=Role.SYSTEM_ADMINISTRATOR)
    touch(staff, ["user", "party", "unit", "role"])
    return staff


@action(verb="staff.add", sentence=_("gav någon ett uppdrag"), roles=STAFF_KEEPERS)
def add_assignment(
    party: Party, *, by: Actor, email: str, name: str, role: str, unit: Unit | None = None,
    starts_on: dt.date | None = None, ends_on: dt.date | None = None, **known: Any,
) -> Staff:  # fmt: skip
    """An assignment; the account is made, and mailed a link for its password, when the address is new.

    `known` takes title, phone and substitute. Raises OTHER_ASSOCIATION, NOT_YOURS, ROLE_NOT_HERE,
    UNIT_MISSING, UNIT_NOT_OF_PARTY, UNIT_CLOSED, ACCOUNT_CLOSED,
    ENDS_BEFORE_START, ROLE_CONFLICT, ASSIGNMENT_EXISTS.
    """
    starts = starts_on or clock.today()
    _may_appoint(party, unit, role, by)
    _check_place(party, unit, role)
    _check_period(starts, ends_on)
    user, is_new = _account(email, name)
    _check_roles(user, role)
    same = Staff.objects.filter(user=user, party=party, unit=unit, role=role)
    if same.exclude(ends_on__lte=starts).exists():
        raise RuleBroken("ASSIGNMENT_EXISTS", _("Personen har redan det uppdraget."), field="email")
    staff = Staff.objects.create(
        user=user, party=party, unit=unit, role=role, starts_on=starts, ends_on=ends_on, **known
    )
    touch(staff, ["user", "party", "unit", "role", "starts_on", "ends_on", *known])
    if is_new:
        _mail_password_link(user, by)
    return staff


@action(verb="staff.change", sentence=_("ändrade uppgifter om ett uppdrag"), roles=STAFF_KEEPERS)
def change_assignment(
    staff: Staff, *, by: Actor, title: str = "", phone: str = "", substitute: Staff | None = None
) -> Staff:
    """Title, number, and who answers when they are away. A role is never changed: end it, give another.

    Raises NOT_YOURS, STALE, SUBSTITUTE_OTHER_PARTY.
    """
    _may_appoint(staff.party, staff.unit, staff.role, by)
    check_seen(version_of(staff))
    if substitute and (substitute.party_id != staff.party_id or substitute.pk == staff.pk):
        raise RuleBroken(
            "SUBSTITUTE_OTHER_PARTY", _("Välj en annan person hos samma part."), field="substitute"
        )
    staff.title, staff.phone, staff.substitute = title, phone, substitute
    staff.save(update_fields=["title", "phone", "substitute"])
    touch(staff, ["title", "phone", "substitute"])
    return staff


@action(verb="staff.end", sentence=_("avslutade ett uppdrag"), roles=STAFF_KEEPERS)
def end_assignment(staff: Staff, *, by: Actor) -> Staff:
    """From the next request the person no longer acts through it. Twice is once. Raises NOT_YOURS, OWN."""
    _may_appoint(staff.party, staff.unit, staff.role, by)
    if staff.pk == by.staff_id:
        raise RuleBroken("OWN", _("Du kan inte avsluta ditt eget uppdrag. Be en kollega."))
    today = clock.today()
    if staff.ends_on and staff.ends_on <= today:
        return staff
    staff.ends_on = max(staff.starts_on, today)
    staff.save(update_fields=["ends_on"])
    touch(staff, ["ends_on"])
    return staff


@action(verb="account.send_link", sentence=_("skickade en länk för nytt lösenord"), roles=STAFF_KEEPERS)
def send_password_link(staff: Staff, *, by: Actor) -> Staff:
    """Mail the account of an assignment a link for choosing a new password. Raises NOT_YOURS."""
    _may_appoint(staff.party, staff.unit, staff.role, by)
    _mail_password_link(staff.user, by)
    touch(staff.user, ["password_link"])
    return staff


@action(
    verb="account.reset_factor",
    sentence=_("tog bort ett kontos andra steg"),
    roles={Role.SYSTEM_ADMINISTRATOR},
)
def reset_second_factor(staff: Staff, *, by: Actor) -> Staff:
    """For one who has lost the phone, the key and the reserve codes: they set up a new one at next sign-in.

    The account also gets a link for a new password. Raises NOT_YOURS, OWN.
    """
    _may_appoint(staff.party, staff.unit, staff.role, by)
    if staff.user_id == by.user_id:
        raise RuleBroken("OWN", _("Ändra ditt eget andra steg under Mitt konto."))
    Authenticator.objects.filter(user_id=staff.user_id).delete()
    touch(staff.user, ["second_factor"])
    _mail_password_link(staff.user, by)
    return staff


@action(verb="account.close", sentence=_("stängde ett konto"), roles={Role.SYSTEM_ADMINISTRATOR})
def close_account(staff: Staff, *, by: Actor) -> Staff:
    """The account of this assignment signs in no more, in any party. Raises NOT_YOURS, OWN, OTHER_PARTY."""
    _may_appoint(staff.party, staff.unit, staff.role, by)
    if staff.user_id == by.user_id:
        raise RuleBroken("OWN", _("Du kan inte stänga ditt eget konto."))
    others = Staff.objects.filter(user_id=staff.user_id).exclude(party_id=staff.party_id)
    if others.exclude(ends_on__lte=clock.today()).exists():
        raise RuleBroken(
            "OTHER_PARTY", _("Personen har uppdrag hos en annan part. Avsluta uppdraget här i stället.")
        )
    User.objects.filter(pk=staff.user_id).update(is_active=False)
    touch(staff.user, ["is_active"])
    return staff


@action(verb="account.sign_in", sentence=_("loggade in"), keep_years=5, elevated=True)
def note_sign_in(user: User, *, by: Actor | None) -> None:
    """A sign-in, in the trace of the party it leads to."""
    touch(user, ["signed_in"])


def refuse_sign_in() -> None:
    """A sign-in that failed; nothing of what was typed is kept."""
    audit.append(context().actor, kind="refused", verb="account.sign_in", outcome="WRONG_PASSWORD")


def _may_appoint(party: Party, unit: Unit | None, role: str, by: Actor) -> None:
    """Administrators: their own party (those of the association: every party). Managers: their own unit."""
    refuse_other_association(party.association_id, by)
    if not acts_for(party.pk, by):
        raise RuleBroken("NOT_YOURS", _("Du kan bara ge uppdrag hos din egen part."), field="place")
    if by.role != Role.UNIT_MANAGER:
        return
    if unit is None or unit.pk != by.unit_id:
        raise RuleBroken("NOT_YOURS", _("Du kan bara ge uppdrag i din egen enhet."), field="place")
    if role not in MANAGED_ROLES:
        raise RuleBroken(
            "NOT_YOURS",
            _("Be en systemadministratör: du kan ge uppdrag som handläggare, samordnare och coach."),
            field="role",
        )  # fmt: skip


def _check_place(party: Party, unit: Unit | None, role: str) -> None:
    if party.kind == PartyKind.ASSOCIATION and role in PERSONAL_ROLES:
        raise RuleBroken(
            "ROLE_NOT_HERE",
            _("Förbundet ser inga personuppgifter. Ge uppdraget hos den myndighet där personen arbetar."),
            field="role",
        )
    if party.kind != PartyKind.ASSOCIATION and role == Role.ASSOCIATION_OFFICER:
        raise RuleBroken(
            "ROLE_NOT_HERE",
            _(
                "En förbundstjänsteman arbetar på förbundets eget kansli. Förbundets administratör ger det"
                " uppdraget där."
            ),
            field="role",
        )
    if unit and unit.party_id != party.pk:
        raise RuleBroken("UNIT_NOT_OF_PARTY", _("Enheten hör till en annan part."), field="place")
    if unit and not unit.is_active:
        raise RuleBroken("UNIT_CLOSED", _("Enheten är stängd. Välj en annan."), field="place")
    if role in NEEDS_UNIT and unit is None:
        raise RuleBroken("UNIT_MISSING", _("Välj vilken enhet personen arbetar i."), field="place")


def _check_period(starts: dt.date, ends: dt.date | None) -> None:
    if ends and ends <= starts:
        raise RuleBroken(
            "ENDS_BEFORE_START",
            _("Uppdraget slutar innan det börjar. Ändra något av datumen."),
            field="ends_on",
        )


def _check_roles(user: User, role: str) -> None:
    clash = conflict({*held_roles(user.pk), role})
    if clash is None:
        return
    one, other = (Role(value).label for value in clash)
    raise RuleBroken(
        "ROLE_CONFLICT",
        _(
            "Samma konto kan inte vara både %(one)s och %(other)s. Den som ser deltagare får inte också"
            " administrera, ansvara för en insats eller granska loggen, och den som granskar loggen får inte"
            " administrera. Avsluta det andra uppdraget först eller välj någon annan."
        )
        % {"one": str(one).lower(), "other": str(other).lower()},
        field="role",
    )


def _account(email: str, name: str) -> tuple[User, bool]:
    address = email.strip().lower()
    found = User.objects.filter(email=address).first()
    if found and not found.is_active:
        raise RuleBroken("ACCOUNT_CLOSED", _("Kontot med den adressen är stängt."), field="email")
    if found:
        return found, False
    user = User.objects.create_user(address, None, name=name)
    touch(user, ["email", "name"])
    return user, True


def password_link(user: User) -> str:
    """Where the holder of the account chooses a password; used once, for three days."""
    known = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return settings.SAMSYN_BASE_URL + reverse("account_reset_password_from_key", kwargs=known)


def _mail_password_link(user: User, by: Actor) -> None:
    outbox.queue(
        to=user.email, subject=now_said("Välj ditt lösenord i Samsyn"), by=by,
        body=now_said(
            "Hej!\n\nDu har fått ett konto i Samsyn, eller bett om ett nytt lösenord. Välj lösenord här"
            " inom tre dagar:\n\n%(link)s\n\nFråga den som är systemadministratör hos er om något är oklart."
        )
        % {"link": password_link(user)},
    )  # fmt: skip
