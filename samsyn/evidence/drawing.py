"""What pictures share, as SVG: attributes and classes, no styles, no script."""

from collections.abc import Iterable
from xml.sax.saxutils import escape, quoteattr

INK, FAINT = "#222222", "#d0d0d0"


def svg(kind: str, key: str, title: str, about: str, width: int, height: int, inside: Iterable[str]) -> str:
    """The whole picture, with title and description for who does not see it; `key` begins their ids."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{kind}" role="img" viewBox="0 0 {width} {height}" '
        f"aria-labelledby={quoteattr(f'{key}-title {key}-description')} "
        f'font-family="sans-serif" font-size="14" fill="{INK}">'
        f"<title id={quoteattr(f'{key}-title')}>{escape(title)}</title>"
        f"<desc id={quoteattr(f'{key}-description')}>{escape(about)}</desc>{''.join(inside)}</svg>"
    )


def text(x: float, y: float, words: str, anchor: str = "start") -> str:
    """Words at a place; `anchor`: start, middle or end of them."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
