"""A finding code and everything that is said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]
Breaks = Literal["", "calls", "requests", "answers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the catalogue.

    `message` is filled from a finding's args. `why` is for somebody whose callers are on the line; `fix` says what to run or where
    to click. `breaks` says whether it can break callers, and which way: their calls reach nothing, what they pass no longer
    suffices (requests), or what they read is no longer there (answers).
    """

    code: str
    name: str
    severity: Severity
    message: str
    why: str
    fix: str
    breaks: Breaks = ""
    since: str = "0.1.0"
