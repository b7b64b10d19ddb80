"""Frozen yardstick: the list page as plain Django would have it, over the same tables and with the same log.

Django templates with the date filter, model instances with joins, the same permission written with the ORM.
It is not improved when the product is: the ratio in the table is read against this page.
"""

import datetime as dt
from functools import lru_cache
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.template import engines

from samsyn.access import clock
from samsyn.access.policy import Policy
from samsyn.entry.models import CaseAssignment, Disclosure, Item

OPEN_KINDS = ["activity", "enrolment", "plan", "livelihood", "request", "follow_up", "milestone"]

TEMPLATE = """<!doctype html><html lang="sv"><head><title>Mina ärenden</title></head><body>
<nav><ul>{% for n in "12345678" %}<li><a href="/{{ n }}">{{ n }}</a></li>{% endfor %}</ul></nav>
<h1>Mina ärenden</h1><table>{% for row in rows %}
<tr><td><a href="/arende/{{ row.case_id }}/">{{ row.case.person.given_name }} {{ row.case.person.family_name }}</a></td>
<td>{{ row.case.number }}</td><td>{{ row.get_part_display }}</td><td>{{ row.starts_at|date:"Y-m-d" }}</td>
<td>{{ row.case.opened_at|date:"Y-m-d" }}</td><td>{{ row.staff.user.name }}</td>
<td>{% for item in row.latest %}{{ item.starts_on|date:"Y-m-d" }} {{ item.get_kind_display }} {{ item.label }}
{% if item.ends_on %}{{ item.ends_on|date:"Y-m-d" }}{% endif %}{% endfor %}</td></tr>
{% endfor %}</table></body></html>"""


def plain_list(request: HttpRequest) -> HttpResponse:
    """Fifty cases of the actor with the three latest readable happenings of each."""
    actor, now = request.actor, clock.now()  # type: ignore[attr-defined]
    open_end = Q(ends_at__isnull=True) | Q(ends_at__gt=now)
    rows = CaseAssignment.objects.filter(open_end, staff_id=actor.staff_id, starts_at__lte=now)
    rows = list(rows.select_related("case__person", "staff__user", "unit").order_by("sort_key")[:50])
    given = Disclosure.objects.filter(
        Q(expires_at__isnull=True) | Q(expires_at__gt=now),
        item_id=OuterRef("pk"), to_party_id=actor.party_id, ended_at__isnull=True,
    )  # fmt: skip
    since = clock.today() - dt.timedelta(days=61)
    recent = Q(starts_on__gte=since) | Q(ends_on__gte=since) | Q(ends_on=None, kind__in=OPEN_KINDS)
    reach, cases = Q(holder_id=actor.party_id) | Exists(given), [r.case_id for r in rows]
    items = Item.objects.filter(reach, recent, case_id__in=cases)
    latest: dict[object, list[Item]] = {}
    for item in items.select_related("holder", "author__user").order_by("-starts_on"):
        latest.setdefault(item.case_id, []).append(item)
    for row in rows:
        row.latest = latest.get(row.case_id, [])[:3]  # type: ignore[attr-defined]
    Policy.log_read(rows)
    return HttpResponse(_template().render({"rows": rows}, request))


@lru_cache(maxsize=1)
def _template() -> Any:
    return engines["django"].from_string(TEMPLATE)
