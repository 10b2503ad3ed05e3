"""The function modules of a flow, read tolerantly: which function they call, what they pass, which fields they read.

No published flow definition holds a function module, so its shape is UNVERIFIED (reference: CCC ListContactFlows, IvrTracking
events, and the plugins of the sister product OutboundBot). Every shape that is understood stands in `DIALECTS`, each with the
evidence for it. What none of them fits stays unread, and nothing is concluded from it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from pydantic import JsonValue

from sync.core.flows.excerpt import ModuleExcerpt, Passed
from sync.core.plan.model import FlowRef
from sync.core.worlds import FoundFlow

# The function module is called RUN_FUNCTION in today's list of node types, FUNCTION_COMPUTE in the event messages of 2021.
FUNCTION_TYPES = frozenset({"RUN_FUNCTION", "FUNCTION_COMPUTE"})
_VARIABLE = re.compile(r"\$\{[^}]*\}")
_DEEPEST = 8  # levels of a module's properties that are searched for what it calls
_CONTAINERS = frozenset({"entries", "fields", "items", "list", "mode", "type", "version"})
_NAMES, _VALUES = ("key", "name"), ("value", "defaultValue")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One way a function module may be written: where the inputs and the fields read are, and why that is assumed.

    `ids` and `names` are the keys under which, at any depth, the registration's id or the function's name stands.
    """

    name: str
    inputs: str
    reads: str
    ids: frozenset[str]
    names: frozenset[str]
    evidence: str


DIALECTS: tuple[Dialect, ...] = (
    Dialect(
        name="tracking",
        inputs="parameters",
        reads="outputs",
        ids=frozenset({"functionMetaId", "functionId"}),
        names=frozenset({"functionName"}),
        evidence="IvrTracking events: nodeProperties of FUNCTION_COMPUTE mirror the editor; parameters is the JSON text of a list "
        "of {key, value}. A registration's id is FunctionMetaId in CCC 2020-07-01, FunctionId in CloudCallCenter 2017-07-05.",
    ),
    Dialect(
        name="plugin",
        inputs="inputParams",
        reads="outputParams",
        ids=frozenset({"functionMetaId"}),
        names=frozenset({"functionName"}),
        evidence="OutboundBot ListApiPlugins.DraftedConfigJson: inputParams and outputParams, lists of {name, ...}",
    ),
)
_IDS = frozenset(key for dialect in DIALECTS for key in dialect.ids)
_NAMES_OF_FUNCTIONS = frozenset(key for dialect in DIALECTS for key in dialect.names)
_PASSED_OR_READ = frozenset(key for dialect in DIALECTS for key in (dialect.inputs, dialect.reads))
_STATED = tuple(field.name for field in fields(ModuleExcerpt))


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionModule(ModuleExcerpt):
    """One function module of a flow."""

    flow: FlowRef


def function_modules(flow: FoundFlow) -> tuple[FunctionModule, ...] | None:
    """The function modules of a flow in their order, or None when its definition is not of the one published form."""
    read = _modules(flow.definition) if flow.excerpt is None else flow.excerpt.modules
    if read is None:
        return None
    ref = FlowRef(center=flow.center, id=flow.id, name=flow.name, published=flow.published)
    return tuple(FunctionModule(flow=ref, **{name: getattr(each, name) for name in _STATED}) for each in read)


def _modules(definition: str) -> tuple[ModuleExcerpt, ...] | None:
    content = _parsed(definition)
    activities = content.get("activities") if isinstance(content, dict) else None
    if not isinstance(activities, list):
        return None
    return tuple(_module(each) for each in activities if isinstance(each, dict) and each.get("type") in FUNCTION_TYPES)


def _module(activity: Mapping[str, JsonValue]) -> ModuleExcerpt:
    properties = activity.get("properties")
    stated = properties if isinstance(properties, dict) else {}
    entries = next((stated[dialect.inputs] for dialect in DIALECTS if dialect.inputs in stated), None)
    reads = next((stated[dialect.reads] for dialect in DIALECTS if dialect.reads in stated), None)
    passes, fields_read = _passed(entries), _entries(reads)
    words = tuple(_words("", stated, 0))
    return ModuleExcerpt(
        activity=_text(activity.get("id")),
        name=_text(activity.get("name")) or _text(activity.get("id")),
        words=frozenset(word for _, word in words),
        ids=frozenset(word for key, word in words if key in _IDS and word),
        names=frozenset(word for key, word in words if key in _NAMES_OF_FUNCTIONS and word),
        passes=passes,
        reads=None if fields_read is None else tuple(sorted(fields_read)),
        is_understood=passes is not None and (fields_read is not None or reads is None),
    )


def _passed(value: JsonValue) -> tuple[Passed, ...] | None:
    entries = _entries(value)
    if entries is None:
        return None
    return tuple(Passed(name, None if _is_variable(entries[name]) else entries[name]) for name in sorted(entries))


def _entries(value: JsonValue) -> dict[str, JsonValue] | None:
    """Name to value, from a list of {key, value} or {name, value}, from a map, or from either as JSON text."""
    if isinstance(value, str):
        value = _parsed(value)
    if isinstance(value, dict):
        # A map of names holds plain values; one that holds lists, or has such names, is a form of its own.
        is_plain = not any(isinstance(one, dict | list) for one in value.values())
        return dict(value) if is_plain and not value.keys() & _CONTAINERS else None
    if not isinstance(value, list):
        return None
    found: dict[str, JsonValue] = {}
    for item in value:
        name = next((item[key] for key in _NAMES if key in item), None) if isinstance(item, dict) else None
        if not isinstance(item, dict) or not isinstance(name, str):
            return None
        found[name] = None if item.get("valueSource") == "Var" else next((item[key] for key in _VALUES if key in item), None)
    return found


def _is_variable(value: JsonValue) -> bool:
    return value is None or (isinstance(value, str) and _VARIABLE.search(value) is not None)


def _words(key: str, value: JsonValue, depth: int) -> Iterator[tuple[str, str]]:
    """Every text inside with its key, short of what is passed to the function: an argument may look like a function's name."""
    if isinstance(value, str):
        yield key, value
    elif depth < _DEEPEST and isinstance(value, dict):
        for name, below in value.items():
            if name not in _PASSED_OR_READ:
                yield from _words(name, below, depth + 1)
    elif depth < _DEEPEST and isinstance(value, list):
        for below in value:
            yield from _words(key, below, depth + 1)


def _text(value: JsonValue) -> str:
    return value if isinstance(value, str) else ""


def _parsed(text: str) -> JsonValue:
    try:
        parsed: JsonValue = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return parsed
