"""Documents as JSON text, and their published schemas."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from pydantic import TypeAdapter

from sync.core.codec import encode
from sync.core.plan import Plan
from sync.render.documents import (
    DoctorDocument,
    Document,
    DriftDocument,
    ImportDocument,
    PlanDocument,
    ReportDocument,
    RulesDocument,
    SignatureDocument,
    ValidateDocument,
)
from sync.render.escape import indented

DIALECT = "https://json-schema.org/draft/2020-12/schema"
KINDS: Mapping[str, type] = {
    "plan": PlanDocument,
    "drift": DriftDocument,
    "report": ReportDocument,
    "validate": ValidateDocument,
    "doctor": DoctorDocument,
    "rules": RulesDocument,
    "signature": SignatureDocument,
    "import": ImportDocument,
}


def document_json(document: Document) -> str:
    """The document as indented JSON with a final newline; Chinese stays readable, and no name can act on a terminal."""
    return indented(TypeAdapter(type(document)).dump_python(document, mode="json"))


def plan_json(plan: Plan) -> str:
    """A plan as its file holds it, made safe for a terminal; it is still the same JSON."""
    return indented(json.loads(encode(plan)))


def schema_of(kind: str) -> dict[str, Any]:
    """The JSON Schema of one kind of document."""
    schema = TypeAdapter(KINDS[kind]).json_schema(mode="serialization")
    return {"$schema": DIALECT, "title": f"ivrsync {kind} document", **{k: v for k, v in schema.items() if k != "title"}}


def schema_json(kind: str) -> str:
    """That schema as text, as it is published in docs/reference."""
    return indented(schema_of(kind))
