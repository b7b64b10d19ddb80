"""The public training experiment (NSW), and its participants against the ordinary population (CPS)."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

COVARIATES = ("age", "educ", "black", "hisp", "marr", "nodegree", "re74", "re75")
TERMS = "age2=age**2,age3=age**3,educ2=educ**2,u74=(re74==0),u75=(re75==0),ei=educ*re74"


@pytest.fixture(scope="session")
def experiment() -> Any:
    from causaldata import nsw_mixtape

    return nsw_mixtape.load_pandas().data


@pytest.fixture(scope="session")
def observed(experiment: Any) -> Any:
    """The participants and every fourth of the population: as many as a quick test needs."""
    from causaldata import cps_mixtape

    people = cps_mixtape.load_pandas().data[::4]
    both = pd.concat([experiment[experiment.treat == 1], people], ignore_index=True)
    return both.drop(columns="data_id").astype(float)  # some are kept in eight bits, where a square does not fit


@pytest.fixture(scope="session")
def simulated() -> Any:
    """400 people; the effect is 2 for all, and who gets it depends on x and on the group."""
    random = np.random.default_rng(5)
    x, group = random.normal(size=400), random.integers(0, 40, 400)
    got = (random.random(400) < 1 / (1 + np.exp(-0.8 * x))).astype(int)
    y = 2 * got + 1.5 * x + random.normal(size=400) + 0.3 * np.sin(group)
    kind = np.where(group % 3 == 0, "a", np.where(group % 3 == 1, "b", "c"))
    return pd.DataFrame({"x": x, "got": got, "y": y, "group": group, "kind": kind, "job": (y > 1).astype(int)})
