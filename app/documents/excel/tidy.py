"""What a cell shows: nothing, or a number with the digits that Excel keeps."""

from decimal import Decimal
from typing import Any

from app.documents.typed.text import plain_text


def is_blank(value: Any) -> bool:
    """Whether a cell holds nothing that anybody can see."""
    if not isinstance(value, str):
        return False
    return not (value[:1].isalnum() or plain_text(value))


def number_text(value: float) -> str:
    """A number as Excel shows it: 15 digits, which is all that it keeps of what was typed."""
    text = f"{value:.15g}"
    return f"{Decimal(text):f}" if "e" in text else text
