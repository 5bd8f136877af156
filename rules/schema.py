"""The JSON Schema of a pack's files, made from the models, so that editors complete and mark what people write."""

from typing import Any

from pydantic.json_schema import models_json_schema

from rules.documents import KINDS
from rules.loading import kind_of

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def document_schema() -> dict[str, Any]:
    """One schema for every file of a pack: a list of entries, each held to the model of its kind."""
    _, found = models_json_schema([(model, "validation") for model in KINDS])
    return {
        "$schema": _DIALECT,
        "title": "Huixin rule pack: a file of entries",
        "description": "Each entry begins with its kind and code, as in '- rule: promotion-exclusion'.",
        "type": "array",
        "items": {"$ref": "#/$defs/AnyEntry"},
        "$defs": {"AnyEntry": _any_entry(), **found["$defs"]},
    }


def _any_entry() -> dict[str, Any]:
    """By its key alone an editor knows the model, and marks what is wrong in it rather than the whole entry."""
    kinds = {kind_of(model): model for model in KINDS}
    chosen = []
    for kind, model in kinds.items():
        others = [other for other, owner in kinds.items() if other != kind and kind in owner.model_fields]
        condition: dict[str, Any] = {"required": [kind]}
        if others:
            condition["not"] = {"anyOf": [{"required": [other]} for other in others]}
        chosen.append({"if": condition, "then": {"$ref": f"#/$defs/{model.__name__}"}})
    return {"type": "object", "anyOf": [{"required": [kind]} for kind in kinds], "allOf": chosen}
