"""Remarks on a spec that import wrote: they are comments in the file, and are shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

RemarkCode = Literal[
    "signature-open",  # file, line, detail
    "signature-unknown",  # reason, detail
    "code-unread",  # code: what the cloud answered
    "code-not-read",  # nobody tried to read it
    "description-left-out",  # center: it holds invisible characters
    "setting-left-out",  # name, why: a spec may not say what is set
    "memory-left-out",  # memory: no spec can say so much, or so little
]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to know about an imported spec, with its arguments."""

    code: RemarkCode
    args: Mapping[str, str | int] = field(default_factory=dict)


_REMARKS: dict[RemarkCode, str] = {
    "signature-open": "open: {file}:{line}: {detail}; there may be further inputs",
    "signature-unknown": "no signature: {reason}: {detail}",
    "code-unread": "no signature: its code could not be read: {code}",
    "code-not-read": "no signature: its code was not read",
    "description-left-out": "the description in {center} has invisible characters and is left out",
    "setting-left-out": "its {name} is left out: {why}",
    "memory-left-out": "its memory is left out: {memory} MB is out of range",
}


def remark_text(remark: Remark) -> str:
    """A remark on a spec in words, not yet made safe to show."""
    return _REMARKS[remark.code].format_map(remark.args)
