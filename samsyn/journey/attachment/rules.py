"""Who reaches attachments: the one rule for items."""

from samsyn.entry.case.rules import register_content
from samsyn.journey.attachment.models import Attachment

register_content(Attachment)
