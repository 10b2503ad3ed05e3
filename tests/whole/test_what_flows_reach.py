"""Situations in which callers hear silence, and others in which they do not: what `drift` says of each, through the whole command.

Each begins with a registry in sync, applied and recorded, unless it says otherwise.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pydantic import JsonValue

from sync.emulator.world import World
from tests.whole.process import Nursery, emulate
from tests.whole.town import BOTH, ORDER, PHONE, Town, as_list

Change = Callable[[Town], object]


@pytest.fixture(scope="module")
def nursery() -> Iterator[Nursery]:
    kept = Nursery()
    yield kept
    kept.close()


@pytest.fixture
def town(tmp_path: Path, nursery: Nursery) -> Iterator[Town]:
    numbers = iter(range(1, 1_000))
    world = World(ids=lambda: f"id-{next(numbers)}")
    place = Town(root=tmp_path, world=world, nursery=nursery)
    place.build()
    with emulate(world) as place.emulator:
        yield place


def _deleted_and_registered_anew(town: Town) -> None:
    town.unregister("r1")
    assert town.run("apply", "--yes") == 4


def _deleted_and_added_by_hand(town: Town) -> None:
    town.unregister("r1")
    town.register("r7", "a")


def _duplicate_removed_with_leave(town: Town) -> None:
    town.register("r9", "a")
    town.flow("f1", "r9", passes=("phone",), reads=("city",))
    assert town.run("apply", "--yes", "--allow-flow", "f1") == 4


def _to_another_centers_id(town: Town) -> None:
    town.center("ccc-two")
    town.register("s1", "a", instance="ccc-two")
    town.centers("hotline: {instance: ccc-test, registrations: api}", "sales: {instance: ccc-two, registrations: api}")
    town.flow("f1", "s1", passes=("phone",), reads=("city",))


def _moving(change: Change) -> Change:
    """The spec asks for another place; before anybody applies that, something happens at the old one."""

    def both(town: Town) -> None:
        town.deploy("a2", PHONE)
        town.spec("alpha", name="a2")
        change(town)

    return both


def _swapped(town: Town) -> None:
    town.deploy("a", ORDER)
    town.deploy("b", PHONE)


def _center_dropped(change: Change) -> Change:
    def both(town: Town) -> None:
        town.spec("alpha", name="a", registrations={})
        change(town)

    return both


def _left_registry(change: Change) -> Change:
    def both(town: Town) -> None:
        town.spec("alpha")
        change(town)

    return both


def _registration_nobody_recorded(town: Town) -> None:
    town.register("r9", "a")
    town.flow("f1", "r9", passes=("phone",), reads=("city",))
    town.deploy("a", BOTH)


def _uid_renamed(town: Town) -> None:
    town.spec("alpha")
    town.spec("gamma", name="a")
    town.deploy("a", BOTH)


def _another_id_adopted(town: Town) -> None:
    town.register("r9", "a")
    town.spec("alpha", name="a", registrations={"hotline": {"id": "r9"}})
    town.unregister("r1")


def _second_registration_of_what_is_gone(town: Town) -> None:
    town.register("r9", "a")
    town.flow("f1", "r9", passes=("phone",), reads=("city",))
    town.delete("a")


BROKEN = [
    pytest.param(_deleted_and_registered_anew, id="deleted in the console and registered anew by apply"),
    pytest.param(_deleted_and_added_by_hand, id="deleted and added again by hand"),
    pytest.param(_duplicate_removed_with_leave, id="a duplicate removed with --allow-flow although the flow holds it"),
    pytest.param(lambda town: town.flow("f1", "r-dead", passes=("phone",)), id="a flow published with an id nobody knows"),
    pytest.param(_to_another_centers_id, id="a flow published with another center's id"),
    pytest.param(_moving(lambda town: town.deploy("a", "def handler(:\n")), id="pending move: code of the old place broken"),
    pytest.param(_moving(lambda town: town.deploy("a", PHONE, runtime="nodejs20")), id="pending move: runtime of the old place"),
    pytest.param(_moving(lambda town: town.deploy("a", BOTH)), id="pending move: the old place wants more"),
    pytest.param(_moving(lambda town: town.flow("f1", "r1")), id="pending move: the flow itself passes less"),
    pytest.param(_moving(lambda town: town.delete("a")), id="pending move: the old place is gone"),
    pytest.param(_swapped, id="two functions swapped their code"),
    pytest.param(_center_dropped(lambda town: town.deploy("a", BOTH)), id="the spec dropped the center: code wants more"),
    pytest.param(_center_dropped(lambda town: town.unregister("r1")), id="the spec dropped the center: registration removed"),
    pytest.param(_registration_nobody_recorded, id="through a registration that nobody recorded"),
    pytest.param(_left_registry(lambda town: town.deploy("a", BOTH)), id="left the registry: code wants more"),
    pytest.param(_left_registry(lambda town: town.delete("a")), id="left the registry: function deleted"),
    pytest.param(_uid_renamed, id="the uid was renamed: code wants more"),
    pytest.param(lambda town: town.register("r1", "b"), id="registration pointed by hand at a function that wants other inputs"),
    pytest.param(lambda town: town.register("r1", "a", region="hangzhou"), id="a region that is no region"),
    pytest.param(_second_registration_of_what_is_gone, id="through the second registration of a function that is gone"),
    pytest.param(_another_id_adopted, id="the spec adopts another id, and the one the flow holds is removed"),
    pytest.param(lambda town: town.deploy("a", PHONE, handler="index.other"), id="no such handler"),
    pytest.param(lambda town: town.deploy("a", PHONE, handler="main.handler"), id="no such file"),
    pytest.param(lambda town: town.deploy("a", "def handler(:\n"), id="a syntax error"),
]


@pytest.mark.parametrize("change", BROKEN)
def test_a_published_flow_that_breaks_is_named_and_drift_exits_4(town: Town, change: Change) -> None:
    assert town.run("apply", "--yes") == 0
    change(town)

    looked = town.look("drift")

    assert ("f1" in looked.broken, looked.code, looked.document["exit_code"]) == (True, 4, 4)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda town: town.deploy("a", "def handler(:\n"), id="broken code that the lock never saw whole"),
        pytest.param(lambda town: town.register("r1", "b"), id="pointed at another function"),
    ],
)
def test_also_where_nothing_was_recorded_yet(town: Town, change: Change) -> None:
    change(town)

    looked = town.look("drift")

    assert ("f1" in looked.broken, looked.code) == (True, 4)


def test_between_import_and_apply_a_registration_pointed_elsewhere_breaks_its_flow(town: Town) -> None:
    (town.root / "registry" / "services.yaml").unlink()
    assert town.run("import", "--center", "hotline=ccc-test") == 0
    town.register("r1", "b")

    looked = town.look("drift")

    assert ("f1" in looked.broken, looked.code) == (True, 4)


def _swap_pending(town: Town) -> None:
    town.spec("alpha", name="b")
    town.spec("beta", name="a")


def _move_pending(town: Town) -> None:
    town.deploy("a2", BOTH)
    town.spec("alpha", name="a2")


def _elsewhere_and_fitting(town: Town) -> None:
    town.deploy("c", PHONE)
    town.register("r1", "c")


def _uid_renamed_and_adopting(town: Town) -> None:
    town.spec("alpha")
    town.spec("gamma", name="a", registrations={"hotline": {"id": "r1"}})


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param(_swap_pending, 0, id="a swap that waits in the registry"),
        pytest.param(_move_pending, 0, id="a move that waits, to a place that wants more"),
        pytest.param(lambda town: town.spec("alpha", name="a", handler="index.gone"), 0, id="a handler that waits in the spec"),
        pytest.param(_uid_renamed_and_adopting, 0, id="a registration that another spec adopts"),
        pytest.param(_elsewhere_and_fitting, 2, id="pointed at another function that fits"),
        pytest.param(lambda town: town.flow("f9", "r2", passes=("order",), says="a"), 0, id="a name in a spoken text"),
    ],
)
def test_where_every_flow_works_drift_does_not_say_4(town: Town, change: Change, code: int) -> None:
    assert town.run("apply", "--yes") == 0
    change(town)

    looked = town.look("drift")

    assert (looked.broken, looked.code) == ((), code)


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(_swap_pending, id="a swap"),
        pytest.param(_move_pending, id="a move to a place that wants more"),
        pytest.param(lambda town: town.spec("alpha", name="a", handler="index.gone"), id="a handler that the package lacks"),
        pytest.param(lambda town: town.spec("alpha", name="a", runtime="nodejs20"), id="a runtime of another language"),
    ],
)
def test_what_the_plan_proves_harmful_is_told_and_not_done(town: Town, change: Change) -> None:
    assert town.run("apply", "--yes") == 0
    change(town)

    planned = town.look("plan")
    town.run("apply", "--yes")

    assert "f1" in planned.will_break
    assert planned.code == 4
    plan = planned.document["plan"]
    assert isinstance(plan, dict)
    assert "breaks-flow" in {item["reason"] for item in as_list(plan["refusals"]) if isinstance(item, dict)}
    assert town.look("drift").broken == ()


def test_with_the_flow_named_a_harmful_step_is_done_and_the_run_says_4(town: Town) -> None:
    assert town.run("apply", "--yes") == 0
    town.spec("alpha", name="a", handler="index.gone")

    assert town.run("apply", "--yes", "--allow-flow", "f1") == 4
    assert "in sync" not in town.said
    assert town.look("drift").broken == ("f1",)


def test_a_function_that_nobody_names_holds_nothing_back_by_its_name_in_a_spoken_text(town: Town) -> None:
    assert town.run("apply", "--yes") == 0
    town.unpublish("f2")
    town.spec("beta")
    town.flow("f1", "r1", passes=("phone",), reads=("city",), says="press b")

    assert town.run("apply", "--yes") == 0
    assert "r2" not in town.world.center("ccc-test").registrations


def test_a_spec_that_adopts_another_functions_id_is_a_mistake_and_applied_all_the_same_it_comes_to_rest(town: Town) -> None:
    assert town.run("apply", "--yes") == 0
    town.spec("alpha", name="a", registrations={"hotline": {"id": "r2"}})

    assert town.run("validate") == 1
    assert "alpha adopts registration r2 of hotline, which is beta's" in town.said

    for _ in range(2):
        town.run("apply", "--yes", "--allow-flow", "f1", "--allow-flow", "f2", "--removals", "2")
    held = dict(town.world.center("ccc-test").registrations)
    town.run("apply", "--yes", "--allow-flow", "f1", "--allow-flow", "f2", "--removals", "2")

    assert town.world.center("ccc-test").registrations == held
    assert town.run("validate") == 0


@pytest.mark.parametrize("other", [{"hotline": {"id": "r1"}}, {}], ids=["which takes mine", "which gives it up"])
def test_an_id_may_be_taken_over_from_a_function_that_gives_it_up(town: Town, other: dict[str, JsonValue]) -> None:
    assert town.run("apply", "--yes") == 0
    town.spec("alpha", name="a", registrations={"hotline": {"id": "r2"}})
    town.spec("beta", name="b", registrations=other)

    assert town.run("validate") == 0


def _swapped_by_hand_and_a_uid_renamed(town: Town) -> None:
    town.register("r1", "b")
    town.register("r2", "a")
    town.spec("beta")
    town.spec("gamma", name="b")


def _renamed_and_swapped_in_the_registry(town: Town) -> None:
    town.spec("beta")
    town.spec("alpha", name="b")
    town.spec("gamma", name="a")


@pytest.mark.parametrize("change", [_swapped_by_hand_and_a_uid_renamed, _renamed_and_swapped_in_the_registry])
def test_a_second_apply_at_once_finds_nothing_more_to_do(town: Town, change: Change) -> None:
    assert town.run("apply", "--yes") == 0
    change(town)
    leave = ("--yes", "--allow-flow", "f1", "--allow-flow", "f2", "--removals", "2")

    town.run("apply", *leave)
    held = dict(town.world.center("ccc-test").registrations)
    town.run("apply", *leave)

    assert town.world.center("ccc-test").registrations == held


def _strangers_dead_id(town: Town) -> None:
    town.flow("f9", "r-dead", passes=("phone",))


def _strangers_function_wants_more(town: Town) -> None:
    town.deploy("z", BOTH)
    town.register("r9", "z")
    town.flow("f9", "r9", passes=("phone",))


@pytest.mark.parametrize(
    ("watch", "change", "broken"),
    [
        pytest.param("targets", _strangers_dead_id, ("f9",), id="by default what reaches nothing is everybody's"),
        pytest.param("managed", _strangers_dead_id, (), id="managed leaves strangers out"),
        pytest.param("targets", _strangers_function_wants_more, (), id="by default strangers' code is not read"),
        pytest.param("center", _strangers_function_wants_more, ("f9",), id="center reads it"),
    ],
)
def test_whose_modules_are_judged_is_a_setting(town: Town, watch: str, change: Change, broken: tuple[str, ...]) -> None:
    assert town.run("apply", "--yes") == 0
    (town.root / "ivrsync.toml").write_text(f'watch = "{watch}"\n', encoding="utf-8")
    change(town)

    looked = town.look("drift")

    assert (looked.broken, looked.code) == (broken, 4 if broken else 0)
