"""One call from beginning to end: noted, struck by faults, run under the world's lock, answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import ceil
from threading import Event
from typing import TypeVar

from sync.emulator import call_center, ccc, fc2, fc3, sts
from sync.emulator.calls import Calls, Observer
from sync.emulator.faults import Fault, FaultKind, Faults
from sync.emulator.messages import UNLOCKED, Api, ApiError, Call, DropConnection, Reply
from sync.emulator.paging import token_after
from sync.emulator.routing import CENTER_REGION, not_emulated
from sync.emulator.world import World

T = TypeVar("T")
Operation = Callable[[World, Call], Reply]
OPERATIONS: Mapping[Api, Mapping[str, Operation]] = {
    "fc2": fc2.OPERATIONS,
    "fc3": fc3.OPERATIONS,
    "ccc": ccc.OPERATIONS,
    "call_center": call_center.OPERATIONS,
    "sts": sts.OPERATIONS,
}


@dataclass(frozen=True, slots=True)
class _Picture:
    world: World
    taken: float


def _unobserved(moment: str, call: Call) -> None:
    """Nobody looks on."""


class Dispatcher:
    """Runs calls against a world. `changed` is called after each write that took place; `clock` is in seconds."""

    def __init__(
        self,
        world: World,
        *,
        clock: Callable[[], float],
        observer: Observer = _unobserved,
        changed: Callable[[], None] | None = None,
    ) -> None:
        self.faults = Faults()
        self.calls = Calls()
        self.stopping = Event()
        self._world = world
        self._clock = clock
        self._observe = observer
        self._changed = changed
        self._picture: _Picture | None = None

    def answer(self, call: Call) -> Reply:
        """The reply; raises `ApiError` for a refusal and `DropConnection` when none shall be sent."""
        operation = _operation(call)
        self.calls.record(call)
        self._observe("before", call)
        if wait := self.faults.too_early(call, self._clock()):
            raise _too_many(call, wait)
        striking = self.faults.strike(call)
        for fault in striking:
            self._before(fault)
        reply = self._run(operation, _asked(call, striking))
        for fault in striking:
            reply = _after(fault, call, reply)
        self._observe("after", call)
        return reply

    def _run(self, operation: Operation, call: Call) -> Reply:
        if call.operation in UNLOCKED:
            return operation(self._world, call)
        if call.is_write:
            return self.change(lambda world: operation(world, call))
        with self._world.lock:
            return operation(self._seen_by(call), call)

    def change(self, act: Callable[[World], T]) -> T:
        """Let that change the world while nobody else does, and have the change kept."""
        with self._world.lock:
            before = _Picture(self._world.copy(), self._clock()) if self.faults.needs_picture() else None
            done = act(self._world)
            self._picture = before
        if self._changed:
            self._changed()
        return done

    def _seen_by(self, call: Call) -> World:
        picture = self._picture
        if picture is not None and self.faults.is_stale(call, self._clock() - picture.taken):
            return picture.world
        return self._world

    def _before(self, fault: Fault) -> None:
        match fault.kind:
            case FaultKind.DELAY:
                self.stopping.wait(fault.value / 1000)
            case FaultKind.THROTTLE:
                headers = {"x-acs-retry-after": str(fault.value)}
                raise ApiError(429, "Throttling.User", "Request was denied due to user flow control.", headers)
            case FaultKind.ERROR:
                raise ApiError(fault.value, "InternalServerError", "an error happened in the service, as the emulator was told")
            case FaultKind.DROP_BEFORE:
                raise DropConnection
            case FaultKind.DROP_AFTER | FaultKind.REPEAT_PAGE | FaultKind.LOSE_PAGE | FaultKind.STALE | FaultKind.RATE:
                pass


def _too_many(call: Call, wait: float) -> ApiError:
    # What each API is documented to say. How long to wait, the real services may leave out (UNVERIFIED).
    headers = {"x-acs-retry-after": str(ceil(wait * 1000))}
    if call.api in ("fc2", "fc3"):
        return ApiError(503, "ResourceThrottled", "the rate of requests is limited", headers)
    return ApiError(400, "Throttling.User", "Request was denied due to user flow control.", headers)


def _operation(call: Call) -> Operation:
    if call.api in ("ccc", "call_center") and call.region != CENTER_REGION:
        raise ApiError(404, "InvalidAction.NotFound", f"the call center answers in {CENTER_REGION}, not in {call.region}")
    operation = OPERATIONS[call.api].get(call.operation)
    if operation is None:
        raise not_emulated(call.operation, call.api)
    return operation


def _asked(call: Call, striking: tuple[Fault, ...]) -> Call:
    number = call.parameters.get("PageNumber", "")
    if number.isdecimal() and int(number) > 1 and any(fault.kind is FaultKind.REPEAT_PAGE for fault in striking):
        return replace(call, parameters={**call.parameters, "PageNumber": str(int(number) - 1)})
    return call


def _after(fault: Fault, call: Call, reply: Reply) -> Reply:
    match fault.kind:
        case FaultKind.DROP_AFTER:
            raise DropConnection
        case FaultKind.LOSE_PAGE if isinstance(reply.body, dict):
            return replace(reply, body=_without_the_rest(reply.body))
        case FaultKind.REPEAT_PAGE if isinstance(reply.body, dict):
            return replace(reply, body=_leading_back(reply.body, call))
        case _:
            return reply


def _without_the_rest(body: dict[str, object]) -> dict[str, object]:
    listed = body.get("Data")
    if isinstance(listed, dict) and "List" in listed:
        return {**body, "Data": {**listed, "List": []}}
    return {name: value for name, value in body.items() if name not in ("nextToken", "NextToken")}


def _leading_back(body: dict[str, object], call: Call) -> dict[str, object]:
    listed, number = body.get("Data"), call.parameters.get("PageNumber", "")
    if isinstance(listed, dict) and "List" in listed:
        return {**body, "Data": {**listed, "PageNumber": int(number) if number.isdecimal() else 1}}
    if "nextToken" in body:
        return {**body, "nextToken": call.parameters.get("nextToken") or token_after("")}
    return body
