"""Calls a registration again and again, as a call center with callers does: `caller.py ENDPOINT INSTANCE REGISTRATION`.

Goes on until its standard input is closed, then prints how often it called, and what went wrong. A call went wrong when it failed
although the registration, looked at again, still pointed there: between two looks it may have been pointed elsewhere.
"""

from __future__ import annotations

import json
import select
import sys
from collections.abc import Iterator
from typing import Any

from alibabacloud_tea_openapi.client import Client
from alibabacloud_tea_openapi.models import Config, OpenApiRequest, Params
from darabonba.runtime import RuntimeOptions

_EVERY = 0.05  # seconds
_EVENT = '{"phone": "hangzhou"}'


class CallCenter:
    """The inner API of one instance."""

    def __init__(self, endpoint: str, instance: str) -> None:
        keys = {"access_key_id": "test-key-id", "access_key_secret": "test-key-secret"}
        self._client = Client(Config(**keys, endpoint=endpoint, protocol="HTTP"))
        self._instance = instance

    def target(self, registration: str) -> tuple[str, str, str]:
        """Where it points now."""
        for meta in self._ask("ListFunctionMetas")["FunctionMetas"]["FunctionMeta"]:
            if meta["FunctionId"] == registration:
                return meta["Region"], meta["Service"], meta["FunctionName"]
        raise LookupError(registration)

    def failure(self, region: str, service: str, name: str) -> str:
        """What went wrong when it was called, or the empty text."""
        answer = self._ask("TestFcInvocation", Region=region, Service=service, FunctionName=name, Parameter=_EVENT)
        return "" if answer["Success"] else json.dumps(answer)

    def _ask(self, action: str, **query: str) -> dict[str, Any]:
        params = Params(
            action=action, version="2017-07-05", protocol="HTTP", pathname="/", method="POST",
            auth_type="AK", style="RPC", req_body_type="formData", body_type="json",
        )  # fmt: skip
        request = OpenApiRequest(query={"InstanceId": self._instance, **query})
        return dict(self._client.call_api(params, request, RuntimeOptions())["body"])


def calls(center: CallCenter, registration: str) -> Iterator[str]:
    """One text for each call: what went wrong, or nothing."""
    while not select.select([sys.stdin], [], [], _EVERY)[0]:
        at = center.target(registration)
        try:
            failed = center.failure(*at)
        except Exception as error:  # noqa: BLE001  whatever keeps the caller from an answer
            failed = str(error)
        yield failed if failed and center.target(registration) == at else ""


def main(endpoint: str, instance: str, registration: str) -> None:
    """Call until nobody listens any more."""
    done = list(calls(CallCenter(endpoint, instance), registration))
    sys.stdout.write(json.dumps({"calls": len(done), "failures": [each for each in done if each]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
