"""Forms of texts, days and financial years: as JSON Schema has them, and as they are checked."""

import re

from marshmallow import ValidationError

_CONTROLS = r"\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
_TURNS = r"\u202a-\u202e\u2066-\u2069"
"""Signs that nobody sees and that show text in another order than it is read."""
_BLANKS = (
    r"\t\n\r \u0085\u00a0\u00ad\u1680\u180e\u2000-\u200f\u2028\u2029\u202f\u205f-\u206f\u3000\ufeff"
)
"""Unicode's spaces, and the common signs that leave nothing on paper."""
PRINTABLE = f"^[^{_CONTROLS}{_TURNS}]*[^{_CONTROLS}{_TURNS}{_BLANKS}][^{_CONTROLS}{_TURNS}]*$"
"""The form of any text, for JSON Schema: something to read, and no sign that is refused. It is
written out because validators do not agree on what a space is."""
DAY_FORM = r"^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$"
YEAR_FORM = f"^20({'|'.join(f'{n:02}-{(n + 1) % 100:02}' for n in range(100))})$"
"""The forms of a day and of a financial year, for JSON Schema."""

_CONTROL = re.compile(f"[{_CONTROLS}]")
_TURN = re.compile(f"[{_TURNS}]")
_READABLE = re.compile(f"[^{_BLANKS}]")


def check_characters(value: str) -> None:
    """Refuses a text that does not have the form PRINTABLE, and says what is wrong with it."""
    if value.isascii() and value.isprintable() and value.strip():
        return  # nothing can be wrong with it: of these signs only a space is blank
    if _CONTROL.search(value):
        raise ValidationError("This holds characters that cannot be printed. Remove them.")
    if _TURN.search(value):
        raise ValidationError("This holds hidden signs that turn the text round. Remove them.")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise ValidationError("This holds half a character. Type it again.") from None
    if not _READABLE.search(value):
        raise ValidationError("This is blank. Give an answer, or leave the field out.")
