"""The derivation of a finding, for people: what it says, and of a move every reason for and against it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, cast

from sync.core.plan.fingerprint import fingerprints
from sync.core.plan.model import Finding
from sync.core.worlds import Gap
from sync.render.escape import visible
from sync.render.findings import findings_lines
from sync.render.identity import reason_words, rival_reason, share_words
from sync.render.outputs import WhyOutput
from sync.render.page import Page
from sync.render.width import hang, pad

_LABEL = 12


def why_text(output: WhyOutput, page: Page) -> str:
    """Each finding with its fingerprint, then what it was concluded from."""
    lines: list[str] = []
    for finding, fingerprint in zip(output.findings, fingerprints(output.findings), strict=True):
        lines += [*findings_lines([finding], page), *_part("Name", fingerprint, page)]
        lines += _derivation(finding, output.unsearched, page) if finding.code.startswith("LO") else ()
        lines.append("")
    return "\n".join(lines or [f"nothing is found about {visible(output.asked)}{_so(output.gaps)}", ""])


def _so(gaps: Sequence[Gap]) -> str:
    return ", but not everything could be read: see ivrsync plan" if gaps else ": it is in sync"


def _derivation(finding: Finding, unsearched: Sequence[Gap], page: Page) -> Iterator[str]:
    args = cast("Mapping[str, Any]", finding.args)
    sure = "certain" if args["certainty"] == "certain" else f"{args['certainty']}, {share_words(args['probability'])}"
    yield from _part("Sure?", sure, page)
    evidence: list[Mapping[str, Any]] = args["evidence"]
    yield from _parts("Proof", [reason_words(item["kind"], 0) for item in evidence if item["weight"] == 0], page)
    yield from _parts("For", [_weighed(item) for item in evidence if item["weight"] > 0], page)
    yield from _parts("Against", [_weighed(item) for item in evidence if item["weight"] < 0], page)
    yield from _parts("Others", [_rival(item) for item in args["rivals"]], page)
    yield from _part("Covers", ", ".join(args["covers"]), page)
    yield from _parts("Not read", [_gap(gap) for gap in unsearched], page)


def _weighed(item: Mapping[str, Any]) -> str:
    """A weight adds to the logarithm of the odds."""
    return f"{item['weight']:+.2f}  {reason_words(item['kind'], item['weight'])}"


def _rival(item: Mapping[str, Any]) -> str:
    return f"{visible(item['address'])}, {share_words(item['probability'])}: {rival_reason(item['lost'])}"


def _gap(gap: Gap) -> str:
    return visible(f"{gap.subject}{f', FC {gap.generation}' if gap.generation else ''}: {gap.code}")


def _parts(label: str, texts: Iterable[str], page: Page) -> Iterator[str]:
    for number, text in enumerate(texts):
        yield from _part("" if number else label, text, page)


def _part(label: str, text: str, page: Page) -> tuple[str, ...]:
    return hang(pad(f"  {label}", _LABEL), text, page.width) if text else ()
