"""What is kept of a flow's definition where the text itself must not be: its function modules, and known names in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from pydantic import JsonValue, PlainSerializer

Texts = Annotated[frozenset[str], PlainSerializer(sorted)]  # a set has no order, and equal excerpts are written equally


@dataclass(frozen=True, slots=True)
class Passed:
    """One input that a module passes. `value` is the literal, or None when it is filled in during the call."""

    name: str
    value: JsonValue


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleExcerpt:
    """What one function module (函数模块) states. `words` are all texts in it that may say which function it calls; `ids` and
    `names` those among them that stand under the key of a registration's id or a function's name.

    `passes` None: its inputs are written in a way that is not understood. `reads` None: not shown which fields of the answer it
    uses, which is also so when it keeps the whole answer. `is_understood`: everything it states of either was read. `hidden` are
    the inputs whose literal is not shown here: their value is None, and is not to be judged.
    """

    activity: str
    name: str
    words: Texts
    ids: Texts
    names: Texts
    passes: tuple[Passed, ...] | None
    reads: tuple[str, ...] | None
    is_understood: bool
    hidden: Texts = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowExcerpt:
    """Of one flow. `modules` None: its definition is not of the published form. `mentions`: the known names that stand in it."""

    modules: tuple[ModuleExcerpt, ...] | None
    mentions: Texts
