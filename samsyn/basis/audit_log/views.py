"""Pages of the auditor."""

from django.http import Http404, HttpResponse
from django.views.decorators.http import require_POST

from samsyn.access.http import StaffRequest, page, staff_page
from samsyn.access.models import AuditEntry
from samsyn.access.policy import Policy
from samsyn.basis.audit_log import actions
from samsyn.basis.audit_log.forms import LogFilter
from samsyn.basis.audit_log.queries import in_words, of_day, sample_of_month
from samsyn.basis.audit_log.rules import REVIEWERS

PAGE = "basis/audit_log/pages/log.html"


def _refuse_others(request: StaffRequest) -> None:
    if request.actor.role not in REVIEWERS:
        raise Http404


@staff_page
def log(request: StaffRequest) -> HttpResponse:
    """One day of the own party's trace."""
    _refuse_others(request)
    wanted = LogFilter(request.GET)
    asked = wanted.asked()
    rows = Policy.page(of_day(Policy.all(AuditEntry, request.actor), **asked), request.GET.get("page"))
    context = {"filter": wanted, "rows": rows, "lines": in_words(rows.object_list), **asked}
    return page(request, PAGE, context)


@staff_page
def sample(request: StaffRequest) -> HttpResponse:
    """Twenty entries of this month, drawn by chance."""
    _refuse_others(request)
    rows = sample_of_month(Policy.all(AuditEntry, request.actor))
    return page(request, "basis/audit_log/pages/sample.html", {"lines": in_words(rows)})


@require_POST
@staff_page
def verify(request: StaffRequest) -> HttpResponse:
    """Whether the chain holds."""
    _refuse_others(request)
    verdict = actions.verify_chain(by=request.actor)
    return page(request, "basis/audit_log/pages/verdict.html", {"verdict": verdict})
