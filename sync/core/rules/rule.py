"""A finding code and everything that is said about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning", "info"]
Breaks = Literal["", "calls", "requests", "answers"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One row of the catalogue.

    `message` is filled from a finding's args. `why` is for somebody whose callers are on the line; `fix` says what a person does.
    `apply` completes "ivrsync apply ..." and is said only where the plan has, or holds back, a step for the finding. `breaks` says
    whether it can break callers, and which way: their calls reach nothing, what they pass no longer suffices (requests), or what
    they read is no longer there (answers).
    """

    code: str
    name: str
    severity: Severity
    message: str
    why: str
    fix: str
    apply: str = ""
    breaks: Breaks = ""
    since: str = "0.1.0"
