"""Who reaches livelihood and occupation: the one rule for items."""

from samsyn.entry.case.rules import register_content
from samsyn.journey.livelihood.models import Livelihood, Occupation

register_content(Livelihood, Occupation)
