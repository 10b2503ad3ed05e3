"""How alike two names of functions are: pairs of the kinds that real renames show."""

from __future__ import annotations

import pytest

from sync.core.matching.names import (
    gains_copy_word,
    gains_number,
    numbers_differ,
    phrases,
    spelling_likeness,
    syllables,
    word_likeness,
    words,
    words_likeness,
)


def likeness(one: str, other: str) -> float:
    shared, _ = words_likeness(words(one), words(other), lambda _: 1.0)
    return shared


def contained(one: str, other: str) -> float:
    _, part = words_likeness(words(one), words(other), lambda _: 1.0)
    return part


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("queryOrderStatus", ("query", "order", "status")),
        ("query_order-status", ("query", "order", "status")),
        ("QueryOrder", ("query", "order")),
        ("getHTTPStatus", ("get", "http", "status")),
        ("SMSSend", ("sms", "send")),
        ("step2b", ("step", "2", "b")),
        ("v2", ("v", "2")),
        ("QUERY", ("query",)),
        ("查询订单", ("查询订单",)),
        ("查询Order", ("查询", "order")),
        ("usrMsg", ("user", "message")),
        ("--", ("--",)),
    ],
)
def test_a_name_is_cut_into_its_words(name: str, expected: tuple[str, ...]) -> None:
    assert words(name) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("checkUserIdentity", "check_user_identity", id="camel-to-snake"),
        pytest.param("check_user_identity", "check-user-identity", id="snake-to-kebab"),
        pytest.param("GetHTTPStatus", "get-http-status", id="an-acronym"),
        pytest.param("sendMsg", "send-message", id="abbreviation"),
        pytest.param("calcRefundNum", "calculate_refund_number", id="two-abbreviations"),
        pytest.param("user-auth-fn", "userAuthenticationFunction", id="technical-abbreviations"),
        pytest.param("getAcctInfo", "fetch_account_information", id="abbreviations-and-a-synonym"),
        pytest.param("ChaXunDingDan", "cha_xun_ding_dan", id="pinyin-in-two-cases"),
        pytest.param("ORDER_QUERY", "orderQuery", id="all-in-capitals"),
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
        pytest.param("customer-relation-management", "crm", id="initials-of-english"),
        pytest.param("query-delivery", "query-dlvry", id="vowels-left-out"),
        pytest.param("schedule-callback", "shcedule-callback", id="letters-changed-places-at-the-start"),
        pytest.param("check-appointment", "check-apointment", id="a-double-letter-lost"),
        pytest.param("list-address", "list-addresses", id="plural-in-es"),
        pytest.param("calculate-price", "calculating-prices", id="tense-and-plural"),
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
        pytest.param("order-query-handler", "order-query", id="suffix-dropped"),
        pytest.param("dingdan-chaxun", "ivr-dingdan-chaxun", id="prefix-added-to-pinyin"),
        pytest.param("queryOrder", "ccc_query_order", id="prefix-and-case"),
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
        pytest.param("bill", "ball", id="short-words-with-another-vowel"),
        pytest.param("route-call", "score-card", id="short-words-alike-in-letters"),
        pytest.param("transfer-agent", "record-survey", id="nothing-alike"),
        pytest.param("tuikuan-shenqing", "huiyuan-jifen", id="pinyin-of-other-things"),
        pytest.param("get", "cxdd", id="not-initials-of-anything"),
    ],
)
def test_two_things_have_unlike_names(one: str, other: str) -> None:
    assert likeness(one, other) < 0.5


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("order", "order", 1.0),
        ("orders", "order", 0.95),
        ("queries", "query", 0.95),
        ("validated", "validating", 0.95),
        ("authorizations", "authorized", 0.95),
        ("qry", "query", 0.85),
        ("desc", "description", 0.85),
        ("sched", "schedule", 0.85),
        ("or", "order", 0.0),
        ("ode", "order", 0.0),
        ("qu", "query", 0.0),
        ("yrq", "query", 0.0),
        ("waranty", "warranty", 14 / 15),
        ("idnetity", "identity", 7 / 8),
        ("stock", "store", 0.0),
        ("pay", "play", 0.0),
        ("1", "1", 1.0),
        ("1", "11", 0.0),
    ],
)
def test_how_alike_two_words_are(one: str, other: str, expected: float) -> None:
    assert word_likeness(one, other) == pytest.approx(expected)
    assert word_likeness(other, one) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("chaxun", ("cha", "xun")),
        ("dingdan", ("ding", "dan")),
        ("xian", ("xian",)),
        ("zhuangtai", ("zhuang", "tai")),
        ("tuikuan", ("tui", "kuan")),
        ("order", ()),
        ("query", ()),
        ("", ()),
    ],
)
def test_pinyin_is_cut_into_as_few_syllables_as_can_be(word: str, expected: tuple[str, ...]) -> None:
    assert syllables(word) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("order", ("order",)),
        ("订单", ("订单",)),
        ("查询订单", ("查询", "询订", "订单")),
    ],
)
def test_chinese_is_cut_into_pairs_of_characters(word: str, expected: tuple[str, ...]) -> None:
    assert phrases(word) == expected


def test_a_name_without_words_is_like_none() -> None:
    assert words_likeness((), ("order",), lambda _: 1.0) == (0.0, 0.0)
    assert words_likeness(("order",), (), lambda _: 1.0) == (0.0, 0.0)
    assert words_likeness((), (), lambda _: 1.0) == (1.0, 1.0)


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
        ("prod-query-order", "staging-query-order", True),
        ("OpenBalance", "NewBalance", False),  # a verb here
        ("query-order", "test-invoice", False),
    ],
)
def test_a_word_such_as_staging_makes_a_copy(old: str, new: str, expected: bool) -> None:  # noqa: FBT001
    assert gains_copy_word(words(old), words(new)) is expected


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("step", "step2", True),
        ("step2", "step2", False),
        ("step2", "2step", False),
        ("step", "2step", False),
        ("step", "stage", False),
    ],
)
def test_a_number_at_the_end_makes_a_second_one(old: str, new: str, expected: bool) -> None:  # noqa: FBT001
    assert gains_number(words(old), words(new)) is expected


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("step1", "step2", True), ("step1", "step", False), ("step1", "stage1", False)]
)
def test_the_second_of_a_kind_is_not_the_first(one: str, other: str, expected: bool) -> None:  # noqa: FBT001
    assert numbers_differ(words(one), words(other)) is expected
