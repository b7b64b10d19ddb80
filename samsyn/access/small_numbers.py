"""The one door that counts of people pass before anybody sees them: small ones are hidden.

A hidden part must not be had by subtraction, so at least two parts of a whole are hidden, and together they cover
at least as many people as may be shown. It can grow: rounding or a solver for several tables would stand here.
"""

from collections.abc import Collection, Mapping


def to_hide(parts: Mapping[str, int], *, smallest: int, also: Collection[str] = ()) -> frozenset[str]:
    """Which parts of a whole may not be shown: those below `smallest`, those in `also`, and what would tell them.

    Nobody is no small number: it is shown. All of them, when the whole is too small or nothing less will do;
    then the whole may not be shown either when it is below `smallest`.
    """
    whole = sum(parts.values())
    hidden = {name for name, count in parts.items() if 0 < count < smallest} | {n for n in also if parts.get(n)}
    if not hidden:
        return frozenset()
    rest = sorted((name for name in parts if name not in hidden and parts[name]), key=lambda name: parts[name])
    while rest and _tells(hidden, parts, smallest):
        hidden.add(rest.pop(0))
    return frozenset(parts) if whole < smallest or _tells(hidden, parts, smallest) else frozenset(hidden)


def is_shown(whole: int, *, smallest: int) -> bool:
    """Whether the number of all may be shown."""
    return whole == 0 or whole >= smallest


def _tells(hidden: Collection[str], parts: Mapping[str, int], smallest: int) -> bool:
    """Whether what is shown tells what is hidden."""
    return len(hidden) < 2 or sum(parts[name] for name in hidden) < smallest
