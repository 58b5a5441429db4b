"""Keeps what was typed when a form is sent without a visit, or with the token of one that is over.

Nothing is saved then. After a visit has ended, the answer carries what was typed along in hidden
inputs, to be sent again after signing in. A form whose token does not hold any more is shown again
as it was typed, with a token that does. So no text is kept on the server, and no form of another
site can save anything: somebody has to look at it here and press the button.
"""

from collections.abc import Callable, Mapping
from typing import Final

from flask import request

from app.access import WRITE_SCHEMES
from app.edge.current import who
from app.errors import NotFromHere, ServiceError, SignInNeeded
from app.web.forms.opening import draft_here, round_and_pack, section_here
from app.web.forms.posted import posted_texts, posted_version
from app.web.forms.saving import shown_section
from app.web.presenters.begin import begin_page
from app.web.presenters.check import declaration_page
from app.web.presenters.keeping import again_notice, kept_page
from app.web.presenters.section import Filled
from app.web.rendering import render_page


def page_with_typed(error: Exception) -> str | None:
    """The page that gives back what was typed in a form of ours; None where there is none."""
    shown_again = FORMS.get(request.endpoint or "")
    if request.method != "POST" or shown_again is None:
        return None
    if isinstance(error, SignInNeeded) and request.form:
        fields = [(name, text) for name, texts in request.form.lists() for text in texts]
        return render_page("kept.jinja", kept_page(request.path, fields))
    if isinstance(error, NotFromHere) and who().may(WRITE_SCHEMES):
        try:
            return shown_again(Filled(posted_texts(), notice=again_notice()))
        except ServiceError:  # there is no such form: then the token is all there is to say
            return None
    return None


def _section(filled: Filled) -> str:
    draft, explanation = draft_here(_asked("code"), _asked("ref"))
    section = section_here(draft, _asked("section_id"))
    return shown_section(draft, section, filled, explanation, posted_version())


def _begin(filled: Filled) -> str:
    round_, pack = round_and_pack(_asked("code"))
    return render_page("begin.jinja", begin_page(round_, pack, who(), filled))


def _declaration(filled: Filled) -> str:
    draft, explanation = draft_here(_asked("code"), _asked("ref"))
    return render_page("declaration.jinja", declaration_page(draft, explanation, filled))


def _asked(name: str) -> str:
    return str((request.view_args or {}).get(name, ""))


FORMS: Final[Mapping[str, Callable[[Filled], str]]] = {
    "form_pages.save_section": _section,
    "form_pages.keep_new": _begin,
    "submit_pages.submit_scheme": _declaration,
}
"""The forms in which people type, each with what shows it again."""
