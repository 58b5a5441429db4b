"""Plain text in lines of one width, with nothing in it that a terminal would act on."""

import textwrap

WIDTH = 88
_JOINERS = "\u200c\u200d"
"""They print nothing themselves, but words of some languages and some signs need them."""


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


def heading(text: str) -> str:
    return f"{text}\n{'-' * len(text)}"


def _is_shown(sign: str) -> bool:
    return sign.isprintable() or sign in _JOINERS
