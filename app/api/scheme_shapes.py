"""The shapes of a scheme for each pack: whole, and as a merge patch."""

from collections.abc import Mapping
from typing import Any

from app.api.describing import Json, ref
from rulebook.json_schema import json_schema
from rulebook.pack import Pack


def scheme_shapes(packs: Mapping[str, Pack]) -> dict[str, Json]:
    """The shapes for each pack and of its lists; `Scheme` and `SchemePatch` are any of them."""
    shapes: dict[str, Json] = {}
    names = []
    for pack in packs.values():
        schema = json_schema(pack.template)
        prefix = f"{pack.id}_"
        for list_name, listed in schema.pop("$defs").items():
            shapes[f"{prefix}{list_name}"] = listed
        schema.pop("$schema")
        whole = _pointed(schema, prefix)
        shapes[f"Scheme_{pack.id}"] = whole
        shapes[f"SchemePatch_{pack.id}"] = _patch(whole)
        names.append(pack.id)
    for name in ("Scheme", "SchemePatch"):
        any_one = [ref(f"{name}_{id}") for id in names]
        shapes[name] = any_one[0] if len(any_one) == 1 else {"anyOf": any_one}
    return shapes


def _patch(schema: Json) -> Json:
    """What changes a scheme: any of its fields, and null for one that is not required to go."""
    required = schema.get("required", [])
    properties = {
        name: _changed(part, is_required=name in required)
        for name, part in schema["properties"].items()
    }
    kept = {name: value for name, value in schema.items() if name not in ("required", "title")}
    return {**kept, "properties": properties}


def _changed(schema: Json, *, is_required: bool) -> Json:
    """A field in a patch. Only groups are merged; a list is replaced whole."""
    shown = {"title": schema["title"]} if "title" in schema else {}
    part = _patch(schema) if schema.get("type") == "object" else schema
    if is_required:
        return part
    return {**shown, "anyOf": [_bare(part), {"type": "null"}]}


def _bare(schema: Json) -> Json:
    """What a field must look like, without what it means: the scheme says that."""
    words = ("title", "description", "default")
    return {
        name: value
        for name, value in schema.items()
        if name not in words and not name.startswith("x-")
    }


def _pointed(value: Any, prefix: str) -> Any:
    """A schema whose references lead to the shapes of the document."""
    if isinstance(value, dict):
        return {
            key: ref(prefix + item.removeprefix("#/$defs/"))["$ref"]
            if key == "$ref"
            else _pointed(item, prefix)
            for key, item in value.items()
        }
    return [_pointed(item, prefix) for item in value] if isinstance(value, list) else value
