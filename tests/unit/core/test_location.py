"""Functions that are not where the registry has them: which finding says so, how sure it is, and what it takes the place of."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.assessment import assess
from sync.core.code_print import SOURCES, CodePrint
from sync.core.plan.model import Finding, Plan, Remedy
from sync.core.plan.policy import Policy
from sync.core.rules.catalogue import BY_CODE
from sync.core.worlds import Configuration, Found, FoundFlow, FoundFunction, FoundSignature, Gap, Wanted
from sync.specs.ids import CenterName, Uid
from sync.specs.models import (
    Lock,
    ParameterSpec,
    RecordedFunction,
    RecordedParameter,
    RecordedSignature,
    RegistrationMode,
    SignatureSpec,
)
from tests.fakes.worlds import (
    entry,
    flow,
    found,
    function,
    gap,
    hides,
    listed,
    lock,
    plan,
    reads,
    registered,
    registration,
    shows,
    there,
    wanted,
)

SYNCED, BEFORE, AFTER = "2026-11-20T00:00:00Z", "2026-11-01T00:00:00Z", "2026-11-25T00:00:00Z"
A, B, C = "cn-hangzhou/orders/order-status", "cn-hangzhou/orders/order-state", "cn-hangzhou/orders/refund"
MOVED, FAR, NEW = "cn-hangzhou/shop/order-status", "cn-shanghai/orders/order-status", "cn-hangzhou/orders-order-status"
CODE = tuple(range(0, 4000, 100))
EDITED = (*range(0, 3000, 100), *range(9000, 10_000, 100))


def job(address: str, name: str, *, created: str = AFTER, mark: str = "", package: str = "") -> FoundFunction:
    """A living function that does this job."""
    settings = Configuration(runtime="python3.10", handler=f"{name}.handler", memory=512, timeout=10, environment={})
    return replace(
        there(address, settings),
        function_id=f"{address}-{created}",
        checksum=package or f"package-of-{name}",
        description=f"{name} for callers",
        created=created,
        mark=mark or None,
    )


def was(address: str, name: str, identity: str | None = None) -> RecordedFunction:
    """The same job as the last sync saw it."""
    kept = job(address, name, created=BEFORE)
    settings = kept.configuration
    return entry(address, identity=identity).model_copy(
        update={
            "function_id": kept.function_id, "checksum": kept.checksum, "description": kept.description, "created": kept.created,
            "runtime": settings.runtime, "handler": settings.handler, "memory": settings.memory, "timeout": settings.timeout,
            "code_print": None,
        }
    )  # fmt: skip


def synced(**entries: RecordedFunction) -> Lock:
    return lock(**entries).model_copy(update={"synced": SYNCED, "version": 3})


def looks(address: str, sketch: tuple[int, ...], exact: str = "00" * 8) -> FoundSignature:
    return replace(hides(address), code_print=CodePrint(version=SOURCES, exact=exact, sketch=sketch))


WANTED = wanted(registered("orders", A))
AHEAD = wanted(registered("orders", B))
STALE = listed("r1", A)
LOCK = synced(orders=was(A, "orders", identity="r1"))
BARE_LOCK = lock(orders=entry(A, identity="r1"))
TWO = wanted(registered("orders", A), registered("refunds", C))
TWO_LOCK = synced(orders=was(A, "orders", identity="r1"), refunds=was(C, "refunds", identity="r2"))
CASES = [
    pytest.param(WANTED, found(job(B, "orders"), STALE), LOCK, ["LO001"], id="renamed"),
    pytest.param(WANTED, found(job(MOVED, "orders"), STALE), LOCK, ["LO002"], id="service-moved"),
    pytest.param(WANTED, found(job(FAR, "orders"), STALE), LOCK, ["LO003"], id="region-moved"),
    pytest.param(WANTED, found(job(NEW, "orders"), STALE), LOCK, ["LO004"], id="migrated"),
    pytest.param(
        wanted(registered("orders", C), registered("refunds", A)),
        found(job(A, "orders"), job(C, "refunds"), listed("r1", A), listed("r2", C)), TWO_LOCK, ["LO005", "LO005"],
        id="the-registry-exchanges-two",
    ),
    pytest.param(WANTED, found(job(B, "orders", package="edited"), STALE), LOCK, ["LO011"], id="suspected-renamed"),
    pytest.param(WANTED, found(job(MOVED, "orders", package="edited"), STALE), LOCK, ["LO012"], id="suspected-service-moved"),
    pytest.param(WANTED, found(job(FAR, "orders", package="edited"), STALE), LOCK, ["LO013"], id="suspected-region-moved"),
    pytest.param(WANTED, found(job(NEW, "orders", package="edited"), STALE), LOCK, ["LO014"], id="suspected-migrated"),
    pytest.param(
        TWO,
        found(
            replace(job(A, "orders", created=BEFORE), checksum="package-of-refunds"),
            replace(job(C, "refunds", created=BEFORE), checksum="package-of-orders"), listed("r1", A), listed("r2", C),
        ), TWO_LOCK, ["LO015", "LO015"], id="suspected-swapped",
    ),
    pytest.param(WANTED, found(job(B, "orders"), job(f"{B}s", "orders"), STALE), LOCK, ["LO020"], id="unclear"),
    pytest.param(WANTED, found(job(C, "refunds"), STALE), LOCK, ["LO020"], id="gone-beside-a-stranger"),
    pytest.param(WANTED, found(STALE), LOCK, ["EX001", "RG002"], id="gone"),
    pytest.param(WANTED, found(job(A, "orders", created=BEFORE), job(B, "orders"), STALE), LOCK, [], id="a-copy-beside-it"),
    pytest.param(WANTED, found(job(A, "orders"), STALE), LOCK, [], id="made-anew-in-its-place"),
    pytest.param(WANTED, found(job(B, "orders"), STALE), None, ["EX001", "RG002"], id="never-recorded"),
    pytest.param(WANTED, found(job(B, "orders"), STALE), BARE_LOCK, ["LO020"], id="nothing-recorded-of-it"),
    pytest.param(WANTED, found(job(B, "orders"), listed("r1", B)), LOCK, ["LO001"], id="repointed-by-hand"),
    pytest.param(AHEAD, found(job(B, "orders"), STALE), LOCK, ["LO001"], id="the-registry-follows"),
    pytest.param(AHEAD, found(job(B, "orders"), listed("r1", B)), LOCK, [], id="everybody-followed"),
    pytest.param(AHEAD, found(job(A, "orders", created=BEFORE), STALE), LOCK, ["EX001", "RG009"], id="not-made-yet"),
]  # fmt: skip


def codes(made: Plan) -> list[str]:
    return sorted(finding.code for finding in made.findings if not finding.code.startswith(("OB", "CF")))


@pytest.mark.parametrize(("of", "world", "recorded", "expected"), CASES)
def test_where_a_function_is_now_is_told_once(of: Wanted, world: Found, recorded: Lock | None, expected: list[str]) -> None:
    assert codes(plan(of, world, recorded)) == expected


def only(made: Plan) -> Finding:
    (finding,) = (item for item in made.findings if item.code.startswith("LO"))
    return finding


def test_a_finding_of_a_move_says_everything_that_was_concluded_and_from_what() -> None:
    world = found(job(FAR, "orders"), STALE, flow("f1", "r1"))

    finding = only(plan(WANTED, world, LOCK))

    assert (finding.uid, finding.subject, finding.origin, finding.breaks) == ("orders", A, "drift", True)
    assert [reference.id for reference in finding.flows] == ["f1"]
    told = {name: value for name, value in finding.args.items() if name not in ("probability", "evidence")}
    assert told == {
        "uid": "orders", "from": A, "to": FAR, "kinds": ["region-moved"], "certainty": "certain", "rivals": [], "signature": [],
        "covers": ["EX001", "RG002"], "registrations": {"hotline/r1": ["f1"]},
    }  # fmt: skip
    assert {"kind": "checksum", "weight": 0.0} in finding.args["evidence"]  # type: ignore[operator]


def test_a_function_that_moves_and_is_renamed_is_told_once_with_both() -> None:
    finding = only(plan(WANTED, found(job("cn-shanghai/orders/order-state", "orders"), STALE), LOCK))

    assert (finding.code, finding.args["kinds"]) == ("LO003", ["renamed", "region-moved"])


def test_a_registration_that_points_at_a_third_function_is_told_beside_the_move() -> None:
    world = found(job(B, "orders"), job(C, "refunds"), listed("r1", C))

    assert codes(plan(TWO, world, TWO_LOCK)) == ["LO001", "RG001", "RG009"]


IDLESS_LOCK = synced(orders=was(A, "orders", identity="r1").model_copy(update={"function_id": None}))
LIVING_ON = found(job(A, "orders", created=BEFORE), job(B, "orders", package="edited"), listed("r1", B))


def test_callers_are_not_sent_back_from_a_function_that_somebody_followed_by_hand() -> None:
    made = plan(WANTED, LIVING_ON, LOCK)

    assert (codes(made), only(made).remedy) == (["LO011"], None)
    assert made.steps == ()
    assert [(refusal.step.id, refusal.reason) for refusal in made.refusals] == [("repoint:hotline:orders", "moved")]


def test_they_are_where_somebody_says_so() -> None:
    made = plan(WANTED, LIVING_ON, LOCK, Policy(restored=frozenset({"orders"})))

    assert [step.id for step in made.steps] == ["repoint:hotline:orders"]
    assert made.refusals == ()


@pytest.mark.parametrize(
    ("new", "recorded", "told"),
    [
        pytest.param(job(B, "orders"), BARE_LOCK, "LO020", id="a-lock-that-knows-no-more-than-addresses"),
        pytest.param(replace(job(B, "orders"), created=None), IDLESS_LOCK, "LO020", id="no-id-recorded-and-no-age-shown"),
        pytest.param(job(B, "orders"), IDLESS_LOCK, "LO011", id="no-id-recorded-but-younger"),
    ],
)
@pytest.mark.parametrize("called", [pytest.param((), id="no-flow"), pytest.param((flow("f1", "r1"),), id="a-flow-calls-it")])
def test_nor_where_no_id_was_recorded_by_which_to_tell_the_two(
    new: FoundFunction, recorded: Lock, told: str, called: tuple[FoundFlow, ...]
) -> None:
    world = found(job(A, "orders", created=BEFORE), new, listed("r1", B), *called)

    made = plan(WANTED, world, recorded)

    assert (codes(made), made.steps) == ([told], ())
    assert [(refusal.step.id, refusal.reason) for refusal in made.refusals] == [("repoint:hotline:orders", "moved")]
    again = plan(WANTED, world, recorded, Policy(restored=frozenset({"orders"}), allowed_flows=frozenset({"f1"})))
    assert [step.id for step in again.steps] == ["repoint:hotline:orders"]


def test_a_place_that_something_else_has_now_is_not_configured_for_the_one_that_left() -> None:
    spec = replace(registered("orders", A), configuration=Configuration(memory=512))
    stranger = replace(job(A, "refunds"), configuration=Configuration(runtime="nodejs20", handler="other.main", memory=128))
    world = found(stranger, job(B, "orders"), STALE)

    made = plan(wanted(spec), world, LOCK)

    assert [finding.code for finding in made.findings] == ["LO001"]
    assert made.steps == ()
    assert [refusal.reason for refusal in made.refusals] == ["moved"]


@pytest.mark.parametrize(
    ("unread", "expected"),
    [
        pytest.param(gap("region", "cn-hangzhou", "2.0"), [], id="where-it-was"),
        pytest.param(gap("region", "cn-shanghai", "2.0"), ["LO011"], id="anywhere-else: not certain"),
    ],
)
def test_nothing_certain_is_concluded_from_behind_a_gap(unread: Gap, expected: list[str]) -> None:
    assert codes(plan(WANTED, found(job(B, "orders"), STALE, unread), LOCK)) == expected


def test_a_region_that_could_not_be_searched_is_a_gap_of_this_question_alone() -> None:
    world = replace(found(job(B, "orders"), STALE), unsearched=(gap("region", "cn-beijing", "3.0"),))

    made = plan(WANTED, world, LOCK)

    assert codes(made) == ["LO011"]
    assert made.gaps == ()


def test_the_mark_of_a_uid_finds_what_was_never_recorded() -> None:
    marked = found(job(B, "orders", mark="orders"), STALE)

    assert [finding.uid for finding in plan(WANTED, marked, None).findings] == [Uid("orders")]


def test_a_function_whose_uid_left_the_registry_is_offered_to_nobody() -> None:
    recorded = synced(orders=was(A, "orders", identity="r1"), old=was(B, "orders"))

    assert codes(plan(WANTED, found(job(B, "orders", created=BEFORE), STALE), recorded)) == ["EX001", "RG002"]


@pytest.mark.parametrize("is_left", [pytest.param(True, id="the-old-one-lives-on"), pytest.param(False, id="the-old-one-is-gone")])
def test_where_the_registry_moved_on_first_apply_follows(*, is_left: bool) -> None:
    old = [job(A, "orders", created=BEFORE)] if is_left else []

    made = plan(AHEAD, found(*old, job(B, "orders"), STALE), LOCK)

    finding = only(made)
    covers = "RG009" if is_left else "RG002"
    assert (finding.code, finding.origin, finding.remedy, finding.args["covers"]) == ("LO001", "pending", "apply", [covers])
    assert [step.id for step in made.steps] == ["repoint:hotline:orders"]


def test_a_module_that_reaches_no_function_is_not_compared_with_one() -> None:
    spec = SignatureSpec(inputs={"orderId": ParameterSpec(required=True)})
    declared = replace(registered("orders", A), signature=spec)
    recorded = synced(orders=was(A, "orders", identity="r1").model_copy(update={"signature": spec}))

    made = plan(wanted(declared), found(job(B, "orders"), STALE, flow("f1", "r1", passes={"orderNo": "${x}"})), recorded)

    assert [finding.code for finding in made.findings if finding.when == "now"] == ["LO001"]


@pytest.mark.parametrize(
    ("kind", "certain", "suspected"),
    [
        ("renamed", "LO001", "LO011"),
        ("service-moved", "LO002", "LO012"),
        ("region-moved", "LO003", "LO013"),
        ("migrated", "LO004", "LO014"),
        ("swapped", "LO005", "LO015"),
    ],
)
def test_every_kind_of_move_has_a_code_for_each_certainty(kind: str, certain: str, suspected: str) -> None:
    sure, likely = BY_CODE[certain], BY_CODE[suspected]

    assert (sure.name, likely.name) == (kind, f"suspected-{kind}")
    assert ("probably" in sure.message, "probably" in likely.message) == (False, True)
    assert ("{probability}" in sure.message, "{probability}" in likely.message) == (False, True)
    assert ("code of another" in sure.why) is (kind == "swapped")
    assert ("seem to have changed places" in likely.message) is (kind == "swapped")
    for rule in (sure, likely):
        assert (rule.severity, rule.breaks, rule.identity) == ("error", "calls", ())
        assert rule.settled_by == ("repoint:{center}:{uid}",)
        assert "ivrsync accept {uid}" in rule.fix
        assert "old place" in rule.fix_pending
        # Of two that changed places both live: neither is to be made again. Any other may live on where it was, or not.
        assert ("where nothing lives there any more, create it again" in rule.fix, "create" in rule.fix) == (kind != "swapped",) * 2
        assert rule.apply == "points its registrations there"


ASKED = (job(A, "refunds"), STALE, flow("f1", "r1", passes={}), shows(A, reads("amount")))


@pytest.mark.parametrize(
    ("living", "expected"),
    [
        pytest.param([job(B, "orders", mark="orders")], {"LO011": True}, id="it-is-elsewhere"),
        pytest.param([job(B, "orders"), job(f"{B}s", "orders")], {"FL001": True, "LO020": False}, id="it-may-be-what-is-there"),
    ],
)
def test_a_module_need_not_pass_what_another_function_in_the_old_place_wants(
    living: list[FoundFunction], expected: dict[str, bool]
) -> None:
    made = plan(WANTED, found(*living, *ASKED), LOCK)

    assert {item.code: item.breaks for item in made.findings if item.code[:2] in {"FL", "LO"}} == expected
    assert [one.id for item in made.findings if item.breaks for one in item.flows] == ["f1"]


def test_a_signature_that_changed_with_the_move_is_said_with_it() -> None:
    seen = RecordedSignature(inputs={"orderId": RecordedParameter(required=True)})
    recorded = synced(orders=was(A, "orders", identity="r1").model_copy(update={"implemented": seen}))
    world = found(job(B, "orders"), STALE, shows(B, reads("orderId"), reads("city")))

    finding = only(plan(WANTED, world, recorded))

    assert finding.args["signature"] == [{"change": "input-required-added", "name": "city", "before": None, "after": None}]


@pytest.mark.parametrize(
    ("world", "recorded"),
    [
        pytest.param(found(job(B, "orders"), STALE, shows(B, reads("city"))), LOCK, id="nothing-was-recorded"),
        pytest.param(
            found(job(B, "orders"), STALE, hides(B)),
            synced(orders=was(A, "orders", "r1").model_copy(update={"implemented": RecordedSignature()})),
            id="the-code-shows-nothing",
        ),
    ],
)
def test_where_one_of_the_two_signatures_is_not_known_nothing_is_said_of_a_change(world: Found, recorded: Lock) -> None:
    assert only(plan(WANTED, world, recorded)).args["signature"] == []


def test_rivals_are_told_with_what_they_lost_by() -> None:
    first, second = job(B, "orders"), job(f"{B}s", "orders")
    world = found(first, second, STALE)

    finding = only(plan(WANTED, world, LOCK))
    match = assess(WANTED, LOCK, world).matches[Uid("orders")]

    assert (finding.args["to"], finding.args["certainty"]) == (None, "unsure")
    assert finding.args["rivals"] == [
        {"address": str(rival.address), "probability": round(rival.probability, 3), "lost": "too-close"} for rival in match.rivals
    ]
    assert {rival["address"] for rival in finding.args["rivals"]} == {B, f"{B}s"}  # type: ignore[index,call-overload]
    assert finding.args["probability"] == round(match.probability, 3) != round(match.probability)


def test_where_nothing_of_a_move_is_left_to_do_it_has_no_remedy() -> None:
    made = plan(WANTED, found(job(B, "orders"), listed("r1", B)), LOCK)

    assert only(made).remedy is None


def test_a_move_that_the_registry_follows_by_hand_says_so() -> None:
    by_hand = wanted(*AHEAD.functions, mode="console")

    assert only(plan(by_hand, found(job(B, "orders"), STALE), LOCK)).remedy == "by-hand"


SECOND = listed("r2", A)


def test_a_second_registration_of_the_old_place_is_told_beside_the_move() -> None:
    """It does not go with the function: whoever follows the move leaves it, and its callers, behind."""
    made = plan(WANTED, found(job(B, "orders"), STALE, SECOND, flow("f1", "r1"), flow("f2", "r2")), LOCK)

    moved, beside = only(made), [item for item in made.findings if item.code == "RG002"]
    assert [(item.subject, item.breaks, [flow.id for flow in item.flows]) for item in beside] == [("r2", True, ["f2"])]
    assert (moved.args["registrations"], [flow.id for flow in moved.flows]) == ({"hotline/r1": ["f1"]}, ["f1"])


OTHER = CenterName("service")


def in_two_centers(mode: RegistrationMode) -> Wanted:
    """One function, called from both; the second center is written as that mode says."""
    one = registration("orders", B)
    both = wanted(function("orders", B, one, replace(one, center=OTHER)))
    return replace(both, centers=(*both.centers, replace(both.centers[0], name=OTHER, mode=mode)))


KNOWN = LOCK.functions["orders"]
TWICE = synced(orders=KNOWN.model_copy(update={"registrations": dict.fromkeys(("hotline", OTHER), KNOWN.registrations["hotline"])}))
STALE_THERE = replace(STALE, center=OTHER)
LEFT = job(A, "orders", created=BEFORE)


@pytest.mark.parametrize(
    ("mode", "world", "remedy"),
    [
        pytest.param("api", found(job(B, "orders"), STALE, STALE_THERE), "apply", id="both-by-api"),
        pytest.param("console", found(job(B, "orders"), STALE, STALE_THERE), "by-hand", id="the-second-by-hand"),
        pytest.param(
            "api", found(job(B, "orders"), LEFT, STALE, STALE_THERE, replace(flow("f1", "r1"), center=OTHER)), "held-back",
            id="a-flow-holds-the-second-back",
        ),
        pytest.param(
            "console", found(job(B, "orders"), LEFT, STALE, STALE_THERE, flow("f1", "r1")), "held-back",
            id="a-flow-holds-the-first-back-and-the-second-goes-by-hand",
        ),
    ],
)  # fmt: skip
def test_a_move_promises_no_more_than_is_done_in_the_worst_of_its_centers(
    mode: RegistrationMode, world: Found, remedy: Remedy
) -> None:
    assert only(plan(in_two_centers(mode), world, TWICE)).remedy == remedy
