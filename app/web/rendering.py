"""Turns a page that a presenter made into HTML: the only way in which routes use templates."""

from typing import Protocol

from flask import render_template

from app.web.presenters.layout import layout


class Page(Protocol):
    """What every page has. It may have `is_error` and `breadcrumbs` (links) as well."""

    @property
    def title(self) -> str: ...


def render_page(template: str, page: Page) -> str:
    """The template sees `page` and, around it, `layout`: nothing else."""
    return render_template(template, page=page, layout=layout())
