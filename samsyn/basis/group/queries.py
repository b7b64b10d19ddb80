"""Groups and who is in them on a day."""

import datetime as dt
import uuid

from django.db.models import Count, F, Q, QuerySet

from samsyn.access import clock
from samsyn.access.days import holds_on
from samsyn.basis.group.models import Group, GroupMember


def seated(day: dt.date | None = None) -> Q:
    """Condition on `GroupMember`: a member on `day` (today)."""
    return holds_on(day)


def members_on(group_id: uuid.UUID, day: dt.date | None = None) -> QuerySet[GroupMember]:
    """Who sits in a group on a day, each with the substitute, by party and name."""
    rows = GroupMember.objects.filter(seated(day), group_id=group_id)
    related = ("staff__user", "staff__party", "staff__unit", "substitute__user", "substitute__party")
    return rows.select_related(*related).order_by("staff__party__name", "staff__user__name")


def listed(groups: QuerySet[Group]) -> QuerySet[Group]:
    """Groups for the list, with how many members and parties they have today."""
    on = Q(members__starts_on__lte=clock.today()) & (
        Q(members__ends_on__isnull=True) | Q(members__ends_on__gt=clock.today())
    )
    return groups.annotate(
        seats=Count("members", filter=on), parties=Count("members__staff__party", filter=on, distinct=True)
    ).order_by("-is_active", "name")


def without_members(groups: QuerySet[Group]) -> QuerySet[Group]:
    """Groups in use where nobody has a seat today."""
    taken = GroupMember.objects.filter(seated()).values("group_id")
    return groups.filter(is_active=True).exclude(pk__in=taken).order_by("name")


def history(members: QuerySet[GroupMember], group_id: uuid.UUID) -> QuerySet[GroupMember]:
    """Everyone who has had a seat, those who still have one first."""
    related = ("staff__user", "staff__party", "substitute__user")
    rows = members.filter(group_id=group_id).select_related(*related)
    return rows.order_by(F("ends_on").desc(nulls_first=True), "staff__party__name", "staff__user__name")
