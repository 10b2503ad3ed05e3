"""OB: what could not be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sync.core.plan.model import Finding
from sync.core.rules.rule import Occurrence, Rule
from sync.core.worlds import Gap, GapScope

_BY_SCOPE: Mapping[GapScope, Rule] = {
    "region": Rule(
        code="OB001",
        name="region-unread",
        severity="warning",
        message="functions of FC {generation} in {subject} could not be read: {code}: {reason}",
        args={"subject": "region", "generation": "generation", "code": "identifier", "reason": "said"},
        identity=("generation",),
        why="Nothing is known about the functions there, so nothing is concluded and nothing is removed.",
        fix="Run ivrsync doctor; grant fc:ListServices, fc:ListFunctions and fc:GetFunction, or run again when "
        "the service responds.",
    ),
    "registrations": Rule(
        code="OB002",
        name="registrations-unread",
        severity="warning",
        message="the registrations of center {subject} could not be read: {code}: {reason}",
        args={"subject": "center", "code": "identifier", "reason": "said"},
        why="What flows of this center can call is unknown; registrations are neither added nor removed.",
        fix="Check the center's instance in the registry, run ivrsync doctor, and grant the user AliyunCCCFullAccess.",
    ),
    "flows": Rule(
        code="OB003",
        name="flows-unread",
        severity="warning",
        message="the flows of center {subject} could not be read: {code}: {reason}",
        args={"subject": "center", "code": "identifier", "reason": "said"},
        why="Whether a flow calls a function is unknown, so nothing that a flow might call is removed or pointed elsewhere.",
        fix="Run ivrsync doctor; grant the user AliyunCCCFullAccess, or run again when the service responds.",
    ),
    "function": Rule(
        code="OB004",
        name="function-unread",
        severity="warning",
        message="a function of FC {generation} in {subject} could not be read: {code}: {reason}",
        args={"subject": "region", "generation": "generation", "code": "identifier", "reason": "said"},
        identity=("generation", "code", "reason"),  # the function has no name where it could not be read
        why="Its configuration is unknown, and it is not reported as missing.",
        fix="Run ivrsync doctor; grant fc:GetFunction, or run again when the service responds.",
    ),
    "code": Rule(
        code="OB005",
        name="code-unread",
        severity="warning",
        message="the code of {subject} could not be read: {code}: {reason}",
        args={"subject": "address", "code": "identifier", "reason": "said"},
        why="What the function expects is unknown, so nothing is concluded about what flows pass to it.",
        fix="Run ivrsync doctor; grant fc:GetFunctionCode (3.0: fc:GetFunction), or run again when the service responds.",
    ),
    "check": Rule(
        code="OB006",
        name="check-not-made",
        severity="warning",
        message="the test call {subject} could not be made: {code}: {reason}",
        args={"subject": "check", "code": "identifier", "reason": "said"},
        why="Whether the function works is unknown: a call without an answer shows nothing about it.",
        fix="Run ivrsync doctor; grant fc:InvokeFunction and the user AliyunCCCFullAccess, or run again when the service responds.",
    ),
    "value": Rule(
        code="OB007",
        name="value-unread",
        severity="warning",
        message="the value that a module passes is not known: {subject}: {code}: {reason}",
        args={"subject": "identifier", "code": "identifier", "reason": "said"},
        why="The function accepts only certain values for this input, and whether the flow passes one is not known.",
        fix="Run ivrsync plan with credentials: a snapshot holds no value that looks like a secret, an address, a phone number "
        "or a prompt.",
    ),
    "snapshot": Rule(
        code="OB008",
        name="snapshot-in-doubt",
        severity="warning",
        message="the snapshot {subject} cannot be relied on: {code}: {reason}",
        args={"subject": "name", "code": "identifier", "reason": "said"},
        identity=("code",),
        why="The clouds may be otherwise now, or somebody may have changed what is told about them; every conclusion is as good "
        "as the snapshot.",
        fix="Take a new snapshot and sign it (ivrsync snapshot --sign KEYFILE), and see who wrote this one.",
    ),
}
ROWS: tuple[Rule, ...] = tuple(_BY_SCOPE.values())
CODES: Mapping[GapScope, str] = {scope: rule.code for scope, rule in _BY_SCOPE.items()}


def unread(gaps: Iterable[Gap]) -> Iterator[Finding]:
    """One finding for each gap."""
    for gap in gaps:
        yield of(gap)


def of(gap: Gap) -> Finding:
    """The finding of one gap."""
    rule, here = _BY_SCOPE[gap.scope], Occurrence(subject=gap.subject, origin=None)
    if gap.scope in ("region", "function"):
        return rule.finding(here, subject=gap.subject, code=gap.code, reason=gap.message, generation=gap.generation)
    return rule.finding(here, subject=gap.subject, code=gap.code, reason=gap.message)
