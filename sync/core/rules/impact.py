"""Which function modules a difference between two signatures breaks: those that rely on the old one."""

from __future__ import annotations

from pydantic import JsonValue

from sync.core.flows.document import FunctionModule
from sync.core.signature.diff import Difference
from sync.core.signature.value_types import parses


def breaks(item: Difference, module: FunctionModule) -> bool:
    """Whether a function module is known to rely on the old signature. Parts of a module that are not understood show nothing."""
    # An empty text is what a function gets for an input that is not passed.
    passes = None if module.passes is None else {one.name: one.value for one in module.passes if one.value != ""}
    match item.kind:
        case "input-required-added" | "input-became-required":
            return passes is not None and item.name not in passes
        case "input-renamed":
            return passes is not None and item.before in passes and item.after not in passes
        case "input-type-narrowed":
            value = (passes or {}).get(item.name)
            return value is not None and not _fits(value, item.after)
        case "result-field-removed" | "result-field-renamed":
            return item.name in (module.reads or ())
        case "result-object-became-text":
            return bool(module.reads)
        case _:  # a text that became an object, too: which module keeps the whole answer is not known (UNVERIFIED)
            return False


def _fits(value: JsonValue, wanted: JsonValue) -> bool:
    match wanted:
        case "integer" | "number" | "boolean" | "object" | "array":
            return parses(value, wanted)
        case list():
            return value in wanted
        case _:
            return True
