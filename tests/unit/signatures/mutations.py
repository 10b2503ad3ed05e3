"""Mutants of the snippets: one key renamed, added or no longer read; and what alone may differ in their contract."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from tests.unit.signatures.cases import LANGUAGES, Case, cases, contract

NEW = "mutantKey"
UNRELATED = {"python": "context.memory", "javascript": "process.uptime()", "php": "time()"}
ADDED = {
    "python": (
        re.compile(r"^( +)(evt) = json\.loads\(event\)\n", re.MULTILINE),
        r"\g<0>\1if '" + NEW + r"' not in \2:\n\1    raise ValueError\n",
    ),
    "javascript": (
        re.compile(r"^( +)const (evt) = JSON\.parse\(event[^;]*\);\n", re.MULTILINE),
        r"\g<0>\1if (!\2." + NEW + r") throw new Error('x');\n",
    ),
    "php": (
        re.compile(r"^( +)(\$evt) = json_decode\(\$event, true\);\n", re.MULTILINE),
        r"\g<0>\1if (!isset(\2['" + NEW + r"'])) { throw new Exception('x'); }\n",
    ),
}


@dataclass(frozen=True, slots=True)
class Mutant:
    """A changed snippet, and the inputs it must show."""

    case: Case
    kind: str
    key: str
    inputs: dict[str, Any]

    def killed(self) -> bool:
        """Whether inference shows exactly the change; without a key that chose a branch, the others' need may change with it."""
        found = contract(self.case.infer()).get("inputs", {})
        return found.keys() == self.inputs.keys() if self.kind == "removed" else bool(found == self.inputs)


def mutants() -> Iterator[Mutant]:
    """Every mutant of every closed snippet."""
    for language in LANGUAGES:
        for case in cases(language):
            if case.truth.get("inputs") and not case.truth["escapes"] and "environment" not in case.truth:
                yield from _renamed(case)
                yield from _added(case)
                yield from _removed(case)


def _with(case: Case, files: dict[str, str]) -> Case:
    return replace(case, files={name: text.encode() for name, text in files.items()})


def _texts(case: Case) -> dict[str, str]:
    return {name: content.decode() for name, content in case.files.items()}


def _renamed(case: Case) -> Iterator[Mutant]:
    """The key's name in quotes becomes another, where that is the only way it is written, and it names no result as well."""
    inputs = case.truth["inputs"]
    answered = {field for result in case.truth["results"] for field in result["fields"]}
    for key in sorted(inputs.keys() - answered):
        quoted = re.compile(rf"""(['"]){re.escape(key)}\1""")
        texts = _texts(case)
        written = sum(len(re.findall(rf"\b{re.escape(key)}\b", text)) for text in texts.values())
        if not written or written != sum(len(quoted.findall(text)) for text in texts.values()):
            continue  # also a key that is put together and written nowhere
        changed = {name: quoted.sub(rf"\1{NEW}\1", text) for name, text in texts.items()}
        yield Mutant(_with(case, changed), "renamed", key, {NEW if name == key else name: one for name, one in inputs.items()})


def _added(case: Case) -> Iterator[Mutant]:
    """A guard for one more key, right behind where the event is parsed."""
    pattern, guard = ADDED[case.language]
    texts = _texts(case)
    if sum(len(pattern.findall(text)) for text in texts.values()) != 1:
        return
    if any(f"{word} {{" in text or f"{word}:" in text for text in texts.values() for word in ("try", "catch")):
        return  # the added guard would be caught there
    changed = {name: pattern.sub(guard, text) for name, text in texts.items()}
    one = {"required": True, "type": None, "default": None}
    yield Mutant(_with(case, changed), "added", NEW, {**case.truth["inputs"], NEW: one})


def _removed(case: Case) -> Iterator[Mutant]:
    """A plain read `evt['key']` or `evt.key` becomes something unknown, where it is the only place that names the key."""
    for key in case.truth["inputs"]:
        name = re.escape(key)
        plain = re.compile(rf"""\$?\bevt(?:\[(['"]){name}\1\](?!\s*=[^=])|\.{name}\b(?!\s*(?:\?\?)?=[^=]))""")
        texts = _texts(case)
        reads = sum(len(plain.findall(text)) for text in texts.values())
        written = sum(len(re.findall(rf"""(['"]){name}\1|\.{name}\b""", text)) for text in texts.values())
        if reads != 1 or written != 1:
            continue
        changed = {file: plain.sub(UNRELATED[case.language], text) for file, text in texts.items()}
        left = {other: one for other, one in case.truth["inputs"].items() if other != key}
        yield Mutant(_with(case, changed), "removed", key, left)
