"""The result of a plan: every step ends done, failed, by hand or not run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sync.core.plan.model import InvokeCheck, Step

if TYPE_CHECKING:
    from sync.core.plan.cause import Cause  # two dozen classes, which only a run that calls or changes something needs

Outcome = Literal["done", "failed", "put-back", "by-hand", "not-run"]
Reason = Literal[
    "already-so",  # done: the clouds were as wanted before anything was sent
    "after-lost-answer",  # done: no answer came, but reading again showed that it took effect
    "by-earlier-run",  # done: the journal of an interrupted run shows it, and reading confirmed it
    "target-changed",  # failed: the target is no longer as it was when the plan was made
    "refused-by-cloud",  # failed: the cloud answered with an error
    "no-connection",  # failed: the cloud could not be reached, so nothing was sent
    "unconfirmed",  # failed: something was sent, and reading again could not show its effect
    "unexpected-answer",  # failed: a test call returned something else
    "function-failed",  # failed: a test call made the function fail
    "function-missing",  # failed: a test call reached no function
    "by-another-apply",  # done: another apply registered the same at the same time; the registration made here was removed
    "both-kept",  # done: another apply registered the same at the same time, and a flow already uses this one
    "check-failed",  # put back: a check that passed before this step failed after it
    "not-put-back",  # failed: it should have been put back, and that did not fully succeed
    "earlier-put-back",  # not run: an earlier run's change to the function was put back first, so the plan no longer fits
    "dependency",  # not run: a step it depends on did not end done
    "interrupted",  # not run: the user stopped the apply
]
Via = Literal["registration", "function"]  # by the registration's coordinates, or in Function Compute directly
Verdict = Literal["passed", "failed"]
WRONG: frozenset[Reason | None] = frozenset({"unexpected-answer", "function-failed", "function-missing"})  # what callers hear too


@dataclass(frozen=True, slots=True, kw_only=True)
class StepStarted:
    """A step is about to run: the `position`-th of `total`, counted from 1."""

    step: Step
    position: int
    total: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """A check is about to run before its function is changed, to know afterwards whether the run did harm."""

    step: InvokeCheck


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """How one step ended. `cause` states why it failed; `answer` is what a tested function returned."""

    step: Step
    outcome: Outcome
    reason: Reason | None = None
    cause: Cause | None = None
    answer: str | None = None
    registration_id: str | None = None  # the id a register step was given
    via: Via | None = None  # how a test reached the function
    before: Verdict | None = None  # of a test that failed: how the same call ended before the function was touched, if it was made

    @property
    def is_harm(self) -> bool:
        """Whether the run made something worse: a check passed before it and fails after it."""
        return self.outcome == "failed" and self.before == "passed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How a whole apply (or test) ended, in the order of the plan."""

    plan: str  # digest of the plan
    results: tuple[Result, ...]
    interrupted: bool = False

    def count(self, outcome: Outcome) -> int:
        """How many steps ended so."""
        return sum(result.outcome == outcome for result in self.results)

    @property
    def is_harmful(self) -> bool:
        """Whether a check that passed before the run failed after it, even where the change was put back since."""
        return any(result.is_harm or result.outcome == "put-back" for result in self.results)

    @property
    def has_other_failures(self) -> bool:
        """Whether something failed besides checks that passed before."""
        return any(result.outcome == "failed" and not result.is_harm for result in self.results)
