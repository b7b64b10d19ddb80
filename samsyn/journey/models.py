"""All models of this phase, for Django."""

from samsyn.journey.activity.models import Activity, Attendance
from samsyn.journey.assessment.models import Assessment, AssessmentUse
from samsyn.journey.attachment.models import Attachment
from samsyn.journey.course.models import CoursePlace
from samsyn.journey.document.models import Document, Signature
from samsyn.journey.exit.models import Exit
from samsyn.journey.follow_up.models import FollowUp
from samsyn.journey.form.models import FilledForm
from samsyn.journey.handover.models import Handover
from samsyn.journey.ladder.models import ModuleParts, Rating
from samsyn.journey.livelihood.models import Livelihood, Occupation
from samsyn.journey.meeting.models import Invitee, Meeting, MeetingReplyToken, Minutes
from samsyn.journey.method.models import ChangedCase, MethodMark, MethodStanding, Reminder
from samsyn.journey.note.models import Note
from samsyn.journey.participant_list.models import ListRow, ParticipantList
from samsyn.journey.plan.models import Goal, JointPlan, LinkedPlan, Milestone
from samsyn.journey.progress.models import StepMove
from samsyn.journey.purchase.models import Purchase
from samsyn.journey.request.models import Request
from samsyn.journey.workplace.models import Workplace

__all__ = [
    "Activity", "Assessment", "AssessmentUse", "Attachment", "Attendance", "ChangedCase", "CoursePlace",
    "Document", "Exit", "FilledForm", "FollowUp", "Goal", "Handover", "Invitee", "JointPlan", "LinkedPlan",
    "ListRow", "Livelihood", "Meeting", "MeetingReplyToken", "MethodMark", "MethodStanding", "Milestone", "Minutes",
    "ModuleParts", "Note", "Occupation", "ParticipantList", "Purchase", "Rating", "Reminder", "Request", "Signature",
    "StepMove", "Workplace",
]  # fmt: skip
