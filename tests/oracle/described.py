"""A scene in words, for whoever reads a failure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tests.oracle.scene import Center, Entry, Flow, Function, Module, Scene, Spec


def described(scene: Scene) -> Iterator[str]:
    """One line for each function, spec, registration and flow."""
    for address, function in scene.functions.items():
        yield f"function {address}: {_function(function)}"
    for uid, spec in scene.specs.items():
        yield f"spec {uid}: {_spec(spec)}"
    for center in scene.centers.values():
        yield from _center(center)


def _function(function: Function) -> str:
    entries = "; ".join(_entry(entry) for entry in function.code.entries)
    return f"{function.runtime} {function.handler}, {function.code.file} has {entries}"


def _entry(entry: Entry) -> str:
    answers = "one text" if entry.answers is None else listed(entry.answers)
    return f"{entry.name}, which demands {listed(entry.demands)}, takes {listed(entry.takes)}, answers {answers}"


def _spec(spec: Spec) -> str:
    stated = [f"{name} {value}" for name, value in (("runtime", spec.runtime), ("handler", spec.handler)) if value is not None]
    declared = ["a signature"] if spec.inputs is not None else []
    asked = f"asks for {listed(name for name, _ in spec.centers)}"
    return ", ".join([str(spec.address), asked, *stated, *declared])


def _center(center: Center) -> Iterator[str]:
    yield f"center {center.name}: registrations {'by hand' if center.by_hand else 'by API'}"
    for key, registration in center.registrations.items():
        yield f"registration {key} of {center.name}: {registration}"
    for flow_id, flow in center.flows.items():
        yield f"flow {flow_id} of {center.name}: {_flow(flow)}"


def _flow(flow: Flow) -> str:
    modules = "; ".join(module_in_words(module) for module in flow.published or ())
    return (modules or "calls nothing") if flow.published is not None else "not published"


def module_in_words(module: Module) -> str:
    """What it holds, passes and reads."""
    reads = "the whole answer" if module.reads is None else listed(module.reads)
    shows = f" (shows {module.shows})" if module.shows else ""
    return f"holds {module.holds}{shows}, passes {listed(module.passes)}, reads {reads}"


def listed(names: Iterable[str]) -> str:
    """The names, sorted."""
    return ", ".join(sorted(names)) or "nothing"
