"""Which bars an answer is drawn with: by what is asked, and beside what it is compared with."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _

from samsyn.learning.statistics import labels
from samsyn.learning.statistics.bars import Bars, Value, bars
from samsyn.learning.statistics.findings import dimension, way
from samsyn.learning.statistics.parts import Part, Reading, words_of

MOST_CODES = 10
Rows = list[tuple[str, Sequence[Value]]]
Beside = Sequence[tuple[str, Reading]]


def share(reading: Reading, beside: Beside) -> Bars:
    """A bar for everybody, each group, and each that it is compared with."""
    parts = [one for group in reading.groups() for one in reading.parts(group=group)]
    rows: Rows = [(words_of(one.group) or _("Alla"), [value(one)]) for one in parts]
    if beside:
        asked = [(_("Det du frågade om"), rows[0][1])]
        rows = [*asked, *((words, [value(one.whole)]) for words, one in beside)]
    return bars(rows)


def codes(reading: Reading, beside: Beside) -> Bars:
    """A group of bars a code, the largest first, with a bar for each that it is compared with."""
    most = _largest([one for one in reading.parts() if one.of["code"] != "missing"])
    rows: Rows = []
    for one in most:
        told = [value(one)] + [value(other.part(one.of), at + 1) for at, (_w, other) in enumerate(beside)]
        rows.append((_code(reading, one), told))
    return bars(rows, key=_key(beside))


def before_after(reading: Reading, beside: Beside) -> Bars:
    """Before and after for each code; compared, after only."""
    after = {one.of["code"]: one for one in reading.parts({"moment": "exit"})}
    before = {one.of["code"]: one for one in reading.parts({"moment": "before"})}
    held = _largest([*after.values(), *before.values()], most=2 * MOST_CODES)
    names = list(dict.fromkeys(one.of["code"] for one in held if one.of["code"] != "missing"))[:MOST_CODES]
    if beside:
        told = [(name, [value(after.get(name))] + _beside(beside, name)) for name in names]
        key = _key(beside)
    else:
        told = [(name, [value(before.get(name)), value(after.get(name), 1)]) for name in names]
        key = [_("Före"), _("Efter")]
    return bars([(labels.said(_list_of(reading), name), values) for name, values in told], key=key)


def ways(reading: Reading, beside: Beside) -> Bars:
    """The ways that most went, stayed or changed: of all those who began there."""
    most = sorted(reading.parts(), key=lambda one: -(one.told["numerator"] or 0))[:MOST_CODES]
    rows: Rows = []
    for one in most:
        others = [value(other.part(one.of), at + 1) for at, (_w, other) in enumerate(beside)]
        rows.append((way(one), [value(one), *others]))
    return bars(rows, key=_key(beside))


def whats(reading: Reading, beside: Beside) -> Bars:
    """A bar for each thing counted."""
    rows: Rows = []
    for one in reading.parts():
        others = [value(other.part(one.of), at + 1) for at, (_w, other) in enumerate(beside)]
        rows.append((what(one), [value(one), *others]))
    return bars(rows, key=_key(beside))


def what(part: Part) -> str:
    """What a part counts, in words."""
    of = part.of
    if "months" in of:
        return _("Efter %(n)s månader") % {"n": of["months"]}
    return str(labels.WHATS.get((of.get("area", ""), of.get("how", "")), labels.said("what", of.get("what", ""))))


def value(part: Part | None, series: int = 0) -> Value:
    """A number as a bar."""
    if part is None or part.estimate is None:
        return Value(None, part.hidden if part and part.hidden else _("ingen"), series=series)
    low, high = part.ends
    return Value(max(part.estimate, 0.0), part.number, low, high, series)


def _beside(beside: Beside, name: str) -> list[Value]:
    return [value(other.part({"moment": "exit", "code": name}), at + 1) for at, (_w, other) in enumerate(beside)]


def _largest(found: Sequence[Part], most: int = MOST_CODES) -> list[Part]:
    return sorted(found, key=lambda one: -(one.estimate or 0))[:most]


def _code(reading: Reading, part: Part) -> str:
    name = labels.said(dimension(reading.told["measure"], part), part.of["code"])
    return f"{labels.variable(part.of['variable'])}: {name}" if len(reading.values("variable")) > 1 else name


def _list_of(reading: Reading) -> str:
    return dimension(reading.told["measure"], Part(reading.told))


def _key(beside: Beside) -> list[str]:
    return [_("Det du frågade om"), *(words for words, _one in beside)] if beside else []


PICTURES: dict[str, Callable[[Reading, Beside], Bars]] = {
    "share": share, "median": share, "codes": codes, "before_after": before_after, "whats": whats, "matrix": ways,
}  # fmt: skip
