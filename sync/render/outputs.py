"""What a command ends with, as a value that each output format can write."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from sync.core.importing import LeftOut
    from sync.core.plan.exit_status import ExitCode
    from sync.core.plan.model import Plan
    from sync.core.plan.report import Report
    from sync.core.rules.rule import Rule, Severity
    from sync.core.signature.inferred import Inferred, Unknown
    from sync.core.worlds import Gap, WantedCenter
    from sync.render.documents import CodeSource, DoctorRow, ImportedRow
    from sync.render.format_registry import Command
    from sync.render.signature import Excerpts
    from sync.specs.diagnostics import Problem
    from sync.specs.models import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOutput:
    """A plan; the file that it was saved to, and the options that allowed some of its steps. `begins`: apply is about to ask."""

    command: ClassVar[Command] = "plan"
    plan: Plan
    bar: Severity
    saved: str = ""
    allowed: tuple[str, ...] = ()
    begins: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftOutput:
    """What changed behind the registry's back: a plan without steps."""

    command: ClassVar[Command] = "drift"
    plan: Plan
    bar: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyOutput:
    """How a plan was carried out; `after` is the plan that would be made now, unless it was stopped.

    `recorded` is the lock file, where it had to be written; `unrecorded`: what is so now could not be recorded.
    """

    command: ClassVar[Command] = "apply"
    report: Report
    code: ExitCode
    after: Plan | None
    recorded: str
    unrecorded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InvokeOutput:
    """How test calls ended."""

    command: ClassVar[Command] = "test"
    report: Report
    code: ExitCode


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidateOutput:
    """A registry, or the mistakes in it."""

    command: ClassVar[Command] = "validate"
    registry: Registry | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorOutput:
    """What was tried."""

    command: ClassVar[Command] = "doctor"
    account: str
    rows: tuple[DoctorRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesOutput:
    """The catalogue of finding codes."""

    command: ClassVar[Command] = "rules"
    rules: tuple[Rule, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """A file of the registry and what it says now, or would say; `before` is None for a new one."""

    path: str
    before: str | None
    after: str

    @property
    def changes(self) -> bool:
        """Whether the file says anything else now."""
        return self.before != self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class SignatureOutput:
    """What code shows, with the lines that show it; `edit` is what was done about its spec, if anything.

    `shown`: people have been shown the signature already, before its spec was written.
    """

    command: ClassVar[Command] = "signature"
    subject: str
    source: CodeSource
    handler: str
    runtime: str
    signature: Inferred | Unknown
    excerpts: Excerpts
    code: ExitCode
    edit: Edit | None = None
    shown: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutput:
    """The specs made, the files they went to (or would go to), and what was left out."""

    command: ClassVar[Command] = "import"
    code: ExitCode
    dry_run: bool
    edits: tuple[Edit, ...]
    centers: tuple[WantedCenter, ...]
    functions: tuple[ImportedRow, ...]
    left_out: tuple[LeftOut, ...]
    gaps: tuple[Gap, ...]


CommandOutput = (
    PlanOutput
    | DriftOutput
    | ApplyOutput
    | InvokeOutput
    | ValidateOutput
    | DoctorOutput
    | RulesOutput
    | SignatureOutput
    | ImportOutput
)
