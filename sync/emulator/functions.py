"""What one account holds of Function Compute in one region: services, functions, triggers, tags.

Records are frozen and replaced as a whole, so that a copy of these tables is cheap.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from types import MappingProxyType
from typing import cast

TIME = "%Y-%m-%dT%H:%M:%SZ"  # how Function Compute writes a time, in UTC
RESTRICTION = "invocationRestriction"  # the setting that says whether a function of FC 3.0 may be invoked
SERVICE_MARK = "$"  # FC 3.0 shows the 2.0 function fn of service svc as svc$fn
DEFAULTS: Mapping[str, object] = MappingProxyType(
    {
        "runtime": "python3.10",
        "handler": "index.handler",
        "memorySize": 128,
        "timeout": 3,
        "description": "",
        "environmentVariables": {},
        "instanceConcurrency": 1,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """One service of FC 2.0. `settings` are the fields as the API names them; times are `2020-04-01T08:15:27Z`."""

    name: str
    service_id: str
    settings: Mapping[str, object]
    created: str
    modified: str
    tags: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Function:
    """One function; `service` is empty for FC 3.0. `package` is the key of its code among the world's packages.

    `checksum` is the CRC-64 of the package as decimal text, `revision` counts the changes (it becomes the Etag).
    """

    service: str
    name: str
    function_id: str
    settings: Mapping[str, object]
    created: str
    modified: str
    package: str = ""
    code_size: int = 0
    checksum: str = "0"
    revision: int = 1
    tags: Mapping[str, str] = field(default_factory=dict)

    @property
    def full_name(self) -> str:
        """The name by which FC 3.0 knows it."""
        return f"{self.service}{SERVICE_MARK}{self.name}" if self.service else self.name

    @property
    def is_disabled(self) -> bool:
        """Whether somebody forbade to invoke it."""
        restriction = self.settings.get(RESTRICTION)
        return isinstance(restriction, Mapping) and restriction.get("disable") is True


@dataclass(slots=True, kw_only=True)
class Compute:
    """What an account holds in a region. Keys of `functions` and `triggers` are (service, name).

    The sorted names are kept until one comes or goes.
    """

    services: dict[str, Service] = field(default_factory=dict)
    functions: dict[tuple[str, str], Function] = field(default_factory=dict)
    triggers: dict[tuple[str, str], tuple[Mapping[str, object], ...]] = field(default_factory=dict)
    _sorted: dict[str, list[str]] = field(default_factory=dict, repr=False)

    def put_service(self, service: Service) -> None:
        """Add or replace one."""
        if service.name not in self.services:
            self._sorted.clear()
        self.services[service.name] = service

    def put(self, function: Function) -> None:
        """Add or replace one."""
        key = (function.service, function.name)
        if key not in self.functions:
            self._sorted.clear()
        self.functions[key] = function

    def remove(self, service: str, name: str) -> None:
        """Remove a function with its triggers."""
        self._sorted.clear()
        del self.functions[service, name]
        self.triggers.pop((service, name), None)

    def remove_service(self, name: str) -> None:
        """Remove a service."""
        self._sorted.clear()
        del self.services[name]

    def by_full_name(self, full_name: str) -> Function | None:
        """The function FC 3.0 knows by that name."""
        service, mark, name = full_name.rpartition(SERVICE_MARK)
        return self.functions.get((service, name)) if mark else self.functions.get(("", full_name))

    def service_names(self) -> list[str]:
        """All, sorted. The list is shared: not to be changed."""
        return self._names("services", lambda: self.services)

    def names_in(self, service: str) -> list[str]:
        """Function names of one service (the empty one: of FC 3.0), sorted. The list is shared."""
        return self._names(f"in {service}", lambda: [name for owner, name in self.functions if owner == service])

    def full_names(self, generation: str) -> list[str]:
        """Names as FC 3.0 shows them, sorted: of `v3`, of `v2`, or of both for any other text. The list is shared."""
        return self._names(
            f"full {generation}",
            lambda: [f.full_name for f in self.functions.values() if generation != ("v3" if f.service else "v2")],
        )

    def copy(self) -> Compute:
        """A picture of this moment."""
        return Compute(services=dict(self.services), functions=dict(self.functions), triggers=dict(self.triggers))

    def to_json(self) -> dict[str, object]:
        """As plain JSON values."""
        return {
            "services": [_plain(service) for service in self.services.values()],
            "functions": [_plain(function) for function in self.functions.values()],
            "triggers": [[service, name, list(found)] for (service, name), found in self.triggers.items()],
        }

    @classmethod
    def from_json(cls, value: Mapping[str, object]) -> Compute:
        """The reverse of `to_json`. Raises ValueError, KeyError or TypeError on anything else."""
        compute = cls()
        for service in cast("list[dict[str, object]]", value["services"]):
            compute.put_service(Service(**service))  # type: ignore[arg-type]  # the caller refuses a broken file
        for function in cast("list[dict[str, object]]", value["functions"]):
            compute.put(Function(**function))  # type: ignore[arg-type]  # as above
        for service_name, name, found in cast("list[tuple[str, str, list[dict[str, object]]]]", value["triggers"]):
            compute.triggers[service_name, name] = tuple(found)
        return compute

    def _names(self, index: str, names: Callable[[], Iterable[str]]) -> list[str]:
        if index not in self._sorted:
            self._sorted[index] = sorted(names())
        return self._sorted[index]


def _plain(record: Service | Function) -> dict[str, object]:
    values = ((each.name, getattr(record, each.name)) for each in fields(record))
    return {name: dict(value) if isinstance(value, Mapping) else value for name, value in values}
