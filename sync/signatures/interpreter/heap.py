"""The memory of the analysed program, with a trail so that a branch can be taken back and joined with its sibling."""

from __future__ import annotations

from dataclasses import dataclass, field

from sync.signatures.interpreter.path_condition import PathCondition, shared
from sync.signatures.interpreter.union import union_of
from sync.signatures.interpreter.values import ABSENT, Alternative, Item, Items, Slots, Value

BIRTH = "\0born"  # stands in the trail where an object was made; no cell has this name
Changes = dict[tuple[int, str], tuple[Slots, str, Value]]


@dataclass(frozen=True, slots=True)
class Path:
    """One way that control came: the value it brought, what it knows, what it changed since the fork."""

    value: Value
    facts: PathCondition
    changes: Changes


@dataclass(slots=True)
class Heap:
    """Every write to a cell goes through here."""

    trail: list[tuple[Slots, str, Value]] = field(default_factory=list)

    def set(self, slots: Slots, key: str, value: Value) -> None:
        """Write one cell."""
        self.trail.append((slots, key, slots.get(key, ABSENT)))
        slots[key] = value

    def born(self, slots: Slots) -> None:
        """An object was made here: on paths that part before this, it does not exist."""
        self.trail.append((slots, BIRTH, ABSENT))

    def mark(self) -> int:
        """A point to come back to."""
        return len(self.trail)

    def changes(self, mark: int) -> Changes:
        """The cells written since the mark, with what they hold now."""
        return {(id(slots), key): (slots, key, slots.get(key, ABSENT)) for slots, key, _ in self.trail[mark:]}

    def rollback(self, mark: int) -> None:
        """Undo everything since the mark."""
        while len(self.trail) > mark:
            slots, key, before = self.trail.pop()
            if before is ABSENT:
                slots.pop(key, None)
            else:
                slots[key] = before

    def keep(self, mark: int) -> None:
        """What was written since the mark is never taken back."""
        del self.trail[mark:]

    def join(self, paths: list[Path]) -> None:
        """Let all those paths have happened, each under what it alone knows."""
        common = shared(path.facts for path in paths)
        touched = {place: (slots, key) for path in paths for place, (slots, key, _) in path.changes.items()}
        for place, (slots, key) in touched.items():
            if key == BIRTH:
                self.born(slots)
                continue
            now, birth = slots.get(key, ABSENT), (place[0], BIRTH)
            fresh = birth in touched
            values = [
                Alternative(path.changes[place][2] if place in path.changes else now, path.facts - common)
                for path in paths
                if not fresh or birth in path.changes
            ]
            self.set(slots, key, _joined_items(values) if all(isinstance(one.value, Items) for one in values) else union_of(values))


def _joined_items(values: list[Alternative]) -> Items:
    """Lists grow at the end: what all share stays, what one path appended is there only when that path was taken."""
    lists = [(one.value.items, one.facts) for one in values if isinstance(one.value, Items)]
    loose = any(one.value.loose for one in values if isinstance(one.value, Items))
    shortest = min(lists, key=lambda pair: len(pair[0]))[0]
    length = next((i for i in range(len(shortest)) if any(items[i] != shortest[i] for items, _ in lists)), len(shortest))
    result = list(shortest[:length])
    for place, (items, facts) in enumerate(lists):
        others = [other for at, (_, other) in enumerate(lists) if at != place]
        result.extend(Item(item.value, item.when | facts, _unless(item, facts, others)) for item in items[length:])
    return Items(tuple(result), loose)


def _unless(item: Item, facts: PathCondition, others: list[PathCondition]) -> PathCondition:
    """What holds when the item is not there: another way was taken, or a conditional item was gone already on this one."""
    return shared(others if item.unless is None else [*others, facts | item.unless])
