"""The signature that code shows, wherever the code is: a file, a folder, a zip, or Function Compute."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import MappingProxyType
from typing import Literal

from sync.app.connections import SDKS, Connections
from sync.app.observer import NOBODY, Observer
from sync.app.project import open_project
from sync.core.redaction import Redacted, Variable
from sync.core.sensitive import line_looks_secret, without_secrets
from sync.core.signature.inferred import Inferred, Unknown
from sync.errors import InputError
from sync.ports import CodeReader
from sync.settings import Settings
from sync.signatures.frontends.python_text import utf8
from sync.signatures.infer import infer
from sync.signatures.package import Package, open_package, package_of
from sync.signatures.readable import READABLE
from sync.specs.ids import Address
from sync.specs.load import load
from sync.specs.wording import did_you_mean, listed, shown

LARGEST_FOLDER = 64 * 1024 * 1024  # bytes of source files read from a folder at most
_SOURCES = {ending: language.usual for language in READABLE.values() for ending in language.endings}
_READ = {*_SOURCES, ".json"}
_DEFAULT_HANDLER = "index.handler"
_TELLING = 6  # characters; a shorter value of the environment occurs in many lines by chance
_HIDDEN = "(looks secret, not shown)"
_NONE: Mapping[str, Variable] = MappingProxyType({})
Reopen = Callable[[], Package | Unknown]
Source = Literal["deployed", "local"]
Excerpts = dict[tuple[str, int], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureOutcome:
    """What the code shows, with the source lines that show it, by file and line."""

    source: Source
    handler: str
    runtime: str
    signature: Inferred | Unknown
    excerpts: Excerpts


@dataclass(frozen=True, slots=True, kw_only=True)
class _Code:
    """A package with its handler and runtime. `opened` holds its file open; what it answers makes a package of that anew, as
    often as it is called, because what is read of one package is bounded.
    """

    opened: Callable[[], AbstractContextManager[Reopen]]
    source: Source
    handler: str
    runtime: str
    environment: Mapping[str, Variable] = field(default_factory=dict, repr=False)

    def show(self) -> SignatureOutcome:
        """The signature, and the source lines that it points at; defaults that look secret are left out of both."""
        with self.opened() as reopen:
            package = reopen()
            signature = package if isinstance(package, Unknown) else infer(package, self.handler, self.runtime, self.environment)
            excerpts = _excerpts(signature, reopen()) if isinstance(signature, Inferred) else {}
        signature, excerpts = _without_secrets(signature, excerpts, self.environment)
        return SignatureOutcome(
            source=self.source, handler=self.handler, runtime=self.runtime, signature=signature, excerpts=excerpts
        )


def local_signature(
    path: str, handler: str | None = None, runtime: str | None = None, environment: Mapping[str, Variable] = _NONE
) -> SignatureOutcome | None:
    """What the code at a path shows, or None when there is no such path. Raises `InputError` for a path without code."""
    code = _local(path, handler, runtime)
    return None if code is None else replace(code, environment=environment).show()


def deployed_signature(
    settings: Settings,
    uid: str,
    handler: str | None = None,
    runtime: str | None = None,
    observer: Observer = NOBODY,
    connections: Connections = SDKS,
) -> SignatureOutcome:
    """What the deployed code of a function of the registry shows. Raises `InputError` when there is no such function."""
    uids = [function.uid for function in load(settings.registry).functions]
    if uid not in uids:
        hint = did_you_mean(uid, uids) or f"uids of the registry: {listed(uids) or 'none'}"
        raise InputError(f"{shown(uid)} is neither a path nor a uid of the registry", hint)
    project = open_project(settings, observer, connections)
    wanted = next(function for function in project.wanted.functions if function.uid == uid)
    readers = project.readers()
    found = readers.functions.function(wanted.address)
    if found is None:
        raise InputError(f"the function {wanted.address} does not exist in Function Compute", "`ivrsync plan` shows more")
    code = _Code(
        opened=lambda: _downloaded(readers.code, wanted.address),
        source="deployed",
        handler=handler or found.configuration.handler or _DEFAULT_HANDLER,
        runtime=runtime or found.configuration.runtime or "",
        environment=found.configuration.environment or {},
    )
    return code.show()


def _without_secrets(
    signature: Inferred | Unknown, excerpts: Excerpts, environment: Mapping[str, Variable]
) -> tuple[Inferred | Unknown, Excerpts]:
    if isinstance(signature, Unknown):
        return signature, excerpts
    shown = without_secrets(signature, environment)
    hidden = {
        (place.file, place.line)
        for before, after in zip(signature.inputs, shown.inputs, strict=True)
        if before != after
        for place in before.evidence
    }
    return shown, {
        place: _HIDDEN if place in hidden or line_looks_secret(text) or _holds_variable(text, environment) else text
        for place, text in excerpts.items()
    }


def _holds_variable(text: str, environment: Mapping[str, Variable]) -> bool:
    """Whether a line contains a value of the environment that is too long to occur there by chance."""
    return any(_holds(text, value) for value in environment.values())


def _holds(text: str, value: Variable) -> bool:
    if isinstance(value, Redacted):
        return value.size >= _TELLING and value.is_within(text)
    return isinstance(value, str) and len(value) >= _TELLING and value in text


def _local(subject: str, handler: str | None, runtime: str | None) -> _Code | None:
    """The code at a path, or None when there is no such path. Raises `InputError` for a path without code."""
    path = Path(subject)
    if not path.exists():
        return None
    if not path.is_dir() and not path.is_file():  # reading a pipe would wait, and a device may never end
        raise InputError(f"{path}: it is neither a plain file nor a folder", "save the code in a file, and name that file")
    if path.is_dir():
        files = _files_of(path)
        if not files:
            raise InputError(
                f"{path}: no source file that can be read", f"{' '.join(_SOURCES)} are; or give a UID, a zip or a file"
            )
    elif path.suffix in _SOURCES:
        files = {path.name: _source(path)}
        handler = handler or f"{path.stem}.handler"
    else:
        return _zipped(path, handler, runtime)
    return _Code(
        opened=lambda: nullcontext(lambda: package_of(files)),
        source="local",
        handler=handler or _DEFAULT_HANDLER,
        runtime=runtime or _runtime_of(files, handler or _DEFAULT_HANDLER),
    )


@contextmanager
def _downloaded(code: CodeReader, address: Address) -> Iterator[Reopen]:
    with code.open(address) as package:
        yield lambda: open_package(package.file)


@contextmanager
def _unzipped(path: Path) -> Iterator[Reopen]:
    """Read where it lies: a package may be larger than memory should be."""
    with path.open("rb") as file:
        yield lambda: open_package(file)


def _zipped(path: Path, handler: str | None, runtime: str | None) -> _Code:
    with _unzipped(path) as reopen:
        package = reopen()
    if isinstance(package, Unknown):
        raise InputError(
            f"{path}: it is not a source file, and {package.detail.partition(';')[0]}",
            f"give a UID, a folder, a zip, or a source file ({' '.join(_SOURCES)})",
        )
    return _Code(
        opened=lambda: _unzipped(path),
        source="local",
        handler=handler or _DEFAULT_HANDLER,
        runtime=runtime or _runtime_of(package.names, handler or _DEFAULT_HANDLER),
    )


def _source(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_FOLDER:
        raise InputError(f"{path}: more than {LARGEST_FOLDER} bytes", "a source file is never so large: name the right file")
    return path.read_bytes()


def _files_of(folder: Path) -> dict[str, bytes]:
    """The source files of a folder; what is linked from elsewhere is left out."""
    files: dict[str, bytes] = {}
    total = 0
    for path in sorted(folder.rglob("*")):
        if path.suffix in _READ and path.is_file() and not path.is_symlink():
            total += path.stat().st_size
            if total > LARGEST_FOLDER:
                raise InputError(f"{folder}: more than {LARGEST_FOLDER} bytes of source", "name the file of the handler instead")
            files[path.relative_to(folder).as_posix()] = path.read_bytes()
    return files


def _runtime_of(files: Collection[str], handler: str) -> str:
    """The runtime of the handler's own file, else of most files; empty where nothing is a source that can be read."""
    place = handler.rpartition(".")[0]
    own = [suffix for suffix in _SOURCES if f"{place}{suffix}" in files]
    suffixes = own or sorted(Path(name).suffix for name in files if Path(name).suffix in _SOURCES)
    return _SOURCES[max(dict.fromkeys(suffixes), key=suffixes.count)] if suffixes else ""


def _excerpts(signature: Inferred, package: Package | Unknown) -> Excerpts:
    if isinstance(package, Unknown):
        return {}
    places = [(item.file, item.line) for part in signature.inputs for item in part.evidence]
    places += [(path.evidence.file, path.evidence.line) for path in signature.results]
    places += [(escape.file, escape.line) for escape in signature.escapes]
    lines = {name: _text(name, package.read(name) or b"").splitlines() for name in {file for file, _ in places}}
    return {(file, line): lines[file][line - 1].strip() for file, line in places if 0 < line <= len(lines[file])}


def _text(name: str, content: bytes) -> str:
    return (utf8(content) if name.endswith(".py") else content).decode("utf-8", "replace")
