"""Adds the pages to the service, with the ways of signing in that are set."""

from pkgutil import resolve_name
from typing import Final

from flask import Flask

from app.settings import Oidc, Settings
from app.web.about_pages import about_pages
from app.web.chart_pages import chart_pages
from app.web.copy_pages import copy_pages
from app.web.demo import demo
from app.web.form_pages import form_pages
from app.web.late_pages import late_pages
from app.web.list_pages import list_pages
from app.web.pages import pages
from app.web.publish_pages import publish_pages
from app.web.rulebook_pages import rulebook_pages
from app.web.scheme_actions import scheme_actions
from app.web.scheme_pages import scheme_pages
from app.web.submit_pages import submit_pages
from app.web.workbook_pages import workbook_pages
from rulebook.problem import Problem, Refused

EXTRA: Final = frozenset({"authlib", "joserfc", "requests"})
"""The libraries of the extra `oidc`."""


def add_pages(app: Flask, settings: Settings) -> None:
    """Raises Refused where sign-in is set and cannot work."""
    app.register_blueprint(pages)
    app.register_blueprint(rulebook_pages)
    app.register_blueprint(about_pages)
    app.register_blueprint(list_pages)
    app.register_blueprint(chart_pages)
    app.register_blueprint(scheme_pages)
    app.register_blueprint(scheme_actions)
    app.register_blueprint(form_pages)
    app.register_blueprint(submit_pages)
    app.register_blueprint(copy_pages)
    app.register_blueprint(late_pages)
    app.register_blueprint(publish_pages)
    app.register_blueprint(workbook_pages)
    if settings.is_demo:
        app.register_blueprint(demo)
    if settings.oidc:
        _add_provider(app, settings.oidc)


def _add_provider(app: Flask, oidc: Oidc) -> None:
    """Only here are the libraries of the extra loaded."""
    try:
        add = resolve_name("app.web.organisation:add_organisation")
    except ImportError as error:
        if (error.name or "").partition(".")[0] not in EXTRA:
            raise
        message = "To sign in with this, install the extra: pip install 'scheme-prioritiser[oidc]'"
        raise Refused([Problem(message, label="OIDC_ISSUER", code="setting")]) from error
    add(app, oidc)
