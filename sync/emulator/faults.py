"""Trouble on demand: what goes wrong, in which operation, how often.

Written as text, `operation:kind[=value][*times][+after]`; the operation may be `*`:

    ListFunctionMetas:throttle*3          three times: slow down, ask again in 100 ms
    ListFunctions:delay=250ms*2           answers late
    PublishContactFlow:error=503          a 5xx
    AddFunctionMeta:drop-before           no answer, and nothing happened
    AddFunctionMeta:drop-after+1          the second one happens, and is not answered
    ListFunctions:repeat-page             the same page comes twice, or its token leads back to itself
    ListFunctionMetas:lose-page           the rest of the list is not there
    ListFunctionMetas:stale*2             two reads after the next write see the world as it was before it
    *:stale=2s                            all reads do, for two seconds after each write
    *:rate=20                             until it is taken back: an account gets 20 calls a second answered, the others are refused
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from threading import Lock

from sync.emulator.messages import Call

_TEXT = re.compile(
    r"(?P<operation>\*|[A-Za-z0-9]+):(?P<kind>[a-z-]+)(=(?P<value>\d+)(?P<unit>ms|s)?)?(\*(?P<times>\d+))?(\+(?P<after>\d+))?"
)


class FaultKind(Enum):
    """What goes wrong."""

    THROTTLE = "throttle"  # value: ms until the client may ask again
    DELAY = "delay"  # value: ms before the operation runs
    ERROR = "error"  # value: the status, 500 to 599
    DROP_BEFORE = "drop-before"
    DROP_AFTER = "drop-after"
    REPEAT_PAGE = "repeat-page"
    LOSE_PAGE = "lose-page"
    STALE = "stale"  # value: ms after a write in which reads are stale; 0 counts reads instead
    RATE = "rate"  # value: calls a second


_USUAL = {FaultKind.THROTTLE: 100, FaultKind.DELAY: 100, FaultKind.ERROR: 500}


class FaultTextError(ValueError):
    """A fault was written in a way that cannot be read; the message says what would be right."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One kind of trouble, `times` times, once the operation has been called `after` times without it."""

    operation: str
    kind: FaultKind
    times: int = 1
    after: int = 0
    value: int = 0

    @classmethod
    def parse(cls, text: str) -> Fault:
        """From the text form; raises `FaultTextError`."""
        match = _TEXT.fullmatch(text.strip())
        kinds = {kind.value: kind for kind in FaultKind}
        if match is None or match["kind"] not in kinds:
            example = "ListFunctions:throttle*3 or AddFunctionMeta:drop-after"
            raise FaultTextError(
                f"cannot read the fault {text!r}: write operation:kind, as in {example}; kinds are {', '.join(kinds)}"
            )
        kind = kinds[match["kind"]]
        value = int(match["value"]) * (1000 if match["unit"] == "s" else 1) if match["value"] else _USUAL.get(kind, 0)
        if kind is FaultKind.ERROR and not 500 <= value <= 599:  # noqa: PLR2004  the range of a server's own errors
            raise FaultTextError(f"cannot read the fault {text!r}: the value of error is a status from 500 to 599")
        if kind is FaultKind.RATE and (not value or match["unit"]):
            raise FaultTextError(f"cannot read the fault {text!r}: the value of rate is how many calls a second, as in *:rate=20")
        return cls(
            operation=match["operation"], kind=kind, times=int(match["times"] or 1), after=int(match["after"] or 0), value=value
        )

    def __str__(self) -> str:
        unit = "" if self.kind in (FaultKind.ERROR, FaultKind.RATE) else "ms"
        value = f"={self.value}{unit}" if self.value else ""
        return f"{self.operation}:{self.kind.value}{value}*{self.times}" + (f"+{self.after}" if self.after else "")

    def concerns(self, call: Call) -> bool:
        """Whether the fault may strike that call."""
        return self.operation in ("*", call.operation)


class Faults:
    """The faults that have not happened yet."""

    def __init__(self, armed: Iterable[Fault] = ()) -> None:
        self._lock = Lock()
        self._armed = list(armed)
        self._answered: dict[tuple[Fault, str], deque[float]] = {}  # by limit and account: when, in the last second

    def arm(self, *faults: Fault) -> None:
        """Add to what will go wrong."""
        with self._lock:
            self._armed.extend(faults)

    def clear(self) -> None:
        """From now on all is well."""
        with self._lock:
            self._armed.clear()
            self._answered.clear()

    def armed(self) -> tuple[Fault, ...]:
        """What has yet to happen."""
        with self._lock:
            return tuple(self._armed)

    def strike(self, call: Call) -> tuple[Fault, ...]:
        """What goes wrong with this call, each counted as having happened; staleness and limits are not among it."""
        with self._lock:
            return tuple(self._happening(call, lambda fault: fault.kind not in (FaultKind.STALE, FaultKind.RATE)))

    def too_early(self, call: Call, now: float) -> float:
        """By how many seconds the call is too early for a limit of calls a second; 0 when it is not, and then it counts."""
        with self._lock:
            limits = [fault for fault in self._armed if fault.kind is FaultKind.RATE and fault.concerns(call)]
            answered = [self._lately_answered(fault, call.account, now) for fault in limits]
            waits = [times[0] + 1 - now for fault, times in zip(limits, answered, strict=True) if len(times) >= fault.value]
            if not waits:
                for times in answered:
                    times.append(now)
            return max(waits, default=0.0)

    def is_stale(self, call: Call, age: float) -> bool:
        """Whether a read sees the world before the last write, `age` seconds after it; counted as having happened."""
        with self._lock:
            lasting = (fault for fault in self._armed if fault.kind is FaultKind.STALE and fault.value and fault.concerns(call))
            if any(age * 1000 < fault.value for fault in lasting):
                return True
            return bool(self._happening(call, lambda fault: fault.kind is FaultKind.STALE and not fault.value))

    def needs_picture(self) -> bool:
        """Whether a write must leave a picture of the world before it."""
        with self._lock:
            return any(fault.kind is FaultKind.STALE for fault in self._armed)

    def _lately_answered(self, limit: Fault, account: str, now: float) -> deque[float]:
        times = self._answered.setdefault((limit, account), deque())
        while times and times[0] + 1 <= now:
            times.popleft()
        return times

    def _happening(self, call: Call, wanted: Callable[[Fault], bool]) -> list[Fault]:
        happening, left = [], []
        for fault in self._armed:
            if not (fault.concerns(call) and wanted(fault)):
                left.append(fault)
            elif fault.after:
                left.append(replace(fault, after=fault.after - 1))
            else:
                happening.append(fault)
                if fault.times > 1:
                    left.append(replace(fault, times=fault.times - 1))
        self._armed = left
        return happening
