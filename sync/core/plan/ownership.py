"""Who owns what: the findings that a Pulumi stack would put right, and its share of the registry."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sync.core.plan.model import Finding, StackShare
from sync.core.rules.catalogue import BY_CODE
from sync.core.stack_state import StackState, registration_resource
from sync.core.worlds import Wanted


def with_owner(findings: Iterable[Finding], stack: StackState | None) -> list[Finding]:
    """The findings, those with the stack's name that are about a function, or a registration, of the stack's."""
    return [replace(item, stack=stack.name) if stack and _is_owned(item, stack) else item for item in findings]


def _is_owned(finding: Finding, stack: StackState) -> bool:
    if finding.uid is None or not BY_CODE[finding.code].up:
        return False
    return stack.owns(finding.uid) if finding.center is None else stack.owns_registration(finding.uid, finding.center)


def share_of(wanted: Wanted, stack: StackState | None) -> StackShare | None:
    """What the stack has of the registry; None without a stack."""
    if stack is None:
        return None
    uids = sorted(function.uid for function in wanted.functions)
    asked = ((item.uid, item.center) for function in wanted.functions for item in function.registrations)
    return StackShare(
        name=stack.name,
        owned=tuple(uid for uid in uids if stack.owns(uid)),
        read=tuple(uid for uid in uids if uid in stack.functions and not stack.owns(uid)),
        missing=tuple(uid for uid in uids if uid not in stack.functions),
        registrations=tuple(sorted(registration_resource(*one) for one in asked if stack.owns_registration(*one))),
        pending=stack.pending,
    )
