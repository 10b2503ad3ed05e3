"""What both call-center APIs have in common: parameters in, replies out.

A parameter that was not sent is refused by the gateway (`Missing<Name>`), a bad one by the service (`Parameter.*`, as the
published list of CCC's codes has it). Which of the two the cloud gives for a blank one is UNVERIFIED.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from itertools import islice
from typing import TypeVar

from sync.emulator.centers import Center
from sync.emulator.messages import ApiError, Call, Reply
from sync.emulator.world import World

MOST_ROWS = 100
DEFAULT_ROWS = 10
Row = TypeVar("Row")


def ok(**fields: object) -> Reply:
    """Success, with those fields at the top level; the request id is added on the way out."""
    return Reply(body={"Code": "OK", "HttpStatusCode": 200, "Message": "", **fields})


def page_of(call: Call, rows: Collection[Row], shape: Callable[[Row], Mapping[str, object]]) -> Reply:
    """The page that PageNumber (from 1) and PageSize (1 to 100, else 10) ask for; past the end it is empty.

    The published text limits PageNumber to 100 as well in some places and not in others (UNVERIFIED): it is not limited here.
    """
    number, size = _whole(call, "PageNumber", 1), _whole(call, "PageSize", DEFAULT_ROWS)
    if size > MOST_ROWS:
        raise ApiError(400, "Parameter.Maximum", f"The parameter PageSize must be less than or equal to {MOST_ROWS}.")
    shown = [shape(row) for row in islice(rows, (number - 1) * size, number * size)]
    return ok(Data={"List": shown, "PageNumber": number, "PageSize": size, "TotalCount": len(rows)})


def center_of(world: World, call: Call) -> Center:
    """The center that InstanceId names; one of another account is as good as none."""
    center = world.center(required(call, "InstanceId"))
    if center.account != call.account:
        raise not_there("InstanceId", f"The specified instance {center.instance} does not exist.")
    return center


def given(call: Call, name: str) -> str:
    """The parameter's text, which may be blank."""
    if name not in call.parameters:
        raise ApiError(400, f"Missing{name}", f"{name} is mandatory for this action.")
    return call.parameters[name]


def required(call: Call, name: str) -> str:
    """The parameter's text, which must not be blank."""
    text = given(call, name)
    if not text.strip():
        raise ApiError(400, "Parameter.Blank", f"The parameter {name} must not be blank.")
    return text


def one_of(call: Call, name: str, allowed: Collection[str], otherwise: str = "") -> str:
    """The parameter's text, one of those allowed, or `otherwise` when it was not sent."""
    text = call.parameters.get(name, "")
    if text and text not in allowed:
        raise ApiError(400, "Parameter.Enumeration", f"The parameter {name} must be one of {', '.join(sorted(allowed))}.")
    return text or otherwise


def is_true(call: Call, name: str) -> bool:
    """Whether a flag was sent and set; the Python clients write True, others true."""
    return call.parameters.get(name, "").lower() == "true"


def not_there(what: str, message: str) -> ApiError:
    """The answer when something that was named does not exist."""
    return ApiError(404, f"NotExists.{what}", message)


def _whole(call: Call, name: str, otherwise: int) -> int:
    text = call.parameters.get(name, "")
    if not text:
        return otherwise
    if not text.lstrip("-").isdecimal() or not text.isascii():
        raise ApiError(400, "Parameter.Format", f"The parameter {name} must be a whole number.")
    number = int(text)
    if number < 1:
        raise ApiError(400, "Parameter.Minimum", f"The parameter {name} must be greater than or equal to 1.")
    return number
