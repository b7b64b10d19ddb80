"""Who is compared, as lines of text to be read before any number."""

from collections.abc import Mapping
from typing import Any

from samsyn.evidence.errors import Sentence
from samsyn.evidence.result import Result


def lines_of(
    found: Result, *, people: tuple[int, int], sizes: Mapping[str, Any], overlap: Mapping[str, Any],
    balance: Mapping[str, Any],
) -> list[Sentence]:  # fmt: skip
    """What would have been refused, people and effective sample size, overlap, and balance."""
    forced = [one for one in found.warnings if one.en.startswith("Would have been refused")]
    return [*forced, _people(people, sizes), *_overlap(overlap), *_balance(balance)]


def _people(people: tuple[int, int], sizes: Mapping[str, Any]) -> Sentence:
    got, others, worth = *people, (sizes["treated"], sizes["control"])
    return Sentence(
        f"Jämförs: {got} med insatsen och {others} utan, efter vikter värda {worth[0]:.1f} och {worth[1]:.1f}.",
        f"Compared: {got} with the intervention and {others} without, worth {worth[0]:.1f} and {worth[1]:.1f} as "
        "weighted.",
    )


def _overlap(overlap: Mapping[str, Any]) -> list[Sentence]:
    if not overlap:
        return []
    (low, high), (least, most) = overlap["range"]["treated"], overlap["range"]["control"]
    share = overlap["share_outside"]
    return [
        Sentence(
            f"Sannolikhet att få insatsen: {low:.4f}–{high:.4f} med den, {least:.4f}–{most:.4f} utan; utanför de "
            f"andras spann {share['treated']:.1%} och {share['control']:.1%}.",
            f"Probability of the intervention: {low:.4f}–{high:.4f} with it, {least:.4f}–{most:.4f} without; outside "
            f"the others' range {share['treated']:.1%} and {share['control']:.1%}.",
        )
    ]


def _balance(balance: Mapping[str, Any]) -> list[Sentence]:
    rows = balance.get("variables") or []
    if not rows:
        return []
    head = Sentence("Balans, standardiserad skillnad före → efter:", "Balance, standardised difference before → after:")
    return [head, *(_variable(one) for one in rows)]


def _variable(row: Mapping[str, Any]) -> Sentence:
    apart = row["before"] is None and row["mean_treated"] != row["mean_control"]  # each group has one value of its own
    shown = f"  {row['variable']}: {'∞' if apart else _figure(row['before'])} → {_figure(row['after'])}"
    out = row["role"] == "left_out"
    return Sentence(shown + (" (utanför modellen)" if out else ""), shown + (" (not in the model)" if out else ""))


def _figure(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"
