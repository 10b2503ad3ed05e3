"""What must hold at every moment of an apply, for tests to watch after each call."""

from __future__ import annotations

from tests.fakes.world import World


class NoFlowBreaks:
    """Once a registration that a published flow calls has a function behind it, it keeps one."""

    def __init__(self, world: World) -> None:
        self._worked: frozenset[str] = frozenset()
        self(world)

    def __call__(self, world: World) -> None:
        works = _working(world)
        broken = self._worked - works
        assert not broken, f"a published flow was left calling nothing: {sorted(broken)}"
        self._worked = works


def _working(world: World) -> frozenset[str]:
    addresses = set(world.functions)
    published = [flow for flow in world.flows if flow.published]
    return frozenset(
        f"{flow.name} calls {item.id}"
        for flow in published
        for item in world.registrations.values()
        if item.center == flow.center and item.id in flow.definition and item.target in addresses
    )
