"""What inference answers: the inputs and results a function's code shows, or why they cannot be known."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from sync.core.signature.model import Evidence, Parameter, ResultField

ResultKind = Literal["text", "object", "null", "unknown"]
EscapeReason = Literal[
    "passed-on",  # the event is handed to code outside the package
    "computed-key",  # a key that is not a constant
    "spread",  # **event, or ...event, into something unknown
    "enumerated",  # the code iterates over all keys of the event
    "returned-whole",  # the event itself is part of the answer
    "stored",  # the event is stored where other code may read it
    "reflection",  # eval, exec, getattr with a computed name
    "wrapped",  # a wrapper outside the package stands between the caller and the handler
    "budget",  # the work allowed was used up
    "syntax",  # a part of the code that the parser or the engine does not know
    "unreached",  # a way that seems to end in an error, or code that seems never to be reached, and would read more
]
UnknownReason = Literal[
    "unsupported-runtime",
    "no-such-handler",
    "broken-code",
    "broken-package",
    "package-too-large",
    "budget",
    "broken-statement",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultPath:
    """What one return of the handler answers; `more`: an object that may have further fields."""

    kind: ResultKind
    fields: tuple[ResultField, ...]
    evidence: Evidence
    more: bool = False


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Escape:
    """Where the event leaves the analysis, and how."""

    reason: EscapeReason
    file: str
    line: int
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Inferred:
    """A signature as the code shows it. Open (`closed` false) means that there may be further inputs."""

    inputs: tuple[Parameter, ...]  # by name
    results: tuple[ResultPath, ...]  # by place
    escapes: tuple[Escape, ...]

    @property
    def closed(self) -> bool:
        """Whether every input is known."""
        return not self.escapes


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Nothing is known about the signature; `detail` states why, and what would help."""

    reason: UnknownReason
    detail: str
