"""What a label says to its reader. Stored once, as a code or in Swedish; said in the language of the page."""

from django.utils.translation import gettext

from samsyn.basis.code_list.queries import words

# Kinds whose label is a code and an extent ("sickness_benefit|50"), and the list of the code.
CODED = {"livelihood": "livelihood", "occupation": "occupation"}
# Kinds whose label are words of Samsyn, not of a person: translated when shown.
OWN_WORDS = frozenset(
    ("consent", "request", "handover", "follow_up", "assessment", "exit", "plan", "meeting", "minutes", "picture",
     "decision", "workplace")
)  # fmt: skip


def said(kind: str, label: str) -> str:
    """Such as "Sjukpenning 50 %", "Sickness benefit 50 %"; what a person wrote stays as it was written."""
    if kind in CODED:
        code, _sign, extent = label.partition("|")
        return f"{words(CODED[kind], code)} {extent} %" if extent else words(CODED[kind], code)
    if kind == "filed_copy":
        what, sign, receipt = label.partition(" (")
        return gettext(what) + sign + receipt
    return gettext(label) if label and kind in OWN_WORDS else label
