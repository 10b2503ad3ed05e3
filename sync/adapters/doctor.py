"""What works from here: credentials, identity, endpoints, clock, permissions, and how registrations can be written.

Only reads are sent. Every check is made, regardless of the others, and each states what to do.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal, cast

from sync.adapters.answers import text
from sync.adapters.clients import Clients
from sync.adapters.cloud_clock import time_of
from sync.adapters.connect import Timing, connect_clients
from sync.adapters.connection_config import Api, ConnectionConfig
from sync.adapters.credentials import Keys
from sync.core.worlds import WantedCenter
from sync.errors import CloudError, Failure
from sync.specs.ids import Region
from sync.workers import map_ordered

Verdict = Literal["ok", "warning", "failed"]
Subject = Literal["credentials", "identity", "endpoint", "functions-2.0", "functions-3.0", "registrations", "flows", "writing"]
_WORKERS = 8
_SKEW_WARNED, _SKEW_FAILED = 60.0, 600.0  # seconds; a signature is refused when it is 15 minutes old
_NOTHING: Mapping[str, str] = {}
# Failures that mean "not for this account"; any other may be temporary.
_CLOSED = frozenset({Failure.DENIED, Failure.INVALID, Failure.ABSENT, Failure.UNREADABLE})
_CLOCK_HINT = "set the clock of this machine (NTP): requests signed more than 15 minutes early or late are refused"
_REACH_HINT = "check the network, the proxy (HTTP_PROXY, HTTPS_PROXY; the SDKs ignore NO_PROXY) and [endpoints] in the settings"
_ROLE_HINT = "authorise the call center to call functions: its console asks for it under 设置 > IVR集成"


@dataclass(frozen=True, slots=True, kw_only=True)
class Examination:
    """One thing that was tried: `subject`, and `of` what (a host, a region, a center); the facts are for people."""

    subject: Subject
    of: str = ""
    verdict: Verdict
    facts: Mapping[str, str] = field(default_factory=dict)
    hint: str = ""


def examine(
    access: ConnectionConfig,
    centers: Iterable[WantedCenter],
    regions: Iterable[Region],
    *,
    keys: Keys | None = None,
    timing: Timing | None = None,
    now: Callable[[], float] = time.time,
) -> tuple[Examination, ...]:
    """Try everything a run would need; `now` is the machine's time, in seconds since 1970.

    Without credentials only the endpoints are tried as well, because every other failure would look the same.
    """
    clients = connect_clients(access, keys=keys, timing=timing)
    centers, regions = tuple(centers), tuple(regions)
    credentials = _try("credentials", "", lambda: _credentials(clients))
    jobs: list[Callable[[], Examination]] = [_bound(_endpoint, access, host, now) for host in _hosts(access, centers, regions)]
    if credentials.verdict == "ok":
        jobs = [_bound(_identity, clients), *jobs]
        jobs += [_bound(_functions, clients, api, region) for region in regions for api in ("fc2", "fc3")]
        jobs += [_bound(examination, clients, center) for center in centers for examination in (_registrations, _flows, _writing)]
    return (credentials, *map_ordered(jobs, _WORKERS))


def _bound(examination: Callable[..., Examination], *arguments: object) -> Callable[[], Examination]:
    return lambda: examination(*arguments)


def _try(subject: Subject, of: str, facts: Callable[[], Mapping[str, str]]) -> Examination:
    try:
        return Examination(subject=subject, of=of, verdict="ok", facts=facts())
    except CloudError as error:
        return Examination(subject=subject, of=of, verdict="failed", facts=_told(error), hint=error.hint)


def _told(error: CloudError) -> dict[str, str]:
    details = {"operation": error.operation, "code": error.code, "message": error.reason, "request-id": error.request_id}
    return {name: value for name, value in details.items() if value}


def _credentials(clients: Clients) -> Mapping[str, str]:
    identity = clients.credentials.identity()
    return {"provider": identity.provider, "key": identity.key}


def _identity(clients: Clients) -> Examination:
    if clients.access.protocol == "http" and "sts" not in clients.access.endpoints:
        facts = {"account": clients.access.account_id, "not-asked": "no endpoint for sts is given"}
        return Examination(subject="identity", verdict="ok", facts=facts)
    answer: dict[str, str] = {}

    def ask() -> Mapping[str, str]:
        body = clients.call("sts", "GetCallerIdentity", {}).get("body")
        if isinstance(body, Mapping):
            answer.update(account=text(body.get("AccountId")), arn=text(body.get("Arn")))
        return answer

    tried = _try("identity", "", ask)
    expected = clients.access.account_id
    if tried.verdict == "ok" and expected and answer.get("account") != expected:
        facts = {**answer, "expected": expected}
        hint = "these credentials belong to another account: choose another profile, or correct the account id in the settings"
        return Examination(subject="identity", verdict="failed", facts=facts, hint=hint)
    return tried


def _hosts(access: ConnectionConfig, centers: tuple[WantedCenter, ...], regions: tuple[Region, ...]) -> list[str]:
    """Every host that a run would call, once. A host that cannot be determined fails where it is used."""
    wanted: list[tuple[Api, Region | None]] = [("ccc", None), ("call_center", None)] if centers else []
    wanted += [(api, region) for region in regions for api in cast("tuple[Api, ...]", ("fc2", "fc3"))]
    hosts: dict[str, None] = {}
    for api, region in wanted:
        try:
            hosts[access.endpoint(api, region)] = None
        except CloudError:
            continue
    return list(hosts)


def _endpoint(access: ConnectionConfig, host: str, now: Callable[[], float]) -> Examination:
    """Whether the host answers at all, and its time; called without credentials."""
    import requests  # noqa: PLC0415 - only needed here

    began = time.perf_counter()
    timeout = (access.connect_timeout, access.read_timeout)
    try:
        response = requests.get(f"{access.protocol}://{host}/", timeout=timeout, allow_redirects=False, verify=access.ca or True)
    except requests.RequestException as failure:
        facts = {"error": type(failure).__name__}
        return Examination(subject="endpoint", of=host, verdict="failed", facts=facts, hint=_REACH_HINT)
    facts = {"milliseconds": str(round((time.perf_counter() - began) * 1000))}
    skew = _skew(response.headers.get("Date"), now())
    if skew is None:
        return Examination(subject="endpoint", of=host, verdict="ok", facts=facts)
    verdict: Verdict = "ok" if abs(skew) < _SKEW_WARNED else "warning" if abs(skew) < _SKEW_FAILED else "failed"
    facts["clock-ahead-seconds"] = str(round(skew))
    return Examination(subject="endpoint", of=host, verdict=verdict, facts=facts, hint="" if verdict == "ok" else _CLOCK_HINT)


def _skew(date: str | None, now: float) -> float | None:
    told = time_of(date)
    return None if told is None else now - told.timestamp()


def _functions(clients: Clients, api: Literal["fc2", "fc3"], region: Region) -> Examination:
    models, runtime = clients.models(api), clients.runtime()

    def fc2() -> Mapping[str, str]:
        clients.client(api, region).list_services_with_options(
            models.ListServicesRequest(limit=1), models.ListServicesHeaders(), runtime
        )
        return _NOTHING

    def fc3() -> Mapping[str, str]:
        clients.client(api, region).list_functions_with_options(models.ListFunctionsRequest(fc_version="v3", limit=1), {}, runtime)
        return _NOTHING

    return _try("functions-2.0", region, fc2) if api == "fc2" else _try("functions-3.0", region, fc3)


def _registrations(clients: Clients, center: WantedCenter) -> Examination:
    request = clients.models("ccc").ListFunctionMetasRequest(instance_id=center.instance, page_number=1, page_size=1)

    def ask() -> Mapping[str, str]:
        response = clients.client("ccc").list_function_metas_with_options(request, clients.runtime())
        return {
            "instance": center.instance,
            "registrations": text(getattr(getattr(response.body, "data", None), "total_count", None)),
        }

    return _try("registrations", center.name, ask)


def _flows(clients: Clients, center: WantedCenter) -> Examination:
    request = clients.models("ccc").ListContactFlowsRequest(instance_id=center.instance, page_number=1, page_size=1)

    def ask() -> Mapping[str, str]:
        response = clients.client("ccc").list_contact_flows_with_options(request, clients.runtime())
        return {"instance": center.instance, "flows": text(getattr(getattr(response.body, "data", None), "total_count", None))}

    return _try("flows", center.name, ask)


def _writing(clients: Clients, center: WantedCenter) -> Examination:
    """Which mode suits the center: the inner API's two reads are tried in place of its writes, which are never sent.

    Where not even the public API can read the registrations, nothing is concluded about the inner one.
    """
    public = _registrations(clients, center)
    if public.verdict != "ok":
        facts = {"recommended": "unknown", "configured": center.mode}
        return Examination(subject="writing", of=center.name, verdict="warning", facts=facts, hint=public.hint)
    try:
        clients.call("call_center", "ListFunctionMetas", {"InstanceId": center.instance})
        body = clients.call("call_center", "GetFcInvokeRole", {}).get("body")
    except CloudError as error:
        return _without_inner_api(center, error)
    role = body.get("ServiceRole") if isinstance(body, Mapping) else None
    facts = {
        "recommended": "api",
        "configured": center.mode,
        "role": text(role.get("RoleName")) if isinstance(role, Mapping) else "",
    }
    if isinstance(body, Mapping) and text(body.get("HasRole")).casefold() == "false":
        return Examination(subject="writing", of=center.name, verdict="warning", facts=facts, hint=_ROLE_HINT)
    if center.mode == "console":
        hint = f"registrations of {center.name} can probably be written by API: set `registrations: api` to try"
        return Examination(subject="writing", of=center.name, verdict="warning", facts=facts, hint=hint)
    return Examination(subject="writing", of=center.name, verdict="ok", facts=facts)


def _without_inner_api(center: WantedCenter, error: CloudError) -> Examination:
    if error.failure not in _CLOSED:
        facts = {"recommended": "unknown", "configured": center.mode, **_told(error)}
        return Examination(subject="writing", of=center.name, verdict="warning", facts=facts, hint=error.hint)
    facts = {"recommended": "console", "configured": center.mode, **_told(error)}
    if center.mode == "console":
        return Examination(subject="writing", of=center.name, verdict="ok", facts=facts)
    hint = "this account cannot use the inner API for registrations: set `registrations: console` for the center"
    return Examination(subject="writing", of=center.name, verdict="failed", facts=facts, hint=hint)
