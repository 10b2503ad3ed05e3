"""The function ports over both generations of Function Compute."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Protocol

from sync.adapters.answers import number, some_text, text, unreadable
from sync.adapters.errors import clean
from sync.core.redaction import MARK, Redacted, Variable, redacted
from sync.core.worlds import Configuration, FoundFunction
from sync.errors import CloudError, Failure
from sync.ports import Answer
from sync.specs.ids import Address, Generation, Region


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeLocation:
    """Where a code package can be fetched for a short while. The URL is signed: it is never shown."""

    url: str = field(repr=False)
    checksum: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Versioned:
    """A function with its ETag for conditional updates, None where there is none."""

    function: FoundFunction
    etag: str | None


class FunctionApi(Protocol):
    """One generation of Function Compute."""

    def listing(self, region: Region) -> tuple[FoundFunction, ...]:
        """Every function of the region."""
        ...

    def read(self, address: Address) -> Versioned:
        """One function; ABSENT when it does not exist."""
        ...

    def write(self, address: Address, settings: Configuration, etag: str | None) -> None:
        """Set the stated fields; the environment is replaced as a whole."""
        ...

    def invoke(self, address: Address, event: bytes) -> Answer:
        """Call synchronously."""
        ...

    def code(self, address: Address) -> CodeLocation:
        """Where the package can be fetched."""
        ...


Apis = Mapping[Generation, FunctionApi]


@dataclass(frozen=True, slots=True)
class Originals:
    """The texts behind redacted values, for writing them back: the reader of single functions fills it, only the writer reads it.

    It ends with the process.
    """

    texts: dict[bytes, str] = field(default_factory=dict, repr=False)

    def keep(self, shown: Mapping[str, Variable], read: Mapping[str, Variable]) -> None:
        """Store the text behind each redacted value, as it was read."""
        for name, value in shown.items():
            text = read[name]
            if isinstance(value, Redacted) and isinstance(text, str):
                self.texts[value.digest] = text

    def text(self, value: Variable) -> str:
        """The text to set the variable to. Raises `CloudError` for a redacted value that was not read one by one."""
        if isinstance(value, str):
            return value
        if value.digest not in self.texts:
            raise CloudError(
                "UpdateFunction",
                Failure.INVALID,
                code="NotKept",
                message="a value that looks secret was not read by this run, so it cannot be written",
                hint="state it in the registry, and run `ivrsync plan` again",
            )
        return self.texts[value.digest]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFunctions:
    """`FunctionReader` over the SDKs: it redacts environment values that look secret, so no caller sees them."""

    apis: Apis
    salt: str = field(repr=False)
    originals: Originals = field(repr=False)

    def functions(self, region: Region, generation: Generation) -> tuple[FoundFunction, ...]:
        """Every function of that generation in the region."""
        return tuple(map(self._redacted, self.apis[generation].listing(region)))

    def function(self, address: Address) -> FoundFunction | None:
        """One function now, or None when it does not exist."""
        try:
            read = self.apis[address.generation].read(address).function
        except CloudError as error:
            if error.failure is Failure.ABSENT:
                return None
            raise
        shown = self._redacted(read)
        self.originals.keep(shown.configuration.environment or {}, read.configuration.environment or {})
        return shown

    def _redacted(self, function: FoundFunction) -> FoundFunction:
        settings = function.configuration
        if not settings.environment:
            return function
        return replace(function, configuration=replace(settings, environment=redacted(settings.environment, self.salt)))


@dataclass(frozen=True, slots=True, kw_only=True)
class WriteFunctions:
    """`FunctionWriter` over the SDKs. Redacted values are written as the texts behind them."""

    apis: Apis
    originals: Originals = field(repr=False)

    def configure(self, address: Address, changes: Configuration, *, without: frozenset[str] = frozenset()) -> None:
        """Set the stated fields on the present function, conditionally where the API supports it.

        A conditional update must not simply be repeated when no answer came: the function is read again first.
        """
        api, changes = self.apis[address.generation], self._opened(changes)
        try:
            _update(api, address, changes, without)
        except CloudError as error:
            if error.failure not in {Failure.LOST, Failure.UNAVAILABLE} or error.operation != "UpdateFunction":
                raise
            _update(api, address, changes, without)

    def _opened(self, changes: Configuration) -> Configuration:
        if not changes.environment:
            return changes
        return replace(changes, environment={name: self.originals.text(value) for name, value in changes.environment.items()})


@dataclass(frozen=True, slots=True)
class Invocations:
    """`FunctionInvoker` over the SDKs."""

    apis: Apis

    def invoke(self, address: Address, event: str) -> Answer:
        """Call synchronously with that event."""
        return self.apis[address.generation].invoke(address, event.encode())


def _update(api: FunctionApi, address: Address, changes: Configuration, without: frozenset[str]) -> None:
    present = api.read(address)
    settings = changes
    if changes.environment is not None or without:
        kept = {name: value for name, value in (present.function.configuration.environment or {}).items() if name not in without}
        settings = replace(changes, environment={**kept, **(changes.environment or {})})
    if not _already(present.function.configuration, settings):
        api.write(address, settings, present.etag)


def _already(present: Configuration, settings: Configuration) -> bool:
    names = ("runtime", "handler", "memory", "timeout", "environment")
    return all(getattr(settings, name) in {None, getattr(present, name)} for name in names if name != "environment") and (
        settings.environment in (None, present.environment)
    )


def found_function(operation: str, address: Address, item: object) -> FoundFunction:
    """A function from the SDKs' model of it; both generations name these fields alike."""
    environment = getattr(item, "environment_variables", None) or {}
    if not isinstance(environment, Mapping):
        raise unreadable(operation, "environmentVariables is not an object")
    return FoundFunction(
        address=address,
        function_id=text(getattr(item, "function_id", None)) or None,
        configuration=Configuration(
            runtime=text(getattr(item, "runtime", None)) or None,
            handler=text(getattr(item, "handler", None)) or None,
            memory=number(operation, getattr(item, "memory_size", None), "memorySize"),
            timeout=number(operation, getattr(item, "timeout", None), "timeout"),
            environment={str(name): text(value) for name, value in environment.items()},
        ),
        checksum=text(getattr(item, "code_checksum", None)) or None,
        modified=text(getattr(item, "last_modified_time", None)),
        code_size=number(operation, getattr(item, "code_size", None), "codeSize"),
        description=text(getattr(item, "description", None)) or None,
        created=text(getattr(item, "created_time", None)) or None,
        mark=text(environment.get(MARK)) or _tag(item) or None,
    )


def _tag(item: object) -> str:
    """The mark among the tags: those of 3.0 are a list of keys with values, 2.0 has none."""
    tags = getattr(item, "tags", None)
    marks = (tag for tag in tags if getattr(tag, "key", None) == MARK) if isinstance(tags, list) else iter(())
    return text(getattr(next(marks, None), "value", None))


def settings_of(changes: Configuration) -> dict[str, object]:
    """The stated fields under the SDKs' names."""
    stated: dict[str, object] = {
        "runtime": changes.runtime,
        "handler": changes.handler,
        "memory_size": changes.memory,
        "timeout": changes.timeout,
        "environment_variables": changes.environment,
    }
    return {name: value for name, value in stated.items() if value is not None}


def answer_of(headers: Mapping[str, str], payload: bytes) -> Answer:
    """The result of an invocation. For a failing function the status is 200, with the header X-Fc-Error-Type."""
    shown = payload.decode("utf-8", errors="replace")
    kind = next((value for name, value in headers.items() if name.casefold() == "x-fc-error-type"), "")
    if not kind:
        return Answer(payload=shown, error=None)
    return Answer(payload=shown, error=f"{clean(kind)}: {clean(_error_message(shown))}")


def _error_message(payload: str) -> str:
    try:
        document = json.loads(payload)
    except ValueError:
        return payload
    return str(document.get("errorMessage", payload)) if isinstance(document, dict) else payload


def location_of(operation: str, found: object) -> CodeLocation:
    """The location in an answer of GetFunctionCode."""
    return CodeLocation(url=some_text(operation, found, "url"), checksum=text(getattr(found, "checksum", None)) or None)
