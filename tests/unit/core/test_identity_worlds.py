"""About which functions there is a question, and whose code may answer it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from sync.core.assessment import assess
from sync.core.code_print import CodePrint, print_text
from sync.core.identity import in_question, seconds
from sync.core.worlds import Found, FoundFunction, Wanted
from sync.specs.models import Lock, RecordedFunction
from tests.fakes.worlds import at, found, function, gap, listed, registered, registration, wanted
from tests.unit.core.test_location import AFTER, BEFORE, CODE, EDITED, A, B, C, job, looks, synced, was

WANTED = wanted(registered("orders", A))
HOME = job(A, "orders", created=BEFORE)
KNOWN = was(A, "orders", identity="r1")
POINTED = listed("r1", A)
OTHER_CODE = tuple(range(50, 4000, 100))


def printed(sketch: tuple[int, ...]) -> RecordedFunction:
    return KNOWN.model_copy(update={"code_print": print_text(CodePrint(version=1, exact="00" * 8, sketch=sketch))})


def asked(of: Wanted, world: Found, recorded: Lock | None) -> list[str]:
    return sorted(assess(of, recorded, world).matches)


@pytest.mark.parametrize(
    ("world", "recorded"),
    [
        pytest.param(found(HOME, POINTED), KNOWN, id="as-it-was"),
        pytest.param(found(replace(HOME, checksum="other"), POINTED), KNOWN, id="other-code-without-a-print"),
        pytest.param(found(replace(HOME, checksum="other"), looks(A, EDITED), POINTED), printed(CODE), id="its-code-was-edited"),
        pytest.param(found(HOME, looks(A, OTHER_CODE), POINTED), printed(CODE), id="the-package-counts-first"),
        pytest.param(found(replace(HOME, function_id=None), POINTED), KNOWN, id="nobody-says-its-id"),
        pytest.param(found(HOME, POINTED), KNOWN.model_copy(update={"function_id": None}), id="no-id-was-recorded"),
        pytest.param(found(replace(HOME, checksum="x"), POINTED), KNOWN.model_copy(update={"checksum": None}), id="nor-a-package"),
        pytest.param(found(HOME, listed("r2", B)), KNOWN, id="its-registration-is-gone"),
    ],
)
def test_there_is_no_question_about_a_function_that_is_where_it_was(world: Found, recorded: RecordedFunction) -> None:
    assert asked(WANTED, world, synced(orders=recorded)) == []


@pytest.mark.parametrize(
    ("world", "recorded"),
    [
        pytest.param(found(POINTED), KNOWN, id="it-is-not-there"),
        pytest.param(found(replace(HOME, function_id="another"), POINTED), KNOWN, id="another-is-there"),
        pytest.param(found(replace(HOME, checksum="other"), looks(A, OTHER_CODE), POINTED), printed(CODE), id="quite-other-code"),
        pytest.param(found(replace(HOME, checksum="package-of-refunds"), POINTED), KNOWN, id="the-package-of-another"),
        pytest.param(found(HOME, listed("r1", B)), KNOWN, id="its-registration-points-elsewhere"),
        pytest.param(found(HOME, POINTED), was(B, "orders", identity="r1"), id="it-was-elsewhere"),
    ],
)
def test_there_is_one_about_any_other(world: Found, recorded: RecordedFunction) -> None:
    lock = synced(orders=recorded, refunds=was(C, "refunds"))

    assert asked(WANTED, world, lock) == ["orders"]


def test_a_registration_that_a_spec_names_is_its_functions_own() -> None:
    adopting = wanted(function("orders", A, registration("orders", A, adopt="r9")))

    assert asked(adopting, found(HOME, listed("r9", B)), synced(orders=was(A, "orders"))) == ["orders"]


@pytest.mark.parametrize(
    ("mark", "expected"), [pytest.param("", [], id="unmarked"), pytest.param("orders", ["orders"], id="somebody-bears-its-mark")]
)
def test_of_what_was_never_recorded_only_a_mark_tells(mark: str, expected: list[str]) -> None:
    assert asked(WANTED, found(job(B, "orders", mark=mark), POINTED), None) == expected


OLD, YOUNG, YOUNGEST = (job(f"cn-hangzhou/orders/{name}", name, created=time) for name, time in (
    ("old", BEFORE), ("young", AFTER), ("youngest", "2026-11-26T00:00:00Z")
))  # fmt: skip
AGELESS = replace(job("cn-hangzhou/orders/ageless", "ageless"), created=None)


@pytest.mark.parametrize(
    ("functions", "recorded", "expected"),
    [
        pytest.param(
            [OLD, YOUNG, YOUNGEST], synced(orders=KNOWN), [YOUNGEST, YOUNG], id="younger-than-the-lock-the-youngest-first"
        ),
        pytest.param([OLD, AGELESS, YOUNG], synced(orders=KNOWN), [YOUNG, AGELESS], id="of-unknown-age-too-and-last"),
        pytest.param(
            [OLD, YOUNG], synced(orders=KNOWN).model_copy(update={"synced": None}), [YOUNG, OLD], id="a-lock-without-time"
        ),
        pytest.param([OLD, YOUNG], None, [], id="without-a-lock-nothing-was-recorded"),
        pytest.param([HOME, YOUNG], synced(orders=KNOWN), [], id="nothing-is-missing"),
        pytest.param([YOUNG], synced(orders=KNOWN, young=was("cn-hangzhou/orders/young", "young")), [], id="what-a-uid-had"),
    ],
)
def test_the_code_in_question_is_of_functions_that_no_uid_has(
    functions: Iterable[FoundFunction], recorded: Lock | None, expected: list[FoundFunction]
) -> None:
    assert list(in_question(WANTED, recorded, found(*functions))) == expected


def test_what_a_spec_wants_is_in_no_question() -> None:
    both = wanted(registered("orders", A), registered("young", "cn-hangzhou/orders/young"))

    assert in_question(both, synced(orders=KNOWN), found(YOUNG)) == ()


def test_where_the_missing_one_may_only_be_unread_no_code_is_fetched() -> None:
    assert in_question(WANTED, synced(orders=KNOWN), found(YOUNG, gap("region", "cn-hangzhou", "2.0"))) == ()


def test_of_very_many_only_the_youngest_500_are_read() -> None:
    many = [
        job(f"cn-hangzhou/orders/f{number:03}", "f", created=f"2026-11-25T00:{number // 60:02}:{number % 60:02}Z")
        for number in range(501)
    ]

    chosen = in_question(WANTED, synced(orders=KNOWN), found(*many))

    assert len(chosen) == 500
    assert (chosen[0].address, chosen[-1].address) == (at("cn-hangzhou/orders/f500"), at("cn-hangzhou/orders/f001"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1970-01-01T00:01:00Z", 60.0),
        ("1970-01-01T08:01:00+08:00", 60.0),
        ("1970-01-01T00:01:00", 60.0),
        ("1970-01-01T00:01:00.500Z", 60.5),
        ("yesterday", None),
        ("", None),
        (None, None),
    ],
)
def test_times_are_read_as_the_clouds_write_them(text: str | None, expected: float | None) -> None:
    assert seconds(text) == expected
