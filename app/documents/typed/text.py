"""Text as people type and paste it, made comparable: spaces, quotation marks, dashes, capitals."""

from typing import Final

_ALIKE: Final = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u200b\u200e\u200f\u2060\ufeff\u00ad"),
    }
)
"""Signs that mean the same when words are compared; those that nobody sees are left out."""
EDGES: Final = " \t\r\n\u00a0\u200b\u2060\ufeff\u2007\u202f\u3000"
"""What is taken away before and after an answer."""


def plain_text(text: str) -> str:
    """Text for reading a number or a date: one kind of quotation mark, dash and space."""
    return " ".join(text.translate(_ALIKE).split())


def key_of(text: str) -> str:
    """Text as it is compared with a title, a heading or a reference."""
    return plain_text(text).casefold()


def trimmed(text: str) -> str:
    """An answer without the spaces before and after it."""
    return text.strip(EDGES)
