"""JSON Schema of the registry's files, for editors. `registry/registry.schema.json` is a copy that a test keeps fresh."""

from __future__ import annotations

import json
from typing import Any

from pydantic.json_schema import models_json_schema

from sync.specs.ids import REGION_NAMES, UNNAMED_REGIONS
from sync.specs.models import CentersDocument, ServiceDocument

_UID = "^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$"
_NAME = "^[A-Za-z_][A-Za-z0-9_-]{0,127}$"
_VARIABLE = "^[A-Za-z][A-Za-z0-9_]*$"
# What pydantic does not know: what the keys of a mapping must be.
_KEYS = {
    ("ServiceDocument", "functions"): _UID,
    ("CentersDocument", "centers"): _UID,
    ("FunctionSpec", "registrations"): _UID,
    ("FunctionSpec", "environment"): _VARIABLE,
}
_MAY_BE_EMPTY = [("SignatureSpec", "inputs"), ("FunctionSpec", "registrations")]  # `hotline:` with nothing behind it

Schema = dict[str, Any]  # JSON Schema has no type of its own


def json_schema() -> Schema:
    """The schema of one YAML document: functions of a service, or the centers."""
    _, generated = models_json_schema([(ServiceDocument, "validation"), (CentersDocument, "validation")])
    definitions: Schema = _without_titles(generated["$defs"])
    for (model, name), pattern in _KEYS.items():
        definitions[model]["properties"][name]["propertyNames"] = {"pattern": pattern}
    for model, name in _MAY_BE_EMPTY:
        mapping = _mapping(definitions[model]["properties"][name])
        mapping["additionalProperties"] = {"anyOf": [mapping["additionalProperties"], {"type": "null"}]}
    for model in ("ServiceDocument", "Failover"):
        definitions[model]["properties"]["region"] |= _regions()
    definitions["FunctionSpec"]["properties"]["name"]["pattern"] = _NAME
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "ivrsync registry",
        "anyOf": [{"$ref": "#/$defs/ServiceDocument"}, {"$ref": "#/$defs/CentersDocument"}],
        "$defs": dict(sorted(definitions.items())),
    }


def _mapping(schema: Schema) -> Schema:
    """The part that describes a mapping, also where null may stand in its place."""
    return next(part for part in (schema, *schema.get("anyOf", ())) if "additionalProperties" in part)


def schema_text() -> str:
    """The schema as the committed copy has it."""
    return json.dumps(json_schema(), ensure_ascii=False, indent=2) + "\n"


def _regions() -> Schema:
    """Offer the known regions, and take other spellings too (half-width brackets): `ivrsync validate` knows them all."""
    return {"anyOf": [{"enum": [*REGION_NAMES, *sorted(UNNAMED_REGIONS), *REGION_NAMES.values()]}, {"minLength": 1}]}


def _without_titles(schema: Any) -> Any:  # noqa: ANN401  any part of a JSON Schema
    """The titles that pydantic makes of names say nothing that the names do not."""
    if isinstance(schema, dict):
        return {key: _without_titles(value) for key, value in schema.items() if key != "title" or not isinstance(value, str)}
    return [_without_titles(item) for item in schema] if isinstance(schema, list) else schema
