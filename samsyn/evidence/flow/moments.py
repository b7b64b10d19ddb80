"""What the moments of the contract are called in a sentence."""

from samsyn.evidence.errors import Sentence

SAID = {
    "before": Sentence("före", "before"),
    "start": Sentence("start", "start"),
    "under_way": Sentence("under vägen", "under way"),
    "exit": Sentence("avslut", "exit"),
    "follow_up_3": Sentence("3 månader efter avslut", "3 months after exit"),
    "follow_up_6": Sentence("6 månader efter avslut", "6 months after exit"),
    "follow_up_12": Sentence("12 månader efter avslut", "12 months after exit"),
    "follow_up": Sentence("uppföljning", "follow-up"),
}


def said(moment: str) -> Sentence:
    """In words; a moment of somebody's own table, such as a day, is itself."""
    return SAID.get(moment, Sentence(moment, moment))
