"""What a worker of the server runs."""

import os
import signal
from threading import Thread
from time import sleep
from typing import Final

from flask import Flask

from app.edge.journal import log_to_stderr
from app.factory import create_app
from app.settings import settings_from

SECONDS_BETWEEN_LOOKS: Final = 0.5


def application() -> Flask:
    """The service as its environment says. The store must be migrated."""
    log_to_stderr()
    Thread(target=_end_with, args=(os.getppid(),), daemon=True).start()
    return create_app(settings_from(os.environ))


def _end_with(parent: int) -> None:
    """Ends this worker once the process that began it is gone.

    Else it would go on beside the one that is started next, and they would share the address.
    """
    while os.getppid() == parent:
        sleep(SECONDS_BETWEEN_LOOKS)
    os.kill(os.getpid(), signal.SIGTERM)
