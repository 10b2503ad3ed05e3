"""Who owns what, for people: what the Pulumi stack has of the registry, and what it does not have."""

from __future__ import annotations

from collections.abc import Sequence

from sync.core.plan.model import Plan, StackShare
from sync.render.escape import visible
from sync.render.page import Page
from sync.render.phrases import count
from sync.render.width import hang, pad

_LABEL = 14
_MOST = 12  # uids on a line


def stack_lines(share: StackShare | None, page: Page) -> tuple[str, ...]:
    """A section of a few lines; empty without a stack."""
    if share is None:
        return ()
    functions, registrations = count(len(share.owned), "function"), count(len(share.registrations), "registration")
    lines = [page.paint("strong", f"PULUMI STACK {visible(share.name)}".rstrip())]
    lines += _part("Owns", f"{functions} and {registrations} of the registry: pulumi up makes and changes them", page)
    lines += _part("Only reads", _named(share.read), page)
    lines += _part("Has not", _named(share.missing), page)
    if share.pending:
        lines += _part("Interrupted", f"{count(share.pending, 'update')}: run pulumi refresh, its state may be wrong there", page)
    return tuple(lines)


def up_line(plan: Plan) -> str:
    """The command that lets the stack put right what it owns; empty where that is nothing."""
    owned = [finding for finding in plan.findings if finding.stack]
    if not owned or plan.stack is None:
        return ""
    refresh = "" if all(finding.origin == "pending" for finding in owned) else " --refresh"
    return f"Next: pulumi up{refresh} --stack {visible(plan.stack.name)}"


def _named(uids: Sequence[str]) -> str:
    more = len(uids) - _MOST
    return ", ".join(map(visible, uids[:_MOST])) + (f" and {more} more" if more > 0 else "")


def _part(label: str, text: str, page: Page) -> tuple[str, ...]:
    return hang(pad(f"  {label}", _LABEL), text, page.width) if text else ()
