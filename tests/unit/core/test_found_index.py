"""What is concluded from the found world, what the lock is asked, and which flows mention what: whole values."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.flows.references import FlowReferences, read_mentions
from sync.core.found_index import FoundIndex, Presence, index_found
from sync.core.origin import LockIndex, moved
from sync.core.plan.model import FlowRef
from sync.core.worlds import FoundFlow
from sync.specs.ids import CenterName, Region
from sync.specs.models import Lock
from tests.fakes.worlds import CENTER, at, entry, flow, found, gap, listed, lock, there

A, B, NEWER = "cn-hangzhou/demo/lookup", "cn-hangzhou/demo/other", "cn-hangzhou/lookup"
OTHER_CENTER = CenterName("another")


def test_the_whole_ground_is_arranged_by_place_and_use() -> None:
    here, first, called, dead = there(A), listed("r1", A), listed("r2", A), listed("r3", B)
    elsewhere = replace(first, center=OTHER_CENTER)
    gaps = (
        gap("region", "cn-beijing"), gap("region", "cn-shanghai", "3.0"), gap("function", "cn-shenzhen", "2.0"), gap("code", A),
        gap("registrations", "x"), gap("flows", "y"), gap("check", "z"),
    )  # fmt: skip
    world = found(dead, first, here, called, elsewhere, flow("f1", "r2"), *gaps)

    assert index_found(world, read_mentions(world.flows)) == FoundIndex(
        functions={at(A): here},
        registrations={CENTER: (called, first, dead), OTHER_CENTER: (elsewhere,)},
        by_id={(CENTER, "r1"): first, (CENTER, "r2"): called, (CENTER, "r3"): dead, (OTHER_CENTER, "r1"): elsewhere},
        working={(CENTER, "lookup"): frozenset({"r1", "r2"}), (OTHER_CENTER, "lookup"): frozenset({"r1"})},
        unread_places=frozenset(
            {
                (Region("cn-beijing"), "2.0"), (Region("cn-beijing"), "3.0"), (Region("cn-shanghai"), "3.0"),
                (Region("cn-shenzhen"), "2.0"),
            }
        ),
        unread_registrations=frozenset({"x"}),
        unread_flows=frozenset({"y"}),
    )  # fmt: skip


def test_what_was_listed_twice_is_one_whatever_came_first() -> None:
    one, other = listed("r1", A, description="a"), listed("r1", A, description="b")
    here, changed = there(A), replace(there(A), modified="now")
    nothing = read_mentions([])

    assert index_found(found(one, other, here, changed), nothing) == index_found(found(other, one, changed, here), nothing)
    assert index_found(found(other, one), nothing).by_id == {(CENTER, "r1"): one}


@pytest.mark.parametrize(
    ("address", "presence"),
    [
        (A, Presence.PRESENT),
        (B, Presence.ABSENT),
        ("cn-beijing/demo/lookup", Presence.UNKNOWN),
        ("cn-beijing/lookup", Presence.ABSENT),
        ("cn-newtown/demo/lookup", Presence.UNKNOWN),
        ("杭州/demo/lookup", Presence.ABSENT),
    ],
)
def test_a_function_is_there_or_certainly_not_or_nobody_could_look(address: str, presence: Presence) -> None:
    ground = index_found(found(there(A), gap("region", "cn-beijing", "2.0")), read_mentions([]))

    assert ground.presence(at(address)) is presence


def test_a_service_tells_the_generation() -> None:
    assert (at(A).generation, at(NEWER).generation) == ("2.0", "3.0")


def test_a_namesake_works_in_the_same_center_under_another_id() -> None:
    here, stale, same = listed("r1", A), listed("r2", NEWER), listed("r3", "cn-hangzhou/demo/lookup")
    world = index_found(found(there(A), here, stale), read_mentions([]))
    both = index_found(found(there(A), here, same), read_mentions([]))

    assert [world.has_working_namesake(one) for one in (here, stale, replace(stale, center=OTHER_CENTER), listed("r4", B))] == [
        False, True, False, False,
    ]  # fmt: skip
    assert [both.has_working_namesake(one) for one in (here, same)] == [True, True]


def test_the_registrations_of_a_center_that_is_not_known_are_none() -> None:
    ground = index_found(found(listed("r1", A)), read_mentions([]))

    assert ground.registrations_of(CENTER) == (listed("r1", A),)
    assert ground.registrations_of(OTHER_CENTER) == ()


def test_the_lock_answers_whose_an_id_and_an_address_are() -> None:
    one, two, bare = entry(A, identity="r1"), entry(B, identity="r1"), entry(NEWER)
    recorded = LockIndex(lock(one=one, two=two, bare=bare))

    assert list(recorded.registrations()) == [
        ("one", CENTER, one.registrations[CENTER]),
        ("two", CENTER, two.registrations[CENTER]),
    ]
    assert (recorded.holder(CENTER, "r1"), recorded.holder(CENTER, "r2"), recorded.holder(OTHER_CENTER, "r1")) == (
        "one",
        None,
        None,
    )
    assert [recorded.owner(listed("r1", target)) for target in (A, B, NEWER)] == ["one", "two", None]
    assert recorded.owner(replace(listed("r1", A), center=OTHER_CENTER)) is None
    assert recorded.owner(listed("r2", A)) is None
    assert [recorded.function_at(at(text)) for text in (A, B, NEWER, "cn-hangzhou/none")] == [
        ("one", one), ("two", two), ("bare", bare), None,
    ]  # fmt: skip
    assert (recorded.function("one"), recorded.function("three")) == (one, None)
    assert recorded.registration("one", CENTER) == one.registrations[CENTER]
    assert [recorded.registration(*key) for key in (("one", OTHER_CENTER), ("bare", CENTER), ("three", CENTER))] == [
        None,
        None,
        None,
    ]


@pytest.mark.parametrize(
    ("is_locked", "uid", "drifted", "origin"),
    [
        (False, "one", True, "unrecorded"), (False, "one", False, "unrecorded"), (True, "one", True, "drift"),
        (True, "one", False, "pending"), (True, "two", True, "pending"), (True, "two", False, "pending"),
    ],
)  # fmt: skip
def test_who_moved_is_told_by_the_lock_alone(is_locked: bool, uid: str, drifted: bool, origin: str) -> None:  # noqa: FBT001  columns of a table
    recorded: Lock | None = lock(one=entry(A)) if is_locked else None

    assert LockIndex(recorded).origin(uid, drifted=drifted) == origin


def test_without_a_lock_nothing_is_known() -> None:
    nothing = LockIndex(None)

    assert (nothing.lock, nothing.function("one"), nothing.registration("one", CENTER), [*nothing.registrations()]) == (
        None,
        None,
        None,
        [],
    )
    assert (nothing.holder(CENTER, "r1"), nothing.owner(listed("r1", A)), nothing.function_at(at(A))) == (None, None, None)


def test_an_address_moved_if_any_part_of_it_is_another() -> None:
    others = ("cn-beijing/demo/lookup", "cn-hangzhou/other/lookup", B, NEWER)

    assert not moved(entry(A), at(A))
    assert all(moved(entry(A), at(text)) for text in others)


def ref(identity: str, *, name: str = "", center: CenterName = CENTER, published: bool = True) -> FlowRef:
    return FlowRef(center=center, id=identity, name=name or f"flow {identity}", published=published)


def with_text(identity: str, definition: str, **more: object) -> FoundFlow:
    return replace(flow(identity, ""), definition=definition, **more)  # type: ignore[arg-type]


def test_the_words_of_every_flow_are_kept_by_center_and_its_texts_as_they_are() -> None:
    flows = [
        with_text("f2", "r1 my-name", published=False), with_text("f1", "r1|r1 身份_x"), with_text("f3", "r1", center=OTHER_CENTER)
    ]  # fmt: skip
    draft, one, other = ref("f2", published=False), ref("f1"), ref("f3", center=OTHER_CENTER)

    mentions = read_mentions(flows)

    assert mentions == FlowReferences(
        words={
            (CENTER, "r1"): (one, draft), (CENTER, "my-name"): (draft,), (CENTER, "_x"): (one,), (OTHER_CENTER, "r1"): (other,),
        },
        texts={CENTER: ((one, "r1|r1 身份_x"), (draft, "r1 my-name")), OTHER_CENTER: ((other, "r1"),)},
    )  # fmt: skip
    assert mentions.of(CENTER, "r1") == (one, draft)
    assert mentions.of(CENTER, "身份", "nothing", "") == (one,)
    assert mentions.of(CENTER, "份_x", "my-name") == (one, draft)
    assert (
        mentions.of(OTHER_CENTER, "my-name")
        == mentions.of(OTHER_CENTER, "身份")
        == mentions.of(CENTER)
        == mentions.of(CENTER, "")
        == ()
    )
    assert mentions.of(CenterName("third"), "身份") == ()


def test_flows_are_in_the_order_of_their_names_and_then_of_their_ids() -> None:
    flows = [with_text(identity, "r1", name=name) for identity, name in (("f1", "b"), ("f3", "a"), ("f2", "a"))]

    assert read_mentions(flows).of(CENTER, "r1") == (ref("f2", name="a"), ref("f3", name="a"), ref("f1", name="b"))


def test_escapes_are_resolved_in_names_in_texts_and_in_json_kept_as_text() -> None:
    definition = r'{"\u0061b": ["x\\ny", 5, null, "{\"c\": \"[\\\"\\\\u0064e\\\"]\"}", "[\"plain\"]"]}'

    words = {word for _, word in read_mentions([with_text("f1", definition)]).words}

    assert {"ab", "c", "de", "plain", "5", "null"} <= words
