"""Runs one handler in this process for several events, and tells what it answered and which keys it read.

Started by the dynamic check with a folder and a handler; reads `[event, …]` from standard input, writes `[[outcome, keys], …]`.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.abc
import importlib.machinery
import json
import sys
import types
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

STAND_INS = {"smslib", "tornado", "powertools"}  # libraries the snippets use that nobody has
read: set[str] = set()
plain_loads = json.loads


class Recording(dict[str, Any]):
    """The event: a dict that remembers what it was asked for; '*' for everything."""

    def __getitem__(self, key: str) -> Any:
        read.add(str(key))
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        read.add(str(key))
        return super().__contains__(key)

    def get(self, key: str, default: Any = None) -> Any:
        read.add(str(key))
        return super().get(key, default)

    def pop(self, key: str, *default: Any) -> Any:
        read.add(str(key))
        return super().pop(key, *default)

    def setdefault(self, key: str, default: Any = None) -> Any:
        read.add(str(key))
        return super().setdefault(key, default)


class Stand(types.ModuleType):
    """Stands in for a library: every name is a function that calls the functions it is given."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return self._called

    def _called(self, *values: Any, **named: Any) -> Any:
        del named
        if len(values) == 1 and callable(values[0]) and values[0].__name__ == "handler":
            return values[0]
        for value in values:
            if callable(value):
                value("status")
        return "answer"


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds a stand-in where nothing else is found."""

    def find_spec(self, name: str, path: Sequence[str] | None, target: types.ModuleType | None = None) -> Any:
        del path, target
        if name not in STAND_INS:
            return None
        return importlib.machinery.ModuleSpec(name, self)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        module = Stand(spec.name)
        module.__path__ = []
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        del module


def recording_loads(text: Any, *rest: Any, **named: Any) -> Any:
    value = plain_loads(text, *rest, **named)
    return Recording(value) if isinstance(value, dict) else value


def outcome(handler: Any, event: Any) -> tuple[Any, list[str]]:
    read.clear()
    try:
        answer = handler(json.dumps(event).encode(), None)
        answer = asyncio.run(answer) if asyncio.iscoroutine(answer) else answer
        result: Any = ["answered", repr(answer)]
    except Exception as error:  # noqa: BLE001 - whatever the snippet raises is its outcome
        result = ["raised", type(error).__name__]
    return result, sorted(read)


def outcomes(folder: str, name: str) -> Iterator[tuple[Any, list[str]]]:
    place, _, function = name.rpartition(".")
    home = Path(folder)
    sys.path[:0] = [str(home), str((home / place).parent)]
    sys.meta_path.append(Finder())
    vars(json)["loads"] = recording_loads
    handler = getattr(importlib.import_module(place.replace("/", ".")), function)
    for event in plain_loads(sys.stdin.read()):
        yield outcome(handler, event)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    found = list(outcomes(sys.argv[1], sys.argv[2]))
    sys.stdout.write("\n" + json.dumps(found))
