"""What a page says once a section has been saved, and what it still lacks."""

from typing import Final

from flask_babel import gettext, ngettext

from app.domain.ranked import Explanation
from app.services.drafting import Draft
from app.web.navigation import Link
from app.web.presenters.drafting import (
    Notice,
    lettered,
    question_address,
    questions,
    tasks_address,
)
from app.web.presenters.lacking import missing_answers
from app.web.presenters.wording import number
from rulebook.template import Section

MOST_LINKS: Final = 6
"""Of more questions than these the rest is counted, with a link to all that is missing."""


def saved_notice(draft: Draft, explanation: Explanation, section: Section) -> Notice:
    """Says that a section is saved, with links to what is missing in it."""
    said = {"section": lettered(section), "title": section.title}
    title = gettext("%(section)s, %(title)s, is saved.", **said)
    asked = {field.id for field in questions(section)}
    missing = missing_answers(explanation, lambda pointer: question_address(draft, pointer))
    links = [answer.link for answer in missing if answer.field in asked]
    if not links:
        return Notice("success", title)
    text = ngettext(
        "%(num)s answer is still missing:", "%(num)s answers are still missing:", len(links)
    )
    more = len(links) - MOST_LINKS
    if more > 1:  # a link in place of one other would save nothing
        counted = gettext("And %(count)s more.", count=number(more))
        links = [*links[:MOST_LINKS], Link(counted, f"{tasks_address(draft)}#missing")]
    return Notice("success", title, text, tuple(links))
