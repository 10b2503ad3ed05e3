"""What was concluded about where a function went, in words: how it moved, how sure that is, and why."""

from __future__ import annotations

from collections.abc import Mapping

from sync.core.matching.identity import Certainty, EvidenceKind, FunctionMatch, Kind, Loss, Rival
from sync.render.phrases import address

_KINDS: Mapping[Kind, str] = {
    "renamed": "renamed",
    "service-moved": "moved to another service",
    "region-moved": "moved to another region",
    "migrated": "migrated to the other generation of Function Compute",
    "swapped": "exchanged with another function",
}
_CERTAINTIES: Mapping[Certainty, str] = {
    "certain": "certain",
    "suspected": "suspected",
    "unsure": "several may be it",
    "gone": "gone",
}
# For it, and against it.
_EVIDENCE: Mapping[EvidenceKind, tuple[str, str]] = {
    "declared": ("the registry says so (formerly)", ""),
    "mark": ("it bears the uid (IVRSYNC_UID)", "another place bears the uid (IVRSYNC_UID)"),
    "stack": ("the state of the Pulumi stack has it there", ""),
    "registration": ("its own registration points there", "its own registration points elsewhere"),
    "checksum": ("it has the very same package", "its package is another"),
    "address": ("something lives at the old address", ""),
    "function-id": ("the FunctionId is the recorded one", "the FunctionId is another"),
    "code": ("its code is alike", "its code is different"),
    "signature": ("inputs and answers are alike", "inputs and answers differ"),
    "handler": ("the handler is the same", "the handler differs"),
    "runtime": ("the runtime is the same", "the runtime differs"),
    "settings": ("memory and timeout are the same", "memory or timeout differ"),
    "environment": ("the variables are alike", "the variables differ"),
    "description": ("the description is alike", "the description differs"),
    "name": ("the name is alike", "the name is different"),
    "place": ("it is close to the old address", ""),  # that it is not is how it moved
    "created": ("it was created since the last sync", "it was there before the last sync"),
    "flows": ("the same flows use it", "other flows use it"),
    "siblings": ("others of its service moved there too", "others of its service went elsewhere"),
    "rivals": ("nothing else is as likely", "others are almost as likely"),
    "gap": ("", "not everything could be read"),
}
_LOSSES: Mapping[Loss, str] = {
    "less-alike": "is less alike",
    "too-close": "is too close to call",
    "claimed-by-another": "is rather another function of the registry",
    "left-behind": "was left behind",
}
_SHOWN = 4  # reasons


def concluded(match: FunctionMatch) -> str:
    """One sentence: what happened, how sure that is, and the weightiest reasons for and against."""
    how = " and ".join(_KINDS[kind] for kind in match.kinds)
    sure = f"{_CERTAINTIES[match.certainty]}" + (f" ({match.probability:.0%})" if match.certainty == "suspected" else "")
    parts = [f"{how}, {sure}" if how else sure]
    for_it = [text for item in match.evidence if item.weight >= 0 and (text := _EVIDENCE[item.kind][0])]
    against = [text for item in match.evidence if (item.weight < 0 or item.kind == "gap") and (text := _EVIDENCE[item.kind][1])]
    parts += [", ".join(for_it[:_SHOWN])] if for_it else []
    parts += [f"against it: {', '.join(against[:_SHOWN])}"] if against else []
    return "; ".join(parts)


def rival_text(rival: Rival) -> str:
    """Another function that it could be, and why it was not chosen."""
    return f"{address(rival.address)} ({rival.probability:.0%}) {_LOSSES[rival.lost]}"
