"""Who may do what to a referral from which state: the whole table. And who reaches a referral."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from samsyn.access.actor import Actor
from samsyn.access.errors import RuleBroken, Text
from samsyn.access.policy import register
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.staff.models import Role
from samsyn.basis.staff.rules import CASE_LEADERS, CASE_WRITERS
from samsyn.entry.case.queries import belonging_rule
from samsyn.entry.case.rules import register_content
from samsyn.entry.referral.models import Referral, ReferralState, ReferralStep

REFERRER, RECEIVER = "referrer", "receiver"
S = ReferralState
OPEN_STATES = frozenset({S.SENT, S.RECEIVED, S.ASKED, S.ACCEPTED})
WAITING_STATES = frozenset({S.SENT, S.RECEIVED, S.ASKED})
CLOSED_STATES = frozenset({S.DECLINED, S.RETURNED, S.WITHDRAWN})


@dataclass(frozen=True)
class Move:
    """One way from state to state, which side may go it, and with which roles."""

    sources: frozenset[str]
    target: str
    side: str
    roles: frozenset[Role] = CASE_WRITERS


MOVES: dict[str, Move] = {
    "send": Move(frozenset({S.DRAFT}), S.SENT, REFERRER),
    "receive": Move(frozenset({S.SENT}), S.RECEIVED, RECEIVER),
    "ask": Move(frozenset({S.SENT, S.RECEIVED}), S.ASKED, RECEIVER),
    "answer": Move(frozenset({S.ASKED}), S.RECEIVED, REFERRER),
    "accept": Move(frozenset({S.SENT, S.RECEIVED}), S.ACCEPTED, RECEIVER, CASE_LEADERS),
    "decline": Move(frozenset({S.SENT, S.RECEIVED, S.ASKED}), S.DECLINED, RECEIVER),
    "return": Move(frozenset({S.SENT, S.RECEIVED, S.ASKED, S.ACCEPTED}), S.RETURNED, RECEIVER),
    "withdraw": Move(frozenset({S.DRAFT, *OPEN_STATES}), S.WITHDRAWN, REFERRER),
}


def sides(actor: Actor, referral: Referral) -> set[str]:
    """On which side the actor's party stands; both when a party refers to a unit of its own."""
    found = set()
    if actor.party_id == referral.item.holder_id:
        found.add(REFERRER)
    if actor.party_id == referral.to_unit.party_id:
        found.add(RECEIVER)
    return found


def may(actor: Actor, referral: Referral) -> list[str]:
    """What this actor may do now, for the buttons; the actions check again."""
    if referral.item.superseded_at:
        return []
    mine = sides(actor, referral)
    open_ones = {verb: move for verb, move in MOVES.items() if referral.state in move.sources and move.side in mine}
    return [verb for verb, move in open_ones.items() if actor.role in move.roles]


def check_move(verb: str, referral: Referral, actor: Actor) -> Move:
    """The move, or why not. Raises NOT_YOURS, WRONG_STATE."""
    move = MOVES[verb]
    if move.side not in sides(actor, referral):
        raise RuleBroken("NOT_YOURS", _("Det här kan bara den andra sidan göra. Hör av dig till dem."))
    if referral.state not in move.sources:
        message = _("Remissen har redan gått vidare: %(state)s. Ladda om sidan och se vad som gäller nu.")
        raise RuleBroken("WRONG_STATE", message % {"state": referral.get_state_display()})
    return move


def age_misfit(intervention: Intervention, birth_year: int | None, day: dt.date) -> Text:
    """Why the age does not fit and what to do; empty when it fits or is not known.

    A birth year leaves two possible ages; either within the limits will do.
    """
    if not birth_year:
        return ""
    oldest = day.year - birth_year
    too_young = intervention.age_from is not None and oldest < intervention.age_from
    too_old = intervention.age_to is not None and oldest - 1 > intervention.age_to
    if not (too_young or too_old):
        return ""
    message = _(
        "Insatsen är för %(ages)s och personen är omkring %(age)s år. "
        "Välj en annan insats, eller ring enheten."
    )
    return message % {"ages": ages(intervention), "age": oldest}


def ages(intervention: Intervention) -> str:
    """The age limits in words; empty when there are none."""
    low, high = intervention.age_from, intervention.age_to
    if low is not None and high is not None:
        return str(_("%(low)s–%(high)s år") % {"low": low, "high": high})
    if low is not None:
        return str(_("%(low)s år och äldre") % {"low": low})
    return str(_("till och med %(high)s år") % {"high": high}) if high is not None else ""


def group_misfit(intervention: Intervention, target_group: str) -> Text:
    """Why the target group does not fit and what to do; empty when it fits or none was named."""
    wanted = intervention.target_groups
    if not target_group or not wanted or target_group in wanted:
        return ""
    return _("Målgruppen är en annan. Välj en annan insats, eller ring enheten och fråga först.")


register_content(Referral)
register(ReferralStep, belonging_rule("referral_id"))
