"""Worlds such as others would make, to which nothing was fitted: fleets of one kind, and sides of which little is known.

What a matching says there may be little; what it calls certain must be right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from bench.identity.fleet import Habits
from bench.identity.story import LEVELS, MARKS, World
from bench.identity.worlds import make
from sync.core.matching.identity import Candidate, Known, Traits

FIRST = 50_001
SPOKEN = {
    "for": "给", "callers": "来电", "in": "在", "by": "按", "phone": "电话", "query": "查询", "order": "订单", "user": "用户",
    "refund": "退款", "create": "创建", "update": "更新", "cancel": "取消", "send": "发送", "verify": "验证", "balance": "余额",
    "bill": "账单", "ticket": "工单",
}  # fmt: skip


def _without(world: World, *, recorded: tuple[str, ...], living: tuple[str, ...]) -> World:
    world.known = [replace(one, traits=_less(one.traits, recorded)) for one in world.known]
    world.living = [replace(one, traits=_less(one.traits, living)) for one in world.living]
    return world


def _less(traits: Traits, lacks: tuple[str, ...]) -> Traits:
    nothing = Traits()
    return replace(traits, **{name: getattr(nothing, name) for name in lacks})


def _lacking(*names: str) -> Callable[[World], World]:
    return lambda world: _without(world, recorded=names, living=names)


_OLDER = ("code", "signature", "created", "description", "environment", "timeout", "function_id")  # locks that record less
_ALL_BUT_CHECKSUM = (*_OLDER, "handler", "runtime", "memory")


def _older_lock(world: World) -> World:
    return _without(world, recorded=_OLDER, living=())


def _unseen(world: World) -> World:
    world.known = [replace(one, seen=None) for one in world.known]
    return world


def _unregistered(world: World) -> World:
    """Of one that was copied by hand and still lives, nothing says then that the copy is it now."""
    for one in world.known:
        if world.events[one.uid] == "moved by hand, the old one kept":
            world.truth[one.uid] = one.was
    world.known = [replace(one, points_at=()) for one in world.known]
    return world


def _in_chinese(world: World) -> World:
    def spoken(one: Known | Candidate) -> Traits:
        said = (one.traits.description or "").split()
        return replace(one.traits, description="".join(SPOKEN.get(word, word) for word in said) or None)

    world.known = [replace(one, traits=spoken(one)) for one in world.known]
    world.living = [replace(one, traits=spoken(one)) for one in world.living]
    return world


def _as_it_is(world: World) -> World:
    return world


_VARIANTS: dict[str, tuple[int, Habits, Callable[[World], World]]] = {
    "no code": (120, Habits(), _lacking("code")),
    "no code, no signature, no description": (120, Habits(), _lacking("code", "signature", "description")),
    "no description": (120, Habits(), _lacking("description")),
    "no variables": (120, Habits(), _lacking("environment")),
    "no time of creation": (120, Habits(), _lacking("created")),
    "no time of the last sync": (120, Habits(), _unseen),
    "no time at all": (120, Habits(), lambda world: _unseen(_lacking("created")(world))),
    "no ids": (120, Habits(), _lacking("function_id")),
    "no registrations": (120, Habits(), _unregistered),
    "a lock of an older version": (120, Habits(), _older_lock),
    "nothing but checksum and name": (120, Habits(), _lacking(*_ALL_BUT_CHECKSUM)),
    "one team of 20": (20, Habits(teams=1), _as_it_is),
    "one template": (120, Habits(templates=1, templated=1.0), _as_it_is),
    "one template, one team": (60, Habits(teams=1, templates=1, templated=1.0), _as_it_is),
    "no templates": (120, Habits(templated=0.0), _as_it_is),
    "pinyin": (120, Habits(pinyin=1.0), _as_it_is),
    "descriptions in Chinese": (120, Habits(described=1.0), _in_chinese),
    "all 3.0": (120, Habits(third=1.0), _as_it_is),
}


def every(count: int) -> Iterator[tuple[str, list[World]]]:
    """Each kind with so many worlds, of all levels and marks in turn."""
    for name, (size, habits, change) in _VARIANTS.items():
        seeds = range(FIRST, FIRST + count)
        yield name, [change(make(seed, size, LEVELS[seed % 3], MARKS[seed // 3 % 3], habits)) for seed in seeds]
