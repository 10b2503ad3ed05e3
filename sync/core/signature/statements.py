"""The witnesses of a function's signature: declared, implemented, recorded, used; each may be silent."""

from __future__ import annotations

from dataclasses import dataclass

from sync.core.assessment import Assessment
from sync.core.deployed_code import Shown
from sync.core.flows.calls import Call, flows_of
from sync.core.origin import moved
from sync.core.plan.model import FlowRef
from sync.core.signature import sources
from sync.core.signature.inferred import Escape, Inferred, Unknown
from sync.core.signature.model import Signature
from sync.core.worlds import WantedFunction
from sync.specs.models import RecordedFunction


@dataclass(frozen=True, slots=True, kw_only=True)
class Statements:
    """What each says of one function. `unknown`: the code was read and shows nothing; `escapes`: where it cannot be followed.

    `unread` are flows that may call it in a way that is not understood.
    """

    declared: Signature | None
    implemented: Signature | None
    unknown: Unknown | None
    escapes: tuple[Escape, ...]
    recorded: Signature | None
    declared_before: Signature | None  # what the spec said at the last good sync
    is_known: bool  # whether the lock knows the function
    called_anew: bool  # whether the spec wants another handler, runtime or address than at the last good sync
    calls: tuple[Call, ...]
    unread: tuple[FlowRef, ...]

    @property
    def believed(self) -> Signature | None:
        """What callers have to do with: the code where it shows itself, else the spec."""
        return self.implemented or self.declared

    @property
    def declared_anew(self) -> bool:
        """Whether the spec says something else than at the last good sync."""
        return self.declared != self.declared_before

    @property
    def flows(self) -> tuple[FlowRef, ...]:
        """Every flow that calls the function, or may."""
        return flows_of(self.calls, self.unread)


def statements(function: WantedFunction, assessed: Assessment, shown: Shown | None) -> Statements:
    """Everything that is said about one function's signature, with what its code shows: now, or as it will be called."""
    entry = assessed.recorded.function(function.uid)
    before = entry.signature if entry is not None else None
    calls = assessed.calls.reaching(function.address)
    return Statements(
        declared=sources.declared(function.signature) if function.signature is not None else None,
        implemented=sources.implemented(shown) if isinstance(shown, Inferred) else None,
        unknown=shown if isinstance(shown, Unknown) else None,
        escapes=shown.escapes if isinstance(shown, Inferred) else (),
        recorded=sources.recorded(entry.implemented) if entry is not None and entry.implemented is not None else None,
        declared_before=sources.declared(before) if before is not None else None,
        is_known=entry is not None,
        called_anew=entry is not None and _called_anew(function, entry),
        calls=calls,
        unread=assessed.may_call(function),
    )


def _called_anew(function: WantedFunction, entry: RecordedFunction) -> bool:
    wanted = function.configuration
    is_configured_anew = wanted.handler not in {None, entry.handler} or wanted.runtime not in {None, entry.runtime}
    return is_configured_anew or moved(entry, function.address)
