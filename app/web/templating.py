"""How templates are read: always escaped, the components of the design system beside ours."""

from typing import Any, Final

from flask import Flask
from flask_babel import Babel
from jinja2 import ChainableUndefined, ChoiceLoader, PackageLoader

from app.web.language import chosen_language

COMPONENTS: Final = "nhsuk_frontend_jinja"


def set_up_templates(app: Flask) -> None:
    """Comes before all else that has to do with templates: their environment is made only once.

    Flask escapes what is put into `.html` and not what is put into `.jinja`, and the macros of the
    design system ask for parts of what they were not given.
    """
    options: dict[str, Any] = {"undefined": ChainableUndefined, "autoescape": True}
    app.jinja_options = {**app.jinja_options, **options}
    ours = [app.jinja_loader] if app.jinja_loader else []
    app.jinja_loader = ChoiceLoader([*ours, PackageLoader(COMPONENTS)])
    Babel(app, locale_selector=chosen_language)  # type: ignore[no-untyped-call]  # it has no types
    if app.jinja_env.undefined is not ChainableUndefined:
        raise RuntimeError("The environment of the templates was made before it was set up.")
