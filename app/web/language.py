"""Which language a page is in. English is the source; others are catalogues in app/translations."""

from typing import Final

from flask import has_request_context, request

from app.edge.current import current
from app.settings import LANGUAGES

PARAMETER: Final = "lang"


def chosen_language() -> str:
    """The language that the address asks for if it is offered, else the one that is set."""
    asked = request.args.get(PARAMETER, "") if has_request_context() else ""
    return asked if asked in LANGUAGES else current().settings.language
