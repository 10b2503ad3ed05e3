"""What people change in the registry's files, each told in words. An edit that finds nothing to change answers an empty text."""

from __future__ import annotations

from dataclasses import replace
from random import Random

from tests.oracle import start
from tests.oracle.console import Change, near, one_of
from tests.oracle.scene import RUNTIMES, Address, Scene, Spec


def _uid(scene: Scene, random: Random) -> str | None:
    return near(scene, random, sorted(scene.specs), lambda uid: scene.specs[uid].address)


def _moved(scene: Scene, random: Random, uid: str, address: Address) -> str:
    """The spec moves; mostly its function is deployed at the new place already."""
    spec = scene.specs[uid]
    formerly = (*spec.formerly, spec.address) if random.random() < 0.5 else spec.formerly
    words = f"spec {uid} moved from {spec.address} to {address}{', formerly stated' if formerly != spec.formerly else ''}"
    if spec.address in scene.functions and address not in scene.functions and random.random() < 0.7:
        scene.functions[address] = scene.functions[spec.address]
        words += ", deployed there"
    scene.specs[uid] = replace(spec, address=address, formerly=formerly)
    scene.focus = random.choice((spec.address, address))
    return words


def move(scene: Scene, random: Random) -> str:
    if (uid := _uid(scene, random)) is None:
        return ""
    old, new = scene.specs[uid].address, start.free_address(scene, random)
    kept = random.choice(
        (Address(old.region, old.service, new.name), Address(old.region, new.service, old.name), Address(new.region, *old[1:]), new)
    )
    if any(spec.address == kept for spec in scene.specs.values()):
        return ""
    return _moved(scene, random, uid, kept)


def swap(scene: Scene, random: Random) -> str:
    """Two specs change places; the functions may have done so in the cloud too."""
    if len(scene.specs) < 2:
        return ""
    one = _uid(scene, random) or ""
    other = random.choice(sorted(scene.specs.keys() - {one}))
    mine, theirs = scene.specs[one], scene.specs[other]
    scene.specs[one], scene.specs[other] = replace(mine, address=theirs.address), replace(theirs, address=mine.address)
    words = f"specs {one} and {other} swapped places ({mine.address}, {theirs.address})"
    if random.random() < 0.5 and mine.address in scene.functions and theirs.address in scene.functions:
        table = scene.functions
        table[mine.address], table[theirs.address] = table[theirs.address], table[mine.address]
        words += ", and so did their functions"
    return words


def drop_center(scene: Scene, random: Random) -> str:
    asking = [uid for uid, spec in scene.specs.items() if spec.centers]
    if (uid := near(scene, random, asking, lambda uid: scene.specs[uid].address)) is None:
        return ""
    spec = scene.specs[uid]
    center = random.choice(spec.centers)
    scene.specs[uid] = replace(spec, centers=tuple(each for each in spec.centers if each != center))
    return f"spec {uid} no longer asks for {center[0]}"


def ask_center(scene: Scene, random: Random) -> str:
    chosen = [
        (uid, name) for uid, spec in scene.specs.items() for name in scene.centers if name not in {each for each, _ in spec.centers}
    ]
    if (both := one_of(random, chosen)) is None:
        return ""
    uid, name = both
    scene.specs[uid] = replace(scene.specs[uid], centers=(*scene.specs[uid].centers, (name, None)))
    return f"spec {uid} asks for {name}"


def remove(scene: Scene, random: Random) -> str:
    if (uid := _uid(scene, random)) is None:
        return ""
    del scene.specs[uid]
    return f"spec {uid} removed from the registry"


def rename_uid(scene: Scene, random: Random) -> str:
    if (uid := _uid(scene, random)) is None:
        return ""
    new = f"n{scene.next()}-{uid.partition('-')[2]}"
    scene.specs[new] = scene.specs.pop(uid)
    return f"spec {uid} now called {new}"


def swap_uids(scene: Scene, random: Random) -> str:
    """Two functions go by each other's uid."""
    if len(scene.specs) < 2:
        return ""
    one, other = random.sample(sorted(scene.specs), 2)
    scene.specs[one], scene.specs[other] = scene.specs[other], scene.specs[one]
    return f"specs {one} and {other} swapped uids"


def add_spec(scene: Scene, random: Random) -> str:
    """A function that no spec knows gets one."""
    free = [address for address in scene.functions if not scene.owners(address)]
    if (address := one_of(random, free)) is None:
        return ""
    uid = f"a{scene.next()}-{address.name.lower().replace('_', '-')}"
    scene.specs[uid] = start.spec_of(scene, random, address)
    return f"spec {uid} added for {address}"


def adopt(scene: Scene, random: Random) -> str:
    """A spec names a registration that shall be its own, whatever that points at."""
    asking = [(uid, name) for uid, spec in scene.specs.items() for name, _ in spec.centers if scene.centers[name].registrations]
    if (both := near(scene, random, asking, lambda each: scene.specs[each[0]].address)) is None:
        return ""
    uid, name = both
    center = scene.centers[name]
    identity = near(scene, random, list(center.registrations), lambda each: scene.reached(center, each))
    spec = scene.specs[uid]
    centers = tuple((each, identity if each == name else adopted) for each, adopted in spec.centers)
    scene.specs[uid] = replace(spec, centers=centers)
    return f"spec {uid} adopts registration {identity} of {name}"


def want_handler(scene: Scene, random: Random) -> str:
    if (uid := _uid(scene, random)) is None:
        return ""
    handler = random.choice(("index.handler", "index.other", "index.gone", "main.handler"))
    scene.specs[uid] = replace(scene.specs[uid], handler=handler)
    return f"spec {uid} wants handler {handler}"


def want_runtime(scene: Scene, random: Random) -> str:
    if (uid := _uid(scene, random)) is None:
        return ""
    runtime = random.choice(sorted(RUNTIMES.values()))
    scene.specs[uid] = replace(scene.specs[uid], runtime=runtime)
    return f"spec {uid} wants runtime {runtime}"


def want_memory(scene: Scene, random: Random) -> str:
    if (uid := _uid(scene, random)) is None:
        return ""
    scene.specs[uid] = replace(scene.specs[uid], memory=random.choice((256, 512)))
    return f"spec {uid} wants memory {scene.specs[uid].memory}"


def redeclare(scene: Scene, random: Random) -> str:
    """The spec declares what the code at its address shows now."""
    known = [uid for uid, spec in scene.specs.items() if spec.address in scene.functions]
    if (uid := one_of(random, known)) is None:
        return ""
    spec = scene.specs[uid]
    entry = scene.functions[spec.address].code.entries[0]
    inputs = tuple(sorted((name, name in entry.demands) for name in entry.demands | entry.takes))
    declared: Spec = replace(spec, inputs=inputs, result="text" if entry.answers is None else entry.answers)
    scene.specs[uid] = declared
    return f"spec {uid} declares what the code shows"


EDITS: tuple[Change, ...] = (
    move, move, swap, drop_center, ask_center, remove, rename_uid, swap_uids, add_spec, adopt, want_handler, want_runtime,
    want_memory, redeclare,
)  # fmt: skip


def tidy(scene: Scene) -> None:
    """Leave out former addresses that `validate` would refuse: those of the present, and those said twice."""
    present, said = {spec.address for spec in scene.specs.values()}, set[Address]()
    for uid, spec in scene.specs.items():
        kept = tuple(dict.fromkeys(each for each in spec.formerly if each not in present | said))
        said.update(kept)
        scene.specs[uid] = replace(spec, formerly=kept)


def adopts_what_is_not_its_own(scene: Scene) -> bool:
    """Whether some spec adopts a registration that points at another spec's function, or that another spec adopts.

    `validate` may refuse that; it is the one mistake that these edits make on purpose.
    """
    adopted = [(name, key) for spec in scene.specs.values() for name, key in spec.centers if key]
    return len(set(adopted)) < len(adopted) or any(key for _, key in adopted)
