"""Packs: the template as JSON Schema, the rules with their sources and examples, matrix, lists."""

from collections.abc import Callable
from typing import Any, Final

from flask import Response
from flask_smorest import Blueprint

from app.access import READ_PACKS
from app.api.answering import reply
from app.api.describing import IF_NONE_MATCH, View, ref, route
from app.api.fields import word
from app.api.taking import Input, read_query
from app.documents.pack_json import (
    as_plain,
    list_summary,
    pack_summary,
    pack_values,
    rules_values,
)
from app.edge.current import desk
from app.errors import NotFound
from app.services.desk import pack_of
from app.store.rounds import kept_packs
from rulebook.fields import Text
from rulebook.json_schema import json_schema
from rulebook.pack import Pack

packs: Final = Blueprint(
    "packs",
    __name__,
    description="Frameworks as data: questions, rules with their sources, matrix and lists.",
)


class PackQuery(Input):
    """Which edition of a pack is wanted."""

    version = Text(
        max_length=40,
        metadata={"description": "The edition that a round is pinned to; else the newest."},
    )


class RulesQuery(PackQuery):
    """Which rules are wanted."""

    phase = word(
        "completeness", "tier", "offset", "gate", "route", "conflict", about="Only of this phase."
    )


def _pack(id: str, version: str = "") -> Pack:
    shipped = desk().shipped.get(id)
    if shipped is not None and version in ("", shipped.version):
        return shipped
    found = desk().database.read(
        lambda transaction: [
            pack_of(desk(), transaction, row["sha256"])
            for row in kept_packs(transaction)
            if row["id"] == id and row["version"] == version
        ]
    )
    if not found:
        raise NotFound("There is no such pack or edition. GET /api/v1/packs lists them.")
    return found[0]


def _name(pack: Pack) -> dict[str, str]:
    return {"id": pack.id, "version": pack.version, "sha256": pack.sha256}


def _asked(id: str) -> Pack:
    return _pack(id, read_query(PackQuery()).get("version", ""))


def _reply(pack: Pack, values: Any) -> Response:
    return reply(values, tag=pack.sha256)


@route(packs, "GET", "/packs", READ_PACKS, "Lists the packs", {200: ref("Packs")})
def list_packs() -> Response:
    kept = desk().database.read(
        lambda transaction: [
            pack_of(desk(), transaction, row["sha256"]) for row in kept_packs(transaction)
        ]
    )
    found = {pack.sha256: pack for pack in (*kept, *desk().shipped.values())}
    return reply({"packs": [pack_summary(pack) for pack in found.values()]})


def part(
    rule: str, summary: str, gives: str, query: type[Input] = PackQuery
) -> Callable[[View], View]:
    """Serves a part of a pack, which changes only with its edition."""
    return route(
        packs,
        "GET",
        f"/packs/<id>{rule}",
        READ_PACKS,
        summary,
        {200: ref(gives), 304: None},
        query=query,
        headers=[IF_NONE_MATCH],
        gives_headers=["ETag"],
        refuses=(404, 422),
    )


@part("", "Tiers, gates, flags, lists and calendar of a pack", "PackDetail")
def show_pack(id: str) -> Response:
    pack = _asked(id)
    return _reply(pack, pack_values(pack))


@part("/template", "The questions of a scheme, as JSON Schema", "Template")
def show_template(id: str) -> Response:
    pack = _asked(id)
    return _reply(pack, json_schema(pack.template))


@part("/rules", "Every rule with its conditions, sources and examples", "Rules", query=RulesQuery)
def show_rules(id: str) -> Response:
    query = read_query(RulesQuery())
    pack = _pack(id, query.get("version", ""))
    rules = rules_values(pack)
    if phase := query.get("phase"):
        rules = [rule for rule in rules if rule["phase"] == phase]
    return reply({"pack": _name(pack), "rules": rules}, tag=f"{pack.sha256}-{phase or 'all'}")


@part("/matrix", "The criteria with their weights, anchors and sources", "Matrix")
def show_matrix(id: str) -> Response:
    pack = _asked(id)
    return _reply(pack, {"pack": _name(pack), "matrix": as_plain(pack.matrix)})


@part("/lists", "The reference lists", "ReferenceLists")
def list_reference_lists(id: str) -> Response:
    pack = _asked(id)
    lists = [list_summary(item) for item in pack.reference.values()]
    return _reply(pack, {"pack": _name(pack), "lists": lists})


@part("/lists/<name>", "The entries of a reference list", "ReferenceList")
def show_reference_list(id: str, name: str) -> Response:
    pack = _asked(id)
    if name not in pack.reference:
        raise NotFound(f"There is no such list. GET /api/v1/packs/{pack.id}/lists names them.")
    return _reply(pack, {"pack": _name(pack), "list": as_plain(pack.reference[name])})
