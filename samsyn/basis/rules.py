"""Importing this registers every rule of the phase."""

import samsyn.basis.agreement.rules
import samsyn.basis.audit_log.rules
import samsyn.basis.code_list.rules
import samsyn.basis.contact_route.rules
import samsyn.basis.course.rules
import samsyn.basis.group.rules
import samsyn.basis.intervention.rules
import samsyn.basis.method.rules
import samsyn.basis.party.rules
import samsyn.basis.staff.rules  # noqa: F401
