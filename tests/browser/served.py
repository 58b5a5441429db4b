"""The service on loopback, with a round of a few schemes in every state, for a browser to visit."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread
from typing import Final

from flask import Flask
from werkzeug.serving import make_server

from app import errors
from app.access import PUBLIC
from app.edge.permission import needs
from app.store.database import Database
from tests.app.callers import Caller, open_round, start

REFUSALS: Final[dict[int, Exception]] = {
    400: errors.Unreadable("What was sent cannot be read."),
    403: errors.NotPermitted("Your roles do not let you publish the list."),
    412: errors.Changed("Somebody else has changed it since you read it."),
    413: errors.ServiceError("unused"),
    429: errors.TooMany("That is too many requests. Try again in 3 s.", 3),
    500: ZeroDivisionError(),
    503: errors.StoreBusy("The store is busy. Try again in a moment."),
}
"""What /refused/<status> raises."""


@contextmanager
def served(database: Database) -> Iterator[str]:
    """The address of a demonstration; its clock stands in the midst of the round's first stages."""
    service = start(database, is_demo=True)
    service.app.add_url_rule("/refused/<int:status>", view_func=needs(PUBLIC)(_refuse))
    chair = open_round(service)
    _fill(chair, service.caller("LIVPP", "lead"), service.caller("WIRPP", "lead"))
    with on_loopback(service.app) as address:
        yield address


def _refuse(status: int) -> str:
    raise REFUSALS[status]


def _fill(chair: Caller, liverpool: Caller, wirral: Caller) -> None:
    """Two drafts, two submitted, one in review and one returned of Liverpool; two of Wirral."""
    liverpool.draft(title="Community heart failure clinics, Liverpool")
    liverpool.draft(title="Averylongword" * 9)
    liverpool.submitted(title="Falls prevention classes, Liverpool")
    liverpool.submitted(title="Relaxation pods in eight surgeries, Liverpool")
    chair.do("review", liverpool.submitted(title="Perinatal mental health, Liverpool"))
    returned = liverpool.submitted(title="Fewer community beds, Liverpool")
    chair.do("return", returned, {"reason": "The baseline of the first metric is missing."})
    of_wirral = {"submitting_org": "WIRPP", "lead_place": "E08000015"}
    wirral.submitted(title="Diabetes foot clinics, Wirral", **of_wirral)
    wirral.draft(title="<script>alert(1)</script>", **of_wirral)


@contextmanager
def on_loopback(app: Flask) -> Iterator[str]:
    """The address at which an application is served, until the end."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()
