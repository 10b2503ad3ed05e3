"""FL: what a function module passes and reads does not fit the function it calls."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from pydantic import JsonValue

from registry.ids import CenterName
from sync.core.confidential import looks_secret
from sync.core.contract import Accepted, Contract
from sync.core.flows import FunctionModule
from sync.core.model import WantedFunction
from sync.core.origin import Recorded
from sync.core.plan import Finding, FlowRef
from sync.core.rules.table.flow import ROWS
from sync.core.texts import has_form, matches, parses
from sync.core.usage import flows_of
from sync.core.witnesses import Witnesses

CODES: Mapping[str, str] = {rule.name: rule.code for rule in ROWS}
Misfit = tuple[str, dict[str, JsonValue]]  # the name of the rule, and its arguments


def judge(function: WantedFunction, said: Witnesses, recorded: Recorded) -> Iterator[Finding]:
    """Every finding about the function modules that call one function."""
    believed = said.believed
    if believed is None:
        return
    newer = "the code" if said.implemented is not None else "the spec"
    for module in said.usage.modules:
        for name, args in _misfits(module, believed, newer):
            yield _finding(function, said, recorded, module, name, args)
        if said.declared is not None and believed is not said.declared:
            # Lists of values, patterns and forms stand in the spec alone.
            fitting = {str(args["name"]) for _, args in _unfit(module, believed)}
            for name, args in _unfit(module, said.declared):
                if args["name"] not in fitting:
                    args |= {"module": _called(module), "newer": "the spec"}
                    yield _finding(function, said, recorded, module, name, args)


def _misfits(module: FunctionModule, believed: Contract, newer: str) -> Iterator[Misfit]:
    for check in _CHECKS:
        for name, args in check(module, believed):
            yield name, {"module": _called(module), **args} | ({"newer": newer})


def _not_passed(module: FunctionModule, believed: Contract) -> Iterator[Misfit]:
    if module.passes is None or believed.inputs is None:
        return
    # An empty text is what a function gets for an input that is not passed.
    passed = {one.name for one in module.passes if one.value != ""}
    names: list[JsonValue] = [name for name, one in sorted(believed.inputs.items()) if one.required and name not in passed]
    if names:
        yield "input-not-passed", {"names": names}


def _passed_unread(module: FunctionModule, believed: Contract) -> Iterator[Misfit]:
    if module.passes is None or believed.inputs is None or not believed.closed:
        return
    names: list[JsonValue] = [one.name for one in module.passes if one.name not in believed.inputs]
    if names:
        yield "input-passed-unread", {"names": names}


def _read_missing(module: FunctionModule, believed: Contract) -> Iterator[Misfit]:
    if not module.reads or believed.result is None or not believed.result.complete or believed.result.shape == "either":
        return
    names: list[JsonValue] = [name for name in module.reads if name not in believed.result.fields]
    if names:
        yield "field-read-missing", {"names": names}


def _unfit(module: FunctionModule, believed: Contract) -> Iterator[Misfit]:
    """Literals only: what a variable holds is known during the call."""
    for one in module.passes or ():
        wanted = (believed.inputs or {}).get(one.name)
        if wanted is None or one.value is None:
            continue
        if (unmet := _unmet(wanted, one.value)) is not None:
            shown = "(looks secret, not shown)" if looks_secret(one.name, str(one.value)) else one.value
            yield "value-does-not-fit", {"name": one.name, "value": shown, "type": unmet}


def _unmet(wanted: Accepted, value: JsonValue) -> JsonValue:
    """What the value would have to be and is not; None when it fits."""
    text = str(value)
    if wanted.type is not None and not parses(value, wanted.type):
        return wanted.type
    if wanted.form is not None and not has_form(text, wanted.form):
        return wanted.form
    if wanted.pattern is not None and not matches(text, wanted.pattern):
        return wanted.pattern
    return list(wanted.enum) if wanted.enum is not None and text not in map(str, wanted.enum) else None


_CHECKS: tuple[Callable[[FunctionModule, Contract], Iterator[Misfit]], ...] = (_not_passed, _passed_unread, _read_missing, _unfit)


def _called(module: FunctionModule) -> str:
    return f"{module.name} [{module.activity}]" if module.name != module.activity else module.activity


def _finding(
    function: WantedFunction, said: Witnesses, recorded: Recorded, module: FunctionModule, name: str, args: dict[str, JsonValue]
) -> Finding:
    rule = next(rule for rule in ROWS if rule.name == name)
    # A spec that says something else now is on its way, and so are the flows; otherwise the clouds moved.
    origin = (
        None if rule.severity == "info" else recorded.origin(function.uid, drifted=not (said.declared_anew or said.called_anew))
    )
    return Finding(
        code=rule.code,
        subject=f"{module.flow.id}/{module.activity}",
        origin=origin,
        uid=function.uid,
        center=module.flow.center,
        where=function.where,
        args=args,
        flows=(module.flow,),
        breaks=bool(rule.breaks) and module.flow.published,
    )


def not_understood(every: Iterable[Witnesses]) -> Iterator[Finding]:
    """Once a center: the flows that call functions whose signature is known, in a way that is not understood."""
    puzzles: dict[CenterName, set[FlowRef]] = {}
    for said in every:
        unread = (module.flow for module in said.usage.modules if not module.is_understood)
        for flow in (*said.usage.unread, *unread) if said.believed is not None else ():
            puzzles.setdefault(flow.center, set()).add(flow)
    for center, flows in sorted(puzzles.items()):
        args: dict[str, JsonValue] = {"count": len(flows), "center": center}
        yield Finding(code=CODES["module-unread"], subject=center, origin=None, center=center, args=args, flows=flows_of((), flows))
