"""Code lists hold no secrets: everyone at work reads them."""

from django.db.models import Q

from samsyn.access.policy import register
from samsyn.basis.code_list.models import Code, CodeListVersion

register(CodeListVersion, lambda actor: Q())
register(Code, lambda actor: Q())
