"""The words for what stood in the way of a step."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import fields

from pydantic import JsonValue

from sync.core.plan.cause import (
    AnswerDiffers,
    Cause,
    CloudSaid,
    Divergence,
    FunctionChanged,
    Mismatch,
    RegistrationChanged,
    SettingNow,
    TargetTaken,
)
from sync.core.plan.model import FlowRef
from sync.core.worlds import RegistrationState

_TEMPLATES: Mapping[str, str] = {
    "function-absent": "the function {address} does not exist",
    "settings-changed": "somebody has since changed {names}",
    "registration-gone": "registration {id} no longer exists",
    "flows-added": "flows that did not call it when the plan was made call it now: {flows}",
    "not-read-again": "accepted, but reading it back failed: {unread}",
    "shows-other": "accepted, but reading it back shows something else: {now}",
    "shows-before": "accepted, but reading it back still shows the old state",
    "not-read-after-failure": "{failure}; reading it back failed too: {unread}",
    "begun-before": "an earlier run started this call, and it must not be made twice",
    "others-unread": "whether another apply registered the same function could not be checked: {unread}",
    "other-kept": "the other is registration {id}",
    "not-taken-back": "registration {other} has the same target, and {ours}, which this run added, could not be removed: {failure}",
    "not-restored": "all but {names}, whose earlier value is not stored",
    "plan-refused": "{message}",
    "function-said": "{message}",
    "no-function": "there is no such function",
}


def cause_text(cause: Cause) -> str:
    """One line, as the clouds' names and answers have it: not yet made safe to show."""
    match cause:
        case CloudSaid():
            request = f" (request id {cause.request_id})" if cause.request_id else ""
            return f"{cause.operation}: {cause.cloud_code}: {cause.message}{request}"
        case RegistrationChanged():
            return "; ".join(_differences(cause.planned, cause.now))
        case TargetTaken():
            return f"registration {cause.id} already has this target, but {'; '.join(_differences(cause.planned, cause.now))}"
        case FunctionChanged():
            now = ", ".join(map(_setting, cause.now))
            return f"it was changed on {cause.modified}, after the plan was made ({cause.planned}); now {now}"
        case AnswerDiffers():
            return "; ".join(map(_mismatch, cause.mismatches))
        case _:
            words = {field.name: _words(getattr(cause, field.name)) for field in fields(cause)}
            return _TEMPLATES[cause.code].format_map(words)


def _words(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_words, value))
    if isinstance(value, FlowRef):
        return f"{value.name} ({value.id})"
    return cause_text(value) if isinstance(value, CloudSaid | Divergence) else str(value)


def _differences(planned: RegistrationState, now: RegistrationState) -> Iterator[str]:
    if planned.target != now.target:
        yield f"its target is now {now.target}, but the plan expected {planned.target}"
    if planned.description != now.description:
        yield f"its description is now {now.description!r}, but the plan expected {planned.description!r}"
    if planned.role != now.role:
        yield f"its role is now {now.role!r}, but the plan expected {planned.role!r}"
    if planned.failover != now.failover:
        yield f"its failover is now {_failover(now)}, but the plan expected {_failover(planned)}"


def _failover(state: RegistrationState) -> str:
    target = state.failover
    return "none" if target is None else f"{target.region} with weight {target.weight}"


def _setting(setting: SettingNow) -> str:
    return f"{setting.path} is not shown" if setting.secret else f"{setting.path} is {_json(setting.value)}"


def _mismatch(item: Mismatch) -> str:
    field = f"{item.field}: " if item.field is not None else ""
    if item.unexpected:
        return f"{field}not expected, but returned {_json(item.answered)}"
    came = "not in the answer" if item.absent else f"returned {_json(item.answered)}"
    return f"{field}expected {_json(item.expected)}, {came}"


def _json(value: JsonValue) -> str:
    return json.dumps(value, ensure_ascii=False)
