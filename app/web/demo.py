"""Made-up people to look round as. They exist in a demonstration only (DEMO=true)."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, redirect, request
from werkzeug import Response

from app.access import PUBLIC, Principal
from app.edge.current import now
from app.edge.permission import needs
from app.edge.visit import DEMO_SUBJECT, begin_visit
from app.errors import NotFound
from app.web.returning import path_here

demo: Final = Blueprint("demo", __name__)


@dataclass(frozen=True, slots=True)
class Account:
    """A person who does not exist."""

    id: str
    name: str
    organisation: str
    roles: tuple[str, ...]


ACCOUNTS: Final = (
    Account("liverpool-submitter", "Sam Sample (made up)", "LIVPP", ("submitter",)),
    Account("liverpool-lead", "Lee Example (made up)", "LIVPP", ("lead",)),
    Account("wirral-lead", "Wren Example (made up)", "WIRPP", ("lead",)),
    Account("assessor", "Ash Sample (made up)", "QYG", ("assessor",)),
    Account("subgroup", "Sunny Specimen (made up)", "QYG", ("subgroup",)),
    Account("chair", "Charlie Specimen (made up)", "QYG", ("chair",)),
    Account("executive", "Ellis Example (made up)", "QYG", ("executive",)),
    Account("board-viewer", "Bobbie Sample (made up)", "QYG", ("board_viewer",)),
    Account("rulebook-editor", "Robin Specimen (made up)", "QYG", ("rulebook_editor",)),
    Account("auditor", "Audrey Example (made up)", "QYG", ("auditor",)),
    Account("administrator", "Addy Sample (made up)", "QYG", ("administrator",)),
)


@demo.post("/sign-in/demo/<account_id>")
@needs(PUBLIC)
def sign_in_as(account_id: str) -> Response:
    account = next((one for one in ACCOUNTS if one.id == account_id), None)
    if account is None:
        raise NotFound("There is no such made-up account. The page to sign in on lists them.")
    person = Principal(f"{DEMO_SUBJECT}{account.id}", account.organisation, account.roles)
    begin_visit(person, account.name, now())
    return redirect(path_here(request.form.get("next", "")), 303)
