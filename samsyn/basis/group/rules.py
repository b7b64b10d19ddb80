"""Who reaches groups and their members: the own association."""

from django.db.models import Q

from samsyn.access.policy import register
from samsyn.basis.group.models import Group, GroupMember
from samsyn.basis.party.rules import own_association

register(Group, own_association)
register(
    GroupMember,
    lambda actor: Q(group_id__in=Group.objects.filter(own_association(actor)).values("pk")),
)
