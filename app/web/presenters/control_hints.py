"""What stands below a question of a form: its hint, how to write an answer, how to say none."""

from typing import Final

from flask_babel import gettext

from rulebook.template import Field

SHORT_SCALE: Final = 10
"""A whole number says its limits where they are not further apart than this."""


def hint_of(field: Field, *, in_item: bool) -> str:
    """The hint of a question in its form; shorter for a part of an item."""
    parts = (field.hint, _form(field, in_item=in_item), _how_to_say_none(field))
    return " ".join(part for part in parts if part)


def _form(field: Field, *, in_item: bool) -> str:
    """How an answer may be written, where that is not plain from the input; short in items."""
    forms: dict[str, str] = {
        "date": "" if in_item else gettext("For example, 31 3 2024."),
        "financial_year": gettext("For example, 2024-25."),
        "money": "" if in_item else gettext("In pounds, such as 250000, £250k or £1.25m."),
    }
    if field.type == "integer" and not field.unit.startswith("from "):
        least, most = field.minimum, field.maximum
        if least is not None and most is not None and most - least <= SHORT_SCALE:
            return gettext("From %(least)s to %(most)s.", least=str(least), most=str(most))
    return forms.get(field.type, "")


def _how_to_say_none(field: Field) -> str:
    """What to tick where there is nothing to give: a blank is no answer."""
    if not field.must_say_none:
        return ""
    if field.type == "list":
        return gettext("If there are none, tick “There are none”.")
    return gettext("If there are none, tick “None of these”.")
