"""Who reaches consents and their rows."""

from samsyn.access.policy import register
from samsyn.entry.case.queries import belonging_rule
from samsyn.entry.case.rules import register_content
from samsyn.entry.consent.models import Consent, ConsentConfirmation, ConsentRow

register_content(Consent)
register(ConsentRow, belonging_rule("consent_id"))
register(ConsentConfirmation, belonging_rule("consent_id"))
