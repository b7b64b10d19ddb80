"""The same estimates person by person, as a textbook writes them: slow and easy to read."""

from math import exp, log, sqrt

Z = 1.959963984540054


def standing(people, time):
    """Who is at risk at `time`: came before it and has not left."""
    first = min(entry for _, _, entry in people)
    return [one for one in people if one[0] >= time and (one[2] < time or one[2] == time == first)]


def kaplan_meier(people):
    """`people`: (duration, cause or 0, entry). Rows (time, share, low, high)."""
    share, spread, made = 1.0, 0.0, []
    for time in sorted({0.0} | {one[0] for one in people}):
        n = len(standing(people, time))
        d = sum(1 for one in people if one[0] == time and one[1])
        if d:
            share *= 1 - d / n
            spread += d / (n * (n - d)) if n > d else 0.0
        made.append((time, share, *band(share, sqrt(spread))))
    return made


def band(share, spread):
    """Exponential Greenwood."""
    if share in (0.0, 1.0):
        return share, share
    reach = Z * spread / abs(log(share))
    inner = log(-log(share))
    return exp(-exp(inner + reach)), exp(-exp(inner - reach))


def aalen_johansen(people, cause):
    """Rows (time, share, variance): the variance by the delta method over every pair of times."""
    share, before, made, terms = 0.0, 1.0, [], []
    for time in sorted({0.0} | {one[0] for one in people}):
        n = len(standing(people, time))
        d = sum(1 for one in people if one[0] == time and one[1])
        own = sum(1 for one in people if one[0] == time and one[1] == cause)
        if n:
            share += before * own / n
        terms.append((share, before, n, d, own))
        made.append((time, share, sum(_term(share, *one) for one in terms)))
        before *= 1 - d / n if n else 1
    return made


def _term(now, then, before, n, d, own):
    """Multinomial variance of the causes' hazards at one time, carried to the share now."""
    if not n or not d:
        return 0.0
    after = (now - then) / (1 - d / n) if n > d else 0.0
    mine, all_ = own / n, d / n
    return (before**2 * mine * (1 - mine) - 2 * before * after * mine * (1 - all_) + after**2 * all_ * (1 - all_)) / n
