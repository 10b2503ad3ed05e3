"""Documents as JSON text, and their published schemas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from functools import cache
from typing import Any, get_args

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError

from sync.core.plan.exit_status import DEFAULT_BAR
from sync.core.plan.model import Plan
from sync.core.rules.rule import Severity
from sync.render.documents import (
    Document,
    document_of,
)
from sync.render.escape import indented, json_lines
from sync.render.outputs import PlanOutput

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_TYPES: Mapping[str, type] = {str(fields(document)[0].default): document for document in get_args(Document)}


def document_json(document: Document) -> str:
    """The document as indented JSON with a final newline; Chinese stays readable, and no name can act on a terminal."""
    adapter = _adapter(document.document)
    try:
        return json_lines(adapter.dump_json(document, indent=2).decode())
    except PydanticSerializationError:  # half a character, which only the slower way can write
        return indented(adapter.dump_python(document, mode="json"))


def plan_json(plan: Plan, bar: Severity = DEFAULT_BAR) -> str:
    """A plan as its file holds it, made safe for a terminal; `sync.core.plan.codec` reads it back."""
    return document_json(document_of(PlanOutput(plan=plan, bar=bar), ""))


@cache
def _adapter(kind: str) -> TypeAdapter[Any]:
    return TypeAdapter(_TYPES[kind])


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema of one kind of document."""
    schema = _adapter(kind).json_schema(mode="serialization")
    return {"$schema": DIALECT, "title": f"ivrsync {kind} document", **{k: v for k, v in schema.items() if k != "title"}}


def schema_json(kind: str) -> str:
    """That schema as text, as it is published in docs/reference."""
    return indented(schema_of(kind))
