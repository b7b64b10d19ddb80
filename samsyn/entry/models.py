"""All models of this phase, for Django."""

from samsyn.entry.case.filed import FiledCopy, FiledMark
from samsyn.entry.case.models import Case, CaseAssignment, Disclosure, Item, Notice, StandingDisclosure
from samsyn.entry.consent.models import Consent, ConsentConfirmation, ConsentRow
from samsyn.entry.enrolment.models import Enrolment, RegisterRow, VolumeRegistration
from samsyn.entry.person.models import Identifier, LookupCount, Person, ProtectionStep, Representative
from samsyn.entry.referral.models import Referral, ReferralStep
from samsyn.entry.selection.models import AgendaItem, Picture, QueueEntry, SelectionDecision, SelectionMeeting

__all__ = [
    "AgendaItem", "Case", "CaseAssignment", "Consent", "ConsentConfirmation", "ConsentRow", "Disclosure",
    "Enrolment", "FiledCopy", "FiledMark", "Identifier", "Item", "LookupCount", "Notice", "Person", "Picture",
    "ProtectionStep", "QueueEntry", "Referral", "ReferralStep", "RegisterRow", "Representative",
    "SelectionDecision", "SelectionMeeting", "StandingDisclosure", "VolumeRegistration",
]  # fmt: skip
