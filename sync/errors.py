"""The error tree. Code branches on types and attributes, never on text.

Every error states what happened and, in `hint`, what to do next.
"""

from __future__ import annotations

from enum import Enum


class IvrsyncError(Exception):
    """Base of every error this project raises on purpose."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class InputError(IvrsyncError):
    """The user gave something that cannot be used: a flag, a setting, a plan file."""


class PlanRefusedError(IvrsyncError):
    """A plan that cannot be applied here: it was made for another account, registry, world or state."""


class ApplyHeldError(IvrsyncError):
    """Another apply is running on this registry; the message names it."""


class UnrecordedError(IvrsyncError):
    """The result of an apply could not be written. The message states where and why, the hint what to do."""


class StoppedError(IvrsyncError):
    """The user asked to stop; what was done is in the journal."""


class Failure(Enum):
    """The kinds of failure of a cloud call; retry policies are written in these terms."""

    THROTTLED = "throttled"  # asked to slow down; nothing happened
    UNAVAILABLE = "unavailable"  # a 5xx with an answer; a read may be repeated
    UNREACHED = "unreached"  # no connection was made: nothing happened
    LOST = "lost"  # no answer: a write may or may not have taken effect
    ABSENT = "absent"  # the thing named does not exist
    CONFLICT = "conflict"  # it exists already, or changed since it was read
    DENIED = "denied"  # credentials or permissions
    INVALID = "invalid"  # the request itself was refused
    UNREADABLE = "unreadable"  # an answer that could not be understood


class CloudError(IvrsyncError):
    """One failed call: operation, kind of failure, the cloud's own code and request id."""

    def __init__(self, operation: str, failure: Failure, *, code: str, message: str, request_id: str = "", hint: str = "") -> None:
        tail = f" (request id {request_id})" if request_id else ""
        super().__init__(f"{operation}: {code}: {message}{tail}", hint)
        self.operation = operation
        self.failure = failure
        self.code = code
        self.reason = message
        self.request_id = request_id
