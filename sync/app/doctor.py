"""Doctor: what works from here."""

from __future__ import annotations

from dataclasses import dataclass

from sync.adapters import doctor
from sync.adapters.doctor import Examination
from sync.app.project import access_of
from sync.core.normalise import wanted_from
from sync.settings import Settings
from sync.specs.dry_load import holds_nothing
from sync.specs.ids import Region
from sync.specs.load import load
from sync.specs.models import Registry


@dataclass(frozen=True, slots=True, kw_only=True)
class Diagnosis:
    """Everything that was tried for one account; `has_registry`: there was one that named regions and centers."""

    account: str
    examinations: tuple[Examination, ...]
    has_registry: bool

    @property
    def healthy(self) -> bool:
        """Whether everything that was tried worked."""
        return all(item.verdict != "failed" for item in self.examinations)


def examine(settings: Settings) -> Diagnosis:
    """Try everything a run needs, for the registry's regions and centers; without a registry for the regions of the settings."""
    absent = holds_nothing(settings.registry)
    registry = Registry(functions=(), centers=(), digest="") if absent else load(settings.registry)
    regions = _endpoint_regions(settings) if absent else registry.regions
    access = access_of(settings)
    examinations = doctor.examine(access, wanted_from(registry).centers, regions)
    return Diagnosis(account=access.account_id, examinations=examinations, has_registry=not absent)


def _endpoint_regions(settings: Settings) -> tuple[Region, ...]:
    """The regions that the settings name: the only ones known before there is a registry."""
    return tuple(Region(name.removeprefix("fc:")) for name in sorted(settings.endpoints) if name.startswith("fc:"))
