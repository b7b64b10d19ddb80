"""Random releases: synthetic people, cross-classified in linked tables."""

from collections import Counter
from itertools import product
from random import Random

from samsyn.evidence.disclosure import TOTAL, CountTable

Person = dict[str, str]


def people(rng: Random, n: int, dimensions: dict[str, list[str]]) -> list[Person]:
    skew = rng.choice([0.0, 1.0, 2.0])
    weights = {name: [1 / (at + 1) ** skew for at in range(len(values))] for name, values in dimensions.items()}
    return [{name: rng.choices(values, weights[name])[0] for name, values in dimensions.items()} for _ in range(n)]


def table(rows: list[Person], names: tuple[str, ...], dimensions: dict[str, list[str]], **kept: object) -> CountTable:
    counts: Counter[tuple[str, ...]] = Counter()
    for row in rows:
        counts.update(product(*((row[name], TOTAL) for name in names)))
    cells = {cell: counts[cell] for cell in product(*((*dimensions[name], TOTAL) for name in names))}
    return CountTable(names, cells, **kept)


def random_release(seed: int) -> dict[str, CountTable]:
    """One to five tables of one or two dimensions, some linked, some with percentages, some without totals."""
    rng = Random(seed)
    dimensions = {f"d{at}": [f"v{value}" for value in range(rng.randint(2, 6))] for at in range(rng.randint(2, 5))}
    rows = people(rng, rng.choice([12, 30, 80, 200, 600]), dimensions)
    made = {}
    for number in range(rng.randint(1, 5)):
        names = tuple(rng.sample(sorted(dimensions), rng.randint(1, 2)))
        one = table(rows, names, dimensions, percent=rng.choice([None, names[0]]), decimals=rng.choice([0, 1]))
        if rng.random() < 0.2:
            inner = {cell: count for cell, count in one.cells.items() if TOTAL not in cell}
            one = CountTable(names, inner)
        made[f"table {number}"] = one
    return made
