"""The source files of a package: which file an import means, and its intermediate representation."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from sync.signatures import ir
from sync.signatures.package import Package

_DISTRIBUTION = re.compile(r"(?:^|/)([^/]+)-[^/]+\.(?:dist-info|egg-info)/")


@dataclass(slots=True)
class PackageSources:
    """The modules of one package, each lowered once. `candidates` are the files an import may mean, best first."""

    package: Package
    lower: Callable[[str, bytes], ir.Module]
    candidates: Callable[[str, str], tuple[str, ...]]
    libraries: frozenset[str] = frozenset()
    _lowered: dict[str, ir.Module | None] = field(default_factory=dict)

    def module(self, file: str) -> ir.Module | None:
        """The module of that file, or None when it is not there or too large."""
        if file not in self._lowered:
            source = self.package.read(file)
            self._lowered[file] = None if source is None else self.lower(file, source)
            if source is not None:
                self.package.followed[file] = source
        return self._lowered[file]

    def locate(self, name: str, importer: str) -> str | None:
        """The file that an import means."""
        if name.split(".", maxsplit=1)[0] in self.libraries:
            return None
        return next((file for file in self.candidates(name, importer) if file in self.package.names), None)

    def defining(self, name: str) -> str | None:
        """The file of a class that is found by its name, as autoloaders do; none where several files have that name."""
        wanted = f"/{name}.php"
        found = [file for file in self.package.names if f"/{file}".endswith(wanted)] if name[:1].isupper() else []
        return found[0] if len(found) == 1 else None


def python_candidates(name: str, importer: str) -> tuple[str, ...]:
    """Files of `import name` (dots in front: relative to the importing package)."""
    bare = name.lstrip(".")
    ups = len(name) - len(bare)
    path = bare.replace(".", "/")
    folder = posixpath.dirname(importer)
    if ups:
        for _ in range(ups - 1):
            folder = posixpath.dirname(folder)
        places = [posixpath.join(folder, path) if path else folder]
    else:
        # Python 2 looks beside the importing file first; the package's root comes next, then folders FC adds to the path.
        places = [posixpath.join(folder, path), path, posixpath.join("code", path)]
    return tuple(file for place in places for file in (f"{place}.py".lstrip("/"), posixpath.join(place, "__init__.py")))


def python_libraries(package: Package) -> frozenset[str]:
    """Top-level modules that came with an installed distribution: libraries, not the function's own code."""
    found: set[str] = set()
    for name in package.names:
        match = _DISTRIBUTION.search(name)
        if match:
            found.add(match[1].replace("-", "_"))
            found.add(match[1].replace("-", "_").lower())
            if name.endswith("/top_level.txt"):
                found.update((package.read(name) or b"").decode("utf-8", "replace").split())
    return frozenset(found)


def php_candidates(name: str, importer: str) -> tuple[str, ...]:
    """Files of `require`: beside the including file, then from the package's root."""
    plain = name.lstrip("/")
    beside = posixpath.normpath(posixpath.join(posixpath.dirname(importer), plain))
    return (beside, posixpath.normpath(plain))


_SCRIPTS = ("", ".js", ".cjs", ".mjs", ".json", "/index.js", "/index.cjs", "/index.mjs")


def script_candidates(name: str, importer: str) -> tuple[str, ...]:
    """Files of `require(name)`; a bare name is a library."""
    if not name.startswith("."):
        return ()
    place = posixpath.normpath(posixpath.join(posixpath.dirname(importer), name))
    return tuple(place + ending for ending in _SCRIPTS)
