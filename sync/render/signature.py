"""A signature as inferred, for people: each input with the lines that show it, each answer, and what stays open."""

from __future__ import annotations

from collections.abc import Mapping

from sync.core.signature.inferred import Escape, Inferred, ResultPath, Unknown
from sync.core.signature.model import Evidence, Parameter
from sync.render.escape import value, visible
from sync.render.page import Page
from sync.render.phrases import count
from sync.render.width import columns, hang
from sync.specs.wording import shortened

_MOST_INPUTS, _LONGEST_NAME = 1_000, 100
_LONGEST_EXCERPT = 240  # a bundler writes a program on one line, and every input would show it
Excerpts = Mapping[tuple[str, int], str]
_ESCAPES = {
    "passed-on": "the event is handed to code outside the package",
    "computed-key": "a key that is not a constant",
    "spread": "the event is spread into something unknown",
    "enumerated": "the code walks over whatever keys there are",
    "returned-whole": "the event itself is part of the answer",
    "stored": "the event is kept where other code may read it",
    "reflection": "code that is made at run time",
    "wrapped": "a wrapper outside the package stands before the handler",
    "budget": "too much code to follow",
    "syntax": "code that could not be read",
}


def signature_text(title: str, signature: Inferred | Unknown, excerpts: Excerpts, page: Page) -> str:
    """Everything that was inferred, or why nothing could be."""
    heading = page.paint("strong", visible(title))
    if isinstance(signature, Unknown):
        lines = [heading, "", *hang("unknown: ", f"{signature.reason}: {visible(signature.detail)}", page.width)]
        return "\n".join(lines) + "\n"
    lines = [heading, "", f"INPUTS ({len(signature.inputs)})", *_inputs(signature.inputs, excerpts, page.width)]
    lines += [
        "",
        f"RESULTS ({len(signature.results)})",
        *(line for path in signature.results for line in _result(path, excerpts, page.width)),
    ]
    return "\n".join([*lines, "", *_verdict(signature.escapes, excerpts, page.width)]) + "\n"


def _inputs(inputs: tuple[Parameter, ...], excerpts: Excerpts, width: int) -> list[str]:
    first = inputs[:_MOST_INPUTS]
    names = [visible(shortened(item.name, _LONGEST_NAME)) for item in first]
    heads = columns([(name, _need(item), item.type or "", _default(item)) for name, item in zip(names, first, strict=True)])
    lines: list[str] = []
    for head, item in zip(heads, first, strict=True):
        lines.append(f"  {head}".rstrip())
        lines += [line for evidence in item.evidence for line in _place(evidence, excerpts, width)]
    more = len(inputs) - len(first)
    return [*lines, f"  and {more:,} more: --format json has them all"] if more else lines


def _need(item: Parameter) -> str:
    return "required" if item.required else "optional"


def _default(item: Parameter) -> str:
    return "" if item.default is None else f"default {value(item.default)}"


def _place(evidence: Evidence | Escape, excerpts: Excerpts, width: int) -> list[str]:
    excerpt = excerpts.get((evidence.file, evidence.line), "")
    return [*hang(f"      {visible(evidence.file)}:{evidence.line}  ", visible(shortened(excerpt, _LONGEST_EXCERPT)), width)]


def _result(path: ResultPath, excerpts: Excerpts, width: int) -> list[str]:
    fields = ", ".join(
        f"{visible(field.name)} {field.type or 'unknown'}{' or null' if field.nullable else ''}" for field in path.fields
    )
    fields += (", " if fields else "") + "perhaps more" if path.more else ""
    return [*hang("  ", f"{path.kind}: {fields}" if fields else path.kind, width), *_place(path.evidence, excerpts, width)]


def _verdict(escapes: tuple[Escape, ...], excerpts: Excerpts, width: int) -> list[str]:
    if not escapes:
        return ["closed: every input is known"]
    lines = [f"open: there may be further inputs, {count(len(escapes), 'place')}"]
    for escape in escapes:
        lines += hang("  ", f"{_ESCAPES[escape.reason]}: {visible(escape.detail)}", width)
        lines += _place(escape, excerpts, width)
    return lines
