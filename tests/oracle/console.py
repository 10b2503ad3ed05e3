"""What people do in the two consoles, each told in words. A change that finds nothing to change answers an empty text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random
from typing import TypeVar

from tests.oracle import start
from tests.oracle.scene import RUNTIMES, Address, Center, Code, Flow, Function, Module, Registration, Scene, target_of

Change = Callable[[Scene, Random], str]
Some = TypeVar("Some")


def one_of(random: Random, found: Sequence[Some]) -> Some | None:
    """One by chance, None of nothing."""
    return random.choice(found) if found else None


def near(scene: Scene, random: Random, found: Sequence[Some], address_of: Callable[[Some], Address | None]) -> Some | None:
    """One by chance; often one that is about what the last change was about. What it is about is remembered."""
    close = [each for each in found if scene.focus is not None and address_of(each) == scene.focus]
    chosen = one_of(random, close if close and random.random() < 0.6 else found)
    if chosen is not None and (address := address_of(chosen)) is not None:
        scene.focus = address
    return chosen


def used_first(scene: Scene, random: Random) -> tuple[Center, str] | None:
    """A registration; mostly one that a published flow holds."""
    held = [
        (center, identity)
        for center, identity in scene.registered()
        if any(module.holds == identity for flow in center.flows.values() for module in flow.published or ())
    ]
    found = held if held and random.random() < 0.8 else scene.registered()
    return near(scene, random, found, lambda each: scene.reached(*each))


def _called(scene: Scene, random: Random) -> Address | None:
    """A function; mostly one that a registration names."""
    named = [address for center, key in scene.registered() if (address := target_of(center.registrations[key])) in scene.functions]
    return near(scene, random, named if named and random.random() < 0.8 else list(scene.functions), lambda each: each)


def _name(center: Center, identity: str) -> str:
    return f"registration {identity} of {center.name} ({center.registrations[identity]})"


# --- registrations


def delete_registration(scene: Scene, random: Random) -> str:
    if (chosen := used_first(scene, random)) is None:
        return ""
    center, identity = chosen
    words = f"{_name(center, identity)} deleted"
    del center.registrations[identity]
    return words


def add_again(scene: Scene, random: Random) -> str:
    if (chosen := used_first(scene, random)) is None:
        return ""
    center, identity = chosen
    new = scene.new_id()
    words = f"{_name(center, identity)} deleted and added again as {new}"
    center.registrations[new] = center.registrations.pop(identity)
    return words


def add_duplicate(scene: Scene, random: Random) -> str:
    if (chosen := used_first(scene, random)) is None:
        return ""
    center, identity = chosen
    new = scene.new_id()
    address = target_of(center.registrations[identity])
    center.registrations[new] = start.typed(random, address) if address else center.registrations[identity]
    return f"{_name(center, identity)} added a second time as {new}"


def add_registration(scene: Scene, random: Random) -> str:
    center, address = random.choice(list(scene.centers.values())), near(scene, random, list(scene.functions), lambda each: each)
    if address is None:
        return ""
    new = scene.new_id()
    center.registrations[new] = start.typed(random, address)
    return f"{_name(center, new)} added"


def _edit(scene: Scene, random: Random, edited: Callable[[Registration], Registration | None]) -> str:
    if (chosen := used_first(scene, random)) is None:
        return ""
    center, identity = chosen
    registration = edited(center.registrations[identity])
    if registration is None or registration == center.registrations[identity]:
        return ""
    words = f"{_name(center, identity)} edited to {registration}"
    center.registrations[identity] = registration
    return words


def point_elsewhere(scene: Scene, random: Random) -> str:
    address = one_of(random, list(scene.functions))
    return "" if address is None else _edit(scene, random, lambda _: start.typed(random, address))


def point_at_nothing(scene: Scene, random: Random) -> str:
    def edited(old: Registration) -> Registration | None:
        new = random.choice(
            (
                replace(old, name=old.name + "_v2"),
                replace(old, service=old.service + "2" if old.service else "orders"),
                replace(old, region=random.choice(("cn-beijing", "华北2（北京）"))),
                replace(old, name=old.name.translate({ord("_"): "-", ord("-"): "_"})),
                replace(old, service=old.service.translate({ord("_"): "-", ord("-"): "_"})),
            )
        )
        return None if target_of(new) in scene.functions else new

    return _edit(scene, random, edited)


def mistype_region(scene: Scene, random: Random) -> str:
    return _edit(scene, random, lambda old: replace(old, region=random.choice(("cn-hangzou", "杭州市", "华东1 杭州", ""))))


def swap_registrations(scene: Scene, random: Random) -> str:
    first = used_first(scene, random)
    others = [] if first is None else [key for key in first[0].registrations if key != first[1]]
    if first is None or not others:
        return ""
    center, mine = first
    other = random.choice(others)
    words = f"{_name(center, mine)} and {_name(center, other)} swapped"
    table = center.registrations
    table[mine], table[other] = table[other], table[mine]
    return words


# --- flows


def _flow(scene: Scene, random: Random, edited: Callable[[Center, Module], tuple[Module, str] | None]) -> str:
    def address_of(each: tuple[Center, str, int]) -> Address | None:
        center, flow_id, place = each
        return scene.reached(center, (center.flows[flow_id].published or ())[place].holds)

    chosen = near(scene, random, list(scene.modules()), address_of)
    if chosen is None:
        return ""
    center, flow_id, place = chosen
    flow = center.flows[flow_id]
    modules = list(flow.published or ())
    new = edited(center, modules[place])
    if new is None or new[0] == modules[place]:
        return ""
    modules[place], words = new
    center.flows[flow_id] = replace(flow, published=tuple(modules))
    return f"flow {flow_id} of {center.name} edited and published: module {place} {words}"


def flow_other_id(scene: Scene, random: Random) -> str:
    def edited(center: Center, module: Module) -> tuple[Module, str] | None:
        identity = near(scene, random, list(center.registrations), lambda each: scene.reached(center, each))
        if identity is None:
            return None
        if random.random() < 0.4:
            return start.module_for(scene, random, center, identity), f"now holds {identity} and fits it"
        return replace(module, holds=identity), f"now holds {identity}"

    return _flow(scene, random, edited)


def flow_dead_id(scene: Scene, random: Random) -> str:
    identity = scene.new_id()
    return _flow(scene, random, lambda _, module: (replace(module, holds=identity), f"now holds {identity}, which is nobody's"))


def flow_foreign_id(scene: Scene, random: Random) -> str:
    def edited(center: Center, module: Module) -> tuple[Module, str] | None:
        others = [key for other in scene.centers.values() if other is not center for key in other.registrations]
        identity = one_of(random, others)
        return None if identity is None else (replace(module, holds=identity), f"now holds {identity}, which is another center's")

    return _flow(scene, random, edited)


def flow_passes_less(scene: Scene, random: Random) -> str:
    def edited(_: Center, module: Module) -> tuple[Module, str] | None:
        name = one_of(random, sorted(module.passes))
        return None if name is None else (replace(module, passes=module.passes - {name}), f"no longer passes {name}")

    return _flow(scene, random, edited)


def flow_passes_more(scene: Scene, random: Random) -> str:
    name = random.choice(start.INPUTS)
    return _flow(scene, random, lambda _, module: (replace(module, passes=module.passes | {name}), f"also passes {name}"))


def flow_reads_more(scene: Scene, random: Random) -> str:
    name = random.choice(start.FIELDS)
    return _flow(
        scene, random, lambda _, module: (replace(module, reads=(module.reads or frozenset()) | {name}), f"also reads {name}")
    )


def new_flow(scene: Scene, random: Random) -> str:
    center = random.choice(list(scene.centers.values()))
    flow_id, flow = f"flow-{scene.next()}", start.flow_of(scene, random, center)
    center.flows[flow_id] = flow
    held = ", ".join(module.holds for module in flow.published or flow.draft or ())
    return f"flow {flow_id} of {center.name} {'published' if flow.published is not None else 'drafted'}, holds {held or 'nothing'}"


def publish_draft(scene: Scene, random: Random) -> str:
    drafts = [
        (center, key)
        for center in scene.centers.values()
        for key, flow in center.flows.items()
        if flow.draft and not flow.published
    ]
    if (chosen := one_of(random, drafts)) is None:
        return ""
    center, flow_id = chosen
    flow = center.flows[flow_id]
    center.flows[flow_id] = replace(flow, published=flow.draft, draft=None)
    return f"flow {flow_id} of {center.name} published for the first time"


def save_draft(scene: Scene, random: Random) -> str:
    """An edit that is saved and not published: calls do not meet it."""
    center = random.choice(list(scene.centers.values()))
    flow_id = one_of(random, [key for key, flow in center.flows.items() if flow.published])
    if flow_id is None:
        return ""
    flow, dead = center.flows[flow_id], scene.new_id()
    draft = tuple(replace(module, holds=dead, passes=frozenset()) for module in flow.published or ())
    center.flows[flow_id] = Flow(name=flow.name, published=flow.published, draft=draft, says=flow.says)
    return f"flow {flow_id} of {center.name} edited to hold {dead}, saved and not published"


# --- functions


def delete_function(scene: Scene, random: Random) -> str:
    if (address := _called(scene, random)) is None:
        return ""
    del scene.functions[address]
    return f"function {address} deleted"


def deploy_elsewhere(scene: Scene, random: Random) -> str:
    if (address := _called(scene, random)) is None:
        return ""
    new = start.free_address(scene, random)
    scene.functions[new] = scene.functions[address]
    scene.focus = random.choice((address, new))
    return f"the code of {address} deployed as {new} too"


def _upload(scene: Scene, random: Random, made: Callable[[Function], tuple[Code, str] | None]) -> str:
    if (address := _called(scene, random)) is None:
        return ""
    function = scene.functions[address]
    new = made(function)
    if new is None:
        return ""
    scene.functions[address] = replace(function, code=replace(new[0], version=scene.next()))
    return f"code of {address} uploaded: {new[1]}"


def upload_demanding(scene: Scene, random: Random) -> str:
    def made(function: Function) -> tuple[Code, str]:
        name, first = random.choice(start.INPUTS), function.code.entries[0]
        entry = replace(first, demands=first.demands | {name}, takes=first.takes - {name})
        return replace(function.code, entries=(entry, *function.code.entries[1:])), f"{entry.name} demands {name}"

    return _upload(scene, random, made)


def upload_answering_else(scene: Scene, random: Random) -> str:
    def made(function: Function) -> tuple[Code, str]:
        first = function.code.entries[0]
        answers = None if random.random() < 0.3 else frozenset(random.sample(start.FIELDS, random.randint(1, 3)))
        entry = replace(first, answers=answers)
        said = "one text" if answers is None else ", ".join(sorted(answers))
        return replace(function.code, entries=(entry, *function.code.entries[1:])), f"{entry.name} answers {said}"

    return _upload(scene, random, made)


def upload_harmless(scene: Scene, random: Random) -> str:
    return _upload(scene, random, lambda function: (function.code, "a new version of the same"))


def upload_garbled(scene: Scene, random: Random) -> str:
    return _upload(scene, random, lambda function: (replace(function.code, is_garbled=True), "a syntax error"))


def upload_other_file(scene: Scene, random: Random) -> str:
    return _upload(scene, random, lambda function: (replace(function.code, file="main"), "in a file main"))


def upload_without_handler(scene: Scene, random: Random) -> str:
    def made(function: Function) -> tuple[Code, str]:
        first = replace(function.code.entries[0], name="renamed")
        return replace(function.code, entries=(first, *function.code.entries[1:])), "its first handler is called renamed"

    return _upload(scene, random, made)


def upload_whole(scene: Scene, random: Random) -> str:
    """New code that works and has little to do with what was there."""
    return _upload(scene, random, lambda _: (start.code_of(scene, random), "something else"))


def set_handler(scene: Scene, random: Random) -> str:
    if (address := _called(scene, random)) is None:
        return ""
    handler = random.choice(("index.handler", "index.other", "index.gone", "main.handler"))
    scene.functions[address] = replace(scene.functions[address], handler=handler)
    return f"handler of {address} set to {handler}"


def set_runtime(scene: Scene, random: Random) -> str:
    if (address := _called(scene, random)) is None:
        return ""
    function = scene.functions[address]
    runtime = next(each for each in RUNTIMES.values() if each != function.runtime)
    scene.functions[address] = replace(function, runtime=runtime)
    return f"runtime of {address} set to {runtime}"


CHANGES: tuple[Change, ...] = (
    delete_registration, add_again, add_duplicate, add_registration, point_elsewhere, point_at_nothing, mistype_region,
    swap_registrations, flow_other_id, flow_dead_id, flow_foreign_id, flow_passes_less, flow_passes_more, flow_reads_more, new_flow,
    publish_draft, save_draft, delete_function, deploy_elsewhere, upload_demanding, upload_answering_else, upload_harmless,
    upload_garbled, upload_other_file, upload_without_handler, upload_whole, set_handler, set_runtime,
)  # fmt: skip
