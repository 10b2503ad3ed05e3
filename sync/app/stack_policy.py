"""The rules for a stack, from a registry and a snapshot: what an update would do to callers, without any credentials."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from pydantic import ValidationError

from sync.app.project import now
from sync.app.snapshot_keys import registrys_key
from sync.app.snapshot_places import read_trusted
from sync.app.snapshots import age_of, joined_with
from sync.core.assessment import Assessment
from sync.core.snapshot.model import Snapshot
from sync.core.snapshot.trust import OF_TIME, TrustProblem
from sync.core.stack_rules import Stack, StackFunction, Violation, function_violations, stack_violations
from sync.errors import InputError
from sync.settings import Settings
from sync.specs.ids import Address, Uid
from sync.specs.policy import FILE, StackRules
from sync.specs.wording import did_you_mean

_CLOCKS = timedelta(minutes=-5)  # by so much two clocks may differ
_HINT = "docs/how-to/judge-without-credentials.md names every key"


@dataclass(frozen=True, slots=True, kw_only=True)
class StackPolicy:
    """What is known when an update is judged."""

    rules: StackRules
    snapshot: Snapshot
    joined: Assessment
    age: timedelta | None  # of the snapshot
    problems: tuple[TrustProblem, ...]  # with its signature, where the registry holds snapshots to a key

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
        return stack_violations(self.joined, stack)


def open_policy(settings: Settings, snapshot: Path) -> StackPolicy:
    """Read the rules, the registry and the snapshot. Raises `InputError`, `RegistryErrors` and `LockError`."""
    rules = read_stack_rules(settings.registry / FILE)
    at, key = now(), registrys_key(settings.registry)
    read, problems = read_trusted(snapshot, key, at, settings.snapshot_max_age, allow_unsigned=key is None)
    _, joined = joined_with(settings, read)
    of_signature = tuple(problem for problem in problems if problem.code not in OF_TIME)
    return StackPolicy(rules=rules, snapshot=read, joined=joined, age=age_of(read, at), problems=of_signature)


def read_stack_rules(path: Path) -> StackRules:
    """The rules; those of an empty file where there is none. Raises `InputError`, with all mistakes."""
    try:
        stated = tomllib.loads(path.read_text("utf-8-sig"))
    except FileNotFoundError:
        return StackRules()
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path}: not TOML: {error}", _HINT) from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}", "check its permissions") from error
    try:
        return StackRules.model_validate(stated)
    except ValidationError as error:
        problems = [_problem(path, ".".join(map(str, item["loc"])), item["type"], item["msg"]) for item in error.errors()]
        raise InputError("\n".join(problems), _HINT) from error


def _problem(path: Path, key: str, kind: str, message: str) -> str:
    if kind == "extra_forbidden":
        near = did_you_mean(key, StackRules.model_fields)
        return f"{path}: {key}: unknown key" + (f"; {near}" if near else "")
    text = message.removeprefix("Value error, ")
    return f"{path}: {key}: {text[0].lower()}{text[1:]}"
