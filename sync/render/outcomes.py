"""What a command ends with, as a value that each output format can write.

Nothing is imported here but names of types: `--help` asks which formats can write an outcome.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, get_args

if TYPE_CHECKING:
    from sync.core.importing import LeftOut
    from sync.core.plan.exit_status import ExitCode
    from sync.core.plan.model import Plan
    from sync.core.plan.report import Report
    from sync.core.rules.rule import Rule, Severity
    from sync.core.signature.inferred import Inferred, Unknown
    from sync.core.worlds import Gap, WantedCenter
    from sync.render.documents import CodeSource, DoctorRow, ImportedRow
    from sync.render.signature import Excerpts
    from sync.specs.diagnostics import Problem
    from sync.specs.models import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanOutcome:
    """A plan; the file that it was saved to, and the options that allowed some of its steps. `begins`: apply is about to ask."""

    kind: ClassVar = "plan"
    plan: Plan
    bar: Severity
    saved: str = ""
    allowed: tuple[str, ...] = ()
    begins: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DriftOutcome:
    """What changed behind the registry's back: a plan without steps."""

    kind: ClassVar = "drift"
    plan: Plan
    bar: Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplyOutcome:
    """How a plan was carried out; `after` is the plan that would be made now, unless it was stopped.

    `recorded` is the lock file, where it had to be written; `unrecorded`: what is so now could not be recorded.
    """

    kind: ClassVar = "report"
    report: Report
    code: ExitCode
    after: Plan | None
    recorded: str
    unrecorded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class InvokeOutcome:
    """How test calls ended."""

    kind: ClassVar = "report"
    report: Report
    code: ExitCode


@dataclass(frozen=True, slots=True, kw_only=True)
class ValidateOutcome:
    """A registry, or the mistakes in it."""

    kind: ClassVar = "validate"
    registry: Registry | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DoctorOutcome:
    """What was tried."""

    kind: ClassVar = "doctor"
    account: str
    rows: tuple[DoctorRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RulesOutcome:
    """The catalogue of finding codes."""

    kind: ClassVar = "rules"
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
class SignatureOutcome:
    """What code shows, with the lines that show it; `edit` is what was done about its spec, if anything.

    `shown`: people have been shown the signature already, before its spec was written.
    """

    kind: ClassVar = "signature"
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
class ImportOutcome:
    """The specs made, the files they went to (or would go to), and what was left out."""

    kind: ClassVar = "import"
    code: ExitCode
    dry_run: bool
    edits: tuple[Edit, ...]
    centers: tuple[WantedCenter, ...]
    functions: tuple[ImportedRow, ...]
    left_out: tuple[LeftOut, ...]
    gaps: tuple[Gap, ...]


Outcome = (
    PlanOutcome
    | DriftOutcome
    | ApplyOutcome
    | InvokeOutcome
    | ValidateOutcome
    | DoctorOutcome
    | RulesOutcome
    | SignatureOutcome
    | ImportOutcome
)
OUTCOMES: tuple[type[Outcome], ...] = get_args(Outcome)
KINDS: tuple[str, ...] = tuple(dict.fromkeys(outcome.kind for outcome in OUTCOMES))  # of documents, in the order of the help
