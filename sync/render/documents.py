"""The JSON documents that commands print, as types: each has a kind, a version, and a schema made from it.

A document's version changes when a reader written for the old one could misread the new one; new fields do not change it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

from sync.core.importing import Knowledge, LeftOut
from sync.core.plan.cause import Cause
from sync.core.plan.codec import plan_digest
from sync.core.plan.exit_status import ExitCode, Word, verdict
from sync.core.plan.model import Basis, Plan, StackShare
from sync.core.plan.report import Report, Result
from sync.core.rules.rule import Breaks, Rule, Severity
from sync.core.signature.inferred import Inferred, Unknown
from sync.core.stack_imports import StackImports
from sync.core.worlds import Gap, WantedCenter
from sync.render.accept_documents import AcceptDocument, LockDocument, accept_document, lock_document
from sync.render.causes import cause_text
from sync.render.finding_rows import FindingRow, finding_rows, parts
from sync.render.outputs import (
    AcceptOutput,
    Adopted,
    ApplyOutput,
    CommandOutput,
    DoctorOutput,
    DriftOutput,
    ImportOutput,
    InvokeOutput,
    LockOutput,
    PlanOutput,
    ReviewOutput,
    RulesOutput,
    SignatureOutput,
    ValidateOutput,
    WhyOutput,
)
from sync.render.review_document import ReviewDocument, review_document
from sync.specs.diagnostics import Problem
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
    unsearched: tuple[Gap, ...]
    stack: StackShare | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyDocument:
    """`ivrsync why --format json`: findings with all that they were concluded from; of a move it stands in their `args`."""

    document: Literal["why"] = "why"
    version: Literal[1] = 1
    tool: str
    findings: tuple[FindingRow, ...]
    unsearched: tuple[Gap, ...]


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

    cause: Cause | None = None
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
    findings: tuple[FindingRow, ...]


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
class AdoptedIds(StackImports):
    """What the next `pulumi up` takes over: ids by the names of resources, and the file that holds them.

    `as_found`: those functions that are what their specs say, so that nothing is written to them, with digests of that.
    """

    path: str


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
    adopted: AdoptedIds | None = None  # of --pulumi


Document = (
    PlanDocument
    | ImportDocument
    | SignatureDocument
    | DriftDocument
    | ReportDocument
    | ValidateDocument
    | RulesDocument
    | DoctorDocument
    | AcceptDocument
    | LockDocument
    | WhyDocument
    | ReviewDocument
)


def document_of(output: CommandOutput, tool: str) -> Document:
    """What an output is to a program; `tool` says who writes it."""
    return _MAKERS[type(output)](output, tool)


def _plan(output: PlanOutput, _tool: str) -> PlanDocument:
    """A plan with everything that a reader without the catalogue needs."""
    plan, code = output.plan, verdict(output.plan, output.bar)
    told = ToldPlan(**{**parts(plan), "findings": tuple(finding_rows(plan.findings))})
    return PlanDocument(verdict=code.word, exit_code=code, fail_on=output.bar, digest=plan_digest(plan), plan=told)


def _drift(output: DriftOutput, _tool: str) -> DriftDocument:
    """The drift of a plan; its steps are left out."""
    plan, code = output.plan, verdict(output.plan, output.bar)
    return DriftDocument(
        tool=plan.tool,
        verdict=code.word,
        exit_code=code,
        fail_on=output.bar,
        basis=plan.basis,
        recorded=plan.recorded,
        findings=tuple(finding_rows(plan.findings)),
        gaps=plan.gaps,
        unsearched=plan.unsearched,
        stack=plan.stack,
    )


def _why(output: WhyOutput, tool: str) -> WhyDocument:
    return WhyDocument(tool=tool, findings=tuple(finding_rows(output.findings)), unsearched=output.unsearched)


def _apply(output: ApplyOutput, tool: str) -> ReportDocument:
    return _report(output.report, tool, output.code, output.code.word)


def _invoke(output: InvokeOutput, tool: str) -> ReportDocument:
    return _report(output.report, tool, output.code, output.code.bare_word)


def _report(report: Report, tool: str, code: ExitCode, word: Word) -> ReportDocument:
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
        verdict=word,
        exit_code=code,
        plan=report.plan,
        interrupted=report.interrupted,
        counts=counts,
        results=tuple(map(_result_row, report.results)),
    )


def _result_row(result: Result) -> ResultRow:
    return ResultRow(**parts(result), error=cause_text(result.cause) if result.cause is not None else None)


def _validate(output: ValidateOutput, tool: str) -> ValidateDocument:
    registry = output.registry
    functions = registry.functions if registry else ()
    code = ExitCode.ERROR if output.has_mistakes else ExitCode.IN_SYNC
    return ValidateDocument(
        tool=tool,
        verdict=code.bare_word,
        exit_code=code,
        ok=not output.has_mistakes,
        functions=len(functions),
        registrations=sum(len(function.spec.registrations) for function in functions),
        centers=len(registry.centers) if registry else 0,
        regions=registry.regions if registry else (),
        problems=tuple(map(_problem, output.problems)),
        findings=tuple(finding_rows(output.findings)),
    )


def _problem(problem: Problem) -> ProblemRow:
    line, column = (problem.where.line, problem.where.column) if problem.where else (0, 0)
    return ProblemRow(file=problem.file, line=line, column=column, message=problem.message, hint=problem.hint)


def _doctor(output: DoctorOutput, tool: str) -> DoctorDocument:
    healthy = all(row.state != "failed" for row in output.rows)
    code = ExitCode.IN_SYNC if healthy else ExitCode.ERROR
    return DoctorDocument(tool=tool, verdict=code.bare_word, exit_code=code, account=output.account, ok=healthy, checks=output.rows)


def _rules(output: RulesOutput, tool: str) -> RulesDocument:
    """The catalogue as rows."""
    code = ExitCode.IN_SYNC
    return RulesDocument(tool=tool, verdict=code.bare_word, exit_code=code, rules=tuple(map(_rule, output.rules)))


def _rule(rule: Rule) -> RuleRow:
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


def _signature(output: SignatureOutput, tool: str) -> SignatureDocument:
    return SignatureDocument(
        tool=tool,
        verdict=output.code.bare_word,
        exit_code=output.code,
        subject=output.subject,
        source=output.source,
        handler=output.handler,
        runtime=output.runtime,
        closed=isinstance(output.signature, Inferred) and output.signature.closed,
        signature=output.signature,
        written=output.edit.path if output.edit and output.edit.changes else None,
    )


def _import(output: ImportOutput, tool: str) -> ImportDocument:
    return ImportDocument(
        tool=tool,
        verdict=output.code.bare_word,
        exit_code=output.code,
        dry_run=output.dry_run,
        files=tuple(edit.path for edit in output.edits),
        centers=output.centers,
        functions=output.functions,
        left_out=output.left_out,
        gaps=output.gaps,
        texts={edit.path: edit.after for edit in output.edits} if output.dry_run else {},
        adopted=_adopted(output.adopted) if output.adopted is not None else None,
    )


def _adopted(adopted: Adopted) -> AdoptedIds:
    ids = adopted.ids
    return AdoptedIds(path=adopted.path, **{part.name: getattr(ids, part.name) for part in fields(ids)})


_MAKERS: Mapping[type[CommandOutput], Callable[[Any, str], Document]] = {
    PlanOutput: _plan,
    DriftOutput: _drift,
    ApplyOutput: _apply,
    InvokeOutput: _invoke,
    ValidateOutput: _validate,
    DoctorOutput: _doctor,
    RulesOutput: _rules,
    SignatureOutput: _signature,
    ImportOutput: _import,
    AcceptOutput: accept_document,
    LockOutput: lock_document,
    WhyOutput: _why,
    ReviewOutput: review_document,
}
