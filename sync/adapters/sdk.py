"""The SDKs' modules, loaded without the parts that no call of ours needs: these are most of the cost of importing them.

Facts about the SDKs (alibabacloud_ccc20200701 2.35.0, alibabacloud_fc20230330 4.8.3, Tea 0.4.3, alibabacloud_credentials 1.0.12),
measured: their packages of models import a thousand files, one class each, of which a plan needs thirty; and libraries for calls
made asynchronously, for web sockets, for signing with RSA and for renewing a machine's keys are imported, though hardly any run
uses one of them.
"""

from __future__ import annotations

import importlib
import importlib.util
import re
import ssl
import sys
import threading
from collections.abc import Callable, Hashable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar

_Made = TypeVar("_Made")

_MODELS = ("alibabacloud_ccc20200701.models", "alibabacloud_fc20230330.models")
_LATE = (
    "aiofiles",
    "aiohttp",
    "apscheduler.schedulers.background",
    "cryptography.hazmat.backends",
    "cryptography.hazmat.primitives",
    "cryptography.hazmat.primitives.asymmetric",
    "cryptography.hazmat.primitives.serialization",
    "websocket",
    "websocket._abnf",
)
_SESSIONS = "darabonba.core"
_IMPORT = re.compile(r"^(?:from|import) .*$", re.MULTILINE)
_ONE_CLASS = re.compile(r"from \.(\w+) import (\w+)")
_FUTURE = "from __future__ import annotations"  # references between the classes are not resolved
_loading = threading.RLock()


def load(name: str) -> ModuleType:
    """The SDKs' module of that name. Every module of theirs that imports others of theirs is loaded here."""
    if name not in sys.modules:
        # What a version of the SDKs does at import that these cannot stand for fails, and is done again with the libraries.
        with _loading, suppress(Exception), _standing_in():
            for models in _MODELS:
                if name.partition(".")[0] == models.partition(".")[0]:
                    _load_by_name(models)
            importlib.import_module(name)
    module = importlib.import_module(name)
    sessions = sys.modules.get(_SESSIONS)
    if getattr(sessions, "ssl", None) is ssl:
        setattr(sessions, "ssl", _shared_ssl())  # noqa: B010 - to a type checker modules are fixed
    return module


def _once(function: Callable[..., _Made]) -> Callable[..., _Made]:
    """That function, called once for all threads: with `cache` alone, each that asks before the first answer calls it too."""
    kept, lock = cache(function), threading.Lock()

    def answer(*given: Hashable) -> _Made:
        with lock:
            return kept(*given)

    return answer


@_once
def _context(*asked: ssl.Purpose) -> ssl.SSLContext:
    """One for each purpose that is asked for; the sessions in use here name none."""
    context = ssl.create_default_context(*asked)
    # Each session adds the same authorities to it, after others have begun to use it.
    setattr(context, "load_verify_locations", _once(context.load_verify_locations))  # noqa: B010 - to a type checker it is a method
    return context


def _shared_ssl() -> ModuleType:
    """`ssl` as the SDKs' module of sessions sees it: they share one default context, which takes longer to make than a request."""
    shared = ModuleType("ssl")
    shared.__dict__.update(vars(ssl), create_default_context=_context)
    return shared


class _Late(ModuleType):
    """Replaces a library while the modules that import it are loaded."""

    def __getattr__(self, name: str) -> _Taken:
        if name.startswith("__"):  # what the import system asks of any module
            raise AttributeError(name)
        return _Taken(self.__name__, name)


class _Taken:
    """A name from a library that is loaded on first use of the name."""

    def __init__(self, library: str, name: str) -> None:
        self._library = library
        self._name = name

    def __call__(self, *given: object, **named: object) -> object:
        return self._own()(*given, **named)

    def __getattr__(self, name: str) -> object:
        found: object = getattr(self._own(), name)
        return found

    def _own(self) -> Any:  # noqa: ANN401 - whatever the library has under that name
        return getattr(__import__(self._library, fromlist=[self._name]), self._name)


@contextmanager
def _standing_in() -> Iterator[None]:
    """No other module sees the stand-in: it is removed again, and a library that is already loaded is left alone."""
    late = {name: _Late(name) for name in _LATE if name not in sys.modules}
    sys.modules.update(late)
    try:
        yield
    finally:
        for name in late:
            del sys.modules[name]


def _load_by_name(name: str) -> None:
    """Load a package of models whose classes come from their files when asked for; one with another layout is left alone."""
    spec = None if name in sys.modules else importlib.util.find_spec(name)
    if spec is None or spec.origin is None or not spec.submodule_search_locations:
        return
    files = _files(Path(spec.origin).read_text(encoding="utf-8"))
    if files is None:
        return
    module = importlib.util.module_from_spec(spec)

    def by_name(wanted: str) -> object:
        if wanted not in files:
            raise AttributeError(f"module {name!r} has no attribute {wanted!r}")
        found: object = getattr(importlib.import_module(f"{name}.{files[wanted]}"), wanted)
        setattr(module, wanted, found)
        return found

    setattr(module, "__getattr__", by_name)  # noqa: B010 - to a type checker it is a method of all modules
    sys.modules[name] = module


def _files(source: str) -> Mapping[str, str] | None:
    """Which file each class is in, by the imports of the package; None where it imports in any other way."""
    files: dict[str, str] = {}
    for line in _IMPORT.findall(source):
        match = _ONE_CLASS.fullmatch(line)
        if match:
            files[match[2]] = match[1]
        elif line != _FUTURE:
            return None
    return files
