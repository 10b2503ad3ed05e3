"""Function Compute 3.0 (API 2023-03-30): functions without services."""

from __future__ import annotations

from dataclasses import dataclass

from sync.adapters.answers import body, items, some_text
from sync.adapters.clients import Clients
from sync.adapters.functions import CodeLocation, Versioned, answer_of, found_function, location_of, settings_of
from sync.adapters.pagination import ConsistentReader, TokenPage, by_token
from sync.core.worlds import Configuration, FoundFunction
from sync.errors import CloudError, Failure
from sync.ports import Answer
from sync.specs.ids import Address, Region

_OF_2_0 = "$"  # this API shows a 2.0 function as service$function, and reads it by that name; no 3.0 name holds the sign


@dataclass(frozen=True, slots=True)
class Fc3:
    """Every operation of 3.0 that is used; which of them may be sent is decided by the clients' door."""

    clients: Clients
    settling: ConsistentReader

    def listing(self, region: Region) -> tuple[FoundFunction, ...]:
        """Every 3.0 function of the region. Those of 2.0 are asked for in their own API, which has each of them once."""
        everything = self.settling.read(
            "ListFunctions",
            lambda: by_token(lambda token, limit: self._page(region, token, limit), key=lambda function: function.address.name),
        )
        return tuple(function for function in everything if _OF_2_0 not in function.address.name)

    def read(self, address: Address) -> Versioned:
        """One function; ABSENT when it does not exist. No conditional update is documented for 3.0."""
        if _OF_2_0 in address.name:
            message = f"no 3.0 function can be called {address.name!r}: that is service$function, of 2.0"
            raise CloudError("GetFunction", Failure.ABSENT, code="FunctionNotFound", message=message)
        request = self.clients.models("fc3").GetFunctionRequest()
        client = self.clients.client("fc3", address.region)
        response = client.get_function_with_options(address.name, request, {}, self.clients.runtime())
        return Versioned(function=found_function("GetFunction", address, body("GetFunction", response)), etag=None)

    def write(self, address: Address, settings: Configuration, etag: str | None) -> None:
        """Set the stated fields."""
        del etag
        models = self.clients.models("fc3")
        request = models.UpdateFunctionRequest(body=models.UpdateFunctionInput(**settings_of(settings)))
        client = self.clients.client("fc3", address.region)
        client.update_function_with_options(address.name, request, {}, self.clients.runtime())

    def invoke(self, address: Address, event: bytes) -> Answer:
        """Call synchronously. Given as bytes: the SDK reads a stream a kilobyte at a time."""
        models = self.clients.models("fc3")
        response = self.clients.client("fc3", address.region).invoke_function_with_options(
            address.name,
            models.InvokeFunctionRequest(body=event),
            models.InvokeFunctionHeaders(x_fc_invocation_type="Sync"),
            self.clients.runtime(read_timeout=self.clients.access.invocation_timeout),
        )
        return answer_of(response.headers or {}, response.body.read() if response.body is not None else b"")

    def code(self, address: Address) -> CodeLocation:
        """Where the package can be fetched."""
        request = self.clients.models("fc3").GetFunctionCodeRequest()
        client = self.clients.client("fc3", address.region)
        response = client.get_function_code_with_options(address.name, request, {}, self.clients.runtime())
        return location_of("GetFunctionCode", body("GetFunctionCode", response))

    def _page(self, region: Region, token: str | None, limit: int) -> TokenPage[FoundFunction]:
        request = self.clients.models("fc3").ListFunctionsRequest(fc_version="v3", limit=limit, next_token=token)
        client = self.clients.client("fc3", region)
        page = body("ListFunctions", client.list_functions_with_options(request, {}, self.clients.runtime()))
        return TokenPage(
            items=tuple(_found(region, item) for item in items("ListFunctions", page, "functions")),
            token=getattr(page, "next_token", None),
        )


def _found(region: Region, item: object) -> FoundFunction:
    address = Address(region, "", some_text("ListFunctions", item, "function_name"))
    return found_function("ListFunctions", address, item)
