"""The SDKs' modules, loaded without what no call of ours needs: it is most of what importing them costs.

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
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

_MODELS = ("alibabacloud_ccc20200701.models", "alibabacloud_fc20230330.models")
_LATE = (
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
_FUTURE = "from __future__ import annotations"  # what the classes say of each other is not looked up
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
    if sessions is not None and getattr(sessions, "ssl", None) is ssl:
        setattr(sessions, "ssl", _shared_ssl())  # noqa: B010 - to a type checker modules are fixed
    return module


@cache
def _shared_ssl() -> ModuleType:
    """`ssl` as the SDKs' module of sessions sees it: they share one default context, which takes longer to make than a request."""
    shared = ModuleType("ssl")
    shared.__dict__.update(vars(ssl))
    shared.__dict__["create_default_context"] = cache(_default_context)
    return shared


def _default_context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    # Each session adds the same authorities to it, after others have begun to use it.
    setattr(context, "load_verify_locations", cache(context.load_verify_locations))  # noqa: B010 - as above
    return context


class _Late(ModuleType):
    """Stands for a library while those who import it are loaded."""

    def __getattr__(self, name: str) -> _Taken:
        if name.startswith("__"):  # what the import system asks of any module
            raise AttributeError(name)
        return _Taken(self.__name__, name)


class _Taken:
    """What was taken from a library that is loaded now, when something is done with it."""

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
    """Nobody else gets to see what stands in: it is taken away again, and a library that is loaded already is left alone."""
    late = {name: _Late(name) for name in _LATE if name not in sys.modules}
    sys.modules.update(late)
    try:
        yield
    finally:
        for name in late:
            del sys.modules[name]


def _load_by_name(name: str) -> None:
    """Load a package of models whose classes come from their files when asked for; one laid out otherwise is left alone."""
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
