"""What could not be read, and that nothing was concluded from it."""

from __future__ import annotations

from collections.abc import Sequence

from sync.core.rules.catalogue import BY_CODE
from sync.core.rules.observation import CODES
from sync.core.worlds import Gap
from sync.render.alike import Rest, shortened
from sync.render.escape import visible
from sync.render.page import Page
from sync.render.sentences import check_words, cloud_words
from sync.render.trust import trust_fix
from sync.render.width import hang

_SCOPES = {
    "region": "functions of region",
    "registrations": "registrations of center",
    "flows": "flows of center",
    "function": "a function in region",
    "code": "the code of",
    "check": "the test call",
    "value": "the value passed at",
    "snapshot": "the snapshot",
}


_MOST_REGIONS = 4  # named in one sentence
_NO_CONNECTION = "NoConnection"  # a code that is ours: no cloud has said anything
_NOT_IN_SNAPSHOT = "NotInSnapshot"
_ANEW = "Take the snapshot anew from this registry (ivrsync snapshot), or ask the clouds themselves (ivrsync plan)."
_TAKE = "Keep one where this job finds it, ivrsync snapshot --branch drift-snapshots, or name it: --snapshot FILE."
_REACH = "Check the network, the proxy (HTTP_PROXY, HTTPS_PROXY) and [endpoints] in the settings; then run again."
_FIXES = {_NO_CONNECTION: _REACH, _NOT_IN_SNAPSHOT: _ANEW, "NoSnapshot": _TAKE}


def gap_lines(gaps: Sequence[Gap], page: Page) -> tuple[str, ...]:
    """A section that names each gap with the cloud's own words, and once for each code what to do; empty without gaps."""
    doubts = [gap for gap in gaps if gap.scope == "snapshot"]
    unread = [gap for gap in gaps if gap.scope != "snapshot"]
    return (
        *_section(f"IN DOUBT ({len(doubts)}): everything that follows from the snapshot", doubts, page),
        *([""] if doubts and unread else []),
        *_section(f"COULD NOT READ ({len(unread)}): nothing is concluded from what is missing there", unread, page),
    )


def _section(title: str, gaps: Sequence[Gap], page: Page) -> tuple[str, ...]:
    if not gaps:
        return ()
    lines = [page.paint("bad", title), ""]
    shown: set[str] = set()
    for item in shortened(gaps, lambda gap: (gap.scope, gap.operation, gap.code)):
        if isinstance(item, Rest):
            lines += hang("  - ", str(item), page.width)
            continue
        rule = BY_CODE[CODES[item.scope]]
        fix = gap_fix(item.code) or rule.fix
        lines += hang("  - ", f"{rule.code} {gap_phrase(item)}", page.width)
        lines += () if fix in shown else hang("    Fix  ", fix, page.width)
        shown.add(fix)
    return tuple(lines)


def gap_fix(code: str) -> str:
    """What helps where the cause is one that ivrsync names itself; empty for a cloud's own."""
    return trust_fix(code) or _FIXES.get(code, "")


def unsearched_lines(gaps: Sequence[Gap], page: Page) -> tuple[str, ...]:
    """One sentence that names the regions in which a missing function could not be looked for; empty without any."""
    causes: dict[tuple[str, str], list[str]] = {}
    for gap in gaps:
        if gap.scope == "region":
            causes.setdefault((gap.subject, gap.code), []).append(gap.generation or "")
    if not causes:
        return ()
    every = [
        f"{visible(region)} (FC {' and '.join(sorted(of))}: {'not in the snapshot' if code == _NOT_IN_SNAPSHOT else visible(code)})"
        for (region, code), of in sorted(causes.items())
    ]
    named = ", ".join(every[:_MOST_REGIONS]) + (f" and {more} more" if (more := len(every) - _MOST_REGIONS) > 0 else "")
    told = f"Not searched for what is missing: {named}. It may be there. `regions` in the settings says where to look."
    return hang("", told, page.width)


def gap_phrase(gap: Gap) -> str:
    """One gap as a phrase: what, which call, and what the cloud said."""
    generation = f" (FC {gap.generation})" if gap.generation else ""
    request = f" (request id {visible(gap.request_id)})" if gap.request_id else ""
    parts = (visible(gap.operation), visible(gap.code), cloud_words(gap.code, gap.message))
    subject = check_words(gap.subject) if gap.scope == "check" else visible(gap.subject)
    return f"{_SCOPES[gap.scope]} {subject}{generation}: {': '.join(part for part in parts if part)}{request}"
