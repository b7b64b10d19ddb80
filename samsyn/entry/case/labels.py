"""What a label says to its reader. Stored once, as a code or in Swedish; said in the language of the page."""

from django.utils.text import Truncator
from django.utils.translation import gettext

from samsyn.basis.code_list.queries import words

# Kinds whose label is a code and an extent ("sickness_benefit|50"); the code list bears the name of the kind.
CODED = frozenset(("livelihood", "occupation"))
# Kinds whose label are words of Samsyn, not of a person: translated when shown.
OWN_WORDS = frozenset(
    ("consent", "request", "handover", "follow_up", "assessment", "exit", "plan", "meeting", "minutes", "picture",
     "decision", "workplace")
)  # fmt: skip


def code_and_extent(kind: str, label: str) -> tuple[str, str]:
    """The words of a coded label's code, and its extent in percent; empty when none is stated."""
    code, _sign, extent = label.partition("|")
    return words(kind, code), extent


def said(kind: str, label: str) -> str:
    """Such as "Sjukpenning 50 %", "Sickness benefit 50 %"; what a person wrote stays as it was written."""
    if kind in CODED:
        name, extent = code_and_extent(kind, label)
        return f"{name} {extent} %" if extent else name
    if kind == "filed_copy":
        what, sign, receipt = label.partition(" (")
        return gettext(what) + sign + receipt
    return gettext(label) if label and kind in OWN_WORDS else label


def beginning(text: str, most: int = 80) -> str:
    """As much of a text as a line has room for; cut, it ends with "…"."""
    return Truncator(text).chars(most)
