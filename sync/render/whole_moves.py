"""Functions of one service or region that all moved the same way, told as one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import cast

from sync.core.plan.model import Finding
from sync.render.phrases import count

_LEAST = 2  # functions that make it a move of the whole
Move = tuple[str, str | None, str | None, str | None, str, str]


def merged(findings: Iterable[Finding]) -> list[Finding]:
    """The findings, with one in place of all that say that functions of the same place are in another, under the names they had.

    It stands for text alone: programs get every finding.
    """
    findings = list(findings)
    groups: dict[Move, list[Finding]] = {}
    for finding in findings:
        if (move := _move(finding)) is not None:
            groups.setdefault(move, []).append(finding)
    whole = {id(of[0]): _one(move, of) for move, of in groups.items() if len(of) >= _LEAST}
    covered = {id(one) for of in groups.values() if len(of) >= _LEAST for one in of[1:]}
    return [whole.get(id(finding), finding) for finding in findings if id(finding) not in covered]


def for_each(template: str, finding: Finding) -> str:
    """The template of a remedy, where the finding stands for several: commands that take one uid are told once, for any of them."""
    if finding.uid is not None or not finding.code.startswith("LO"):
        return template
    return template.replace("--restore {uid}", "--restore UID").replace("why {uid}", "why UID")


def _move(finding: Finding) -> Move | None:
    """From where to where, without the names; None where it was also renamed, did not move, or is called otherwise now."""
    kinds = finding.args.get("kinds")
    if (
        not finding.code.startswith("LO")
        or not isinstance(kinds, list)
        or not {"service-moved", "region-moved"} & {*map(str, kinds)}
        or finding.args.get("signature")
    ):
        return None
    (was, name), (now, other) = (str(finding.args[side]).rsplit("/", 1) for side in ("from", "to"))
    return (finding.code, finding.origin, finding.remedy, finding.stack, was, now) if name == other else None


def _one(move: Move, findings: list[Finding]) -> Finding:
    *_, was, now = move
    place = f"{was} ({count(len(findings), 'function')})"
    least = min(cast("float", finding.args["probability"]) for finding in findings)
    uids = " ".join(str(finding.uid) for finding in findings)
    return replace(
        findings[0],
        uid=None,
        subject=place,
        where=None,
        args={**findings[0].args, "from": place, "to": now, "uid": uids, "probability": least},
        flows=tuple(dict.fromkeys(flow for finding in findings for flow in finding.flows)),
        callers=tuple(dict.fromkeys(flow for finding in findings for flow in finding.callers)),
        modules=tuple(dict.fromkeys(module for finding in findings for module in finding.modules)),
        breaks=any(finding.breaks for finding in findings),
    )
