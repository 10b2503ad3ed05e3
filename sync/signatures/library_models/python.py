"""Python: its own functions, as far as an event may pass through them."""

from __future__ import annotations

from sync.signatures.interpreter.classes import TYPES, hint, instance_of
from sync.signatures.interpreter.dialect import Dialect, names
from sync.signatures.interpreter.lineage import own_method
from sync.signatures.interpreter.loops import elements
from sync.signatures.interpreter.observations import TESTED
from sync.signatures.interpreter.path_condition import there
from sync.signatures.interpreter.places import copied, list_of, on_event, parsed
from sync.signatures.interpreter.state import NativeCall, State, rows
from sync.signatures.interpreter.truth import EITHER, boolean, size
from sync.signatures.interpreter.union import map_union
from sync.signatures.interpreter.values import (
    ABSENT,
    NULL,
    OPAQUE,
    RAW,
    Arguments,
    ClassValue,
    Const,
    External,
    Field,
    Items,
    KeysOf,
    ListValue,
    Raw,
    Record,
    Value,
)
from sync.signatures.library_models import python_methods, shared
from sync.signatures.library_models.python_functions import FUNCTION_NATIVES
from sync.signatures.library_models.shared import first, of
from sync.specs.models import TypeName


def _number(name: TypeName) -> NativeCall:
    return lambda state, given: shared.convert(state, state.solid(first(given)) if given.plain else Const(0), name)


def _isinstance(state: State, value: Value, wanted: Value, _line: int) -> Value:
    classes = shared.listed(wanted)
    if any(isinstance(one, ClassValue) for one in classes):
        return instance_of(value, classes)
    paths = [one.path.split(".")[-1] for one in classes if isinstance(one, External)]
    return map_union(value, lambda one: _is_one(state, one, paths))


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
    value = first(arguments)
    if isinstance(value, Record) and on_event(value):
        return KeysOf(value)
    if isinstance(value, KeysOf):
        return value
    return ListValue.of(Items() if value == NULL else elements(state, value, arguments.line))


def _validate(state: State, owner: Value, arguments: Arguments) -> Value:
    """`Model.model_validate(event)`."""
    given = map_union(first(arguments), lambda one: parsed() if isinstance(one, Raw) else one)
    return state.call(owner, Arguments(plain=[], named={}, keywords=[given], line=arguments.line))


def _len(state: State, value: Value, line: int) -> Value:
    value = state.solid(value)
    own = own_method(state, value, "__len__")
    return size(value) if own is ABSENT else state.call_plain(own, line=line)


def _chain_all(state: State, value: Value, line: int) -> Value:
    held = elements(state, value, line)
    parts = [elements(state, item.value, line) for item in held.items]
    return ListValue.of(Items.joined((*parts, Items((), held.loose))))


def _reduced(state: State, arguments: Arguments) -> Value:
    return shared.reduced(state, first(arguments), first(arguments, 1), arguments.at(2, "initial"), arguments.line)


def _loads(state: State, arguments: Arguments) -> Value:
    """`json.loads`; a hook gets every object and may make something else of it."""
    value, hook = shared.parse(state, arguments), arguments.named.get("object_hook")
    return value if hook is None else state.call_plain(hook, value, line=arguments.line)


NATIVES: dict[str, NativeCall] = {
    **FUNCTION_NATIVES,
    **rows(
        "simplejson.loads ujson.loads orjson.loads rapidjson.loads ast.literal_eval yaml.safe_load demjson.decode", shared.parse
    ),
    "json.loads": _loads,
    "json.load": shared.parse,
    **rows("json.dumps simplejson.dumps ujson.dumps orjson.dumps", shared.dump),
    # the event as a stream
    **rows("io.BytesIO io.StringIO StringIO.StringIO", lambda _state, given: RAW if first(given) is RAW else OPAQUE),
    **rows("str unicode bytes repr bytearray format pprint.pformat pprint.pprint", shared.text),
    **rows("int long", _number("integer")),
    **rows("float decimal.Decimal Decimal", _number("number")),
    **rows("dict collections.OrderedDict OrderedDict", _dict),
    "collections.ChainMap": _chained,
    **rows("list tuple set frozenset sorted reversed", _list),
    **rows("copy.copy copy.deepcopy", shared.each(copied)),
    **rows("eval exec execfile compile locals globals vars __import__ importlib.import_module", shared.reflected),
    **rows("sys.exit exit quit os._exit", shared.ends),
    "asyncio.gather": lambda _state, given: list_of(*given.plain, loose=given.loose),
    **rows(
        "asyncio.run asyncio.wait_for asyncio.create_task asyncio.ensure_future asyncio.get_event_loop.run_until_complete"
        " asyncio.new_event_loop.run_until_complete",
        shared.same,
    ),
    **rows("os.getenv os.environ.get", lambda state, given: shared.variable(state, first(given), first(given, 1))),
    "bool": shared.boolean_of,
    "isinstance": of(_isinstance, 0, 1),
    "all": of(shared.every, 0),
    "any": of(shared.some, 0),
    "len": of(_len, 0),
    "map": of(shared.mapped, 0, 1),
    "filter": of(shared.kept, 0, 1),
    "enumerate": lambda state, given: shared.numbered(elements(state, first(given), given.line)),
    **rows("functools.reduce reduce", _reduced),
    "itertools.chain": lambda state, given: shared.concatenated(state, *given.plain, line=given.line),
    "itertools.chain.from_iterable": of(_chain_all, 0),
}
PARENT_FAMILIES = {
    **dict.fromkeys(("KeyError", "IndexError"), names("LookupError")),
    "JSONDecodeError": names("ValueError"),
    "ValidationError": names("ValueError pydantic.ValidationError"),
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
    record_methods=python_methods.RECORD_METHODS,
    list_methods=python_methods.LIST_METHODS,
    text_methods=python_methods.TEXT_METHODS,
    object_methods=python_methods.OBJECT_METHODS,
    sequence_methods=python_methods.SEQUENCE_METHODS,
    either_methods=frozenset(),
    raw_methods=python_methods.RAW_METHODS,
    quiet=names("print logging logger log type id context.logger hash callable warnings sys.stdout sys.stderr loguru"),
    module_slots=_module_slots,
    environment="os.environ",
    text_results=names("strip lower upper encode decode hexdigest strftime isoformat substitute safe_substitute"),
    class_functions=dict.fromkeys(("parse_obj", "model_validate", "parse_raw", "model_validate_json", "construct"), _validate),
    catching_all=names("Exception BaseException StandardError"),
    families=PARENT_FAMILIES,
)
