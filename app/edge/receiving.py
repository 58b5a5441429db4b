"""Bodies are received whole before anybody works on them: who sends slowly waits alone.

The service works on one request at a time. Were a body read there, one that never comes would stop
it for all. So the threads of the server receive, and hand over what is complete.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from tempfile import SpooledTemporaryFile
from threading import BoundedSemaphore
from typing import IO, TYPE_CHECKING, Final

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

LENGTH: Final = "CONTENT_LENGTH"
IN_CHUNKS: Final = "HTTP_TRANSFER_ENCODING"
BODY: Final = "wsgi.input"
LARGEST_IN_MEMORY: Final = 256 * 1024
"""In bytes: what is larger waits in a temporary file."""
TOO_MUCH: Final = "Too much is being sent at once. Try again in 2 s."
PART: Final = 64 * 1024


class NoRoomToReceive(Exception):
    """As many bodies are being received as may be, or there is no room for temporary files."""


class BrokenOff(Exception):
    """A caller has said how long the body is, and left before all of it was there."""


class Receiving:
    """Receives bodies, a few at once; `most_bytes` is the largest that is wanted."""

    def __init__(self, most_bytes: int, at_once: int) -> None:
        self._most_bytes = most_bytes
        self._places = BoundedSemaphore(at_once)

    @contextmanager
    def whole(self, environ: "WSGIEnvironment") -> Iterator["WSGIEnvironment"]:
        """The request with its whole body at hand; raises NoRoomToReceive and BrokenOff.

        A body that says that it is too large is not read: the service refuses it by its length.
        One in chunks does not: it is read until it is one byte too large, and has a length then.
        """
        length = _length_of(environ)
        if length == 0 or (length or 0) > self._most_bytes:
            yield without_body(environ)
            return
        with SpooledTemporaryFile(LARGEST_IN_MEMORY) as body:
            self._receive(environ[BODY], length, body)
            received = {**environ, BODY: body, LENGTH: str(body.tell())}
            received.pop(IN_CHUNKS, None)
            body.seek(0)
            yield received

    def _receive(self, source: IO[bytes], length: int | None, body: IO[bytes]) -> None:
        if not self._places.acquire(blocking=False):
            raise NoRoomToReceive(TOO_MUCH)
        try:
            left = self._most_bytes + 1 if length is None else length
            while left and (part := source.read(min(left, PART))):
                _keep(part, body)
                left -= len(part)
        finally:
            self._places.release()
        if left and length is not None:
            raise BrokenOff("The body broke off before it was whole.")


def _keep(part: bytes, body: IO[bytes]) -> None:
    try:
        body.write(part)
    except OSError as error:
        raise NoRoomToReceive(TOO_MUCH) from error


def without_body(environ: "WSGIEnvironment") -> "WSGIEnvironment":
    """The request as if nothing were left to be read of it; its length stays as it was said."""
    return {**environ, BODY: BytesIO()}


def _length_of(environ: "WSGIEnvironment") -> int | None:
    """The length of the body in bytes, None where it comes in chunks, which do not say."""
    if IN_CHUNKS in environ:
        return None
    return int(environ.get(LENGTH) or 0)  # the server has checked it
