"""Writing registrations, and calling functions as a center would, through the inner API CloudCallCenter 2017-07-05."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sync.adapters.answers import text
from sync.adapters.clients import Clients
from sync.adapters.errors import clean, cloud_error, is_success
from sync.core.worlds import RegistrationState, WantedCenter
from sync.errors import Failure
from sync.ports import Answer
from sync.specs.ids import Address


@dataclass(frozen=True, slots=True)
class WriteRegistrations:
    """`RegistrationWriter` and `RegistrationTester` over CloudCallCenter 2017-07-05.

    Source of actions and fields: the vendor's public Java SDK. The name of the answer's id differs from CCC 2020-07-01
    (FunctionId there, FunctionMetaId here); both are taken to be the same.
    """

    clients: Clients

    def register(self, center: WantedCenter, registration: RegistrationState) -> str:
        """Add one; returns its id. Failover cannot be written by API and is ignored."""
        answer = self._call("AddFunctionMeta", _written(center, registration))
        found = text(answer.get("FunctionId"))
        if not found:  # it was added, but its id is unknown: the same as a lost answer
            raise cloud_error("AddFunctionMeta", Failure.LOST, code="UnreadableAnswer", message="the answer lacks FunctionId")
        return found

    def modify(self, center: WantedCenter, registration_id: str, registration: RegistrationState) -> None:
        """Set target, description and role of an existing one."""
        self._call("ModifyFunctionMeta", {"FunctionId": registration_id, **_written(center, registration)})

    def unregister(self, center: WantedCenter, registration_id: str) -> None:
        """Remove one; a missing one is ABSENT."""
        self._call("DeleteFunctionMeta", {"InstanceId": center.instance, "FunctionId": registration_id})

    def test(self, center: WantedCenter, target: Address, role: str, event: str) -> Answer:
        """Call by the registration's coordinates with that event, as JSON text. How failures are reported is not published."""
        parameters = {"InstanceId": center.instance, "Role": role, "Parameter": event, **_coordinates(target)}
        body = self._call("TestFcInvocation", parameters, read_timeout=self.clients.access.invocation_timeout)
        error = None if is_success(body) else f"{clean(body.get('Code'))}: {clean(body.get('Message', ''))}"
        return Answer(payload=text(body.get("Payload")), error=error)

    def _call(self, action: str, parameters: Mapping[str, str], *, read_timeout: float | None = None) -> Mapping[str, object]:
        answer = self.clients.call("call_center", action, parameters, read_timeout=read_timeout).get("body")
        return answer if isinstance(answer, Mapping) else {}


def _written(center: WantedCenter, registration: RegistrationState) -> dict[str, str]:
    return {
        "InstanceId": center.instance,
        "Role": registration.role,
        "Description": registration.description,
        **_coordinates(registration.target),
    }


def _coordinates(target: Address) -> dict[str, str]:
    return {"Region": target.region, "Service": target.service, "FunctionName": target.name}
