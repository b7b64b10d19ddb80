"""Who reaches filled-in forms: the one rule for items."""

from samsyn.entry.case.rules import register_content
from samsyn.journey.form.models import FilledForm

register_content(FilledForm)
