"""What the user allows beyond the defaults."""

from __future__ import annotations

from dataclasses import dataclass

from sync.core.plan.model import FlowRef


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """Permissions of the user that let a plan do more; none of them is ever a default."""

    allowed_flows: frozenset[str] = frozenset()  # flows, by id or name, that may be touched by a removal or a repointing
    restored: frozenset[str] = frozenset()  # uids whose registrations go back to where the registry has their moved function
    named_removals: int | None = None  # how many removals in one center the user allows
    removal_share: float = 0.25  # of a center's registrations, removable without naming the number
    removal_floor: int = 2  # as many may always be removed

    def blocking(self, flows: tuple[FlowRef, ...]) -> tuple[FlowRef, ...]:
        """The flows among these that the user has not named."""
        return tuple(flow for flow in flows if flow.id not in self.allowed_flows and flow.name not in self.allowed_flows)

    def removal_limit(self, registrations: int) -> int:
        """How many registrations may be removed from a center that holds so many."""
        return max(self.removal_floor, int(registrations * self.removal_share))

    def allows_removals(self, removals: int, registrations: int) -> bool:
        """Whether so many may be removed: few enough, or exactly the number named. A smaller number named narrows the limit."""
        limit = self.removal_limit(registrations)
        if self.named_removals is None:
            return removals <= limit
        return removals == self.named_removals or removals <= min(limit, self.named_removals)
