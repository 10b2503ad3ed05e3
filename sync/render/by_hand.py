"""What to click and type in the console, for centers whose registrations cannot be written by API.

The Chinese words are the console's own (help.aliyun.com, 云联络中心 用户指南, IVR函数管理): they are what the reader must find
on the screen, so they are not translated.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import assert_never

from sync.core.plan.model import InvokeCheck, Register, Repoint, Step, Unregister, UpdateFunction, UpdateRegistration
from sync.core.worlds import RegistrationState
from sync.render import phrases
from sync.render.escape import value, visible
from sync.render.width import columns
from sync.specs.ids import REGION_NAMES, Address

CONSOLE = "https://ccc.console.aliyun.com/AccInstance"
_FIELDS = ("区域", "服务", "函数", "描述", "角色", "灾备区域")  # in the order of the dialog
# For readers who do not read Chinese: what the words mean, not what an English console prints.
ENGLISH: Mapping[str, str] = {
    "设置": "settings",
    "IVR集成": "IVR integration",
    "函数列表": "list of functions",
    "添加": "add",
    "编辑": "edit",
    "删除": "delete",
    "测试": "test",
    "确定": "OK",
    "区域": "region",
    "服务": "service",
    "函数": "function",
    "描述": "description",
    "角色": "role",
    "灾备区域": "failover region",
}
_LIST = "设置 > IVR集成 > 函数列表"


def instructions(step: Step) -> tuple[str, ...]:
    """The clicks of one step, in order, one per line; empty for a step that no console of the call center does."""
    match step:
        case Register():
            return (_open(step.instance), f"{_LIST} > 添加", *_typed(step.after), "确定")
        case Repoint() | UpdateRegistration():
            return (_open(step.instance), f"{_LIST} > 编辑, {_row(step.before)}", *_edited(step.before, step.after), "确定")
        case Unregister():
            return (_open(step.instance), f"{_LIST} > 删除, {_row(step.before)}", "确定")
        case InvokeCheck():
            return (_open(step.instance), f"{_LIST} > 测试, {_row_of(step.target)}", *_inputs(step), _expected(step))
        case UpdateFunction():
            return ()
        case _:
            assert_never(step)


def _open(instance: str) -> str:
    return f"open {CONSOLE} and choose the instance {visible(instance)}"


def _row(state: RegistrationState) -> str:
    return _row_of(state.target)


def _row_of(target: Address) -> str:
    return f"in the row 区域 {_region(target)}, 服务 {_service(target)}, 函数 {visible(target.name)}"


def _region(target: Address) -> str:
    return visible(REGION_NAMES.get(target.region, target.region))


def _service(target: Address) -> str:
    return visible(target.service) or "(empty)"


def _typed(state: RegistrationState) -> tuple[str, ...]:
    fields = [*_coordinates(state.target), *_extras(state)]
    return _aligned(fields)


def _edited(before: RegistrationState, after: RegistrationState) -> tuple[str, ...]:
    """Only the fields that change; the rest of the dialog stays as it is."""
    old = dict([*_coordinates(before.target), *_extras(before)])
    new = dict([*_coordinates(after.target), *_extras(after)])
    return _aligned([(name, new.get(name, "(empty)")) for name in _FIELDS if new.get(name) != old.get(name)])


def _coordinates(target: Address) -> list[tuple[str, str]]:
    return [("区域", _region(target)), ("服务", _service(target)), ("函数", visible(target.name))]


def _extras(state: RegistrationState) -> list[tuple[str, str]]:
    extras = []
    if state.description:
        extras.append(("描述", visible(state.description)))
    if state.role:
        extras.append(("角色", visible(state.role)))
    if state.failover:
        extras.append(("灾备区域", f"{phrases.region(state.failover.region)}, weight {state.failover.weight:g}"))
    return extras


def _aligned(fields: list[tuple[str, str]]) -> tuple[str, ...]:
    return columns([("  " + name, text) for name, text in fields]) if fields else ()


def _inputs(step: InvokeCheck) -> tuple[str, ...]:
    return _aligned([(visible(name), phrases.scalar(thing)) for name, thing in step.input.items()])


def _expected(step: InvokeCheck) -> str:
    if step.expect is None:
        return "测试: any answer without an error passes"
    return f"测试: the answer must contain {value(step.expect)}"
