"""One of several values, each under what is then known of the event."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sync.signatures.follow.facts import NOTHING_KNOWN, Facts, both
from sync.signatures.follow.values import OPAQUE, Alternative, Choice, Const, Value

MOST_ALTERNATIVES = 16


def identity(value: Value) -> object:
    """What makes two values the same; 1 and True are not."""
    if isinstance(value, Const):
        return (Const, type(value.value), value.value)
    return value


def alternatives(value: Value) -> tuple[Alternative, ...]:
    """What it may be; one alternative for a value that is no choice."""
    return value.alternatives if isinstance(value, Choice) else (Alternative(value, NOTHING_KNOWN),)


def choose(many: Iterable[Alternative]) -> Value:
    """One of these: nested choices are opened, equal values meet, impossible ones go. Nothing at all is opaque."""
    met: dict[object, Alternative] = {}
    for value, facts in many:
        if isinstance(value, Choice):
            for inner, inner_facts in value.alternatives:
                together = both(inner_facts, facts)
                if together is not None:
                    _meet(met, inner, together)
        else:
            _meet(met, value, facts)
    if len(met) == 1:
        return next(iter(met.values())).value
    if not met:
        return OPAQUE
    return Choice(tuple(met.values()) if len(met) <= MOST_ALTERNATIVES else tuple(_condensed(met.values())))


def _meet(met: dict[object, Alternative], value: Value, facts: Facts) -> None:
    same = identity(value)
    before = met.get(same)
    met[same] = Alternative(value, facts if before is None else before.facts & facts)


def _condensed(many: Iterable[Alternative]) -> Iterator[Alternative]:
    """Constants that are true stand together as one unknown text; the rest stays, so that no event is lost."""
    words: list[Facts] = []
    for one in many:
        if isinstance(one.value, Const) and one.value.value:
            words.append(one.facts)
        else:
            yield one
    if words:
        yield Alternative(Const("\0one of many"), frozenset.intersection(*words))
