"""What the tool said, as far as the oracle reads it: documents in JSON, the lock, exit codes."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.oracle.scene import Address

LOCK = "registry.lock.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """A finding that says that a published flow breaks. `flows` are the ids of those it names that are published."""

    code: str
    subject: str
    origin: str
    flows: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One look: how the process ended, which code the document states, and the alarms in it."""

    exit_code: int
    stated: int | None
    alarms: tuple[Alarm, ...]

    @property
    def named(self) -> frozenset[str]:
        """The flows that some alarm names."""
        return frozenset(flow for alarm in self.alarms for flow in alarm.flows)


def said(exit_code: int, out: str) -> Said:
    """Read the document that a look printed."""
    document = json.loads(out)
    findings = document["findings"] if "findings" in document else document["plan"]["findings"]
    alarms = tuple(_alarm(finding) for finding in findings if finding.get("breaks"))
    return Said(exit_code=exit_code, stated=document.get("exit_code"), alarms=alarms)


def _alarm(finding: dict[str, Any]) -> Alarm:
    flows = frozenset(flow["id"] for flow in finding.get("flows", ()) if flow["published"])
    return Alarm(code=finding["code"], subject=finding["subject"], origin=str(finding["origin"]), flows=flows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """What the lock of the last good sync claims: addresses of functions, and registrations as center and id."""

    addresses: frozenset[Address] = frozenset()
    registrations: frozenset[tuple[str, str]] = frozenset()


def read_lock(registry: Path) -> Lock | None:
    """The lock as it is on disk, None when there is none."""
    path = registry / LOCK
    if not path.exists():
        return None
    entries = json.loads(path.read_text(encoding="utf-8")).get("functions", {}).values()
    return Lock(
        addresses=frozenset(Address(entry["region"], entry["service"], entry["name"]) for entry in entries),
        registrations=frozenset(
            (center, held["id"]) for entry in entries for center, held in (entry.get("registrations") or {}).items()
        ),
    )
