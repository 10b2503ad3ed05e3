"""The table of every finding code. Codes are never reused; a released row keeps its meaning.

Guard tests keep table, checks, cases and docs in step.
"""

from __future__ import annotations

from collections.abc import Mapping

from sync.core.rules import check, code, configuration, existence, flow, location, observation, registration, signature
from sync.core.rules.rule import Rule

_ASPECTS = (check, code, configuration, existence, flow, location, observation, registration, signature)
RULES: tuple[Rule, ...] = tuple(sorted((rule for aspect in _ASPECTS for rule in aspect.ROWS), key=lambda rule: rule.code))
BY_CODE: Mapping[str, Rule] = {rule.code: rule for rule in RULES}
