"""The flows that would feel it when a registration is removed or given another target."""

from __future__ import annotations

from dataclasses import dataclass

from sync.core.mentions import read_mentions
from sync.core.model import WantedCenter
from sync.core.plan import Plan
from sync.execute.clouds import Clouds
from sync.execute.sight import AsPlanned, Changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Bystanders:
    """The flows of one center that mention a registration now, against those that mentioned it when the plan was made."""

    plan: Plan
    center: WantedCenter
    clouds: Clouds

    def none_new(self, registration_id: str, function_name: str) -> AsPlanned | Changed:
        """As planned, unless a flow mentions it that whoever made the plan could not weigh; may raise `CloudError`."""
        weighed = {
            flow.id
            for finding in self.plan.findings
            if (finding.center, finding.subject) == (self.center.name, registration_id)
            for flow in finding.flows
        }
        mentions = read_mentions(self.clouds.readers.centers.flows(self.center))
        flows = mentions.of(self.center.name, registration_id, function_name)
        new = [f"{flow.name} ({flow.id})" for flow in flows if flow.id not in weighed]
        return Changed(f"flows mention it that did not when the plan was made: {', '.join(new)}") if new else AsPlanned()
