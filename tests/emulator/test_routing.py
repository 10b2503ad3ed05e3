"""Requests are understood as the clients meant them."""

from __future__ import annotations

from urllib.parse import quote, quote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.emulator.messages import ApiError, Request
from sync.emulator.routing import parameters_in, route

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)


def request(method: str, target: str, body: bytes = b"", **headers: str) -> Request:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Request(method=method, target=target, headers=named, body=body)


@given(st.dictionaries(texts.filter(bool), texts))
def test_parameters_come_out_as_they_went_in_however_spaces_are_written(parameters: dict[str, str]) -> None:
    for quoted in (quote, quote_plus):
        text = "&".join(f"{quoted(name, safe='')}={quoted(value, safe='')}" for name, value in parameters.items())
        assert parameters_in(text.encode()) == parameters


@pytest.mark.parametrize(
    ("method", "target", "operation", "segments"),
    [
        pytest.param("GET", "/2021-04-06/services/a%2Fb", "GetService", ("services", "a/b"), id="a slash in a name"),
        pytest.param("GET", "/2023-03-30/functions/svc%24fn", "GetFunction", ("functions", "svc$fn"), id="as the sync client"),
        pytest.param("GET", "/2023-03-30/functions/svc$fn", "GetFunction", ("functions", "svc$fn"), id="as the async client"),
        pytest.param("PUT", "/2021-04-06/tag", "UntagResource", ("tag",), id="a verb of its own"),
        pytest.param(
            "POST",
            "/2023-03-30/functions/enable/invoke/disable",
            "DisableFunctionInvocation",
            ("functions", "enable", "invoke", "disable"),
            id="a verb at the end",
        ),
        pytest.param("GET", "/2023-03-30/functions/disable", "GetFunction", ("functions", "disable"), id="a name like a verb"),
    ],
)
def test_function_compute_is_routed_by_method_and_path(method: str, target: str, operation: str, segments: tuple[str, ...]) -> None:
    asked = route(request(method, target))
    assert (asked.operation, asked.segments) == (operation, segments)


@pytest.mark.parametrize(
    ("target", "headers", "body"),
    [
        pytest.param("/?InstanceId=i", {"x_acs_action": "GetInstance", "x_acs_version": "2020-07-01"}, b"", id="action in headers"),
        pytest.param("/?Action=GetInstance&Version=2020-07-01&InstanceId=i&Signature=s", {}, b"", id="action in the query"),
        pytest.param(
            "/?Action=GetInstance&Version=2020-07-01",
            {"content_type": "application/x-www-form-urlencoded"},
            b"InstanceId=i&SecurityToken=t",
            id="parameters in a form",
        ),
        pytest.param(
            "/",
            {"content_type": "application/x-www-form-urlencoded"},
            b"Action=GetInstance&Version=2020-07-01&InstanceId=i&Signature=s&SecurityToken=t",
            id="everything in a form",
        ),
        pytest.param(
            "/?Action=GetInstance&Version=2020-07-01&InstanceId=i&Signature=s",
            {"x_acs_action": "getInstance", "x_acs_version": "2020-07-01"},
            b"",
            id="the signed parameter before the header",
        ),
        pytest.param(
            "/?Action=ListInstances&InstanceId=i",
            {"x_acs_action": "GetInstance", "x_acs_version": "2020-07-01", "authorization": "ACS3-HMAC-SHA256 Credential=k"},
            b"",
            id="the signed header before the parameter",
        ),
    ],
)
def test_the_call_center_is_routed_by_action_wherever_it_stands(target: str, headers: dict[str, str], body: bytes) -> None:
    asked = route(request("POST", target, body, **headers))
    assert (asked.api, asked.operation, asked.parameters["InstanceId"]) == ("ccc", "GetInstance", "i")
    assert not {"Signature", "SecurityToken"} & set(asked.parameters)


@pytest.mark.parametrize(
    ("method", "target", "named"),
    [
        pytest.param("PATCH", "/2021-04-06/services", "PATCH /services", id="a method"),
        pytest.param("GET", "/2016-08-15/services", "GET /2016-08-15/services", id="a version of FC"),
        pytest.param("POST", "/?Action=CreateInstance&Version=2015-01-01", "CreateInstance of version 2015-01-01", id="a version"),
    ],
)
def test_what_is_not_emulated_is_named(method: str, target: str, named: str) -> None:
    with pytest.raises(ApiError, match=named) as refused:
        route(request(method, target))
    # Clients repeat a call that was answered with 500 or more, for minutes.
    assert refused.value.status == 400
