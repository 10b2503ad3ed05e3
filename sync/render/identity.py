"""How a function moved, and why that is concluded, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

from sync.core.matching.identity import EvidenceKind, Kind, Loss
from sync.render.escape import visible

_KINDS: Mapping[Kind, str] = {
    "renamed": "was renamed",
    "service-moved": "moved to another service",
    "region-moved": "moved to another region",
    "migrated": "was migrated to the other generation",
    "swapped": "changed places with another function",
}
_FOR: Mapping[EvidenceKind, str] = {
    "declared": "the registry says so",
    "mark": "it bears the uid (IVRSYNC_UID), and no other function does",
    "stack": "the state of the Pulumi stack has it there",
    "registration": "the function's own registration points at it",
    "checksum": "it has the recorded package, which no other function had or has",
    "address": "it is where the function was",
    "function-id": "it has the recorded FunctionId",
    "code": "its code is like the recorded code",
    "signature": "its inputs and answers are like the recorded ones",
    "handler": "it has the same handler",
    "runtime": "it has the same runtime",
    "settings": "memory and timeout are like the recorded ones",
    "environment": "its variables are like the recorded ones",
    "description": "its description is like the recorded one",
    "name": "its name is like the recorded one",
    "place": "it is where the others of its service are",
    "created": "it is younger than the last sync",
    "siblings": "other functions of its service moved the same way",
    "rivals": "no other function is nearly as much like it",
    "gap": "not everything could be read",
}
_AGAINST: Mapping[EvidenceKind, str] = {
    "checksum": "its package is another",
    "mark": "it bears another uid",
    "code": "its code is not like the recorded code",
    "signature": "its inputs and answers differ",
    "handler": "its handler differs",
    "runtime": "its runtime differs",
    "settings": "memory or timeout differ",
    "environment": "its variables differ",
    "description": "its description differs",
    "name": "its name is not like the recorded one",
    "place": "it is not where the others of its service are",
    "created": "it was there before the last sync",
    "function-id": "its FunctionId is another",
    "siblings": "other functions of its service moved another way",
    "rivals": "another function is much like it too",
}
_LOST: Mapping[Loss, str] = {
    "less-alike": "it is less like the recorded function",
    "too-close": "it is too close to call",
    "claimed-by-another": "it is another function of the registry",
    "left-behind": "it is what still lives at the old place",
    "part": "it seems that the function was split, or joined with another",
    "there-before": "it was there before the last sync, as a copy would be",
    "another-job": "little but its code is like the recorded function, and the same code can do another job",
    "unlikely": "it is not enough like the recorded function",
}
_MOST = 3  # reasons, in a sentence


def kinds_words(kinds: Sequence[str]) -> str:
    """`moved to another region and was renamed`."""
    return " and ".join(_KINDS[cast("Kind", kind)] for kind in reversed(kinds)) or "moved"


def share_words(share: float) -> str:
    """As a percentage that never claims more than is known, and never that nothing can be."""
    return f"probability {min(int(share * 100), 99) or 'under 1'} %"


def reason_words(kind: EvidenceKind, weight: float) -> str:
    """One piece of evidence; a negative weight speaks against."""
    return _AGAINST.get(kind, _FOR[kind]) if weight < 0 else _FOR[kind]


def evidence_words(evidence: Sequence[Mapping[str, Any]]) -> str:
    """What speaks for it: the proofs, or else the weightiest."""
    proofs = [item for item in evidence if item["weight"] == 0]
    chosen = proofs or [item for item in evidence if item["weight"] > 0]
    return ", ".join(reason_words(item["kind"], item["weight"]) for item in chosen[:_MOST]) or "nothing else is like it"


def rivals_words(rivals: Sequence[Mapping[str, Any]]) -> str:
    """Their addresses, each with its probability."""
    return ", ".join(f"{visible(rival['address'])} ({share_words(rival['probability'])})" for rival in rivals)


def rival_reason(lost: Loss) -> str:
    """Why a rival was not taken."""
    return _LOST[lost]


def differences_words(differences: Sequence[Mapping[str, Any]]) -> str:
    """`; its signature changed: input-renamed orderId -> orderNo, ...`; empty where nothing did."""
    named = ", ".join(map(_difference, differences))
    return f"; its signature changed: {named}" if named else ""


def _difference(item: Mapping[str, Any]) -> str:
    """A kind, and the name of what it is about; where that was renamed, its new name too."""
    new = f" -> {visible(item['after'])}" if item["change"].endswith("-renamed") else ""
    return f"{item['change']} {visible(item['name'])}".strip() + new
