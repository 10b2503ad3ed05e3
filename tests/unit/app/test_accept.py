"""Accept and lock as use cases: what is refused, and that nothing is written over what somebody changed meanwhile."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest

from sync.app.accept import Acceptance, AcceptOrder, propose, write
from sync.app.apply_session import ApplyOrder, apply
from sync.app.importing import Places, import_functions
from sync.app.locking import propose_lock, write_lock
from sync.errors import Failure, InputError
from sync.settings import Settings
from sync.specs.ids import Address, Region, Uid
from sync.specs.load import load
from sync.specs.lock import read_lock
from tests.fakes.clouds import FOREVER
from tests.fakes.scene import IDENTITY, LOOKUP, NUMBER
from tests.unit.app.test_use_cases import SERVICES, Connected, agreed, settings

__all__ = ["settings"]
RENAMED = replace(IDENTITY, name="checkIdentity")
WORD = f"identity={RENAMED}"


def rename(connected: Connected, was: Address, now: Address, **more: object) -> None:
    """Somebody deletes the function and creates it elsewhere."""
    world = connected.fake.world
    functions = {address: item for address, item in world.functions.items() if address != was}
    moved = replace(world.functions[was], address=now, **more)  # type: ignore[arg-type]
    connected.fake.change(replace(world, functions={**functions, now: moved}))


@pytest.fixture
def connected(settings: Settings) -> Connected:
    """In sync, and recorded."""
    made = Connected()
    apply(settings, ApplyOrder(), agreed, connections=made)
    made.fake.calls.clear()
    return made


def proposed(settings: Settings, connected: Connected, *words: str, certain: bool = False) -> Acceptance:
    return propose(settings, AcceptOrder(words=words, certain=certain), connections=connected)


def test_a_proposal_writes_nothing_anywhere(settings: Settings, connected: Connected) -> None:
    rename(connected, IDENTITY, RENAMED)
    proposal = proposed(settings, connected, WORD)

    assert [(item.uid, item.before, item.to, item.said) for item in proposal.accepted] == [("identity", IDENTITY, RENAMED, True)]
    assert [(edit.path.name, edit.before == SERVICES) for edit in proposal.edits] == [("services.yaml", True)]
    assert [(caller.effect, caller.registration) for caller in proposal.accepted[0].callers] == [("repointed", "given-1")]
    assert (settings.registry / "services.yaml").read_text(encoding="utf-8") == SERVICES
    assert connected.fake.sent() == []


def test_what_is_written_is_what_was_proposed(settings: Settings, connected: Connected) -> None:
    rename(connected, IDENTITY, RENAMED)
    proposal = proposed(settings, connected, WORD)
    write(settings, proposal)

    (edit,) = proposal.edits
    assert edit.path.read_text(encoding="utf-8") == edit.after
    assert [(str(item.uid), item.address, item.formerly) for item in load(settings.registry).functions] == [
        ("identity", RENAMED, (IDENTITY,)),
        ("number", NUMBER, ()),
    ]


@pytest.mark.parametrize("name", ["services.yaml", "centers.yaml"])
def test_a_registry_that_changed_in_the_meantime_is_not_written(name: str, settings: Settings, connected: Connected) -> None:
    rename(connected, IDENTITY, RENAMED)
    proposal = proposed(settings, connected, WORD)
    file = settings.registry / name
    changes = {"services.yaml": ("memory: 256", "memory: 512"), "centers.yaml": ("api", "console")}
    file.write_text(file.read_text(encoding="utf-8").replace(*changes[name]), encoding="utf-8")
    before = (settings.registry / "services.yaml").read_text(encoding="utf-8")

    with pytest.raises(InputError, match="changed in the meantime, so nothing is written"):
        write(settings, proposal)
    assert (settings.registry / "services.yaml").read_text(encoding="utf-8") == before


def test_a_function_moves_between_the_files_of_a_registry(settings: Settings, connected: Connected) -> None:
    root = settings.registry
    (root / "more").mkdir()
    first, second = SERVICES.split("---\n")
    extra = "  lookup: {name: lookup2}\n"
    (root / "services.yaml").write_text(first + extra, encoding="utf-8")
    (root / "more" / "demo.yaml").write_text(second, encoding="utf-8")
    now = replace(NUMBER, name="checkIdentity")
    rename(connected, IDENTITY, now)
    write(settings, proposed(settings, connected, f"identity={now}"))

    assert (root / "services.yaml").read_text(
        encoding="utf-8"
    ) == "service: example-service\nregion: cn-shenzhen\nfunctions:\n" + extra
    moved = (root / "more" / "demo.yaml").read_text(encoding="utf-8")
    assert moved.startswith(second)
    assert {item.uid: item.address for item in load(root).functions}[Uid("identity")] == now


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("identity=cn-shenzhen//one", "identity=cn-shenzhen//two"), "identity is given two addresses"),
        ((f"identity={NUMBER}",), f"{NUMBER} is number, so it cannot be identity"),
        (("identity=cn-shenzhen//one", "number=cn-shenzhen//one"), "cn-shenzhen/one is identity, so it cannot be number"),
        (("identity=a/b/c/d",), "'a/b/c/d' is not an address"),
        (("identity=cn-shenzhen//-",), "cannot be the name of a function"),
        (("identity=cn-beijing//one",), "there is no function cn-beijing/one"),
        (("nobody=cn-shenzhen//one",), "nobody: the registry has no such uid"),
    ],
)
def test_what_cannot_be_meant_is_refused(words: tuple[str, ...], message: str, settings: Settings, connected: Connected) -> None:
    rename(connected, IDENTITY, Address(IDENTITY.region, "", "one"))
    rename(connected, LOOKUP, Address(IDENTITY.region, "", "two"))

    with pytest.raises(InputError, match=re.escape(message)):
        proposed(settings, connected, *words)


def test_a_function_is_found_where_nobody_would_look(settings: Settings, connected: Connected) -> None:
    there = Address(Region("us-west-1"), "", "one")
    rename(connected, IDENTITY, there)

    assert proposed(settings, connected, f"identity={there}").accepted[0].to == there


def test_a_place_that_cannot_be_read_is_not_taken_for_empty(settings: Settings, connected: Connected) -> None:
    connected.fake.fail("function", Failure.DENIED, times=FOREVER)

    with pytest.raises(InputError, match=r"us-west-1/one could not be read: "):
        proposed(settings, connected, "identity=us-west-1/one")


def test_a_former_address_of_another_function_is_not_claimed_a_second_time(settings: Settings, connected: Connected) -> None:
    file = settings.registry / "services.yaml"
    later = SERVICES.replace("name: checkUserIdentity", "name: later")
    file.write_text(
        later.replace("name: get_number_region", f"name: get_number_region\n    formerly: [{IDENTITY}]"), encoding="utf-8"
    )
    rename(connected, IDENTITY, RENAMED)
    write(settings, proposed(settings, connected, WORD))

    assert {str(item.uid): item.formerly for item in load(settings.registry).functions} == {"identity": (), "number": (IDENTITY,)}


def test_import_says_whose_the_function_is_that_it_leaves_out(settings: Settings, connected: Connected) -> None:
    created = {"created": "2090-01-01T00:00:00Z", "checksum": "same"}
    world = connected.fake.world
    known = replace(world.functions[IDENTITY], checksum="same", description="checks who calls")
    connected.fake.change(replace(world, functions={**world.functions, IDENTITY: known}))
    write_lock(propose_lock(settings, ("identity",), connections=connected))
    rename(connected, IDENTITY, RENAMED, **created)
    here = replace(settings, regions=(IDENTITY.region,))

    outcome = import_functions(here, (), Places(regions=(IDENTITY.region,)), connections=connected, dry_run=True)

    left = {item.target: (item.reason, item.detail) for item in outcome.left_out}
    assert left[RENAMED] == ("match", "identity")
    assert RENAMED not in {function.address for addition in outcome.additions for function in addition.functions}


def test_a_lock_is_not_written_over_a_registry_that_changed(settings: Settings, connected: Connected) -> None:
    path: Path = settings.registry / "registry.lock.json"
    path.unlink()
    proposal = propose_lock(settings, (), connections=connected)
    (settings.registry / "centers.yaml").write_text("centers: {}\n", encoding="utf-8")
    (settings.registry / "services.yaml").write_text("service: s\nregion: cn-hangzhou\nfunctions: {}\n", encoding="utf-8")

    with pytest.raises(InputError, match="nothing is recorded"):
        write_lock(proposal)
    assert read_lock(path) is None


def test_the_lock_of_a_use_case_is_that_of_an_apply(settings: Settings, connected: Connected) -> None:
    path = settings.registry / "registry.lock.json"
    applied = read_lock(path)
    path.unlink()
    write_lock(propose_lock(settings, (), connections=connected))

    written = read_lock(path)
    assert applied is not None
    assert written is not None
    assert {uid: entry.registrations for uid, entry in written.functions.items()} == {
        uid: entry.registrations for uid, entry in applied.functions.items()
    }


def test_what_somebody_repointed_by_hand_is_pointed_back_before_it_is_recorded(settings: Settings, connected: Connected) -> None:
    """Both live, and no id was recorded that tells which is the one: apply alone leaves that to a person."""
    kept = settings.registry / "registry.lock.json"
    lock = json.loads(kept.read_text(encoding="utf-8"))
    for name in ("functionId", "created"):
        lock["functions"]["identity"].pop(name, None)
    lock["synced"] = "2020-01-01T00:00:00Z"
    kept.write_text(json.dumps(lock), encoding="utf-8")
    world = connected.fake.world
    beside = replace(world.functions[IDENTITY], address=RENAMED, function_id="id-new", created=None)
    (key,) = (key for key, item in world.registrations.items() if item.target == IDENTITY)
    there = world.registrations[key]
    astray = replace(there, state=replace(there.state, target=RENAMED))
    connected.fake.change(
        replace(world, functions={**world.functions, RENAMED: beside}, registrations={**world.registrations, key: astray})
    )

    with pytest.raises(InputError, match=r"identity is not as the registry wants it \(RG009\)") as caught:
        propose_lock(settings, ["identity"], connections=connected)

    assert caught.value.hint == ("change the registry, or run `ivrsync apply --restore identity`; `ivrsync plan` says what differs")
