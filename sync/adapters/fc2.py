"""Function Compute 2.0 (API 2021-04-06): services hold functions."""

from __future__ import annotations

from dataclasses import dataclass

from sync.adapters.answers import body, items, some_text, text
from sync.adapters.clients import Clients
from sync.adapters.functions import CodeLocation, Versioned, answer_of, found_function, location_of, settings_of
from sync.adapters.pagination import ConsistentReader, InconsistentListingError, TokenPage, by_token, together
from sync.core.worlds import Configuration, FoundFunction
from sync.errors import CloudError, Failure
from sync.ports import Answer
from sync.specs.ids import Address, Region


@dataclass(frozen=True, slots=True)
class Fc2:
    """Every operation of 2.0 that is used; which of them may be sent is decided by the clients' gateway."""

    clients: Clients
    settling: ConsistentReader

    def listing(self, region: Region) -> tuple[FoundFunction, ...]:
        """Every function of the region: its services, then the functions of each, several services at a time."""
        return self.settling.read("ListFunctions", lambda: self._reading(region))

    def read(self, address: Address) -> Versioned:
        """One function; ABSENT when it or its service does not exist."""
        models = self.clients.models("fc2")
        response = self.clients.client("fc2", address.region).get_function_with_options(
            address.service, address.name, models.GetFunctionRequest(), models.GetFunctionHeaders(), self.clients.runtime()
        )
        function = found_function("GetFunction", address, body("GetFunction", response))
        return Versioned(function=function, etag=text((response.headers or {}).get("etag")) or None)

    def write(self, address: Address, settings: Configuration, etag: str | None) -> None:
        """Set the stated fields, on the version that was read."""
        models = self.clients.models("fc2")
        self.clients.client("fc2", address.region).update_function_with_options(
            address.service,
            address.name,
            models.UpdateFunctionRequest(**settings_of(settings)),
            models.UpdateFunctionHeaders(if_match=etag),
            self.clients.runtime(),
        )

    def invoke(self, address: Address, event: bytes) -> Answer:
        """Call synchronously. The SDK takes nothing but bytes."""
        models = self.clients.models("fc2")
        response = self.clients.client("fc2", address.region).invoke_function_with_options(
            address.service,
            address.name,
            models.InvokeFunctionRequest(body=event),
            models.InvokeFunctionHeaders(x_fc_invocation_type="Sync"),
            self.clients.runtime(read_timeout=self.clients.access.invocation_timeout),
        )
        return answer_of(response.headers or {}, response.body or b"")

    def code(self, address: Address) -> CodeLocation:
        """Where the package can be fetched."""
        models = self.clients.models("fc2")
        response = self.clients.client("fc2", address.region).get_function_code_with_options(
            address.service, address.name, models.GetFunctionCodeRequest(), models.GetFunctionCodeHeaders(), self.clients.runtime()
        )
        return location_of("GetFunctionCode", body("GetFunctionCode", response))

    def _reading(self, region: Region) -> tuple[FoundFunction, ...]:
        services = self.settling.read(
            "ListServices",
            lambda: by_token(lambda token, limit: self._services(region, token, limit), key=lambda name: name),
        )
        return together([lambda service=service: self._functions(region, service) for service in services])  # type: ignore[misc]  # bound per service

    def _services(self, region: Region, token: str | None, limit: int) -> TokenPage[str]:
        models = self.clients.models("fc2")
        response = self.clients.client("fc2", region).list_services_with_options(
            models.ListServicesRequest(limit=limit, next_token=token), models.ListServicesHeaders(), self.clients.runtime()
        )
        page = body("ListServices", response)
        names = tuple(some_text("ListServices", service, "service_name") for service in items("ListServices", page, "services"))
        return TokenPage(items=names, token=getattr(page, "next_token", None))

    def _functions(self, region: Region, service: str) -> tuple[FoundFunction, ...]:
        try:
            return by_token(
                lambda token, limit: self._page(region, service, token, limit), key=lambda function: function.address.name
            )
        except CloudError as error:
            if error.failure is Failure.ABSENT:  # deleted since the services were listed
                raise InconsistentListingError(f"service {service} was deleted while it was read") from None
            raise

    def _page(self, region: Region, service: str, token: str | None, limit: int) -> TokenPage[FoundFunction]:
        models = self.clients.models("fc2")
        response = self.clients.client("fc2", region).list_functions_with_options(
            service,
            models.ListFunctionsRequest(limit=limit, next_token=token),
            models.ListFunctionsHeaders(),
            self.clients.runtime(),
        )
        page = body("ListFunctions", response)
        return TokenPage(
            items=tuple(_found(region, service, item) for item in items("ListFunctions", page, "functions")),
            token=getattr(page, "next_token", None),
        )


def _found(region: Region, service: str, item: object) -> FoundFunction:
    """The body names no service: it is known from the path of the request."""
    address = Address(region, service, some_text("ListFunctions", item, "function_name"))
    return found_function("ListFunctions", address, item)
