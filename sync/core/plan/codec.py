"""A plan read back from its file, which carries the plan's digest, so that a plan that was edited is refused.

Other content of the file, for readers (verdict, sentences, fingerprints; `sync.render.documents`), is not read back.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache

from pydantic import TypeAdapter, ValidationError

from sync.core.plan.model import FORMAT_VERSION, Plan

_MEMBERS = frozenset({"document", "verdict", "exit_code", "fail_on", "digest", "plan"})


class PlanFileError(ValueError):
    """A text that is not a plan of this version, or was changed after it was written."""


def plan_digest(plan: Plan) -> str:
    """SHA-256 over everything in the plan, as 64 hex digits."""
    return hashlib.sha256(_canonical(plan)).hexdigest()


def decode(text: str) -> Plan:
    """The plan of a plan file. Raises `PlanFileError`."""
    try:
        document = json.loads(text)
        stated, value = document["digest"], document["plan"]
        version = value["version"]
    except (ValueError, RecursionError, TypeError, KeyError) as error:
        raise PlanFileError("it is not a plan file that ivrsync wrote") from error
    if not set(document) <= _MEMBERS:
        raise PlanFileError("it contains more than a plan, its digest and its verdict")
    if version != FORMAT_VERSION:
        raise PlanFileError(f"it is of format version {version!r}; this ivrsync reads version {FORMAT_VERSION}")
    try:
        plan = _adapter().validate_python(value, strict=False)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise PlanFileError(f"{place}: {error.errors()[0]['msg']}") from error
    if plan_digest(plan) != stated:
        raise PlanFileError("it was changed after it was written: its digest does not match")
    return plan


@cache
def _adapter() -> TypeAdapter[Plan]:
    return TypeAdapter(Plan)


def _canonical(plan: Plan) -> bytes:
    return json.dumps(_adapter().dump_python(plan, mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8", "surrogatepass"
    )
