"""Acts on the start page: a notice is seen."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from samsyn.access import clock
from samsyn.access.action import action, touch
from samsyn.access.actor import Actor
from samsyn.entry.case.models import Notice


@action(verb="notice.see", sentence=_("markerade aviseringar som sedda"))
def see_notices(notices: Iterable[Notice], *, by: Actor | None) -> int:
    """Take notices off the start page; returns how many. Twice is once."""
    rows = [notice for notice in notices if notice.seen_at is None]
    Notice.objects.filter(pk__in=[row.pk for row in rows], seen_at=None).update(seen_at=clock.now())
    for row in rows:
        touch(row, ["seen_at"])
    return len(rows)
