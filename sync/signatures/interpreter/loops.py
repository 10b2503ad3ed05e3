"""Loops and comprehensions: over known elements turn by turn, over unknown ones once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

from sync.signatures import ir
from sync.signatures.interpreter.conditions import doubt, first_of, sides
from sync.signatures.interpreter.heap import Path
from sync.signatures.interpreter.lineage import own_method
from sync.signatures.interpreter.path_condition import PathCondition, both
from sync.signatures.interpreter.places import hint_use, holds_event, on_event
from sync.signatures.interpreter.state import Loop, State, Thunk
from sync.signatures.interpreter.truth import items_of
from sync.signatures.interpreter.union import alternatives, cells, union_of
from sync.signatures.interpreter.values import (
    ABSENT,
    NULL,
    OPAQUE,
    Alternative,
    Const,
    Derived,
    Field,
    Item,
    Items,
    KeysOf,
    ListValue,
    Raw,
    Record,
    Scope,
    SomeKey,
    UnionValue,
    Value,
)

MOST_TURNS = 80
MOST_COUNTED_TURNS = 8  # of `while True`, as long as no way out was seen


def elements(state: State, source: Value, line: int) -> Items:
    """What a loop over this value gets."""
    if not state.dialect.null_reads:
        source = state.solid(source)
    if isinstance(source, UnionValue):
        return _of_union(state, source, line)
    if isinstance(source, ListValue):
        return items_of(source)
    own = own_method(state, source, "__iter__")
    if own is not ABSENT:
        return elements(state, state.call_plain(own, line=line), line)
    if isinstance(source, KeysOf | Record):
        return keys_of(state, source.record if isinstance(source, KeysOf) else source, line)
    if isinstance(source, Field | Derived):
        hint_use(state, source, "array")
        return Items((Item(Derived(source.key, inner=True), unless=frozenset()),), loose=True)
    if isinstance(source, Raw):
        state.escape("enumerated", line, "the raw event is walked over")
    return _letters(source)


def _letters(source: Value) -> Items:
    """What a known text gives letter by letter; of anything else, nothing is known."""
    text = source.value if isinstance(source, Const) else None
    if isinstance(text, str) and not text.startswith("\0"):
        return Items(tuple(Item(Const(letter)) for letter in text[:MOST_TURNS]))
    return Items((), loose=True)


def _of_union(state: State, source: UnionValue, line: int) -> Items:
    parts: list[Items] = []
    for one, facts in source.alternatives:
        inner = elements(state, one, line)
        some = (Item(item.value, item.when | facts, item.unless or frozenset()) for item in inner.items)
        parts.append(Items(tuple(some), inner.loose))
    return Items.joined(parts)


def keys_of(state: State, record: Record, line: int) -> Items:
    """The keys of an object: known for a literal; of the event, whatever there are."""
    if on_event(record):
        state.escape("enumerated", line, "whatever keys there are")
        own = [cell.named() for cell in cells(record)]
        return Items((*own, Item(SomeKey(record), unless=frozenset())))
    loose = bool(record.beneath)
    inner = [keys_of(state, layer, line) for layer in record.beneath if isinstance(layer, Record)]
    own = [cell.named() for cell in cells(record)]
    hidden = {Const(key) for key in record.slots}
    merged = [item for one in inner for item in one.items if item.value not in hidden]
    exact = all(isinstance(layer, Record) for layer in record.beneath) and not any(one.loose for one in inner)
    return Items((*merged, *own), loose and not exact)


def each(state: State, node: ir.Each) -> None:
    """`for target in source`."""
    source = state.eval(node.source)
    items = _indexes(state, source, node.line) if node.keys else elements(state, source, node.line)
    if not state.live:
        return
    around, place = state.frame.scope, first_of(node.body)

    def turn(value: Value) -> Value:
        if state.dialect.block_scopes:
            state.frame.scope = Scope(parent=around, block=True)  # a variable of its own in each turn
        state.assign(node.target, value, node.line)
        state.execute(node.body)
        return NULL

    turns = _turns(items, unknown=2)  # the second sees what the first left behind
    if not turns:
        doubt(state, place, lambda: turn(OPAQUE), jumps=False)
    elif not state.doubting:
        state.reached.add(id(place))
    with _loop(state, node.otherwise) as loop:
        for item in turns:
            body = partial(turn, item.value)
            arms: list[tuple[PathCondition | None, Thunk]] = [(item.when, body), (item.unless, _nothing)]
            _turn(state, loop, body if item.unless is None else partial(state.fork, arms))
    state.frame.scope = around


def _nothing() -> Value:
    return NULL


def _turns(items: Items, unknown: int) -> list[Item]:
    """The elements that a loop is followed with: those known, up to a limit, and so many unknown ones where there may be more."""
    known = [item._replace(unless=None) if _walks(item.value) else item for item in items.items[:MOST_TURNS]]
    more = items.loose or len(items.items) > MOST_TURNS
    return [*known, *[Item(OPAQUE, unless=frozenset())] * unknown] if more else known


def _walks(value: Value) -> bool:
    """Whether it stands for every key of the event, or for a pair of one and its value: one turn shows what all do."""
    if isinstance(value, ListValue) and (items := items_of(value).items):
        value = items[0].value
    return isinstance(value, SomeKey)


def _indexes(state: State, source: Value, line: int) -> Items:
    """What `for (k in source)` gets: keys, or the positions of a list."""
    if isinstance(source, ListValue):
        items = items_of(source)
        return Items(tuple(Item(Const(position)) for position in range(len(items.items))), items.loose)
    if isinstance(source, Record | KeysOf | UnionValue):
        return elements(state, source, line)
    if isinstance(source, Field):
        return Items((), loose=elements(state, source, line).loose)
    if holds_event(source):
        state.escape("enumerated", line, "whatever keys there are")
    return Items((), loose=True)


@contextmanager
def _loop(state: State, otherwise: tuple[ir.Stmt, ...] = (), *, turns: bool = True) -> Iterator[Loop]:
    """What `break` leaves; `otherwise` follows where no `break` did."""
    start = state.heap.mark()
    loop = Loop(mark=start, turn=start, turns=turns)
    state.frame.loops.append(loop)
    yield loop
    state.frame.loops.pop()
    state.execute(otherwise)
    _gather(state, start, loop.breaks)


def _turn(state: State, loop: Loop, body: Callable[[], object]) -> None:
    if state.live:
        loop.turn, loop.continues = state.heap.mark(), []
        body()
        _gather(state, loop.turn, loop.continues)


def _gather(state: State, mark: int, others: list[Path]) -> None:
    """Let the ways that left early meet the one that went on."""
    if not others:
        return
    paths = [*others, state.capture(mark)] if state.live else others
    state.heap.rollback(mark)
    state.meet(paths)


def breakable(state: State, node: ir.Breakable) -> None:
    """Statements that `break` leaves."""
    with _loop(state, turns=False):
        state.execute(node.body)


def loop_while(state: State, node: ir.While) -> None:
    """`while test`: turn by turn as long as the test is certain, then perhaps some more."""
    endless = isinstance(node.test, ir.Constant) and node.test.value
    with _loop(state) as loop:
        (_endless if endless else _while_true)(state, node, loop)


def _while_true(state: State, node: ir.While, loop: Loop) -> None:
    for _ in range(MOST_TURNS):
        yes, no = sides(state, node.test)
        if yes is None:
            doubt(state, first_of(node.body), lambda: _round(state, node, loop), jumps=False)
            return
        if not state.doubting:
            state.reached.add(id(first_of(node.body)))
        if no is not None:
            _perhaps(state, node, loop, yes, no)
            return
        _round(state, node, loop)
        if not state.live:
            return


def _endless(state: State, node: ir.While, loop: Loop) -> None:
    """`while True`, left by `break` only: turn by turn up to a way out, then once more with whatever it counts unknown."""
    exits = len(state.frame.exits)
    for _ in range(MOST_COUNTED_TURNS):
        _round(state, node, loop)
        if not state.live or loop.breaks or len(state.frame.exits) > exits:
            break
    if state.live:
        _forget_counts(state, loop)
        _round(state, node, loop)
    if state.live and not loop.breaks and len(state.frame.exits) == exits:
        state.escape("unreached", node.line, "a loop without an end")
    state.live = False


def _round(state: State, node: ir.While, loop: Loop) -> None:
    _turn(state, loop, lambda: state.execute(node.body))
    if state.live and node.step is not None:
        state.eval(node.step)


def _perhaps(state: State, node: ir.While, loop: Loop, yes: PathCondition, no: PathCondition) -> None:
    """Some turns or none: what a turn counts is unknown in the ones behind the first."""

    def turns() -> Value:
        _round(state, node, loop)
        if state.live:
            _forget_counts(state, loop)
            _round(state, node, loop)
        return NULL

    state.fork([(yes, turns), (no, _nothing)])


def _forget_counts(state: State, loop: Loop) -> None:
    for slots, key, value in state.heap.changes(loop.turn).values():
        if any(isinstance(one.value, Const) and isinstance(one.value.value, int) for one in alternatives(value)):
            state.heap.set(slots, key, OPAQUE)


def comprehension(state: State, node: ir.Comprehension) -> Value:
    """A list or dict built by loops."""
    scope = state.frame.scope
    state.frame.scope = Scope(parent=scope)
    items: list[Item] = []
    pairs: list[tuple[Value, Value]] = []
    try:
        loose = _clauses(state, node, 0, (frozenset(), None), items, pairs)
    finally:
        state.frame.scope = scope
    if node.key is None:
        return ListValue.of(Items(tuple(items), loose))
    record = Record(beneath=(OPAQUE,) if loose else ())
    for (key, value), item in zip(pairs, items, strict=True):
        if isinstance(key, Const):
            gone = () if item.unless is None else (Alternative(ABSENT, item.unless),)
            record.slots[str(key.value)] = union_of((Alternative(value, item.when), *gone))
        elif isinstance(key, SomeKey):
            record.beneath = (*record.beneath, key.record)
        elif not isinstance(item.value, Const):
            record.beneath = (OPAQUE,)
    return record


Condition = tuple[PathCondition, PathCondition | None]


def _clauses(
    state: State, node: ir.Comprehension, at: int, condition: Condition, items: list[Item], pairs: list[tuple[Value, Value]]
) -> bool:
    """Walk the clauses; answers whether there may be more elements than those found."""
    if at == len(node.clauses):
        known = state.path_condition
        state.path_condition = known | condition[0]
        value = state.eval(node.element)
        if not state.doubting:
            state.reached.add(id(node.element))
        if node.key is not None:
            pairs.append((state.eval(node.key), value))
        if condition[1] is not None:
            state.path_condition = known
        items.append(Item(value, condition[0], condition[1]))
        return False
    clause = node.clauses[at]
    source = elements(state, state.eval(clause.source), node.line)
    loose = source.loose
    for turn in _turns(source, unknown=1):
        state.spend()
        state.assign(clause.target, turn.value, node.line)
        narrowed = _conditions(state, clause, _narrow(condition, turn.when, turn.unless))
        if narrowed is not None:
            loose = _clauses(state, node, at + 1, narrowed, items, pairs) or loose
    doubt(state, node.element, lambda: _element(state, node))
    return loose


def _element(state: State, node: ir.Comprehension) -> None:
    """An element that seems not to come about, of something unknown."""
    for clause in node.clauses:
        state.assign(clause.target, OPAQUE, node.line)
    state.eval(node.element)


def _conditions(state: State, clause: ir.Clause, condition: Condition) -> Condition | None:
    for test in clause.conditions:
        yes, no = sides(state, test)
        if yes is None:
            return None
        condition = _narrow(condition, yes, no)
    return condition


def _narrow(condition: Condition, when: PathCondition, unless: PathCondition | None) -> Condition:
    """A further condition: the element is missing when either fails."""
    together = both(condition[0], when) or condition[0]
    if unless is None:
        return together, condition[1]
    return together, unless if condition[1] is None else condition[1] & unless
