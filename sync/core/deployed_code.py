"""What deployed code shows: its signature or why it has none, and the print by which it is recognised."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from sync.core.code_print import CodePrint
from sync.core.signature.inferred import Inferred, Unknown, UnknownReason
from sync.core.worlds import FoundSignature
from sync.specs.ids import Address

# The reasons without a signature that certainly make every call fail. A broken signature statement is not among them.
BROKEN_CODE: frozenset[UnknownReason] = frozenset({"no-such-handler", "broken-code", "broken-package"})
Shown = Inferred | Unknown


def is_broken_code(shown: Shown | None) -> TypeGuard[Unknown]:
    """Whether every call of this code certainly fails."""
    return isinstance(shown, Unknown) and shown.reason in BROKEN_CODE


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """What deployed code shows, by address: as it is called now, and as it will be called once apply has configured it."""

    now: Mapping[Address, Shown]
    planned: Mapping[Address, Shown]
    prints: Mapping[Address, CodePrint]  # as it is called now

    def after(self, address: Address) -> Shown | None:
        """As it will be called; as now where apply does not change that."""
        return self.planned.get(address, self.now.get(address))

    @classmethod
    def of(cls, read: Iterable[FoundSignature]) -> Code:
        """Of everything that was read."""
        read = tuple(read)
        return cls(
            now={item.address: item.signature for item in read if not item.planned},
            planned={item.address: item.signature for item in read if item.planned},
            prints={item.address: item.code_print for item in read if item.code_print and not item.planned},
        )
