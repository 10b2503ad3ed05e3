"""The writing step on functions: setting the configuration the registry declares."""

from __future__ import annotations

import json
from dataclasses import dataclass

from pydantic import JsonValue

from sync.core.model import Configuration, FoundFunction
from sync.core.plan import FieldChange, UpdateFunction
from sync.errors import PlanRefusedError
from sync.execute.clouds import Clouds
from sync.execute.sight import AsPlanned, AsWanted, Changed, Sight

_ENVIRONMENT = "environment."
_SETTINGS = ("runtime", "handler", "memory", "timeout")


@dataclass(frozen=True, slots=True, kw_only=True)
class Configuring:
    """Sets the fields the step names to the registry's values; the plan itself holds no environment value that is secret."""

    step: UpdateFunction
    wanted: Configuration  # only the fields the step names; see `narrowed`
    clouds: Clouds

    def look(self) -> Sight:
        """As planned means: not changed by anybody since the plan was made, in whatever field."""
        function = self.clouds.readers.functions.function(self.step.address, self.step.generation)
        if function is None:
            return Changed(f"the function {self.step.address} does not exist")
        present = function.configuration
        if all(_value(present, change.path) == _value(self.wanted, change.path) for change in self.step.changes):
            return AsWanted()
        if function.modified == self.step.modified:
            return AsPlanned()
        return Changed(self._now(function))

    def send(self) -> None:
        """Sets them in one call."""
        self.clouds.writers.functions.configure(self.step.address, self.step.generation, self.wanted)

    def _now(self, function: FoundFunction) -> str:
        values = (_shown(change, _value(function.configuration, change.path)) for change in self.step.changes)
        modified = f"it was changed on {function.modified}, after the plan was made ({self.step.modified})"
        return f"{modified}; now {', '.join(values)}"


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


def _value(configuration: Configuration, path: str) -> str | int | None:
    if path.startswith(_ENVIRONMENT):
        return (configuration.environment or {}).get(path.removeprefix(_ENVIRONMENT))
    values = (configuration.runtime, configuration.handler, configuration.memory, configuration.timeout)
    return dict(zip(_SETTINGS, values, strict=True)).get(path)


def _shown(change: FieldChange, value: JsonValue) -> str:
    if change.secret:
        return f"{change.path} is not shown"
    return f"{change.path} is {json.dumps(value, ensure_ascii=False)}"
