"""Findings as CI and code hosts take them: each with a level, a fingerprint, one line of text, and a line of the registry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sync.core.plan.fingerprint import fingerprints
from sync.core.plan.model import Finding
from sync.core.rules.catalogue import BY_CODE
from sync.core.rules.observation import CODES
from sync.core.rules.rule import Rule, Severity
from sync.render.escape import visible
from sync.render.findings import finding_sentence, harm
from sync.render.registry_files import RegistryFiles
from sync.render.remedy import remedy
from sync.render.sentences import fill
from sync.specs.models import Registry, Where

Level = Literal["breaks", "error", "warning", "info"]
_ORDER: Mapping[Severity, int] = {"error": 0, "warning": 1, "info": 2}
_UNREAD = frozenset(CODES.values())
_CENTERS = "centers.yaml"
_Name = tuple[str, str]  # what is declared (uid, address or center), and its name


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A finding with what is said of it, all safe to show on one line.

    `file` is the file of `where` as the registry's reader names it, and `width` how many characters of its line are meant.
    """

    finding: Finding
    rule: Rule
    fingerprint: str
    message: str
    where: Where
    file: str
    width: int

    @property
    def level(self) -> Level:
        """How bad it is: its severity, unless it breaks a published flow, which is worse than any."""
        return "breaks" if self.finding.breaks else self.rule.severity

    @property
    def is_gap(self) -> bool:
        """Whether it says that something could not be read."""
        return self.finding.code in _UNREAD

    @property
    def about(self) -> str:
        """What it is about: a uid, or else an address, an id, a region."""
        return visible(self.finding.uid or self.finding.subject)

    @property
    def why(self) -> str:
        """Why it matters to a caller."""
        return fill(self.rule.why, self.finding)

    @property
    def fix(self) -> str:
        """What to do about it."""
        return remedy(self.finding)


def reported(findings: Sequence[Finding], files: RegistryFiles) -> tuple[Reported, ...]:
    """Every finding, the worst first. One without a line of its own is at the line that declares what it is about.

    What no line declares is at the top of the file of the centers.
    """
    registry = files.read() if any(finding.where is None for finding in findings) else None
    declared, otherwise = _declared(registry), _otherwise(registry, files)
    rows = [
        _row(finding, fingerprint, finding.where or _place(finding, declared) or otherwise, files)
        for finding, fingerprint in zip(findings, fingerprints(findings), strict=True)
    ]
    return tuple(sorted(rows, key=lambda row: (harm(row.finding), _ORDER[row.rule.severity])))


def _row(finding: Finding, fingerprint: str, place: Where, files: RegistryFiles) -> Reported:
    return Reported(
        finding=finding,
        rule=BY_CODE[finding.code],
        fingerprint=fingerprint,
        message=finding_sentence(finding),
        where=Where(visible(files.called(place.file)), place.line, place.column),
        file=place.file,
        width=len(finding.uid) if finding.uid and finding.where else 1,  # a place of a function is that of its uid
    )


def _declared(registry: Registry | None) -> Mapping[_Name, Where]:
    if registry is None:
        return {}
    places = {("address", str(function.address)): function.where for function in registry.functions}
    places |= {("uid", function.uid): function.where for function in registry.functions}
    return places | {("center", center.name): center.where for center in registry.centers}


def _otherwise(registry: Registry | None, files: RegistryFiles) -> Where:
    if registry is not None and registry.centers:
        return Where(registry.centers[0].where.file, 1, 1)
    return Where(f"{files.folder}/{_CENTERS}", 1, 1)


def _place(finding: Finding, declared: Mapping[_Name, Where]) -> Where | None:
    return next((declared[name] for name in _names(finding) if name in declared), None)


def _names(finding: Finding) -> Iterator[_Name]:
    """What a finding is about, the nearest first."""
    yield "uid", finding.uid or ""
    for kind in ("uid", "address", "check", "center"):
        for name, of in BY_CODE[finding.code].args.items():
            if of == kind:
                yield _of_check(finding.args.get(name)) if kind == "check" else (kind, str(finding.args.get(name)))
    yield "address", finding.subject
    yield "center", finding.center or ""


def _of_check(name: object) -> _Name:
    """The function of a check, which is named center/uid/name."""
    _, _, rest = str(name).partition("/")
    return "uid", rest.partition("/")[0]
