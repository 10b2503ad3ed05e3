"""Which flows mention a registration or a function, whatever the shape of their function modules.

The vendor publishes no flow definition that holds a function module, so nothing is known of where the reference stands. Any word
of the definition that equals the id or the name counts. That reports too much rather than too little, and a mention never causes
a change; it holds one back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from pydantic import JsonValue

from sync.core.plan.model import FlowRef
from sync.core.worlds import FoundFlow
from sync.specs.ids import CenterName

WORD = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)


@dataclass(frozen=True, slots=True)
class FlowReferences:
    """The words of every flow, and the flows of every center."""

    words: dict[tuple[CenterName, str], tuple[FlowRef, ...]]
    texts: dict[CenterName, tuple[tuple[FlowRef, str], ...]]

    def of(self, center: CenterName, *names: str) -> tuple[FlowRef, ...]:
        """The flows of the center that mention any of these, by name and id."""
        found = {flow for name in names if name for flow in self._flows(center, name)}
        return () if not found else tuple(sorted(found, key=lambda flow: (flow.name, flow.id)))

    def _flows(self, center: CenterName, name: str) -> Iterable[FlowRef]:
        if WORD.fullmatch(name):
            return self.words.get((center, name), ())
        return [flow for flow, text in self.texts.get(center, ()) if name in text]


def read_mentions(flows: Iterable[FoundFlow]) -> FlowReferences:
    """Index the definitions, each read once."""
    words: dict[tuple[CenterName, str], list[FlowRef]] = {}
    texts: dict[CenterName, list[tuple[FlowRef, str]]] = {}
    for flow in sorted(flows, key=lambda item: (item.center, item.id)):
        ref = FlowRef(center=flow.center, id=flow.id, name=flow.name, published=flow.published)
        text = "\n".join(spellings(flow.definition) if flow.excerpt is None else sorted(flow.excerpt.mentions))
        texts.setdefault(flow.center, []).append((ref, text))
        for word in set(WORD.findall(text)):
            words.setdefault((flow.center, word), []).append(ref)
    return FlowReferences(
        {key: tuple(refs) for key, refs in words.items()}, {center: tuple(pairs) for center, pairs in texts.items()}
    )


def spellings(definition: str) -> Iterator[str]:
    """The text as it is and, where escapes hide letters or stick to them, every text inside with its escapes resolved."""
    yield definition
    if "\\" in definition:
        yield from _unescaped(definition)


def _unescaped(definition: str) -> Iterator[str]:
    """Every text of a JSON document, also of JSON that is kept as text; nothing of a text that is not JSON."""
    waiting = _parsed(definition)
    while waiting:
        match waiting.pop():
            case dict() as fields:
                waiting += [*fields, *fields.values()]
            case list() as items:
                waiting += items
            case str() as text:
                yield text
                waiting += [item for item in _parsed(text) if item != text]
            case _:
                pass


def _parsed(text: str) -> list[JsonValue]:
    try:
        return [json.loads(text)]
    except (ValueError, RecursionError):
        return []
