"""Reading fields out of the SDKs' answers: each is what it should be, or the answer is unreadable.

Fact about the SDKs, measured: a 200 whose shape does not fit the model gives a response without a body, and no error.
"""

from __future__ import annotations

from collections.abc import Iterable

from sync.adapters.errors import cloud_error
from sync.errors import CloudError, Failure


def unreadable(operation: str, what: str) -> CloudError:
    """The error for an answer without a required part."""
    return cloud_error(operation, Failure.UNREADABLE, code="UnreadableAnswer", message=what)


def body(operation: str, response: object) -> object:
    """The body of a response."""
    found: object = getattr(response, "body", None)
    if found is None:
        raise unreadable(operation, "the answer does not have the documented shape")
    return found


def items(operation: str, page: object, name: str) -> Iterable[object]:
    """The list under that name. None is an empty one: its presence is checked in the gateway, or against the total."""
    found: object = getattr(page, name, None)
    if found is None:
        return ()
    if not isinstance(found, list):
        raise unreadable(operation, f"{name} is not a list")
    return found


def text(value: object) -> str:
    """A field as text; empty when it is absent. Some texts come as numbers."""
    return "" if value is None else str(value)


def some_text(operation: str, item: object, name: str) -> str:
    """A required text."""
    found = text(getattr(item, name, None))
    if not found:
        raise unreadable(operation, f"an item lacks {name}")
    return found


def number(operation: str, value: object, name: str) -> int | None:
    """A whole number, also when it comes as text; None when it is absent."""
    if value is None or value == "":
        return None
    try:
        return int(str(value))
    except ValueError:
        raise unreadable(operation, f"{name} is not a number") from None


def some_number(operation: str, item: object, name: str) -> int:
    """A required whole number."""
    found = number(operation, getattr(item, name, None), name)
    if found is None:
        raise unreadable(operation, f"the answer lacks {name}")
    return found
