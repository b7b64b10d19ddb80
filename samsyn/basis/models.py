"""All models of this phase, for Django."""

from samsyn.basis.agreement.models import Agreement
from samsyn.basis.code_list.models import Code, CodeListVersion
from samsyn.basis.contact_route.models import ContactRoute
from samsyn.basis.course.models import CourseRound, CourseSession
from samsyn.basis.group.models import Group, GroupMember
from samsyn.basis.intervention.models import Intervention
from samsyn.basis.method.models import Method, MethodVersion
from samsyn.basis.party.models import Association, Party, Unit
from samsyn.basis.staff.models import Staff

__all__ = [
    "Agreement", "Association", "Code", "CodeListVersion", "ContactRoute", "CourseRound", "CourseSession", "Group",
    "GroupMember", "Intervention", "Method", "MethodVersion", "Party", "Staff", "Unit",
]  # fmt: skip
