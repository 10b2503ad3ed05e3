"""Whether a registry would still load with some of its files rewritten: checked before anything is written."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from sync.specs.build import Interpreted, interpret
from sync.specs.checks import broken_laws
from sync.specs.diagnostics import Problem, RegistryErrors
from sync.specs.files import read_text, registry_files
from sync.specs.models import Registry, Where
from sync.specs.yaml.fast import Layout
from sync.specs.yaml.loader import Reader
from sync.specs.yaml.nodes import Document, Fault, Flaw, Mark

_MARK = "\ufeff"


def rehearse(root: Path, drafts: Mapping[Path, str], *, checks_of: str = "") -> Registry:
    """The registry below `root` as if the drafts were on disk, new files among them. Raises `RegistryErrors`.

    Mistakes are placed at their function or center: the exact place is in a text that is not on disk. What the checks of the uid
    `checks_of` pass is not checked.
    """
    layout, content, problems = Layout(), Interpreted(), list[Problem]()
    for path, text in _texts(root, drafts, problems):
        documents, flaws = _documents(layout, text.removeprefix(_MARK))
        problems += (_problem(str(path), flaw.mark, flaw.message, flaw.hint) for flaw in flaws)
        for document in documents:
            interpret(document, str(path), content)
        problems += (_placed(str(path), documents[index], fault) for index, fault in content.faults)
        content.faults.clear()
    spared = ("functions", checks_of, "checks")
    names = None if problems else frozenset(content.names)
    for where, fault in broken_laws(content.functions, content.centers, names, content.flawed):
        if fault.path[:3] != spared:
            problems.append(Problem(file=where.file, where=where, message=fault.message, hint=fault.hint))
    if problems:
        raise RegistryErrors(problems)
    return content.registry()


def holds_nothing(root: Path) -> bool:
    """Whether there is no registry yet: no such folder, or no YAML file in it that would be read."""
    return not any(
        not name.startswith(".") and name.lower().endswith((".yaml", ".yml"))
        for folder, _, names in os.walk(root, followlinks=True)
        for name in names
        if not any(part.startswith(".") for part in Path(folder).relative_to(root).parts)
    )


def _texts(root: Path, drafts: Mapping[Path, str], problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    """Every file in turn, so that a large registry is never in memory as a whole."""
    present = () if holds_nothing(root) else registry_files(root, problems)
    for path in (*present, *(draft for draft in drafts if draft not in present)):
        yield path, drafts[path] if path in drafts else read_text(path)


def _documents(layout: Layout, text: str) -> tuple[Sequence[Document], Sequence[Flaw]]:
    """With the fast reader where it can read the text (see docs/adr/0009)."""
    documents = layout.read(text)
    if documents is not None:
        return documents, ()
    reader = Reader(text).run()
    return reader.documents, reader.flaws


def _placed(file: str, document: Document, fault: Fault) -> Problem:
    entry = str(fault.path[1]) if len(fault.path) > 1 else ""
    return _problem(file, document.entries.get(entry, document.start), fault.message, fault.hint)


def _problem(file: str, mark: Mark, message: str, hint: str) -> Problem:
    return Problem(file=file, where=Where(file, mark.line, mark.column), message=message, hint=hint)
