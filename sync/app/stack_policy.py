"""The rules for a stack, from a registry and a snapshot: what an update would do to callers, without any credentials."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import ValidationError

from sync.app.clock import now
from sync.app.snapshot_keys import registrys_key
from sync.app.snapshot_places import age_of, read_trusted
from sync.app.snapshots import joined_with
from sync.core.assessment import Assessment
from sync.core.snapshot.model import Snapshot
from sync.core.snapshot.trust import OF_TIME, TrustProblem
from sync.core.stack_rules import Stack, StackFunction, Violation, function_violations, stack_violations
from sync.errors import InputError
from sync.settings import Settings
from sync.specs.ids import Address, Uid
from sync.specs.load import load
from sync.specs.policy import FILE, StackRules
from sync.specs.wording import did_you_mean, shown

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

_CLOCKS = timedelta(minutes=-5)  # by so much two clocks may differ
_HINT = "docs/how-to/judge-without-credentials.md names every key"
_KINDS = {
    "string_type": "a text in quotes",
    "int_type": "a whole number without quotes",
    "bool_type": "true or false",
    "tuple_type": 'a list, such as ["cn-hangzhou"]',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StackPolicy:
    """What is known when an update is judged."""

    rules: StackRules
    snapshot: Snapshot
    joined: Assessment
    age: timedelta | None  # of the snapshot
    problems: tuple[TrustProblem, ...]  # with its signature, where the registry holds snapshots to a key
    others: tuple[StackFunction, ...] = ()  # somebody else's: the program reads them, and the engine shows them to no pack

    @property
    def is_old(self) -> bool:
        """Whether the snapshot is older than the rules allow, or does not say how old it is: also where its time is yet to come."""
        return self.age is None or not _CLOCKS <= self.age <= timedelta(hours=self.rules.oldest_snapshot)

    def address_of(self, uid: str) -> Address | None:
        """Where the registry has a function."""
        function = self.joined.functions.get(Uid(uid))
        return function.address if function is not None else None

    def of_function(self, function: StackFunction) -> tuple[Violation, ...]:
        """What is wrong with one function of the stack."""
        return tuple(function_violations(self.joined, function, self.rules))

    def of_stack(self, stack: Stack) -> tuple[Violation, ...]:
        """What the whole of the stack would do to published flows."""
        return stack_violations(self.joined, replace(stack, functions=(*stack.functions, *self.others)))


def open_policy(settings: Settings, snapshot: Path) -> StackPolicy:
    """Read the rules, the registry and the snapshot. Raises `InputError`, `RegistryErrors` and `LockError`."""
    rules = read_stack_rules(settings.registry / FILE)
    at, key = now(), registrys_key(settings.registry)
    read, problems = read_trusted(snapshot, key, at, settings.snapshot_max_age, allow_unsigned=key is None)
    _, joined = joined_with(settings, read)
    of_signature = tuple(problem for problem in problems if problem.code not in OF_TIME)
    functions = load(settings.registry).functions
    others = tuple(StackFunction(uid=one.uid, address=one.address) for one in functions if one.spec.code is None)
    return StackPolicy(rules=rules, snapshot=read, joined=joined, age=age_of(read, at), problems=of_signature, others=others)


def read_stack_rules(path: Path) -> StackRules:
    """The rules; those of an empty file where there is none. Raises `InputError`, with all mistakes."""
    try:
        text = path.read_text("utf-8-sig")
        return StackRules.model_validate(tomllib.loads(text))
    except FileNotFoundError:
        return StackRules()
    except ValidationError as error:
        problems = (_problem(path, text, details) for details in error.errors(include_url=False))
        raise InputError("\n".join(problems), _HINT) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not TOML: {error}", _HINT) from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}", "check its permissions") from error


def _problem(path: Path, text: str, details: ErrorDetails) -> str:
    """The mistake with its line and its key."""
    key, *items = details["loc"]
    stated = re.compile(rf"\s*\[?\s*[\"']?{re.escape(str(key))}\b")
    lines = (number for number, line in enumerate(text.splitlines(), 1) if stated.match(line))
    where = "".join((f"{key}", *(f"[{item}]" for item in items)))
    place = ":".join((str(path), *map(str, islice(lines, 1))))
    return f"{place}: {where}: {_mistake(str(key), details)}"


def _mistake(key: str, details: ErrorDetails) -> str:
    kind, context = details["type"], details.get("ctx", {})
    if kind == "extra_forbidden":
        near = did_you_mean(key, StackRules.model_fields)
        return "unknown key" + (f"; {near}" if near else "")
    if kind == "greater_than_equal":
        return f"must be at least {context['ge']}, not {details['input']}"
    if kind == "value_error":
        return str(context["error"])
    return f"must be {_KINDS.get(kind, 'something else')}, not {shown(details['input'])}"
