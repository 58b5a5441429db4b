"""Pages about the service: the method, the glossary and the accessibility statement."""

from typing import Final

from flask import Blueprint

from app.access import PUBLIC
from app.edge.current import current
from app.edge.permission import needs
from app.web.presenters.about import accessibility_page, glossary_page, method_page
from app.web.rendering import render_page

about_pages: Final = Blueprint("about_pages", __name__, url_prefix="/about")


@about_pages.get("/method")
@needs(PUBLIC)
def show_method() -> str:
    return render_page("method.jinja", method_page())


@about_pages.get("/glossary")
@needs(PUBLIC)
def show_glossary() -> str:
    return render_page("glossary.jinja", glossary_page())


@about_pages.get("/accessibility")
@needs(PUBLIC)
def show_accessibility() -> str:
    return render_page("accessibility.jinja", accessibility_page(current().settings.contact))
