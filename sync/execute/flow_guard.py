"""The flows that are affected when a registration is removed or given another target."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sync.core.flows.calls import flows_using
from sync.core.plan.cause import FlowsAdded
from sync.core.plan.model import Finding, Plan
from sync.core.worlds import FoundRegistration, WantedCenter
from sync.execute.clouds import Clouds
from sync.execute.preconditions import Diverged, Unchanged


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowGuard:
    """The flows of one center that call a registration now, against those that did when the plan was made."""

    plan: Plan
    center: WantedCenter
    clouds: Clouds

    def none_new(self, registration: FoundRegistration, listed: Iterable[FoundRegistration]) -> Unchanged | Diverged:
        """As planned, unless a flow calls it that did not when the plan was made; may raise `CloudError`.

        `listed` are the center's registrations as they were just read, that one among them.
        """
        weighed = {flow for finding in self.plan.findings for flow in self._weighed(finding, registration)}
        flows = flows_using(registration, listed, self.clouds.readers.centers.flows(self.center))
        new = tuple(flow for flow in flows if flow.id not in weighed)
        return Diverged(FlowsAdded(flows=new)) if new else Unchanged()

    def _weighed(self, finding: Finding, registration: FoundRegistration) -> Iterable[str]:
        """A move of a function is told once for all of its registrations, with the flows of each."""
        if (finding.center, finding.subject) == (self.center.name, registration.id):
            return [flow.id for flow in finding.flows if flow.center == self.center.name]
        listed = finding.args.get("registrations")
        flows = listed.get(f"{self.center.name}/{registration.id}") if isinstance(listed, dict) else None
        return map(str, flows) if isinstance(flows, list) else ()
