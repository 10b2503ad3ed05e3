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

STAND_INS = frozenset(("requests", "aiohttp", "tornado"))  # libraries the snippets use that would reach for a network
read: set[str] = set()
current: list[str] = [""]  # the events as texts; the last one is being handled
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


class Given(str):
    """What a stand-in gives: a text, a number, a row, a function and a context in one."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        return Given("1")

    def __call__(self, *values: Any, **named: Any) -> Any:
        """Functions are called back; a lone function is a handler to be wrapped."""
        del named
        functions = [value for value in values if callable(value) and not isinstance(value, Given | type)]
        if len(values) == 1 and functions and getattr(values[0], "__name__", "") == "handler":
            return values[0]
        for function in functions:
            function("status")
        return Given("1")

    def __getitem__(self, key: Any) -> Any:
        del key
        return Given("1")

    def __iter__(self) -> Iterator[Any]:
        return iter([Given("1")])

    def __enter__(self) -> Any:
        return self

    def __exit__(self, *rest: object) -> None:
        del rest

    def __lt__(self, other: Any) -> bool:
        return float(other) > 1

    def __gt__(self, other: Any) -> bool:
        return float(other) < 1


class Stand(types.ModuleType):
    """Stands in for a library: its exceptions can be caught, everything else is a `Given`."""

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        found: Any = type(name, (Exception,), {}) if name.endswith(("Error", "Exception")) else Given("1")
        setattr(self, name, found)
        return found


class Finder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds a stand-in: for these libraries, or for whatever nothing else found."""

    def __init__(self, only: frozenset[str]) -> None:
        self.only = only

    def find_spec(self, name: str, path: Sequence[str] | None, target: types.ModuleType | None = None) -> Any:
        del path, target
        first = name.partition(".")[0]
        inside = first != name and not isinstance(sys.modules.get(first), Stand)
        if inside or (self.only and first not in self.only):
            return None
        return importlib.machinery.ModuleSpec(name, self)

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> types.ModuleType:
        module = Stand(spec.name)
        module.__path__ = []
        return module

    def exec_module(self, module: types.ModuleType) -> None:
        del module


def recording_loads(text: Any, *rest: Any, **named: Any) -> Any:
    """JSON of the event records what is asked of it; other JSON does not."""
    if isinstance(text, Given):
        return text
    value = plain_loads(text, *rest, **named)
    whole = text.decode() if isinstance(text, bytes | bytearray) else text
    return Recording(value) if isinstance(value, dict) and whole == current[-1] else value


def outcome(handler: Any, event: Any) -> tuple[Any, list[str]]:
    read.clear()
    current.append(json.dumps(event))
    try:
        answer = handler(current[-1].encode(), None)
        answer = asyncio.run(answer) if asyncio.iscoroutine(answer) else answer
        result: Any = ["answered", repr(answer)]
    except Exception as error:  # noqa: BLE001 - whatever the snippet raises is its outcome
        result = ["raised", type(error).__name__]
    return result, sorted(read)


def outcomes(folder: str, name: str) -> Iterator[tuple[Any, list[str]]]:
    place, _, function = name.rpartition(".")
    home = Path(folder)
    sys.path[:0] = [str(home), str((home / place).parent)]
    sys.meta_path.insert(0, Finder(STAND_INS))
    sys.meta_path.append(Finder(frozenset()))
    vars(json)["loads"] = recording_loads
    handler = getattr(importlib.import_module(place.replace("/", ".")), function)
    for event in plain_loads(sys.stdin.read()):
        yield outcome(handler, event)


if __name__ == "__main__":
    sys.dont_write_bytecode = True
    found = list(outcomes(sys.argv[1], sys.argv[2]))
    sys.stdout.write("\n" + json.dumps(found))
