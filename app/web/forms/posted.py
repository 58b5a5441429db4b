"""What a browser has posted: what was typed, and what the form says besides."""

from typing import Any, Final

from flask import request

from app.errors import VersionNeeded
from app.web.forms.taking import add_item, remove_item
from app.web.forms.typed import number_from

TOKEN, DO, VERSION, CONFIRMED, CLASH = "csrf_token", "do", "version", "confirmed", "clash"
BESIDES: Final = frozenset({TOKEN, DO, VERSION, "position", CONFIRMED, CLASH})
CHOICE: Final = "choice."
"""What the names begin with of inputs that say which of two answers is kept."""


def posted_texts() -> dict[str, Any]:
    """What was typed, by the name of the input."""
    return {
        name: texts
        for name, texts in request.form.lists()
        if name not in BESIDES and not name.startswith(CHOICE)
    }


def posted_do() -> str:
    """What the button says that was pressed."""
    return request.form.get(DO, "")


def posted_version() -> int:
    """The version of the scheme that the form was made from."""
    return number_in(request.form.get(VERSION, ""))


def number_in(text: str) -> int:
    """A number that a page of ours has put into its form."""
    number = number_from(text)
    if number is None:
        raise VersionNeeded("This form does not say which version of the scheme it was made from.")
    return number


def is_confirmed() -> bool:
    """Whether somebody has looked at text that looks personal."""
    return request.form.get(CONFIRMED) == "yes"


def posted_choices() -> dict[str, str]:
    """Which of two answers is kept, by question."""
    fields = request.form.getlist(CLASH)
    return {field: request.form.get(f"{CHOICE}{field}", "") for field in fields}


def with_items_changed(do: str, typed: dict[str, Any]) -> bool:
    """Adds or removes the item that a button is for; whether it was such a button."""
    verb, _, name = do.partition(":")
    top, _, text = name.rpartition("-")
    number = number_from(text)
    if verb == "add" and name:
        add_item(typed, name)
    elif verb == "remove" and top and number is not None:
        remove_item(typed, top, number)
    else:
        return False
    return True
