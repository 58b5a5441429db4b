"""What the codes of refusals mean, for those who write programs."""

from typing import Final

from flask import Response
from flask_smorest import Blueprint

from app import errors
from app.access import PUBLIC
from app.api.answering import reply
from app.api.describing import ref, route
from app.errors import ServiceError

docs: Final = Blueprint("problems", __name__, description="What refusals mean")


@route(docs, "GET", "/problems", PUBLIC, "What the codes of refusals mean", {200: ref("Problems")})
def list_problems() -> Response:
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, ServiceError) and kind is not ServiceError
    ]
    return reply({"problems": [{"code": kind.code, "means": kind.__doc__} for kind in kinds]})
