"""The table of every finding code. Codes are never reused; a released row keeps its meaning.

Guard tests keep table, checks, cases and docs in step.
"""

from __future__ import annotations

from sync.core.rules.rule import Rule
from sync.core.rules.table import check, configuration, existence, flow, observation, registration, signature

_ROWS: tuple[Rule, ...] = (
    *configuration.ROWS,
    *existence.ROWS,
    *flow.ROWS,
    *observation.ROWS,
    *registration.ROWS,
    *signature.ROWS,
    *check.ROWS,
)
RULES: tuple[Rule, ...] = tuple(sorted(_ROWS, key=lambda rule: rule.code))
