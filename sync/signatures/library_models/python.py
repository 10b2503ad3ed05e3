"""Python: its own functions, as far as an event may pass through them."""

from __future__ import annotations

from sync.signatures.interpreter.classes import TYPES, hint, instance_of
from sync.signatures.interpreter.dialect import Dialect, names
from sync.signatures.interpreter.lineage import own_method
from sync.signatures.interpreter.loops import elements
from sync.signatures.interpreter.observations import TESTED
from sync.signatures.interpreter.path_condition import there
from sync.signatures.interpreter.places import on_event, parsed
from sync.signatures.interpreter.state import NativeCall, State, rows
from sync.signatures.interpreter.truth import EITHER, boolean, items_of, size
from sync.signatures.interpreter.union import alternatives, map_union, union_of
from sync.signatures.interpreter.values import (
    ABSENT,
    NULL,
    OPAQUE,
    RAW,
    TEXT,
    Alternative,
    Arguments,
    ClassValue,
    Const,
    External,
    Field,
    Item,
    Items,
    KeysOf,
    ListValue,
    Raw,
    Record,
    Value,
    of_variable,
)
from sync.signatures.library_models import shared
from sync.signatures.library_models.python_functions import FUNCTION_NATIVES
from sync.signatures.library_models.python_methods import (
    LIST_METHODS,
    OBJECT_METHODS,
    RAW_METHODS,
    RECORD_METHODS,
    SEQUENCE_METHODS,
    TEXT_METHODS,
)
from sync.signatures.library_models.python_patterns import PATTERN_NATIVES
from sync.specs.models import TypeName


def _number(name: TypeName) -> NativeCall:
    return lambda state, arguments: shared.convert(
        state, state.solid(shared.first(arguments)) if arguments.plain else Const(0), name
    )


def _stream(state: State, arguments: Arguments) -> Value:
    """The event as a stream, and what is parsed from one."""
    value = shared.first(arguments)
    if arguments.path == "json.load":
        return shared.parse(state, arguments)
    return RAW if value is RAW else OPAQUE


def _isinstance(state: State, arguments: Arguments) -> Value:
    wanted = shared.first(arguments, 1)
    classes = shared.listed(wanted)
    if any(isinstance(one, ClassValue) for one in classes):
        return instance_of(shared.first(arguments), classes)
    paths = [v.path.split(".")[-1] for v in shared.listed(wanted) if isinstance(v, External)]
    return map_union(shared.first(arguments), lambda one: _is_one(state, one, paths))


def _is_one(state: State, value: Value, paths: list[str]) -> Value:
    if isinstance(value, Field):
        names = {TYPES["str"] if path in {"basestring", "unicode", "bytes"} else TYPES.get(path) for path in paths}
        if len(names) == 1:
            hint(state, value, names.pop(), TESTED)
        return boolean(there(value.key), frozenset())
    if value == NULL:
        return Const(value=False)
    if isinstance(value, Record) and value.of is None and paths:
        return Const(value=bool({"dict", "Mapping", "MutableMapping", "OrderedDict"} & set(paths)))
    return EITHER


def _dict(_state: State, arguments: Arguments) -> Value:
    layers = tuple(value for value in (*arguments.plain, *arguments.keywords) if value != NULL)
    return Record(dict(arguments.named), tuple(OPAQUE if isinstance(value, ListValue) else value for value in layers))


def _chained(state: State, arguments: Arguments) -> Value:
    """`ChainMap(first, second)`: the first that has a key wins."""
    arguments.plain.reverse()
    return _dict(state, arguments)


def _list(state: State, arguments: Arguments) -> Value:
    value = shared.first(arguments)
    if on_event(value) and isinstance(value, Record):
        return KeysOf(value)
    if isinstance(value, KeysOf):
        return value
    if value == NULL:
        return ListValue.of(Items())
    return ListValue.of(elements(state, value, arguments.line))


def _every(state: State, arguments: Arguments) -> Value:
    return shared.every(state, elements(state, shared.first(arguments), arguments.line))


def _some(state: State, arguments: Arguments) -> Value:
    return shared.some(state, elements(state, shared.first(arguments), arguments.line))


def _validate(state: State, owner: Value, arguments: Arguments) -> Value:
    """`Model.model_validate(event)`."""
    value = shared.first(arguments)
    given = union_of(Alternative(parsed() if isinstance(v, Raw) else v, facts) for v, facts in alternatives(value))
    return state.call(owner, Arguments(plain=[], named={}, keywords=[given], line=arguments.line))


def _map(state: State, arguments: Arguments) -> Value:
    return shared.mapped(state, shared.first(arguments), shared.first(arguments, 1), arguments.line)


def _filter(state: State, arguments: Arguments) -> Value:
    return shared.kept(state, shared.first(arguments), shared.first(arguments, 1), arguments.line)


def _len(state: State, arguments: Arguments) -> Value:
    value = state.solid(shared.first(arguments))
    own = own_method(state, value, "__len__")
    return size(value) if own is ABSENT else state.call_plain(own, line=arguments.line)


def _environment(state: State, arguments: Arguments) -> Value:
    name = shared.first(arguments)
    if isinstance(name, Const) and str(name.value) in state.environment:
        return of_variable(state.environment[str(name.value)])
    default = shared.first(arguments, 1)
    return default if default != NULL else TEXT


def _enumerate(state: State, arguments: Arguments) -> Value:
    items = elements(state, shared.first(arguments), arguments.line)
    pairs = [
        Item(ListValue.of(Items((Item(Const(i)), Item(item.value)))), item.when, item.unless) for i, item in enumerate(items.items)
    ]
    return ListValue.of(Items(tuple(pairs), items.loose))


def _chain(state: State, arguments: Arguments) -> Value:
    """`chain(first, second)`: the elements of all, one after the other."""
    return ListValue.of(Items.joined(elements(state, one, arguments.line) for one in arguments.plain))


def _chain_all(state: State, arguments: Arguments) -> Value:
    held = elements(state, shared.first(arguments), arguments.line)
    arguments.plain = [item.value for item in held.items]
    found = _chain(state, arguments)
    return ListValue.of(Items(items_of(found).items, loose=True)) if held.loose and isinstance(found, ListValue) else found


def _reduced(state: State, arguments: Arguments) -> Value:
    items = elements(state, shared.first(arguments, 1), arguments.line)
    return shared.reduced(state, shared.first(arguments), items, arguments.at(2, "initial"), arguments.line)


def _loads(state: State, arguments: Arguments) -> Value:
    """`json.loads`; a hook gets every object and may make something else of it."""
    value, hook = shared.parse(state, arguments), arguments.named.get("object_hook")
    return value if hook is None else state.call_plain(hook, value, line=arguments.line)


def _gathered(_state: State, arguments: Arguments) -> Value:
    return ListValue.of(Items(tuple(map(Item, arguments.plain)), arguments.loose))


NATIVES: dict[str, NativeCall] = {
    **FUNCTION_NATIVES,
    **PATTERN_NATIVES,
    **rows(
        "simplejson.loads ujson.loads orjson.loads rapidjson.loads ast.literal_eval yaml.safe_load demjson.decode",
        shared.parse,
    ),
    "json.loads": _loads,
    **rows("json.dumps simplejson.dumps ujson.dumps orjson.dumps", shared.dump),
    **rows("json.load io.BytesIO io.StringIO StringIO.StringIO", _stream),
    **rows("str unicode bytes repr bytearray format pprint.pformat pprint.pprint", shared.text),
    **rows("int long", _number("integer")),
    **rows("float decimal.Decimal Decimal", _number("number")),
    **rows("dict collections.OrderedDict OrderedDict", _dict),
    "collections.ChainMap": _chained,
    **rows("list tuple set frozenset sorted reversed", _list),
    **rows("copy.copy copy.deepcopy", shared.copy),
    **rows("eval exec execfile compile locals globals vars __import__ importlib.import_module", shared.reflected),
    **rows("sys.exit exit quit os._exit", shared.ends),
    "asyncio.gather": _gathered,
    **rows(
        "asyncio.run asyncio.wait_for asyncio.create_task asyncio.ensure_future asyncio.get_event_loop.run_until_complete"
        " asyncio.new_event_loop.run_until_complete",
        shared.same,
    ),
    **rows("os.getenv os.environ.get", _environment),
    "bool": shared.boolean_of,
    "isinstance": _isinstance,
    "all": _every,
    "any": _some,
    "len": _len,
    "map": _map,
    "filter": _filter,
    "enumerate": _enumerate,
    **rows("functools.reduce reduce", _reduced),
    "itertools.chain": _chain,
    "itertools.chain.from_iterable": _chain_all,
}
PARENT_FAMILIES = {
    "KeyError": frozenset({"LookupError"}),
    "IndexError": frozenset({"LookupError"}),
    "JSONDecodeError": frozenset({"ValueError"}),
    "ValidationError": frozenset({"ValueError", "pydantic.ValidationError"}),
}


def _module_slots(file: str, _record: Record) -> dict[str, Value]:
    return {"__file__": Const(file), "__name__": Const(file.removesuffix(".py").replace("/", "."))}


PYTHON = Dialect(
    name="python",
    strict_keys=True,
    attributes=True,
    empty_is_true=False,
    block_scopes=False,
    null_reads=False,
    copied_on_assignment=False,
    calls_by_name=False,
    natives=NATIVES,
    record_methods=RECORD_METHODS,
    list_methods=LIST_METHODS,
    text_methods=TEXT_METHODS,
    object_methods=OBJECT_METHODS,
    sequence_methods=SEQUENCE_METHODS,
    either_methods=frozenset(),
    raw_methods=RAW_METHODS,
    quiet=names("print logging logger log type id context.logger hash callable warnings sys.stdout sys.stderr loguru"),
    module_slots=_module_slots,
    environment="os.environ",
    text_results=frozenset(
        ["strip", "lower", "upper", "encode", "decode", "hexdigest", "strftime", "isoformat", "substitute", "safe_substitute"]
    ),
    class_functions=dict.fromkeys(("parse_obj", "model_validate", "parse_raw", "model_validate_json", "construct"), _validate),
    catching_all=frozenset({"Exception", "BaseException", "StandardError"}),
    families=PARENT_FAMILIES,
)
