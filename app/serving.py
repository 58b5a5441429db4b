"""What a worker of the server runs."""

import gc
import os
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from threading import Thread
from time import sleep
from typing import TYPE_CHECKING, Any, Final

import orjson

from app.api.health import HEALTH
from app.api.problems import MEDIA_TYPE
from app.edge.journal import LOGGER, log_to_stderr
from app.edge.receiving import BrokenOff, NoRoomToReceive, Receiving, without_body
from app.factory import create_app
from app.settings import settings_from

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

SECONDS_BETWEEN_LOOKS: Final = 0.5
THREADS: Final = 64
"""How many requests of a process are taken at once: all but one of them wait for their turn."""
RECEIVING: Final = 48
"""How many of these may be receiving bodies: who sends none is answered beside them."""
COME_AGAIN: Final = (("Retry-After", "2"), ("Connection", "close"))
"""What a refusal says whose body was not read: the server closes the connection after it."""
VALUES_BETWEEN_LOOKS: Final = 50_000


def application() -> "OneByOne":
    """The service as its environment says. The store must be migrated."""
    log_to_stderr()
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    settings = settings_from(os.environ)
    app = OneByOne(create_app(settings), settings.most_body_bytes)
    look_for_garbage_less()
    return app


class OneByOne:
    """The service, which works on one request at a time and always says that it lives.

    Several at a time would be no quicker together, and the slowest would be slower. But a request
    may wait for the store for seconds: who asks meanwhile whether the process lives is not to wait
    behind it. So one thread works, and those of the server wait for it. They receive what is sent,
    which may take its time, and leave some of them free while they do.
    """

    def __init__(self, app: "WSGIApplication", most_body_bytes: int) -> None:
        self._app = app
        self._receiving = Receiving(most_body_bytes, RECEIVING)
        self._worker = ThreadPoolExecutor(1, "worker")

    def __call__(
        self, environ: "WSGIEnvironment", start_response: "StartResponse"
    ) -> Iterable[bytes]:
        if environ.get("PATH_INFO") == HEALTH:
            return self._app(without_body(environ), start_response)
        try:
            with self._receiving.whole(environ) as request:
                head, parts = self._worker.submit(_answer, self._app, request).result()
        except NoRoomToReceive as error:
            head, parts = _refusal(503, "too_much_at_once", str(error), *COME_AGAIN)
        except BrokenOff as error:
            head, parts = _refusal(400, "unreadable", str(error))
        start_response(*head)
        return parts


def _refusal(
    status: int, code: str, detail: str, *headers: tuple[str, str]
) -> tuple[Any, Iterable[bytes]]:
    """Problem details for a request that does not reach the service; it is noted as a warning."""
    values = {
        "type": f"/api/v1/problems#{code}",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        "code": code,
    }
    LOGGER.warning("not taken: %s", code)
    head = (f"{status} {HTTPStatus(status).phrase}", [("Content-Type", MEDIA_TYPE), *headers])
    return head, [orjson.dumps(values)]


def _answer(app: "WSGIApplication", environ: "WSGIEnvironment") -> tuple[Any, Iterable[bytes]]:
    """Status and headers, and the parts of the body, which the thread of the server passes on."""
    heads: list[Any] = []

    def begin(*head: Any) -> Callable[[bytes], object]:
        heads.append(head)
        return _no_write

    parts = app(environ, begin)
    return heads[-1], parts


def _no_write(_: bytes) -> None:
    raise NotImplementedError("An answer is given in parts.")


def look_for_garbage_less() -> None:
    """Leaves what was made at the start, which stays, and looks through the rest less often.

    An import makes some hundred values for each scheme that stay until its portion is kept: to look
    for garbage among them at every 700 took a tenth of its time.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(VALUES_BETWEEN_LOOKS)


def _end_with(parent: int) -> None:
    """Ends this worker once the process that began it is gone.

    Else it would go on beside the one that is started next, and they would share the address.
    """
    while os.getppid() == parent:
        sleep(SECONDS_BETWEEN_LOOKS)
    os.kill(os.getpid(), signal.SIGTERM)
