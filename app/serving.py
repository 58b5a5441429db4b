"""What a worker of the server runs."""

import os

from flask import Flask

from app.edge.journal import log_to_stderr
from app.factory import create_app
from app.settings import settings_from


def application() -> Flask:
    """The service as its environment says. The store must be migrated."""
    log_to_stderr()
    return create_app(settings_from(os.environ))
