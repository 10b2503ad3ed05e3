"""Compares the answer of a function with what its check expects."""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic import JsonValue

from sync.core.plan.cause import Mismatch

_MOST_PLACES = 10  # in one field; where more differ, the field as a whole says more
_SHORT = 1 << 16  # characters of an answer; in a longer one it would take seconds to find the places


def mismatches(expect: JsonValue, payload: str) -> tuple[Mismatch, ...]:
    """How the answer differs from the expected one; nothing when it does not.

    None expects nothing in particular. A mapping expects each field it names to be equal in the answer, and other fields do
    not matter. A text is compared with the text, or with the JSON string the answer is. Anything else must be equal JSON:
    one and true are different, one and 1.0 are the same number.
    """
    if expect is None or expect == payload:
        return ()
    try:
        answer: JsonValue = json.loads(payload)
    except (ValueError, RecursionError):  # not JSON, or nested deeper than anyone could read
        return (Mismatch(expected=expect, answered=payload),)
    if isinstance(expect, dict) and isinstance(answer, dict):
        return tuple(_fields(expect, answer, is_short=len(payload) <= _SHORT))
    return () if _equal(expect, answer) else (Mismatch(expected=expect, answered=answer),)


def _fields(expect: dict[str, JsonValue], answer: dict[str, JsonValue], *, is_short: bool) -> Iterator[Mismatch]:
    for name, value in expect.items():
        if name not in answer:
            yield Mismatch(field=name, expected=value, absent=True)
        elif not _equal(value, answer[name]):
            places = tuple(_places(name, value, answer[name])) if is_short else ()
            whole = Mismatch(field=name, expected=value, answered=answer[name])
            yield from places if 0 < len(places) <= _MOST_PLACES else (whole,)


def _places(name: str, expected: JsonValue, answered: JsonValue) -> Iterator[Mismatch]:
    """Where inside a field the two differ: `customer.city`, `lines[2].price`."""
    # Slow to import, and needed only for an answer that differs.
    from deepdiff import DeepDiff  # noqa: PLC0415
    from deepdiff.helper import notpresent  # noqa: PLC0415

    tree = DeepDiff(expected, answered, view="tree", ignore_private_variables=False, zip_ordered_iterables=True)
    for item in sorted((item for group in tree.values() for item in group), key=lambda item: item.path()):
        place = name + "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in item.path(output_format="list"))
        if item.t2 is notpresent:
            yield Mismatch(field=place, expected=item.t1, absent=True)
        elif item.t1 is notpresent:
            yield Mismatch(field=place, answered=item.t2, unexpected=True)
        elif not _equal(item.t1, item.t2):
            yield Mismatch(field=place, expected=item.t1, answered=item.t2)


def _equal(left: JsonValue, right: JsonValue) -> bool:
    """Equality of JSON values; Python's own takes True for 1."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(_equal, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(_equal(value, right[name]) for name, value in left.items())
    return left == right
