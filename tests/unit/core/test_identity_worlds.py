"""About which functions there is a question, and whose code may answer it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest

from sync.core.assessment import assess
from sync.core.code_print import CodePrint, print_text
from sync.core.deployed_code import Code
from sync.core.flows.references import read_mentions
from sync.core.found_index import index_found
from sync.core.identity import Worlds, in_question, seconds
from sync.core.matching.identity import Candidate, Known, Traits
from sync.core.origin import LockIndex
from sync.core.redaction import kept_variables, variables_kept
from sync.core.signature import sources
from sync.core.signature.model import Signature
from sync.core.worlds import Configuration, Found, FoundFunction, Gap, Wanted
from sync.specs.ids import Uid
from sync.specs.models import Lock, ParameterSpec, RecordedFunction, RecordedParameter, RecordedSignature, SignatureSpec
from tests.fakes.worlds import at, entry, found, function, gap, hides, listed, reads, registered, registration, shows, wanted
from tests.unit.core.test_location import AFTER, BEFORE, CODE, EDITED, SYNCED, A, B, C, job, looks, synced, was

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
        pytest.param(
            found(replace(HOME, checksum="other"), looks(A, (1,)), POINTED), printed((1, 2)), id="half-of-its-code-was-kept"
        ),
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
        pytest.param(found(HOME, POINTED), entry(B, identity="r1"), id="it-was-elsewhere-and-nothing-more-is-known"),
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
    assert list(in_question(WANTED, recorded, found(*functions, POINTED))) == expected


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


SALTED = "5a" * 16
SPEC = SignatureSpec(inputs={"orderId": ParameterSpec(required=True)})
SEEN = RecordedSignature(inputs={"orderId": RecordedParameter(required=True)})
NIGHT = variables_kept(kept_variables(SALTED, {"MODE": "night"}))
CODED = CodePrint(version=1, exact="00" * 8, sketch=(1, 2))


def worlds(of: Wanted, world: Found, recorded: Lock | None) -> Worlds:
    return Worlds(of, LockIndex(recorded), world, index_found(world, read_mentions(())), Code.of(world.signatures))


def test_of_a_recorded_function_everything_that_the_lock_has_is_asked_about() -> None:
    kept = KNOWN.model_copy(
        update={"code_print": print_text(CODED), "variables": kept_variables(SALTED, {"MODE": "night"}), "implemented": SEEN}
    )
    recorded = synced(orders=kept).model_copy(update={"salt": SALTED})
    of = wanted(replace(registered("orders", B), formerly=(at(C),)))

    (known,) = worlds(of, found(listed("r1", B)), recorded).known()

    assert known == Known(
        uid=Uid("orders"), address=at(B), recorded=at(A), seen=seconds(SYNCED), formerly=(at(C),), points_at=(at(B),),
        traits=Traits(
            function_id=f"{A}-{BEFORE}", checksum="package-of-orders", code=CODED, description="orders for callers",
            handler="orders.handler", runtime="python3.10", memory=512, timeout=10, environment=NIGHT,
            signature=sources.recorded(SEEN), created=seconds(BEFORE),
        ),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("update", "signature"),
    [
        pytest.param({"signature": SPEC}, sources.declared(SPEC), id="declared-then"),
        pytest.param({"signature": SPEC, "implemented": SEEN}, sources.recorded(SEEN), id="what-the-code-showed-first"),
        pytest.param({}, None, id="neither"),
    ],
)
def test_the_signature_of_a_recorded_function(update: dict[str, object], signature: Signature | None) -> None:
    (known,) = worlds(WANTED, found(), synced(orders=KNOWN.model_copy(update=update))).known()

    assert (known.traits.signature, known.traits.environment) == (signature, None)


def test_of_a_living_function_everything_that_was_found_is_given() -> None:
    there = replace(HOME, configuration=replace(HOME.configuration, environment={"MODE": "night"}), mark="orders")
    shown = replace(shows(A, reads("orderId")), code_print=CODED)
    recorded = synced(orders=KNOWN).model_copy(update={"salt": SALTED})

    (living,) = worlds(WANTED, found(there, shown), recorded).living()

    assert living == Candidate(
        address=at(A), mark="orders",
        traits=Traits(
            function_id=f"{A}-{BEFORE}", checksum="package-of-orders", code=CODED, description="orders for callers",
            handler="orders.handler", runtime="python3.10", memory=512, timeout=10, environment=NIGHT,
            signature=sources.implemented(shown.signature), created=seconds(BEFORE),  # type: ignore[arg-type]
        ),
    )  # fmt: skip


def test_without_a_salt_and_without_readable_code_that_much_is_not_known() -> None:
    (living,) = worlds(WANTED, found(HOME, hides(A)), synced(orders=KNOWN)).living()
    (bare,) = worlds(
        WANTED, found(replace(HOME, configuration=Configuration())), synced(orders=KNOWN).model_copy(update={"salt": SALTED})
    ).living()

    assert (living.traits.environment, living.traits.signature) == (None, None)
    assert bare.traits.environment == {}


def test_what_left_the_registry_is_known_too_unless_a_spec_has_its_place() -> None:
    recorded = synced(orders=KNOWN, gone=was(C, "refunds"), renamed=was(A, "orders"))

    known = list(worlds(WANTED, found(), recorded).known())

    assert [(one.uid, one.address, one.recorded) for one in known] == [("orders", at(A), at(A)), ("gone", at(C), at(C))]


def test_only_regions_that_could_not_be_searched_are_in_the_way_and_each_generation_by_itself() -> None:
    lock = synced(orders=KNOWN)
    moved = job("cn-shanghai/order-status", "orders")

    def certainty(*unsearched: Gap) -> str:
        return assess(WANTED, lock, replace(found(moved), unsearched=unsearched)).matches[Uid("orders")].certainty

    assert certainty() == "certain"
    assert certainty(gap("region", "cn-beijing", "2.0")) == "suspected"
    assert certainty(gap("code", "cn-beijing/f", "3.0")) == "certain"
    assert certainty(gap("region", "cn-beijing")) == "certain"
