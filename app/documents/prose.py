"""Plain text in lines of one width, with nothing in it that a terminal would act on."""

import textwrap
import unicodedata

WIDTH = 88
_JOINERS = "\u200c\u200d"
"""They print nothing themselves, but words of some languages and some signs need them."""

_FILLERS = "\u115f\u1160\u2800\u3164\uffa0"
"""Letters and a sign that are blank, whatever their category says."""


def wrapped(text: str, indent: str = "", first: str | None = None) -> str:
    """Text in lines of the width of a letter, the first with its own indent."""
    start = indent if first is None else first
    return textwrap.fill(
        one_line(text),
        WIDTH,
        initial_indent=start,
        subsequent_indent=indent,
        break_on_hyphens=False,
    )


def one_line(text: str) -> str:
    """Text as one line, without the signs that control a terminal or turn its direction."""
    words = " ".join(text.split())
    return words if words.isprintable() else "".join(filter(_is_shown, words))


def is_visible(text: str) -> bool:
    """Whether text has a letter, digit or other sign that leaves ink."""
    return any(unicodedata.category(s)[0] in "LNPS" and s not in _FILLERS for s in text)


def heading(text: str) -> str:
    return f"{text}\n{'-' * len(text)}"


def _is_shown(sign: str) -> bool:
    return sign.isprintable() or sign in _JOINERS
