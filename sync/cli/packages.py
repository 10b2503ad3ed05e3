"""Where the code of `ivrsync signature` comes from: a file, a folder, a zip, or Function Compute."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from registry.ids import Address
from registry.load import load
from registry.models import Generation
from sync.cli import wiring
from sync.cli.options import Scope
from sync.core.inferred import Inferred, Unknown
from sync.errors import InputError
from sync.signatures.infer import infer
from sync.signatures.package import Package, open_package, package_of

LARGEST_FOLDER = 64 * 1024 * 1024  # bytes of source files read from a folder
LARGEST_PACKAGE = 512 * 1024 * 1024  # bytes of a zip; Function Compute takes at most 500 MB
_SOURCES = {".py": "python3.10", ".js": "nodejs20", ".mjs": "nodejs20", ".cjs": "nodejs20", ".php": "php7.2"}
_READ = {*_SOURCES, ".json"}
_DEFAULT_HANDLER = "index.handler"


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A package with its handler and runtime; `open` opens it anew, because what is read of a package is bounded."""

    open: Callable[[], Package | Unknown]
    handler: str
    runtime: str
    environment: Mapping[str, str] = field(default_factory=dict, repr=False)

    def infer(self) -> tuple[Inferred | Unknown, dict[tuple[str, int], str]]:
        """The signature, and the source lines that it points at."""
        package = self.open()
        if isinstance(package, Unknown):
            return package, {}
        signature = infer(package, self.handler, self.runtime, self.environment)
        return signature, _excerpts(signature, self.open())


def local(subject: str, handler: str | None, runtime: str | None) -> Code | None:
    """The code at a path, or None when there is no such path. Raises `InputError` for a path without code."""
    path = Path(subject)
    if not path.exists():
        return None
    if path.is_dir():
        files = _files_of(path)
    elif path.suffix in _SOURCES:
        files = {path.name: path.read_bytes()}
        handler = handler or f"{path.stem}.handler"
    else:
        return _zipped(path, handler, runtime)
    return Code(open=lambda: package_of(files), handler=handler or _DEFAULT_HANDLER, runtime=runtime or _runtime_of(files, path))


def deployed(scope: Scope, uid: str, handler: str | None, runtime: str | None) -> Code:
    """The deployed code of a function of the registry. Raises `InputError` when there is no such function."""
    settings = scope.settings()
    uids = [function.uid for function in load(settings.registry).functions]
    if uid not in uids:
        close = difflib.get_close_matches(uid, uids, n=1) or uids[:1]
        raise InputError(f"{uid!r} is neither a path nor a uid of the registry", f"a uid is, for instance, {', '.join(close)}")
    project = wiring.open_project(settings)
    wanted = next(function for function in project.wanted.functions if function.uid == uid)
    found = wiring.readers(project).functions.function(wanted.address, wanted.generation)
    if found is None:
        raise InputError(f"the function {wanted.address} does not exist in Function Compute", "ivrsync plan says more")
    content = _download(project, wanted.address, wanted.generation)
    return Code(
        open=lambda: open_package(content),
        handler=handler or found.configuration.handler or _DEFAULT_HANDLER,
        runtime=runtime or found.configuration.runtime or "",
        environment=found.configuration.environment or {},
    )


def _download(project: wiring.Project, address: Address, generation: Generation) -> bytes:
    packages = wiring.packages(project)
    location = packages.package(address, generation)
    with tempfile.TemporaryDirectory(prefix="ivrsync-") as folder:
        file = Path(folder) / "package.zip"
        packages.download(location.url, file, LARGEST_PACKAGE)
        return file.read_bytes()


def _zipped(path: Path, handler: str | None, runtime: str | None) -> Code:
    content = path.read_bytes()
    package = open_package(content)
    if isinstance(package, Unknown):
        raise InputError(
            f"{path}: it is no source file and {package.detail.partition(';')[0]}",
            "give a UID, a folder, a zip, or a source file (.py .js .mjs .cjs)",
        )
    names = dict.fromkeys(package.names, b"")
    return Code(
        open=lambda: open_package(content), handler=handler or _DEFAULT_HANDLER, runtime=runtime or _runtime_of(names, path)
    )


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


def _runtime_of(files: Mapping[str, bytes], path: Path) -> str:
    """The runtime of the index file, else of most files."""
    suffixes = [Path(name).suffix for name in sorted(files) if Path(name).suffix in _SOURCES]
    index = [Path(name).suffix for name in files if Path(name).stem == "index" and Path(name).suffix in _SOURCES]
    if not suffixes:
        raise InputError(f"{path}: no source file that can be read", "Python and Node.js are read; name the runtime with --runtime")
    return _SOURCES[index[0] if index else max(sorted(set(suffixes)), key=suffixes.count)]


def _excerpts(signature: Inferred | Unknown, package: Package | Unknown) -> dict[tuple[str, int], str]:
    if isinstance(signature, Unknown) or isinstance(package, Unknown):
        return {}
    places = [(item.file, item.line) for part in signature.inputs for item in part.evidence]
    places += [(path.evidence.file, path.evidence.line) for path in signature.results]
    places += [(escape.file, escape.line) for escape in signature.escapes]
    lines = {name: (package.read(name) or b"").decode("utf-8", "replace").splitlines() for name in {file for file, _ in places}}
    return {(file, line): lines[file][line - 1].strip() for file, line in places if 0 < line <= len(lines[file])}
