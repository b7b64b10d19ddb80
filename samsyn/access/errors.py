"""The three ways an act can be refused; all carry words for the person who tried."""

from django.utils.functional import Promise

Text = str | Promise


class RuleBroken(Exception):
    """A rule of time, state or law says no. `code` is stable; `field` names the form field."""

    def __init__(self, code: str, message: Text, *, field: str | None = None) -> None:
        super().__init__(code)
        self.code, self.message, self.field = code, message, field


class Stale(RuleBroken):
    """Somebody else changed the thing since the form was opened. `current` is its version now."""

    def __init__(self, message: Text, *, current: str, newer: object = None) -> None:
        super().__init__("STALE", message)
        self.current, self.newer = current, newer


class NotPermitted(Exception):
    """The actor's role may not do this act at all."""
