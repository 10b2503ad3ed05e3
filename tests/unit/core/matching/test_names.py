"""How alike two names of functions are: pairs of the kinds that real renames show."""

from __future__ import annotations

import pytest

from sync.core.matching.names import gains_copy_word, numbers_differ, spelling_likeness, words, words_likeness


def likeness(one: str, other: str) -> float:
    shared, _ = words_likeness(words(one), words(other), lambda _: 1.0)
    return shared


def contained(one: str, other: str) -> float:
    _, part = words_likeness(words(one), words(other), lambda _: 1.0)
    return part


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("checkUserIdentity", "check_user_identity", id="camel-to-snake"),
        pytest.param("check_user_identity", "check-user-identity", id="snake-to-kebab"),
        pytest.param("GetHTTPStatus", "get-http-status", id="an-acronym"),
        pytest.param("sendMsg", "send-message", id="abbreviation"),
        pytest.param("calcRefundNum", "calculate_refund_number", id="two-abbreviations"),
        pytest.param("user-auth-fn", "userAuthenticationFunction", id="technical-abbreviations"),
    ],
)
def test_one_name_in_two_spellings_is_the_same_name(one: str, other: str) -> None:
    assert likeness(one, other) == 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("list-order", "list-orders", id="plural"),
        pytest.param("route-query", "route-queries", id="plural-in-ies"),
        pytest.param("validate-policy", "validating-policy", id="tense"),
        pytest.param("notify-customer", "notified-customer", id="past"),
        pytest.param("import-stock", "importer-stock", id="who-does-it"),
        pytest.param("check-identity", "check-idnetity", id="letters-changed-places"),
        pytest.param("query-warranty", "query-waranty", id="a-letter-missing"),
        pytest.param("describe-meter", "desc-meter", id="shortened"),
        pytest.param("chaxun-dingdan", "cxdd", id="initials-of-pinyin"),
        pytest.param("chaxundingdan", "cxdd", id="initials-of-pinyin-in-one-piece"),
    ],
)
def test_forms_slips_and_abbreviations_of_one_name_are_nearly_the_same(one: str, other: str) -> None:
    assert 0.8 <= likeness(one, other) < 1.0
    assert likeness(one, other) == likeness(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("order-query", "ivr-order-query", id="prefix-added"),
        pytest.param("ivr-order-query", "order-query", id="prefix-dropped"),
        pytest.param("order-query", "order-query-v2", id="suffix-added"),
    ],
)
def test_a_name_with_a_word_more_contains_the_other(one: str, other: str) -> None:
    assert contained(one, other) == 1.0
    assert 0.5 < likeness(one, other) < 1.0


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("query-weather", "cancel-contract", id="no-word-shared"),
        pytest.param("pay", "play", id="short-words-one-letter-apart-are-two-words"),
        pytest.param("chaxun-dingdan", "gongdan-yuyue", id="other-pinyin"),
        pytest.param("step1", "phase2", id="numbers"),
    ],
)
def test_two_things_have_unlike_names(one: str, other: str) -> None:
    assert likeness(one, other) < 0.5


def test_a_word_that_every_name_has_says_little() -> None:
    def weight(word: str) -> float:
        return 0.1 if word == "query" else 1.0

    shared, _ = words_likeness(words("query-order"), words("query-refund"), weight)

    assert shared == pytest.approx(0.1 / 1.1)


def test_words_run_together_are_still_spelt_alike() -> None:
    assert spelling_likeness(words("queryorder"), words("query-order")) == 1.0


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("query-order", "query-order-staging", True),
        ("query-order", "queryOrderCopy", True),
        ("query-order-test", "query-order-test", False),
        ("query-order", "query-orders", False),
    ],
)
def test_a_word_such_as_staging_makes_a_copy(old: str, new: str, expected: bool) -> None:  # noqa: FBT001
    assert gains_copy_word(words(old), words(new)) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("step1", "step2", True), ("step1", "step", False), ("step1", "stage1", False)]
)
def test_the_second_of_a_kind_is_not_the_first(one: str, other: str, expected: bool) -> None:  # noqa: FBT001
    assert numbers_differ(words(one), words(other)) is expected
