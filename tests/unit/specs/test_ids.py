"""Text at the door: it becomes an identifier or an error that says what would be right."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from sync.specs.ids import (
    Address,
    IdError,
    Region,
    parse_center_name,
    parse_former_address,
    parse_function_name,
    parse_region,
    parse_service_name,
    parse_uid,
    region_label,
)

NOW = Address(Region("cn-shenzhen"), "example-service", "checkUserIdentity")
NOW_30 = Address(Region("cn-hangzhou"), "", "order-status")


@pytest.mark.parametrize(
    ("text", "region"),
    [
        pytest.param("cn-shenzhen", "cn-shenzhen", id="id"),
        pytest.param("华南1（深圳）", "cn-shenzhen", id="full-width-brackets"),
        pytest.param("华南1(深圳)", "cn-shenzhen", id="half-width-brackets"),
        pytest.param(" 华南1 (深圳) ", "cn-shenzhen", id="spaces"),
        pytest.param("华南1", "cn-shenzhen", id="without-the-bracket"),
        pytest.param("CN-Hangzhou", "cn-hangzhou", id="case"),
        pytest.param("新加坡", "ap-southeast-1", id="no-bracket-at-all"),
        pytest.param("cn-north-2-gov-1", "cn-north-2-gov-1", id="no-console-name"),
    ],
)
def test_a_region_is_known_by_id_and_by_every_spelling_of_its_console_name(text: str, region: str) -> None:
    assert parse_region(text) == region


@pytest.mark.parametrize("text", ["", "cn-nowhere", "华东9（杭州）", "日本", "深圳"])
def test_an_unknown_region_is_refused_with_an_example_of_a_known_one(text: str) -> None:
    with pytest.raises(IdError) as caught:
        parse_region(text)

    assert caught.value.message == f"unknown region {text!r}"
    assert "cn-hangzhou" in caught.value.hint


def test_a_region_is_shown_with_its_console_name_if_it_has_one() -> None:
    assert region_label(Region("cn-hangzhou")) == "cn-hangzhou 华东1（杭州）"
    assert region_label(Region("ap-south-1")) == "ap-south-1"


@pytest.mark.parametrize("parse", [parse_service_name, parse_function_name])
@pytest.mark.parametrize(
    ("text", "is_name"),
    [
        pytest.param("demo_service", True, id="underscore"),
        pytest.param("_x-1", True, id="leading-underscore"),
        pytest.param("a" * 128, True, id="longest"),
        pytest.param("a" * 129, False, id="too-long"),
        pytest.param("", False, id="empty"),
        pytest.param("1a", False, id="leading-digit"),
        pytest.param("-a", False, id="leading-dash"),
        pytest.param("a.b", False, id="dot"),
        pytest.param("svc$fn", False, id="dollar"),
        pytest.param("名字", False, id="chinese"),
        pytest.param("a\n", False, id="line-feed"),
    ],
)
def test_services_and_functions_are_named_as_function_compute_names_them(
    parse: Callable[[str], str], text: str, *, is_name: bool
) -> None:
    if is_name:
        assert parse(text) == text
    else:
        with pytest.raises(IdError, match="cannot be the name of a"):
            parse(text)


@pytest.mark.parametrize("parse", [parse_uid, parse_center_name])
@pytest.mark.parametrize(
    ("text", "is_right"),
    [
        pytest.param("check-user-identity", True, id="words"),
        pytest.param("7", True, id="one-digit"),
        pytest.param("a" * 64, True, id="longest"),
        pytest.param("a" * 65, False, id="too-long"),
        pytest.param("a-", False, id="trailing-dash"),
        pytest.param("-a", False, id="leading-dash"),
        pytest.param("Check", False, id="capital"),
        pytest.param("a_b", False, id="underscore"),
        pytest.param("", False, id="empty"),
        pytest.param("a\n", False, id="line-feed"),
    ],
)
def test_uids_and_centers_have_lower_case_names_with_inner_dashes(
    parse: Callable[[str], str], text: str, *, is_right: bool
) -> None:
    if is_right:
        assert parse(text) == text
    else:
        with pytest.raises(IdError):
            parse(text)


@pytest.mark.parametrize(
    ("text", "now", "former"),
    [
        pytest.param("check_user", NOW, ("cn-shenzhen", "example-service", "check_user"), id="name"),
        pytest.param("old-service/check", NOW, ("cn-shenzhen", "old-service", "check"), id="service-and-name"),
        pytest.param("cn-hangzhou/s/f", NOW, ("cn-hangzhou", "s", "f"), id="whole"),
        pytest.param("华东1（杭州）/s/f", NOW, ("cn-hangzhou", "s", "f"), id="console-name"),
        pytest.param("orders", NOW_30, ("cn-hangzhou", "", "orders"), id="3.0-name"),
        pytest.param("orders/status", NOW_30, ("cn-hangzhou", "orders", "status"), id="3.0-that-was-2.0"),
        pytest.param("cn-beijing//status", NOW_30, ("cn-beijing", "", "status"), id="3.0-elsewhere"),
    ],
)
def test_what_a_former_address_leaves_out_is_as_it_is_now(text: str, now: Address, former: tuple[str, str, str]) -> None:
    region, service, name = former

    assert parse_former_address(text, now) == Address(Region(region), service, name)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param("a/b/c/d", "'a/b/c/d' is not an address", id="too-many-parts"),
        pytest.param("nowhere/s/f", "unknown region 'nowhere'", id="unknown-region"),
        pytest.param("cn-hangzhou/f", "'cn-hangzhou/f' has a region and no service", id="region-without-service"),
        pytest.param("", "'' cannot be the name of a function", id="empty"),
        pytest.param("s/", "'' cannot be the name of a function", id="no-name"),
    ],
)
def test_a_former_address_that_could_mean_two_things_is_refused(text: str, message: str) -> None:
    with pytest.raises(IdError) as caught:
        parse_former_address(text, NOW)

    assert caught.value.message == message
    assert caught.value.hint


def test_an_address_without_a_service_is_shown_without_one() -> None:
    assert str(NOW) == "cn-shenzhen/example-service/checkUserIdentity"
    assert str(NOW_30) == "cn-hangzhou/order-status"
