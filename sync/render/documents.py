"""The JSON documents that commands print, as types: each has a kind, a version, and a schema made from it.

A document's version changes when a reader written for the old one could misread the new one; new fields do not change it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sync.core.importing import Knowledge, LeftOut
from sync.core.plan.codec import plan_digest
from sync.core.plan.exit_status import DEFAULT_BAR, ExitCode, Word, verdict
from sync.core.plan.model import Basis, Plan
from sync.core.plan.report import Report, Result
from sync.core.rules.rule import Breaks, Rule, Severity
from sync.core.signature.inferred import Inferred, Unknown
from sync.core.worlds import Gap, WantedCenter
from sync.render.causes import cause_text
from sync.render.finding_rows import FindingRow, finding_rows, parts
from sync.specs.ids import Address, Generation, Region, Uid


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldPlan(Plan):
    """A plan whose findings speak."""

    findings: tuple[FindingRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanDocument:
    """`ivrsync plan --format json` and the file of `--out`: a plan, and the SHA-256 over it.

    The digest is over what a finding is, not over what is said of it: sentences, fingerprints and verdict are for readers, and
    `apply` makes its own.
    """

    document: Literal["plan"] = "plan"
    verdict: Word
    exit_code: int
    fail_on: Severity
    digest: str
    plan: ToldPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftDocument:
    """`ivrsync drift --format json`: what changed in the clouds since the last sync."""

    document: Literal["drift"] = "drift"
    version: Literal[1] = 1
    tool: str
    verdict: Word
    exit_code: int
    fail_on: Severity
    basis: Basis
    recorded: bool
    findings: tuple[FindingRow, ...]
    gaps: tuple[Gap, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How many steps ended how."""

    done: int
    failed: int
    put_back: int
    by_hand: int
    not_run: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultRow(Result):
    """How one step ended, with what stood in the way in words as well."""

    error: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDocument:
    """`ivrsync apply --format json` and `ivrsync test --format json`: how each step ended."""

    document: Literal["report"] = "report"
    version: Literal[2] = 2  # 2: the id of a step's registration may be an `Output`
    tool: str
    verdict: Word
    exit_code: int
    plan: str
    interrupted: bool
    counts: Counts
    results: tuple[ResultRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProblemRow:
    """One mistake in the registry; line and column count from 1, 0 where there is none."""

    file: str
    line: int
    column: int
    message: str
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidateDocument:
    """`ivrsync validate --format json`: the registry's mistakes, or what it holds."""

    document: Literal["validate"] = "validate"
    version: Literal[1] = 1
    tool: str
    verdict: Word
    exit_code: int
    ok: bool
    functions: int
    registrations: int
    centers: int
    regions: tuple[Region, ...]
    problems: tuple[ProblemRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """One finding code."""

    code: str
    name: str
    severity: str
    breaks: Breaks
    message: str
    why: str
    apply: str
    fix: str
    since: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesDocument:
    """`ivrsync rules --format json`: the catalogue."""

    document: Literal["rules"] = "rules"
    version: Literal[1] = 1
    tool: str
    verdict: Word
    exit_code: int
    rules: tuple[RuleRow, ...]


CheckState = Literal["ok", "warning", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorRow:
    """One thing that was tried: `topic`, of which `subject` (a host, a region, a center), what was seen, what to do."""

    topic: str
    subject: str
    state: CheckState
    facts: dict[str, str]
    hint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorDocument:
    """`ivrsync doctor --format json`: what works from here."""

    document: Literal["doctor"] = "doctor"
    version: Literal[1] = 1
    tool: str
    verdict: Word
    exit_code: int
    account: str
    ok: bool
    checks: tuple[DoctorRow, ...]


CodeSource = Literal["deployed", "local"]


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureDocument:
    """`ivrsync signature --format json`: what the code shows. `closed` is false when there may be further inputs.

    `written` is the registry file that `--write` changed, null where nothing was to change or nobody asked.
    """

    document: Literal["signature"] = "signature"
    version: Literal[1] = 1
    tool: str
    verdict: Word
    exit_code: int
    subject: str
    source: CodeSource
    handler: str
    runtime: str
    closed: bool
    signature: Inferred | Unknown
    written: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedRow:
    """One spec that import made; `signature` is how well it is known, `remarks` why it is not known better."""

    uid: Uid
    address: Address
    generation: Generation
    file: str
    centers: tuple[str, ...]
    signature: Knowledge
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDocument:
    """`ivrsync import --format json`: the specs made, the files they went to (or would go to), and what was left out."""

    document: Literal["import"] = "import"
    version: Literal[1] = 1
    tool: str
    verdict: Word
    exit_code: int
    dry_run: bool
    files: tuple[str, ...]
    centers: tuple[WantedCenter, ...]
    functions: tuple[ImportedRow, ...]
    left_out: tuple[LeftOut, ...]
    gaps: tuple[Gap, ...]
    texts: dict[str, str]  # of a dry run: each file as it would be


Document = (
    PlanDocument
    | ImportDocument
    | SignatureDocument
    | DriftDocument
    | ReportDocument
    | ValidateDocument
    | RulesDocument
    | DoctorDocument
)


def plan_document(plan: Plan, *, bar: Severity = DEFAULT_BAR) -> PlanDocument:
    """A plan with everything that a reader without the catalogue needs."""
    code = verdict(plan, bar)
    document_plan = ToldPlan(**{**parts(plan), "findings": tuple(finding_rows(plan.findings))})
    return PlanDocument(verdict=code.word, exit_code=code, fail_on=bar, digest=plan_digest(plan), plan=document_plan)


def report_document(report: Report, *, tool: str, verdict: Word, exit_code: int) -> ReportDocument:
    """A report with its counts."""
    counts = Counts(
        done=report.count("done"),
        failed=report.count("failed"),
        put_back=report.count("put-back"),
        by_hand=report.count("by-hand"),
        not_run=report.count("not-run"),
    )
    return ReportDocument(
        tool=tool,
        verdict=verdict,
        exit_code=exit_code,
        plan=report.plan,
        interrupted=report.interrupted,
        counts=counts,
        results=tuple(map(_result_row, report.results)),
    )


def _result_row(result: Result) -> ResultRow:
    return ResultRow(**parts(result), error=cause_text(result.cause) if result.cause is not None else None)


def drift_document(plan: Plan, *, bar: Severity = DEFAULT_BAR) -> DriftDocument:
    """The drift of a plan; its steps are left out."""
    code = verdict(plan, bar)
    return DriftDocument(
        tool=plan.tool,
        verdict=code.word,
        exit_code=code,
        fail_on=bar,
        basis=plan.basis,
        recorded=plan.recorded,
        findings=tuple(finding_rows(plan.findings)),
        gaps=plan.gaps,
    )


def rules_document(rules: Sequence[Rule], *, tool: str) -> RulesDocument:
    """The catalogue as rows."""
    code = ExitCode.IN_SYNC
    return RulesDocument(tool=tool, verdict=code.bare_word, exit_code=code, rules=tuple(map(_row, rules)))


def _row(rule: Rule) -> RuleRow:
    return RuleRow(
        code=rule.code,
        name=rule.name,
        severity=rule.severity,
        breaks=rule.breaks,
        message=rule.message,
        why=rule.why,
        apply=rule.apply,
        fix=rule.fix,
        since=rule.since,
    )
