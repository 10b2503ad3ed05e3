"""What the interpreter must be told about a language: how reads fail, what is true, and what its own functions do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from sync.signatures.interpreter.values import Arguments, ListValue, Record, Value
from sync.specs.models import TypeName


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """One language, as rows."""

    name: str
    strict_keys: bool  # a subscript without its key is an exception
    attributes: bool  # `.name` of a mapping is not a key of it
    empty_is_true: bool  # [] and {} count as true
    block_scopes: bool
    null_reads: bool  # reading inside null gives null
    copied_on_assignment: bool  # arrays are values: a second name is a copy
    calls_by_name: bool  # a text that names a function can be called
    # What stands for Any is the State, which holds a dialect: `state.NativeCall` and its like say so where the rows are written.
    natives: Mapping[str, Callable[[Any, Arguments], Value]]  # functions by dotted path
    record_methods: Mapping[str, Callable[[Any, Record, Arguments], Value]]
    list_methods: Mapping[str, Callable[[Any, ListValue, Arguments], Value]]
    text_methods: Mapping[str, TypeName | None]  # methods that only a text has, and the type of their result
    object_methods: frozenset[str]
    sequence_methods: frozenset[str]
    either_methods: frozenset[str]  # methods that texts, arrays and numbers share: they show no type
    raw_methods: frozenset[str]  # methods of the delivered event that give its text again
    quiet: frozenset[str]  # outside functions, and modules of them, that may be handed the event: they print it or look at its type
    module_slots: Callable[[str, Record], dict[str, Value]]  # what every module finds in its scope
    environment: str  # the path of the mapping of environment variables
    properties: str = ""  # what the names of properties begin with inside a class, where methods may have the same names
    text_results: frozenset[str] = frozenset()  # methods that give a text whatever they belong to
    replaced: frozenset[str] = frozenset()  # functions that compilers copy into every file, known here by name
    class_functions: Mapping[str, Callable[..., Value]] = field(default_factory=dict)
    catching_all: frozenset[str] = frozenset()
    families: Mapping[str, frozenset[str]] = field(default_factory=dict)  # exception -> the types that catch it

    def catches(self, types: frozenset[str], kind: str) -> bool:
        """Whether a handler of those types sees that exception; a type of the program's own is taken to catch its own."""
        if not types or types & self.catching_all or kind in types:
            return True
        return bool(types & self.families.get(kind, frozenset()))

    def is_quiet(self, path: str) -> bool:
        """Whether an outside function only prints or looks at what it is given."""
        parts = path.split(".")
        return any(".".join(parts[:length]) in self.quiet for length in range(1, len(parts) + 1))


def names(many: str) -> frozenset[str]:
    """Several names, written with spaces between them."""
    return frozenset(many.split())
