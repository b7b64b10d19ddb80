"""The words of notices; the rows hold none, so that they hold no personal data."""

import uuid
from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Model
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import gettext_lazy as _

from samsyn.access.actor import Actor
from samsyn.access.errors import Text
from samsyn.access.policy import Policy
from samsyn.entry.case.models import Case, Item, Notice
from samsyn.entry.selection.models import SelectionMeeting
from samsyn.learning.pilot_case.models import PilotCase

MOST = 20
NAMELESS = frozenset({"referral", "enrolment", "case"})  # pages that open also where nobody knows whom it is about
ABOUT: dict[str, type[Model]] = {  # what a page is about, where it is not something in a case
    "selection:meeting_id": SelectionMeeting,
    "method:case_id": Case,
    "pilot:pilot_id": PilotCase,
}
WORDS: dict[str, Text] = {
    "case_assigned": _("Du har fått ett ärende"),
    "case_reassigned": _("Ett ärende har fått en annan handläggare"),
    "consent_to_confirm": _("Ett samtycke väntar på er bekräftelse"),
    "consent_withdrawn": _("Ett samtycke är återkallat. Ni kan inte längre läsa det som delades."),
    "consent_narrowed": _("Personen har tagit bort en part ur samtycket"),
    "register_forgotten": _("Registersamtycket är återkallat: inskrivningen räknas nu anonymt. Ta bort namnet i SUS."),
    "item_shared": _("Ni har fått en ny uppgift att läsa"),
    "copy_taken": _("En part har tagit en kopia till sin egen akt"),
    "selection_meeting": _("Du är kallad till ett urvalsmöte"),
    "meeting_called": _("Du är kallad till ett möte"),
    "meeting_changed": _("Ett möte har fått ny tid eller plats"),
    "meeting_cancelled": _("Ett möte är inställt"),
    "meeting_declined": _("Någon kan inte komma till ett möte"),
    "minutes_written": _("Det finns minnesanteckningar att läsa"),
    "minutes_corrected": _("Minnesanteckningar är rättade"),
    "minutes_retracted": _("Minnesanteckningar är återtagna"),
    "request_asked": _("Ni har fått en förfrågan"),
    "request_answered": _("Du har fått svar på en förfrågan"),
    "request_reminder": _("En förfrågan väntar på svar"),
    "request_raised": _("En förfrågan har väntat för länge. Enhetschefen är underrättad."),
    "request_withdrawn": _("En förfrågan är återtagen"),
    "referral_sent": _("Det har kommit en remiss"),
    "referral_received": _("Din remiss är mottagen"),
    "referral_asked": _("Din remiss behöver kompletteras"),
    "referral_answered": _("En remiss är kompletterad"),
    "referral_accepted": _("Din remiss är antagen"),
    "referral_known": _("Ni får nu veta vem en remiss gäller"),
    "referral_decided": _("Det finns ett nytt beslut om din remiss"),
    "queue_left": _("En remiss har lämnat kön: mottagaren får inte längre läsa den"),
    "referral_enrolled": _("Personen i din remiss är inskriven"),
    "referral_declined": _("Din remiss fick nej"),
    "referral_returned": _("En remiss har kommit tillbaka"),
    "referral_withdrawn": _("En remiss är återtagen"),
    "pilot_then": _("Berätta hur det gick med din fråga utan namn"),
    "pilot_advised": _("Du har fått råd på din fråga utan namn"),
    "assessment_used": _("En mottagare har svarat hur er bedömning används"),
    "handover": _("Ett ärende har bytt handläggare"),
    "case_owner": _("Du är ansvarig handläggare för ett ärende"),
    "exit_asked": _("Ni är tillfrågade om att ta emot en person efter avslut"),
    "exit_accepted": _("Mottagaren tar emot efter avslutet"),
    "exit_declined": _("Mottagaren tar inte emot. Välj en annan mottagare."),
    "method_remind": _("Det är snart sista dagen för något som väntas i ett ärende"),
    "method_nothing": _("Något som väntas i ett ärende har inte hänt"),
    "step_move_due": _("Det är dags att skriva in om personen tagit ett steg"),
}
OTHERWISE = _("Något nytt har hänt i ett ärende")


@dataclass(frozen=True, slots=True)
class Told:
    """One line."""

    id: uuid.UUID
    words: Text
    case_number: str
    address: str
    at: object


def unseen(actor: Actor) -> list[Told]:
    """The newest notices that nobody has marked as seen; an address the actor does not reach is left out.

    A line to a unit is read by all its staff, also by those who do not work with the case.
    """
    rows = Policy.all(Notice, actor).filter(seen_at=None).order_by("-at")
    found = list(rows.values_list("id", "kind", "case_number", "address", "at")[:MOST])
    reached = _reached({address for _key, _kind, _number, address, _at in found if address}, actor)
    return [
        Told(key, WORDS.get(kind, OTHERWISE), number, address if address in reached else "", at)
        for key, kind, number, address, at in found
    ]


def _reached(addresses: set[str], actor: Actor) -> set[str]:
    """Of pages about one thing, those that open for the actor: one query a kind of thing."""
    about: dict[tuple[type[Model], tuple[str, ...]], dict[str, object]] = defaultdict(dict)
    for address in addresses:
        page = _page_of(address)
        if page is None:
            continue
        for kwarg, key in page.kwargs.items():
            model = ABOUT.get(f"{page.namespace}:{kwarg}", Item)
            named: tuple[str, ...] = ("case__person",) if model is Item and page.namespace not in NAMELESS else ()
            about[model, named][address] = key
    open_ones: set[str] = set()
    for (model, named), keys in about.items():
        rows = Policy.joined(Policy.all(model, actor), actor, *named).filter(pk__in=keys.values())
        known = set(rows.values_list("pk", flat=True))
        open_ones |= {address for address, key in keys.items() if key in known}
    return open_ones


def _page_of(address: str) -> ResolverMatch | None:
    try:
        return resolve(address)
    except Resolver404:
        return None
