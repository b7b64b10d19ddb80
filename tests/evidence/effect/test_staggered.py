"""Areas that start at different times: known effects come out, each start against those not yet started."""

from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd
import pytest

from samsyn.evidence import EvidenceError, Refused, effect
from samsyn.evidence.effect.areas import areas_of
from samsyn.evidence.effect.staggered import of_areas

COLUMNS = {"area": "area", "time": "year", "start": "began", "outcome": "share"}


def areas(*, noise: float = 0.0, never: int = 6, people: int = 1) -> Any:
    """18 areas over 2018-2025; those of 2021 gain 1 a year since the start, those of 2023 gain 5 at once."""
    random, rows = np.random.default_rng(4), []
    for area in range(12 + never):
        began = 2021 if area < 6 else 2023 if area < 12 else None
        for year in range(2018, 2026):
            effect_ = 0 if began is None or year < began else year - began + 1 if began == 2021 else 5
            for _ in range(people):
                rows.append((f"a{area}", year, began, area + 0.5 * year + effect_ + noise * random.normal()))
    return pd.DataFrame(rows, columns=["area", "year", "began", "share"])


def by(found: Any, measure: str) -> dict[Any, float]:
    return {tuple(one.of.values()): round(one.estimate, 8) for one in found.parts if one.measure == measure}


def test_known_effects_come_out_exactly() -> None:
    found = effect.staggered(areas(), **COLUMNS)
    late = {(2023, year): 5.0 if year >= 2023 else 0.0 for year in range(2019, 2026)}
    early = {(2021, year): max(0.0, year - 2020) for year in range(2019, 2026)}

    assert by(found, "group_time") == {**early, **late}
    assert by(found, "event_time") == {
        (-4,): 0, (-3,): 0, (-2,): 0, (-1,): 0, (0,): 3, (1,): 3.5, (2,): 4, (3,): 4, (4,): 5,
    }  # fmt: skip
    assert found.estimate == pytest.approx((3 + 5) / 2)
    assert found.details["simple"]["estimate"] == pytest.approx((15 + 15) / 8)


def test_areas_not_yet_started_serve_when_none_is_without() -> None:
    found = effect.staggered(areas(never=0), **COLUMNS)

    assert by(found, "group_time") == {(2021, 2019): 0, (2021, 2020): 0, (2021, 2021): 1, (2021, 2022): 2,
                                       (2023, 2019): 0, (2023, 2020): 0}  # fmt: skip
    assert found.estimate == pytest.approx(1.5)


def test_an_interval_holds_the_effect_and_times_before_hold_nothing() -> None:
    found = effect.staggered(areas(noise=0.5, people=5), **COLUMNS, bootstrap=200, seed=1)

    assert found.interval.low < 4 < found.interval.high
    assert found.standard_error < 0.4
    assert found.details["before"]["p_value"] > 0.01
    assert found.details["band"]["reach"] > 1.96
    assert found == effect.staggered(areas(noise=0.5, people=5), **COLUMNS, bootstrap=200, seed=1)


def test_the_error_is_as_wide_as_repeating_shows() -> None:
    """150 draws of the noise. Which areas begin when is also drawn in the method, and adds what the two starts differ
    by (3 and 5, six areas each): a variance of 1/12."""
    base, random = areas_of(areas(), **COLUMNS), np.random.default_rng(6)
    drawn = [replace(base, means=base.means + random.normal(size=base.means.shape)) for _ in range(150)]
    found = [of_areas(one) for one in drawn]
    spread = np.hypot(np.std([one.estimate for one in found]), 12**-0.5)

    assert np.mean([one.standard_error for one in found]) == pytest.approx(spread, rel=0.1)
    assert np.mean([one.interval.low < 4 < one.interval.high for one in found]) > 0.93


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda t: t[t.began == 2021], "NO_COMPARISON"),
        (lambda t: t[t.began.isna()], "NO_START"),
        (lambda t: t[t.area.isin(["a0", "a7", "a13"])], "TOO_FEW_AREAS"),
        (lambda t: t.assign(began=t.year), "TWO_STARTS"),
        (lambda t: t.assign(share="x"), "NOT_A_NUMBER"),
        (lambda t: t[t.year == 2019], "ONE_TIME"),
        (lambda t: t.drop(columns="began"), "MISSING_COLUMN"),
        (lambda t: t.assign(began=2000), "ALL_EXCLUDED"),
        (lambda t: t.iloc[:0], "EMPTY"),
    ],
)
def test_what_cannot_be_answered_is_told(change: Any, code: str) -> None:
    with pytest.raises(EvidenceError) as caught:
        effect.staggered(change(areas()), **COLUMNS)

    assert caught.value.code == code


def test_no_areas_is_refused_not_failed() -> None:
    with pytest.raises(Refused, match="no effect"):
        effect.staggered(areas(never=0)[lambda t: t.began == 2021], **COLUMNS)


def test_areas_that_lack_a_time_are_left_out_and_counted() -> None:
    table = areas()
    found = effect.staggered(table[~((table.area == "a1") & (table.year == 2020))], **COLUMNS)

    assert found.exclusions == {"area_lacks_a_time": 1}
    assert found.n == 17


def test_a_start_of_nothing_among_years_is_never() -> None:
    table = areas()

    assert effect.staggered(table.fillna({"began": 0}), **COLUMNS) == effect.staggered(table, **COLUMNS)


def test_days_serve_as_times() -> None:
    table = areas()
    told = table.assign(
        year=table.year.astype(str) + "-01-01",
        began=[None if one != one else f"{int(one) - 1}-11-15" for one in table.began],
    )

    assert effect.staggered(told, **COLUMNS).estimate == pytest.approx(4)
