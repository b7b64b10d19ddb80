"""What the association may see of a result: declared divisions, counts with consistent noise, the rest rounded."""

import math
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import pyarrow as pa

from samsyn.evidence.disclosure.noise import DRAWS, MODULUS, mixed, perturbed
from samsyn.evidence.errors import Sentence
from samsyn.evidence.result import Interval, Result
from samsyn.evidence.shares import wilson

KEY, BASE_KEY = "cell_key", "base_cell_key"
BEFORE_KEY, AFTER_KEY = "before_cell_key", "after_cell_key"
DRAWN = ("estimate", "low", "high")


def blurred(result: Result, *, threshold: int, edition: int, background: Collection[str]) -> Result:
    """The result and its parts, each count with the noise of its people, tables drawn anew from the parts."""
    blur = _Blur(threshold, edition, dict(_keyed(result)), background)
    return _tree(blur, result)


def _tree(blur: "_Blur", one: Result) -> Result:
    parts = tuple(_tree(blur, part) for part in one.parts)
    return replace(_whole(blur, one), parts=parts, table=redrawn(one, parts))


@dataclass(frozen=True)
class _Blur:
    """The noise of one answer. `keys`: of the groups whose keys it carries, by how many they are."""

    threshold: int
    edition: int
    keys: Mapping[int, int]
    background: Collection[str]

    def count(self, count: float, key: int, one: Result) -> int:
        return perturbed(round(count), key, threshold=self.threshold, edition=self.draw(one))

    def draw(self, one: Result) -> int:
        """Which of a group's draws this part sees: by edition, who is asked about in all, and the divisions."""
        whole = self.keys.get(max(self.keys, default=0), 0)
        return mixed(whole, *sorted(name for name in one.of if name in self.background)) + self.edition

    def people(self, n: int, *, told: Mapping[str, Any], one: Result) -> int | None:
        """n, by the key of the group it counts: the base, the counted, or one as large in the same answer."""
        if not n:
            return 0
        if BASE_KEY in told and n == one.denominator:
            return self.count(n, told[BASE_KEY], one)
        if KEY in told and one.denominator is None:
            return self.count(n, told[KEY], one)
        return self.count(n, self.keys[n], one) if n in self.keys else None

    def excluded(self, reason: str, n: int, one: Result) -> int:
        """Those left out have no key of their own: it is made from the reason and a key of the answer."""
        whole = max(self.keys, default=None)
        if whole is None:
            return math.ceil(n / self.threshold) * self.threshold
        return self.count(n, self.keys.get(n) or mixed(self.keys[whole], reason, n), one)


def _whole(blur: _Blur, one: Result) -> Result:
    """One part through noise; without a number, and with the reason, when it cannot be."""
    told = one.details
    n = blur.people(one.n, told=told, one=one)
    bare = replace(
        one, n=n or 0, estimate=None, standard_error=None, interval=None, numerator=None, denominator=None,
        exclusions={reason: blur.excluded(reason, n, one) for reason, n in one.exclusions.items()},
        warnings=tuple(unnumbered(said) for said in one.warnings), details=words(told), parts=(), table=None,
    )  # fmt: skip
    if one.estimate is None and one.numerator is None:
        return bare
    if one.numerator is not None and one.denominator is not None:
        return _share(blur, one, bare)
    if BEFORE_KEY in told and AFTER_KEY in told:
        return _change(blur, one, bare)
    if one.estimate == one.n or one.numerator is not None:
        return _count(blur, one, bare)
    return _rounded(blur, one, bare)


def _share(blur: _Blur, one: Result, bare: Result) -> Result:
    told = one.details
    if KEY not in told or BASE_KEY not in told:
        return hidden(bare, "no_record_key")
    base = blur.count(one.denominator or 0, told[BASE_KEY], one)
    counted = min(blur.count(one.numerator or 0, told[KEY], one), base)
    if base < blur.threshold:
        return hidden(replace(bare, n=0 if one.n == one.denominator else bare.n), "small_base")
    interval = one.interval and wilson(counted, base, level=one.interval.level) if counted else None
    made = replace(bare, numerator=counted, denominator=base, estimate=counted / base, interval=interval)
    return made if counted else none_or_few(made)


def _change(blur: _Blur, one: Result, bare: Result) -> Result:
    told = one.details
    before, after = (
        blur.count(told[name], told[key], one) for name, key in (("before", BEFORE_KEY), ("after", AFTER_KEY))
    )
    percent = 100 * (after - before) / before if before else None
    details = {**bare.details, "before": before, "after": after, "change": after - before, "percent": percent}
    return replace(bare, estimate=after - before, details=details)


def _count(blur: _Blur, one: Result, bare: Result) -> Result:
    count = one.numerator if one.numerator is not None else one.estimate or 0
    key = one.details.get(KEY, blur.keys.get(round(count)))
    if count and key is None:
        return hidden(bare, "no_record_key")
    made = blur.count(count, key or 0, one)
    found = replace(bare, estimate=made, numerator=None if one.numerator is None else made)
    return found if made else none_or_few(found)


def _rounded(blur: _Blur, one: Result, bare: Result) -> Result:
    key = one.details.get(KEY, one.details.get(BASE_KEY, blur.keys.get(one.n))) or 0
    least = 2 * blur.threshold
    if blur.keys and bare.n < least:
        return hidden(bare, "small_base")
    return rounded(one, bare, least=least, lot=mixed(key, one.measure, blur.draw(one) % DRAWS) / MODULUS)


def rounded(one: Result, bare: Result, *, least: int, lot: float) -> Result:
    """Means, medians, ratios: of at least `least` people, rounded up or down as the `lot` (0 to 1) falls.

    No finer than half the standard error, so that one person's weight in it is lost.
    """
    if one.n < least or one.estimate is None or not math.isfinite(one.estimate):
        return hidden(bare, "small_base")
    step = _step(one)
    estimate = math.floor(one.estimate / step + lot) * step
    interval = one.interval and _widened(one.interval, step)
    return replace(bare, n=bare.n or one.n // least * least, estimate=_clean(estimate, step), interval=interval)


def _step(one: Result) -> float:
    """The nearest 1, 2 or 5 times a power of ten above half the standard error, or two digits when there is none."""
    error = one.standard_error
    if error is None and one.interval is not None and math.isfinite(one.interval.high - one.interval.low):
        error = (one.interval.high - one.interval.low) / 4
    least = error / 2 if error else abs(one.estimate or 0) / 20
    if not least or not math.isfinite(least):
        return 1.0
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least * (1 - 1e-12))


def _widened(one: Interval, step: float) -> Interval:
    low = math.floor(one.low / step) * step if math.isfinite(one.low) else one.low
    high = math.ceil(one.high / step) * step if math.isfinite(one.high) else one.high
    return replace(one, low=_clean(low, step), high=_clean(high, step))


def _clean(value: float, step: float) -> float:
    return round(value, max(0, 2 - math.floor(math.log10(step)))) if math.isfinite(value) else value


def hidden(one: Result, reason: str) -> Result:
    """Without its number, and why: `small_base`, `small_count`, `complementary`, `no_record_key`."""
    return replace(one, estimate=None, standard_error=None, interval=None, details={**one.details, "hidden": reason})


def none_or_few(one: Result) -> Result:
    """A nought after noise: said so, since it is not to be read as nobody."""
    return replace(one, details={**one.details, "none_or_few": True})


def without_keys(one: Result) -> Result:
    """The same numbers; the sums of record keys are of no use to a reader."""
    details = {name: value for name, value in one.details.items() if not name.endswith(KEY)}
    return replace(one, details=details, parts=tuple(without_keys(part) for part in one.parts))


def words(details: Mapping[str, Any]) -> dict[str, Any]:
    """Of the details only words and yes/no: any number could be somebody's."""
    return {name: value for name, value in details.items() if isinstance(value, str | bool)}


def unnumbered(said: Sentence) -> Sentence:
    if not any(letter.isdigit() for letter in said.sv + said.en):
        return said
    return Sentence(
        "En varning med antal visas bara för den som får läsa var och en.",
        "A warning with counts is shown only to those who may read each person.",
    )


def _keyed(result: Result) -> Iterator[tuple[int, int]]:
    """Counts of the answer whose groups have keys; the whole answer's own last, so that it wins."""
    for part in result.parts:
        yield from _keyed(part)
    told = result.details
    if BASE_KEY in told and result.denominator is not None:
        yield round(result.denominator), told[BASE_KEY]
    if KEY in told:
        yield round(result.n if result.numerator is None else result.numerator), told[KEY]


def redrawn(result: Result, parts: tuple[Result, ...]) -> pa.Table | None:
    """Drawn anew: a row a part with what it is of, estimate, low, high, numerator, denominator."""
    if result.table is None or not parts:
        return None
    names = list(dict.fromkeys(name for one in parts for name in one.of))
    rows = [{**{name: _text(one.of.get(name)) for name in names}, **_numbers(one)} for one in parts]
    numbers = (*DRAWN, "numerator", "denominator")
    schema = [*((name, pa.string()) for name in names), *((name, pa.float64()) for name in numbers)]
    return pa.Table.from_pylist(rows, schema=pa.schema(schema))


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _numbers(one: Result) -> dict[str, float | None]:
    ends = (one.interval.low, one.interval.high) if one.interval else (None, None)
    return {
        "estimate": one.estimate, "low": ends[0], "high": ends[1],
        "numerator": one.numerator, "denominator": one.denominator,
    }  # fmt: skip
