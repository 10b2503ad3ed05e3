"""Loops and comprehensions: over known elements turn by turn, over unknown ones once."""

from __future__ import annotations

from collections.abc import Callable

from sync.signatures import form, steps
from sync.signatures.follow.cells import cells
from sync.signatures.follow.choices import alternatives, choose
from sync.signatures.follow.conditions import sides
from sync.signatures.follow.doubts import doubt, first_of
from sync.signatures.follow.facts import Facts, both
from sync.signatures.follow.magic import own_method
from sync.signatures.follow.reading import hint_use, holds_event, on_event
from sync.signatures.follow.run import Loop, Run
from sync.signatures.follow.store import Path
from sync.signatures.follow.truth import items_of
from sync.signatures.follow.values import (
    ABSENT,
    NULL,
    OPAQUE,
    Alternative,
    Choice,
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
    Value,
)

MOST_TURNS = 80
MOST_COUNTED_TURNS = 8  # of `while True`, as long as no way out was seen


def elements(run: Run, source: Value, line: int) -> Items:
    """What a loop over this value gets."""
    if not run.dialect.null_reads:
        source = run.solid(source)
    if isinstance(source, Choice):
        return _of_choice(run, source, line)
    if isinstance(source, ListValue):
        return items_of(source)
    own = own_method(run, source, "__iter__")
    if own is not ABSENT:
        return elements(run, run.call_plain(own, line=line), line)
    if isinstance(source, KeysOf | Record):
        return keys_of(run, source.record if isinstance(source, KeysOf) else source, line)
    if isinstance(source, Field | Derived):
        hint_use(run, source, "array")
        return Items((Item(Derived(source.key, inner=True), unless=frozenset()),), loose=True)
    if isinstance(source, Raw):
        run.escape("enumerated", line, "the raw event is walked over")
    return _letters(source)


def _letters(source: Value) -> Items:
    """What a known text gives letter by letter; of anything else, nothing is known."""
    text = source.value if isinstance(source, Const) else None
    if isinstance(text, str) and not text.startswith("\0"):
        return Items(tuple(Item(Const(letter)) for letter in text[:MOST_TURNS]))
    return Items((), loose=True)


def _of_choice(run: Run, source: Choice, line: int) -> Items:
    items: list[Item] = []
    loose = False
    for one, facts in source.alternatives:
        inner = elements(run, one, line)
        loose = loose or inner.loose
        items.extend(Item(item.value, item.when | facts, item.unless or frozenset()) for item in inner.items)
    return Items(tuple(items), loose)


def keys_of(run: Run, record: Record, line: int) -> Items:
    """The keys of an object: known for a literal; of the event, whatever there are."""
    if on_event(record):
        run.escape("enumerated", line, "whatever keys there are")
        own = [cell.named() for cell in cells(record)]
        return Items((*own, Item(SomeKey(record), unless=frozenset())))
    loose = bool(record.beneath)
    inner = [keys_of(run, layer, line) for layer in record.beneath if isinstance(layer, Record)]
    own = [cell.named() for cell in cells(record)]
    hidden = {Const(key) for key in record.slots}
    merged = [item for one in inner for item in one.items if item.value not in hidden]
    exact = all(isinstance(layer, Record) for layer in record.beneath) and not any(one.loose for one in inner)
    return Items((*merged, *own), loose and not exact)


def each(run: Run, node: steps.Each) -> None:
    """`for target in source`."""
    source = run.eval(node.source)
    items = _indexes(run, source, node.line) if node.keys else elements(run, source, node.line)
    if not run.live:
        return
    around, place = run.frame.scope, first_of(node.body)
    turns = [(item.value, item.when, None if _walks(item.value) else item.unless) for item in items.items[:MOST_TURNS]]
    if items.loose or len(items.items) > MOST_TURNS:
        turns.extend([(OPAQUE, frozenset(), frozenset())] * 2)  # the second sees what the first left behind

    def turn(value: Value) -> None:
        if run.dialect.block_scopes:
            run.frame.scope = Scope(parent=around, block=True)  # a variable of its own in each turn
        run.assign(node.target, value, node.line)
        run.execute(node.body)

    if not turns:
        doubt(run, place, lambda: turn(OPAQUE), jumps=False)
    elif not run.doubting:
        run.reached.add(id(place))
    _turn_by_turn(run, turns, turn, lambda: run.execute(node.otherwise))
    run.frame.scope = around


def _walks(value: Value) -> bool:
    """Whether it stands for every key of the event, or for a pair of one and its value: one turn shows what all do."""
    if isinstance(value, ListValue) and (items := items_of(value).items):
        value = items[0].value
    return isinstance(value, SomeKey)


def _indexes(run: Run, source: Value, line: int) -> Items:
    """What `for (k in source)` gets: keys, or the positions of a list."""
    if isinstance(source, ListValue):
        items = items_of(source)
        return Items(tuple(Item(Const(position)) for position in range(len(items.items))), items.loose)
    if isinstance(source, Record | KeysOf | Choice):
        return elements(run, source, line)
    if isinstance(source, Field):
        return Items((), loose=elements(run, source, line).loose)
    if holds_event(source):
        run.escape("enumerated", line, "whatever keys there are")
    return Items((), loose=True)


def _turn_by_turn(
    run: Run, turns: list[tuple[Value, Facts, Facts | None]], turn: Callable[[Value], None], otherwise: Callable[[], None]
) -> None:
    frame = run.frame
    start = run.store.mark()
    loop = Loop(mark=start, turn=start)
    frame.loops.append(loop)
    for value, when, unless in turns:
        if not run.live:
            break
        loop.turn, loop.continues = run.store.mark(), []
        if unless is None:
            turn(value)
        else:
            _maybe(run, when, unless, lambda value=value: turn(value))  # type: ignore[misc]  # bound now, not later
        _gather(run, loop.turn, loop.continues)
    frame.loops.pop()
    if run.live:
        otherwise()
    _gather(run, start, loop.breaks)


def _maybe(run: Run, when: Facts, unless: Facts, body: Callable[[], None]) -> None:
    def arm() -> Value:
        body()
        return NULL

    run.fork([(when, arm), (unless, lambda: NULL)])


def _gather(run: Run, mark: int, others: list[Path]) -> None:
    """Let the ways that left early meet the one that went on."""
    if not others:
        return
    paths = [*others, run.capture(mark)] if run.live else others
    run.store.rollback(mark)
    run.meet(paths)


def breakable(run: Run, node: steps.Breakable) -> None:
    """Statements that `break` leaves."""
    start = run.store.mark()
    loop = Loop(mark=start, turn=start, turns=False)
    run.frame.loops.append(loop)
    run.execute(node.body)
    run.frame.loops.pop()
    _gather(run, start, loop.breaks)


def loop_while(run: Run, node: steps.While) -> None:
    """`while test`: turn by turn as long as the test is certain, then perhaps some more."""
    start = run.store.mark()
    loop = Loop(mark=start, turn=start)
    run.frame.loops.append(loop)
    if isinstance(node.test, form.Constant) and node.test.value:
        _endless(run, node, loop)
    else:
        _while_true(run, node, loop)
    run.frame.loops.pop()
    _gather(run, start, loop.breaks)


def _while_true(run: Run, node: steps.While, loop: Loop) -> None:
    for _ in range(MOST_TURNS):
        yes, no = sides(run, node.test)
        if yes is None:
            doubt(run, first_of(node.body), lambda: _turn(run, node, loop), jumps=False)
            return
        if not run.doubting:
            run.reached.add(id(first_of(node.body)))
        if no is not None:
            _perhaps(run, node, loop, yes, no)
            return
        _turn(run, node, loop)
        if not run.live:
            return


def _endless(run: Run, node: steps.While, loop: Loop) -> None:
    """`while True`, left by `break` only: turn by turn up to a way out, then once more with whatever it counts unknown."""
    exits = len(run.frame.exits)
    for _ in range(MOST_COUNTED_TURNS):
        _turn(run, node, loop)
        if not run.live or loop.breaks or len(run.frame.exits) > exits:
            break
    if run.live:
        _forget_counts(run, loop)
        _turn(run, node, loop)
    if run.live and not loop.breaks and len(run.frame.exits) == exits:
        run.escape("unreached", node.line, "a loop without an end")
    run.leave()


def _turn(run: Run, node: steps.While, loop: Loop) -> None:
    loop.turn, loop.continues = run.store.mark(), []
    run.execute(node.body)
    _gather(run, loop.turn, loop.continues)
    if run.live and node.step is not None:
        run.eval(node.step)


def _perhaps(run: Run, node: steps.While, loop: Loop, yes: Facts, no: Facts) -> None:
    """Some turns or none: what a turn counts is unknown in the ones behind the first."""

    def turns() -> Value:
        _turn(run, node, loop)
        if run.live:
            _forget_counts(run, loop)
            _turn(run, node, loop)
        return NULL

    run.fork([(yes, turns), (no, lambda: NULL)])


def _forget_counts(run: Run, loop: Loop) -> None:
    for slots, key, value in run.store.changes(loop.turn).values():
        if any(isinstance(one.value, Const) and isinstance(one.value.value, int) for one in alternatives(value)):
            run.store.set(slots, key, OPAQUE)


def comprehension(run: Run, node: form.Comprehension) -> Value:
    """A list or dict built by loops."""
    scope = run.frame.scope
    run.frame.scope = Scope(parent=scope)
    items: list[Item] = []
    pairs: list[tuple[Value, Value]] = []
    try:
        loose = _clauses(run, node, 0, (frozenset(), None), items, pairs)
    finally:
        run.frame.scope = scope
    if node.key is None:
        return ListValue({"items": Items(tuple(items), loose)})
    record = Record(beneath=(OPAQUE,) if loose else ())
    for (key, value), item in zip(pairs, items, strict=True):
        if isinstance(key, Const):
            gone = () if item.unless is None else (Alternative(ABSENT, item.unless),)
            record.slots[str(key.value)] = choose((Alternative(value, item.when), *gone))
        elif isinstance(key, SomeKey):
            record.beneath = (*record.beneath, key.record)
        elif not isinstance(item.value, Const):
            record.beneath = (OPAQUE,)
    return record


Condition = tuple[Facts, Facts | None]


def _clauses(
    run: Run, node: form.Comprehension, at: int, condition: Condition, items: list[Item], pairs: list[tuple[Value, Value]]
) -> bool:
    """Walk the clauses; answers whether there may be more elements than those found."""
    if at == len(node.clauses):
        known = run.facts
        run.facts = known | condition[0]
        value = run.eval(node.element)
        if not run.doubting:
            run.reached.add(id(node.element))
        if node.key is not None:
            pairs.append((run.eval(node.key), value))
        if condition[1] is not None:
            run.facts = known
        items.append(Item(value, condition[0], condition[1]))
        return False
    clause = node.clauses[at]
    source = elements(run, run.eval(clause.source), node.line)
    loose = source.loose
    turns = list(source.items[:MOST_TURNS])
    if source.loose or len(source.items) > MOST_TURNS:
        turns.append(Item(OPAQUE, unless=frozenset()))
    for turn in turns:
        run.spend()
        run.assign(clause.target, turn.value, node.line)
        narrowed = _conditions(run, clause, _narrow(condition, turn.when, None if _walks(turn.value) else turn.unless))
        if narrowed is not None:
            loose = _clauses(run, node, at + 1, narrowed, items, pairs) or loose
    doubt(run, node.element, lambda: _element(run, node))
    return loose


def _element(run: Run, node: form.Comprehension) -> None:
    """An element that seems not to come about, of something unknown."""
    for clause in node.clauses:
        run.assign(clause.target, OPAQUE, node.line)
    run.eval(node.element)


def _conditions(run: Run, clause: form.Clause, condition: Condition) -> Condition | None:
    for test in clause.conditions:
        yes, no = sides(run, test)
        if yes is None:
            return None
        condition = _narrow(condition, yes, no)
    return condition


def _narrow(condition: Condition, when: Facts, unless: Facts | None) -> Condition:
    """A further condition: the element is missing when either fails."""
    together = both(condition[0], when) or condition[0]
    if unless is None:
        return together, condition[1]
    return together, unless if condition[1] is None else condition[1] & unless
