"""How worlds begin: a center or two, a few functions with their specs, registrations, and flows that work."""

from __future__ import annotations

from random import Random

from tests.oracle import truth
from tests.oracle.scene import (
    REGIONS,
    RUNTIMES,
    Address,
    Center,
    Code,
    Entry,
    Flow,
    Function,
    Module,
    Registration,
    Scene,
    Spec,
    target_of,
)

NAMES = ("quote", "order_status", "order-status", "orderStatus", "get_number_region", "checkUserIdentity", "callback", "refund")
SERVICES = ("demo-service", "demo_service", "orders", "")
HOMES = ("cn-hangzhou", "cn-shenzhen")
INPUTS = ("phone", "city", "orderId", "idNumber")
FIELDS = ("status", "eta", "name", "fee")


def scene_of(random: Random) -> Scene:
    """A world in which every flow works."""
    scene = Scene(random=random)
    for name in ("hotline", "desk")[: 2 if random.random() < 0.3 else 1]:
        scene.centers[name] = Center(name=name, instance=f"ccc-{name}", by_hand=random.random() < 0.15)
    for _ in range(random.randint(2, 4)):
        address = free_address(scene, random)
        scene.functions[address] = function_of(scene, random)
        if random.random() < 0.85 or not scene.specs:
            scene.specs[f"f{scene.next()}-{address.name.lower().replace('_', '-')}"] = spec_of(scene, random, address)
    for center in scene.centers.values():
        _register(scene, random, center)
        for _ in range(random.randint(1, 3)):
            center.flows[f"flow-{scene.next()}"] = flow_of(scene, random, center)
    return scene


def free_address(scene: Scene, random: Random) -> Address:
    """An address where no function is and none is wanted."""
    taken = {*scene.functions, *(spec.address for spec in scene.specs.values())}
    while True:
        address = Address(random.choice(HOMES), random.choice(SERVICES), random.choice(NAMES))
        if address not in taken:
            return address


def function_of(scene: Scene, random: Random) -> Function:
    """A function whose code works."""
    code = code_of(scene, random)
    return Function(runtime=RUNTIMES[code.language], handler="index.handler", code=code)


def code_of(scene: Scene, random: Random) -> Code:
    """A package that works; sometimes it has a second handler."""
    language = "nodejs" if random.random() < 0.25 else "python"
    entries = [entry_of(random, "handler")]
    if random.random() < 0.3:
        entries.append(entry_of(random, "other"))
    return Code(language="nodejs" if language == "nodejs" else "python", entries=tuple(entries), version=scene.next())


def entry_of(random: Random, name: str) -> Entry:
    """A handler with inputs and answers by chance."""
    inputs = random.sample(INPUTS, random.randint(0, 3))
    cut = random.randint(0, len(inputs))
    answers = None if random.random() < 0.25 else frozenset(random.sample(FIELDS, random.randint(1, 3)))
    return Entry(name=name, demands=frozenset(inputs[:cut]), takes=frozenset(inputs[cut:]), answers=answers)


def spec_of(scene: Scene, random: Random, address: Address) -> Spec:
    """A spec that says of the function what is so, more of it or less."""
    function, centers = scene.functions[address], [name for name in scene.centers if random.random() < 0.9]
    entry = function.code.entries[0]
    says, declares = random.random() < 0.5, random.random() < 0.3
    inputs = tuple(sorted((name, name in entry.demands) for name in entry.demands | entry.takes))
    return Spec(
        address=address,
        centers=tuple((name, None) for name in centers),
        runtime=function.runtime if says else None,
        handler=function.handler if says else None,
        memory=128 if says else None,
        inputs=inputs if declares else None,
        result=("text" if entry.answers is None else entry.answers) if declares else None,
    )


def _register(scene: Scene, random: Random, center: Center) -> None:
    for address in scene.functions:
        wanted = any(center.name == name for uid in scene.owners(address) for name, _ in scene.specs[uid].centers)
        if random.random() < (0.9 if wanted else 0.4):
            center.registrations[scene.new_id()] = typed(random, address)


def typed(random: Random, address: Address) -> Registration:
    """The address as somebody types it into the console."""
    shown = REGIONS[address.region]
    region = random.choice((shown, shown.replace("（", "(").replace("）", ")"))) if random.random() < 0.3 else address.region
    return Registration(region=region, service=address.service, name=address.name)


def flow_of(scene: Scene, random: Random, center: Center) -> Flow:
    """A flow whose modules work, by whatever the center has registered."""
    ids = [identity for identity in center.registrations if working(scene, center, identity)]
    modules = tuple(module_for(scene, random, center, random.choice(ids)) for _ in range(random.randint(1, 2) if ids else 0))
    name = f"来电流程{scene.next()}"
    says = f"您好，{random.choice(NAMES)} 服务" if random.random() < 0.3 else ""
    if random.random() < 0.15:
        return Flow(name=name, published=None, draft=modules, says=says)
    return Flow(name=name, published=modules, says=says)


def working(scene: Scene, center: Center, identity: str) -> Entry | None:
    """The handler that a call of this registration runs, if one does."""
    address = target_of(center.registrations[identity])
    function = scene.functions.get(address) if address else None
    entry = truth.entry_of(function) if function else ""
    return entry if isinstance(entry, Entry) else None


def module_for(scene: Scene, random: Random, center: Center, identity: str) -> Module:
    """A module that fits what the registration reaches now; one that passes nothing where it reaches nothing."""
    entry = working(scene, center, identity) or Entry()
    passes = entry.demands | {name for name in sorted(entry.takes) if random.random() < 0.5}
    fields = sorted(entry.answers or ())
    reads = frozenset(random.sample(fields, random.randint(1, len(fields)))) if fields and random.random() < 0.8 else None
    return Module(
        holds=identity,
        shows=center.registrations[identity].name if random.random() < 0.7 else "",
        passes=frozenset(passes),
        reads=reads,
        dialect=random.choice(("tracking", "tracking", "plugin", "map")),
    )
