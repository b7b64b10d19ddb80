"""Loads every topic's rules once (see JourneyConfig.ready), and what follows on acts of earlier phases."""

from samsyn.journey.activity import rules as activity_rules
from samsyn.journey.assessment import rules as assessment_rules
from samsyn.journey.attachment import rules as attachment_rules
from samsyn.journey.course import rules as course_rules
from samsyn.journey.course import writing as course_writing
from samsyn.journey.document import rules as document_rules
from samsyn.journey.exit import rules as exit_rules
from samsyn.journey.follow_up import rules as follow_up_rules
from samsyn.journey.form import rules as form_rules
from samsyn.journey.handover import rules as handover_rules
from samsyn.journey.ladder import rules as ladder_rules
from samsyn.journey.livelihood import rules as livelihood_rules
from samsyn.journey.meeting import rules as meeting_rules
from samsyn.journey.method import rules as method_rules
from samsyn.journey.note import rules as note_rules
from samsyn.journey.participant_list import rules as participant_list_rules
from samsyn.journey.plan import rules as plan_rules
from samsyn.journey.progress import rules as progress_rules
from samsyn.journey.purchase import rules as purchase_rules
from samsyn.journey.request import rules as request_rules
from samsyn.journey.workplace import rules as workplace_rules

__all__ = [
    "participant_list_rules",
    "document_rules",
    "exit_rules",
    "handover_rules",
    "assessment_rules",
    "activity_rules",
    "attachment_rules",
    "course_rules",
    "course_writing",
    "follow_up_rules",
    "form_rules",
    "ladder_rules",
    "livelihood_rules",
    "meeting_rules",
    "method_rules",
    "note_rules",
    "plan_rules",
    "progress_rules",
    "purchase_rules",
    "request_rules",
    "workplace_rules",
]
