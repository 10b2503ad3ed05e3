"""The path condition: what is known of the event on a path, which keys are there and which are not.

A path that goes on after `event['k']` knows that `k` is there; a branch taken because `k` was empty knows that it is not.
Absent, null and empty are one thing here: a flow that does not pass an input and one that passes '' look alike.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from typing import NamedTuple


class Fact(NamedTuple):
    """Whether a key of the event is there."""

    key: str
    there: bool


PathCondition = frozenset[Fact]
NOTHING_KNOWN: PathCondition = frozenset()
# Set once the callback was called: what happens on that path afterwards cannot change the answer. No event key has this name.
ANSWERED = Fact("\0answered", there=True)


def there(key: str) -> PathCondition:
    """The fact that a key is there."""
    return frozenset((Fact(key, there=True),))


def missing(key: str) -> PathCondition:
    """The fact that a key is not there."""
    return frozenset((Fact(key, there=False),))


def kept(key: str) -> PathCondition:
    """The fact that a value of the key was the left side of an `or` and was taken: it is not tested away again."""
    return frozenset((Fact(f"\0kept {key}", there=True),))


def part(key: str) -> str:
    """The name under which facts are kept about a part of a key's value."""
    return f"\0part {key}"


def opposite(fact: Fact) -> Fact:
    """The contrary fact."""
    return Fact(fact.key, not fact.there)


def both(one: PathCondition, other: PathCondition) -> PathCondition | None:
    """Both at once, or None when they exclude each other."""
    if not one:
        return other
    if not other:
        return one
    if any(opposite(fact) in one for fact in other):
        return None
    return one | other


def assume(known: PathCondition, further: PathCondition) -> PathCondition:
    """What is known after a branch. What was demanded before stays: a present value may still be empty."""
    if further <= known:
        return known
    return known | frozenset(fact for fact in further if opposite(fact) not in known)


def shared(many: Iterable[PathCondition]) -> PathCondition:
    """What holds in all of them; nothing is known where there are none."""
    return shared_if_any(many) or NOTHING_KNOWN


def shared_if_any(many: Iterable[PathCondition]) -> PathCondition | None:
    """What holds in all of them; None where there are none."""
    sets = list(many)
    return reduce(frozenset.intersection, sets) if sets else None
