"""What a picture of curves says in words: the finding as its heading, what is drawn as its description."""

from samsyn.evidence.errors import Sentence
from samsyn.evidence.result import Result

DAYS = Sentence("dagar", "days")
AT_RISK = Sentence("Antal kvar under uppföljning", "People still under observation")
CODES = {
    "work": Sentence("arbete", "work"),
    "studies": Sentence("studier", "studies"),
    "right_benefit": Sentence("rätt ersättning", "the right benefit"),
    "other": Sentence("annat", "other"),
    "unknown": Sentence("okänt", "unknown"),
    "woman": Sentence("kvinnor", "women"),
    "man": Sentence("män", "men"),
    "missing": Sentence("uppgift saknas", "missing"),
}


def name(part: Result) -> Sentence:
    """What a line is called: its group or cause."""
    words = [CODES.get(str(one), Sentence(str(one), str(one))) for one in part.of.values()]
    return Sentence(", ".join(one.sv for one in words), ", ".join(one.en for one in words))


def finding(result: Result) -> Sentence:
    """The heading: the medians, or the shares that reached each end."""
    if result.measure == "cumulative_incidence":
        return _ends(result)
    known = [part for part in (result.parts or (result,)) if part.estimate is not None]
    if not known:
        return Sentence(
            "Färre än hälften nådde slutet under uppföljningen", "Fewer than half reached the end under observation"
        )
    if not result.parts:
        return Sentence(
            f"Hälften har nått slutet efter {known[0].estimate:g}",
            f"Half have reached the end after {known[0].estimate:g}",
        )
    sv = [f"{name(part).sv} {part.estimate:g}" for part in known]
    en = [f"{name(part).en} {part.estimate:g}" for part in known]
    never = len(result.parts) - len(known)
    more = Sentence("; i övriga grupper når färre än hälften", "; in the other groups fewer than half do")
    tail = more if never else Sentence("", "")
    return Sentence(
        f"Hälften har nått slutet efter: {', '.join(sv)}{tail.sv}",
        f"Half have reached the end after: {', '.join(en)}{tail.en}",
    )


def described(result: Result) -> Sentence:
    """How to read it, and where the numbers stand."""
    competing = result.measure == "cumulative_incidence"
    sv = "nått varje slags slut" if competing else "ännu inte nått slutet"
    en = "has reached each kind of end" if competing else "has not yet reached the end"
    return Sentence(
        f"Kurvor över andelen av {result.n} personer som {sv}, med band. Talen står i tabellen.",
        f"Curves of the share of {result.n} people that {en}, with bands. The numbers are in the table.",
    )


def _ends(result: Result) -> Sentence:
    parts = [part for part in result.parts if set(part.of) == {"cause"} and part.estimate is not None]
    parts = sorted(parts, key=lambda part: -(part.estimate or 0))
    last = max((part.details["time"] for part in parts), default=0)
    sv = ", ".join(f"{name(part).sv} {100 * (part.estimate or 0):.0f} %" for part in parts)
    en = ", ".join(f"{name(part).en} {100 * (part.estimate or 0):.0f}%" for part in parts)
    return Sentence(f"Vid {last:g} har de nått: {sv}", f"At {last:g} they have reached: {en}")
