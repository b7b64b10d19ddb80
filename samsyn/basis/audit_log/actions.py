"""Testing that the trace is whole. The test is itself traced."""

import datetime as dt
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from samsyn.access import audit, clock
from samsyn.access.action import action
from samsyn.access.actor import Actor
from samsyn.access.models import ChainHead
from samsyn.basis.audit_log.rules import REVIEWERS


@dataclass(frozen=True)
class Verdict:
    """What a test of the chain found."""

    at: dt.datetime
    entries: int
    faults: list[audit.Fault]


@action(verb="trace.verify", sentence=_("prövade att loggen är hel"), roles=REVIEWERS, elevated=True)
def verify_chain(*, by: Actor) -> Verdict:
    """Recompute every link of the auditor's own party."""
    head = ChainHead.objects.filter(party_id=by.party_id).first()
    return Verdict(clock.now(), head.seq if head else 0, list(audit.faults(by.party_id)))
