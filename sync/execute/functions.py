"""The writing step on functions: setting the configuration the registry declares, and putting back what was there before."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from pydantic import JsonValue

from sync.core.plan.cause import FunctionAbsent, FunctionChanged, SettingNow, SettingsChanged
from sync.core.plan.model import FieldChange, UpdateFunction
from sync.core.redaction import Kept, Redacted, Variable
from sync.core.worlds import Configuration, FoundFunction
from sync.errors import PlanRefusedError
from sync.execute.clouds import Clouds
from sync.execute.preconditions import Diverged, Satisfied, Sight, Unchanged

_ENVIRONMENT = "environment."
_SETTINGS = ("runtime", "handler", "memory", "timeout")
_NOTHING = Configuration()


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuring:
    """Sets the fields the step names to the registry's values; the plan itself holds no environment value that is secret."""

    step: UpdateFunction
    wanted: Configuration  # only the fields the step names; see `narrowed`
    clouds: Clouds

    def look(self) -> Sight:
        """As planned means: no field was changed since the plan was made."""
        function = self.clouds.readers.functions.function(self.step.address)
        if function is None:
            return Diverged(FunctionAbsent(address=self.step.address))
        present = function.configuration
        if all(_value(present, change.path) == _value(self.wanted, change.path) for change in self.step.changes):
            return Satisfied()
        if function.modified == self.step.modified:
            return Unchanged()
        return Diverged(self._now(function))

    def send(self) -> None:
        """Sets them in one call."""
        self.clouds.writers.functions.configure(self.step.address, self.wanted)

    def _now(self, function: FoundFunction) -> FunctionChanged:
        now = tuple(_shown(change, _value(function.configuration, change.path)) for change in self.step.changes)
        return FunctionChanged(modified=function.modified, planned=self.step.modified, now=now)


Value = Variable | int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoring:
    """Sets fields of a function back to what they were before a step; a variable that did not exist is removed."""

    step: UpdateFunction
    before: Mapping[str, Value]  # by path, only what is known
    after: Mapping[str, Value]  # what the step made of the same
    clouds: Clouds

    def look(self) -> Sight:
        """Only what the step set is put back; what somebody has changed since stays."""
        function = self.clouds.readers.functions.function(self.step.address)
        if function is None:
            return Diverged(FunctionAbsent(address=self.step.address))
        now = {path: _value(function.configuration, path) for path in self.before}
        if now == self.before:
            return Satisfied()
        theirs = sorted(path for path, value in now.items() if value not in (self.before[path], self.after[path]))
        return Diverged(SettingsChanged(names=tuple(theirs))) if theirs else Unchanged()

    def send(self) -> None:
        """Sets them in one call."""
        absent = frozenset(path.removeprefix(_ENVIRONMENT) for path, value in self.before.items() if value is None)
        changes = _configuration({path: value for path, value in self.before.items() if value is not None})
        self.clouds.writers.functions.configure(self.step.address, changes, without=absent)


def restoring(
    step: UpdateFunction, before: Configuration | None, wanted: Configuration, clouds: Clouds
) -> tuple[Restoring, tuple[str, ...]]:
    """What puts the step's fields back, and the fields it cannot put back.

    A step holds no value that looks secret: such a field needs `before`, the configuration read before the step was sent, and the
    registry's. A setting that did not exist cannot be removed.
    """
    olds: dict[str, Value] = {}
    news: dict[str, Value] = {}
    for change in step.changes:
        if not change.secret:
            olds[change.path], news[change.path] = _plain(change.before), _plain(change.after)
        elif before is not None:
            olds[change.path], news[change.path] = _value(before, change.path), _value(wanted, change.path)
    for path in [path for path, value in olds.items() if value is None and not path.startswith(_ENVIRONMENT)]:
        del olds[path]
    lost = tuple(change.path for change in step.changes if change.path not in olds)
    return Restoring(step=step, before=olds, after=news, clouds=clouds), lost


def _plain(value: JsonValue) -> Value:
    return value if isinstance(value, str | int) else None


def _configuration(values: Mapping[str, Value]) -> Configuration:
    """The settings and variables under their paths as one value."""
    variables = {path.removeprefix(_ENVIRONMENT): value for path, value in values.items() if path.startswith(_ENVIRONMENT)}
    environment = {name: value if isinstance(value, Redacted) else str(value) for name, value in variables.items()}
    settings = {path: value for path, value in values.items() if path in _SETTINGS}
    return replace(_NOTHING, **settings, environment=environment or None)  # type: ignore[arg-type]  # each path has its own type


def narrowed(step: UpdateFunction, wanted: Configuration) -> Configuration:
    """Of the registry's configuration only the fields the step names; `PlanRefusedError` when it does not state one of them."""
    paths = [change.path for change in step.changes]
    for path in paths:
        if _value(wanted, path) is None:
            raise PlanRefusedError(
                f"the plan sets {path} of {step.uid}, but the registry does not state it",
                "run `ivrsync plan` again: the plan was made for another state of the registry",
            )
    names = [path.removeprefix(_ENVIRONMENT) for path in paths if path.startswith(_ENVIRONMENT)]
    return Configuration(
        runtime=wanted.runtime if "runtime" in paths else None,
        handler=wanted.handler if "handler" in paths else None,
        memory=wanted.memory if "memory" in paths else None,
        timeout=wanted.timeout if "timeout" in paths else None,
        environment={name: (wanted.environment or {})[name] for name in names} or None,
    )


def _value(configuration: Configuration, path: str) -> Value:
    if path.startswith(_ENVIRONMENT):
        return (configuration.environment or {}).get(path.removeprefix(_ENVIRONMENT))
    values = (configuration.runtime, configuration.handler, configuration.memory, configuration.timeout)
    return dict(zip(_SETTINGS, values, strict=True)).get(path)


def _shown(change: FieldChange, value: Value) -> SettingNow:
    if change.secret or isinstance(value, Redacted | Kept):
        return SettingNow(path=change.path, value=None, secret=True)
    return SettingNow(path=change.path, value=value)
