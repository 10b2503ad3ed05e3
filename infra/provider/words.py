"""What the provider says of registrations: refusals, results, and what is left to do by hand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sync.app.registrations import FlowUse, Refused
from sync.core.plan.model import InvokeCheck
from sync.core.plan.report import Result
from sync.render import phrases
from sync.render.by_hand import instructions
from sync.render.causes import cause_text
from sync.render.escape import answer, visible
from sync.render.report_text import progress_line

_STILL_CALLED = (
    "take the function out of these flows and publish them, or name them in allowFlows, run `pulumi up`, and then remove it"
)
_PRIVATE = "  some inputs are secret, so nothing more is shown here; what is left to do by hand is in the output byHand"
_OTHER_WAY = (
    "choose the function again in these modules (函数模块) and publish the flows, or point that registration elsewhere, "
    "or name the flows in allowFlows"
)
_DOES_NOT_FIT = "change the inputs of these flows and publish them, or name them in allowFlows"


def still_used(registration_id: str, refused: Refused) -> str:
    """Why a registration is not removed."""
    if refused.through:
        return _through(refused)
    verb = "is still called by" if refused.reason == "flow-calls-it" else "may still be called by"
    return f"registration {visible(registration_id)} {verb} {_flows(refused.uses)}; {_STILL_CALLED}"


def does_not_fit(target: str, refused: Refused) -> str:
    """Why a registration is not pointed there."""
    if refused.through:
        return _through(refused)
    return f"{visible(target)} does not fit what published flows pass and read: {_flows(refused.uses)}; {_DOES_NOT_FIT}"


def _through(refused: Refused) -> str:
    return (
        f"the function that it points at now would be deleted, and published flows call it through registration "
        f"{visible(refused.through)}: {_flows(refused.uses)}; {_OTHER_WAY}"
    )


def ended(result: Result, *, is_private: bool = False) -> str:
    """How a step ended that did not end well, or what to do for one by hand. `is_private`: its values are not for everybody."""
    sign = len("? ")  # it stands for the kind of step in a plan
    details = (_PRIVATE,) if is_private else _details(result)
    return "\n".join((progress_line(result)[sign:], *details))


def by_hand(results: Iterable[Result]) -> list[str]:
    """What to click and type, one text for each step that a person has to do."""
    return ["\n".join(instructions(result.step)) for result in results if result.outcome == "by-hand"]


def _details(result: Result) -> Iterator[str]:
    if isinstance(result.step, InvokeCheck):
        yield f"  check: {visible(result.step.check)}"
    if result.answer is not None:
        yield f"  returned {answer(result.answer)}"
    if result.cause is not None:
        yield f"  {visible(cause_text(result.cause))}"
    if result.outcome == "by-hand":
        yield from (f"  {line}" for line in instructions(result.step))


def _flows(uses: Iterable[FlowUse]) -> str:
    return "; ".join(map(_flow, uses))


def _flow(use: FlowUse) -> str:
    """A flow, the modules to open in it, and the numbers that callers dial."""
    modules = ", ".join(f"{visible(module.name)} [{visible(module.activity)}]" for module in use.modules)
    numbers = ", ".join(map(visible, use.numbers))
    return (
        phrases.flow(use.flow)
        + (f", module {modules}" if modules else ", in a way ivrsync does not understand")
        + (f", number {numbers}" if numbers else "")
    )
