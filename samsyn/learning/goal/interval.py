"""How sure a share is."""

import math

Z = 1.959963984540054  # the normal distribution's 97.5 % point: a 95 % interval


def wilson(reached: int, counted: int) -> tuple[float, float] | None:
    """The 95 % interval of a share of people, 0–1; None for nobody.

    Source: E. B. Wilson, "Probable Inference, the Law of Succession, and Statistical Inference", Journal of the
    American Statistical Association 22 (1927), 209–212. It holds for few people and for shares near 0 and 1.
    """
    if counted == 0:
        return None
    share, squared = reached / counted, Z * Z / counted
    middle = (share + squared / 2) / (1 + squared)
    half = Z * math.sqrt(share * (1 - share) / counted + squared / (4 * counted)) / (1 + squared)
    low = 0.0 if reached == 0 else middle - half
    return low, 1.0 if reached == counted else middle + half
