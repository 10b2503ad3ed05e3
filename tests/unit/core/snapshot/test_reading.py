"""What a snapshot says about a registry: as much as a run would read, and a gap for everything that it does not hold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from sync.core.assessment import assess
from sync.core.plan.model import Plan
from sync.core.snapshot.model import PlannedReading, Snapshot, Source
from sync.core.snapshot.reading import Asking, found_in, hidden_values, planned_readings
from sync.core.snapshot.redact import redacted
from sync.core.worlds import Configuration, Found, FoundSignature, Gap, GapScope, Wanted, WantedCenter
from sync.specs.ids import CenterName, Generation, Region
from sync.specs.models import Lock, ParameterSpec, SignatureSpec
from tests.fakes.worlds import (
    CENTER,
    SALT,
    at,
    entry,
    flow,
    found,
    function,
    gap,
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

A, B, NEW = "cn-hangzhou/demo-service/lookup", "cn-hangzhou/demo-service/other", "cn-hangzhou/demo-service/new"
LOOKUP = wanted(registered("lookup", A))
HANGZHOU = (Region("cn-hangzhou"), "2.0")


def source(region: str, generation: Generation = "2.0") -> Source:
    return Source(scope="region", subject=region, generation=generation, read="2026-11-28T01:00:00Z")


def snapshot(
    world: Found,
    *sources: Source,
    of: Wanted = LOOKUP,
    planned: tuple[PlannedReading, ...] = (),
    instances: tuple[tuple[CenterName, str], ...] = ((CENTER, "ccc-test"),),
) -> Snapshot:
    made = redacted(world, of, None, SALT)
    read = sources or (source("cn-hangzhou"), Source(scope="flows", subject="cn-shanghai", generation=None, read=""))
    return Snapshot(
        tool="t", account="1", salt=SALT, sources=read, instances=instances, planned=planned, with_code=True, found=made
    )


TOLD = "热线 057188156688"


@pytest.mark.parametrize(
    ("of", "recorded", "there_is", "read"),
    [
        pytest.param(TOLD, None, TOLD, TOLD, id="the-registry-states-it"),
        pytest.param(None, TOLD, TOLD, TOLD, id="the-lock-states-it"),
        pytest.param("other", TOLD, TOLD, "热线 ********6688", id="the-registry-states-another"),
        pytest.param(None, None, TOLD, "热线 ********6688", id="nobody-states-it"),
        pytest.param(TOLD, None, "热线 057188150000", "热线 ********0000", id="another-number"),
        pytest.param(TOLD, None, "热线", "热线", id="no-number"),
    ],
)
def test_a_masked_description_is_the_one_that_is_stated(of: str | None, recorded: str | None, there_is: str, read: str) -> None:
    wants = wanted(function("lookup", A, registration("lookup", A, description=of)))
    known = lock(lookup=entry(A, identity="r1", description=recorded)) if recorded else None

    made = found_in(snapshot(found(listed("r1", A, description=there_is)), of=wants), asking(wants, known))

    assert [item.state.description for item in made.registrations] == [read]


@pytest.mark.parametrize(
    ("recorded", "read"), [(TOLD, TOLD), ("热线 057188150000", "热线 ********6688"), (None, "热线 ********6688")]
)
def test_of_a_function_it_is_the_recorded_one(recorded: str | None, read: str) -> None:
    known = lock(lookup=entry(A).model_copy(update={"description": recorded}))

    made = found_in(snapshot(found(replace(there(A), description=TOLD))), asking(LOOKUP, known))

    assert [item.description for item in made.functions] == [read]


def asking(of: Wanted = LOOKUP, recorded: Lock | None = None, *, elsewhere: Sequence[str] = (), with_code: bool = False) -> Asking:
    return Asking(wanted=of, recorded=recorded, watch="targets", elsewhere=tuple(map(Region, elsewhere)), with_code=with_code)


def missing(scope: GapScope, subject: str, generation: Generation | None = None) -> Gap:
    return Gap(scope=scope, subject=subject, generation=generation, operation="", code="NotInSnapshot", message="")


WORLD = found(there(A), listed("r1", A), flow("f1", "r1"))


def test_what_was_read_is_told_as_it_was() -> None:
    taken = snapshot(WORLD)

    assert found_in(taken, asking()) == taken.found


def test_a_snapshot_says_nothing_of_itself() -> None:
    assert found_in(snapshot(replace(WORLD, gaps=(gap("snapshot", "s.gz"),))), asking()).gaps == ()


@pytest.mark.parametrize(
    "center",
    [
        pytest.param(WantedCenter(name=CENTER, instance="ccc-other", mode="api"), id="the-name-is-another-instances-now"),
        pytest.param(WantedCenter(name=CenterName("sales"), instance="ccc-test", mode="api"), id="a-new-name"),
    ],
)
def test_a_center_that_was_not_read_is_a_gap(center: WantedCenter) -> None:
    of = replace(wanted(function("lookup", A)), centers=(center,))

    read = found_in(snapshot(replace(WORLD, gaps=(gap("flows", CENTER),))), asking(of))

    assert (read.registrations, read.flows) == ((), ())
    here = (missing("registrations", center.name), missing("flows", center.name))
    assert [item for item in read.gaps if item.code == "NotInSnapshot"] == [*here]


@pytest.mark.parametrize(("sought", "told"), [((), [missing("flows", CENTER)]), (("dead-1",), [])])
def test_flows_that_were_not_searched_for_an_id_are_a_gap(sought: tuple[str, ...], told: list[Gap]) -> None:
    recorded = lock(lookup=entry(A, identity="dead-1"))

    made = found_in(replace(snapshot(WORLD), sought=frozenset(sought)), asking(recorded=recorded))

    assert [*made.gaps] == told


def test_a_gap_of_a_center_stays_while_the_center_is_wanted() -> None:
    holes = (gap("flows", CENTER), gap("registrations", CENTER), gap("function", "cn-hangzhou", "2.0"))

    assert found_in(snapshot(replace(WORLD, gaps=holes)), asking()).gaps == holes
    nobody = replace(wanted(), centers=())
    assert found_in(snapshot(replace(WORLD, gaps=holes)), asking(nobody)).gaps == holes[2:]


@pytest.mark.parametrize(
    ("of", "recorded", "world", "gaps"),
    [
        pytest.param(
            wanted(function("lookup", "cn-shanghai/demo-service/lookup")), None, found(), [("cn-shanghai", "2.0")], id="a-specs"
        ),
        pytest.param(wanted(function("lookup", "cn-hangzhou/lookup")), None, found(), [("cn-hangzhou", "3.0")], id="a-generation"),
        pytest.param(wanted(), lock(old=entry("cn-beijing/demo-service/old")), found(), [("cn-beijing", "2.0")], id="the-locks"),
        pytest.param(
            wanted(), None, found(listed("r1", "cn-shenzhen/demo-service/x")), [("cn-shenzhen", "2.0")], id="a-registrations"
        ),
        pytest.param(wanted(function("lookup", A)), None, found(), [], id="one-that-was-read"),
        pytest.param(wanted(), None, found(listed("r1", "nowhere!/demo-service/x")), [], id="one-that-cannot-be"),
    ],
)
def test_a_region_that_was_not_read_is_a_gap(
    of: Wanted, recorded: Lock | None, world: Found, gaps: list[tuple[str, Generation]]
) -> None:
    read = found_in(snapshot(world), asking(of, recorded))

    assert [*read.gaps] == [missing("region", region, generation) for region, generation in gaps]


SHANGHAI = gap("region", "cn-shanghai", "2.0")


@pytest.mark.parametrize(
    ("world", "sources", "of", "unsearched", "gaps"),
    [
        pytest.param(found(), ["cn-hangzhou/2.0"], LOOKUP, ["cn-hangzhou/3.0", "cn-shanghai/2.0", "cn-shanghai/3.0"], [], id="no"),
        pytest.param(
            found(), ["cn-hangzhou/2.0", "cn-hangzhou/3.0", "cn-shanghai/2.0", "cn-shanghai/3.0"], LOOKUP, [], [], id="yes"
        ),
        pytest.param(found(there(A)), ["cn-hangzhou/2.0"], LOOKUP, [], [], id="nothing-is-missing"),
        pytest.param(
            found(gap("region", "cn-hangzhou", "2.0")), ["cn-hangzhou/2.0"], LOOKUP, [], ["cn-hangzhou/2.0"], id="nobody-knows"
        ),
        pytest.param(
            replace(found(), unsearched=(SHANGHAI,)),
            ["cn-hangzhou/2.0", "cn-hangzhou/3.0", "cn-shanghai/2.0", "cn-shanghai/3.0"],
            LOOKUP, ["cn-shanghai/2.0"], [], id="it-could-not-be-searched",
        ),
        pytest.param(
            replace(found(there(A)), unsearched=(SHANGHAI,)), ["cn-hangzhou/2.0", "cn-shanghai/2.0"], LOOKUP, [], [],
            id="what-could-not-be-searched-matters-to-nobody",
        ),
        pytest.param(
            replace(found(), unsearched=(SHANGHAI,)),
            ["cn-hangzhou/2.0", "cn-hangzhou/3.0", "cn-shanghai/2.0", "cn-shanghai/3.0"],
            wanted(registered("lookup", A), function("new", "cn-shanghai/demo-service/new")), [], ["cn-shanghai/2.0"],
            id="what-could-not-be-searched-is-asked-for-now",
        ),
    ],
)  # fmt: skip
def test_where_a_missing_function_was_not_looked_for(
    world: Found, sources: list[str], of: Wanted, unsearched: list[str], gaps: list[str]
) -> None:
    read = [source(*text.split("/")) for text in sources]  # type: ignore[arg-type]

    seen = found_in(snapshot(world, *read), asking(of, elsewhere=["cn-hangzhou", "cn-shanghai"]))

    assert [f"{item.subject}/{item.generation}" for item in seen.unsearched] == unsearched
    assert [f"{item.subject}/{item.generation}" for item in seen.gaps] == gaps


def planned(address: str, *names: str) -> FoundSignature:
    return replace(shows(address, *map(reads, names)), planned=True)


def test_what_code_shows_is_told_of_the_functions_in_question() -> None:
    of = wanted(registered("lookup", A), registered("new", NEW), function("silent", B))
    world = found(there(A), there(B), there(NEW), shows(A, reads("a")), shows(B, reads("b")))

    read = found_in(snapshot(world), asking(of, with_code=True))

    assert read.signatures == (shows(A, reads("a")),)
    assert read.gaps == (missing("code", NEW, "2.0"),)
    assert found_in(snapshot(world), asking(of)).signatures == ()


def test_code_that_could_not_be_read_is_told_in_the_words_of_then() -> None:
    unread, other = gap("code", A, "2.0"), gap("code", B, "2.0")

    read = found_in(snapshot(replace(WORLD, gaps=(unread, other))), asking(with_code=True))

    assert read.gaps == (unread,)
    assert found_in(snapshot(replace(WORLD, gaps=(unread,))), asking()).gaps == ()


NEW_HANDLER = Configuration(handler="index.new")


@pytest.mark.parametrize(
    ("settings", "shown"),
    [
        pytest.param(NEW_HANDLER, True, id="as-it-was-read"),
        pytest.param(Configuration(handler="index.newer"), False, id="another-handler"),
        pytest.param(Configuration(handler="index.new", runtime="nodejs20"), False, id="another-runtime"),
        pytest.param(Configuration(handler="index.new", environment={"IVRSYNC_SIGNATURE": "{}"}), False, id="another-statement"),
        pytest.param(Configuration(), None, id="nothing-will-change"),
    ],
)
def test_what_code_will_show_is_told_for_the_settings_with_which_it_was_read(settings: Configuration, shown: bool | None) -> None:  # noqa: FBT001
    world = found(there(A, Configuration(handler="index.old")), shows(A, reads("a")), planned(A, "b"))
    before = wanted(registered("lookup", A, settings=NEW_HANDLER))
    taken = snapshot(world, of=before, planned=planned_readings(before, redacted(world, before, None, SALT)))

    read = found_in(taken, asking(wanted(registered("lookup", A, settings=settings)), with_code=True))

    assert [item for item in read.signatures if item.planned] == ([planned(A, "b")] if shown else [])
    assert read.gaps == ((missing("code", A, "2.0"),) if shown is False else ())


def test_settings_that_code_is_read_with_are_told_once_for_each_function() -> None:
    stating = Configuration(handler="index.new", environment={"IVRSYNC_SIGNATURE": "a"})
    of = wanted(registered("one", B, settings=stating), registered("two", A, settings=NEW_HANDLER))
    world = found(there(A, Configuration(runtime="python3.10")), there(B))

    made = planned_readings(of, world)

    a_digest = "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"  # SHA-256 of the letter
    assert made == (
        PlannedReading(address=at(A), handler="index.new", runtime="python3.10", stated=""),
        PlannedReading(address=at(B), handler="index.new", runtime=None, stated=a_digest),
    )


def test_the_code_of_what_a_missing_function_may_have_become() -> None:
    recorded = lock(lookup=entry(A))
    world = found(there(NEW), there(B), shows(NEW, reads("a")))
    sources = [source("cn-hangzhou"), source("cn-hangzhou", "3.0")]

    read = found_in(snapshot(world, *sources), asking(recorded=recorded, elsewhere=["cn-hangzhou"], with_code=True))

    assert read.signatures == (shows(NEW, reads("a")),)
    assert (read.gaps, read.unsearched) == ((), (missing("code", B, "2.0"),))


def declared(**limits: object) -> SignatureSpec:
    return SignatureSpec(inputs={"phone": ParameterSpec.model_validate(limits)})


@pytest.mark.parametrize(
    ("limits", "asked"),
    [
        ({}, False),
        ({"type": "string"}, False),
        ({"type": "integer"}, True),
        ({"enum": ("1",)}, True),
        ({"pattern": "^1"}, True),
        ({"format": "phone"}, True),
        ({"type": "string", "pattern": "^1"}, True),
    ],
)
def test_a_hidden_literal_is_a_gap_where_the_function_takes_only_certain_values(limits: dict[str, object], asked: bool) -> None:  # noqa: FBT001
    of = wanted(registered("lookup", A, signature=declared(**limits)))
    world = found(there(A), listed("r1", A), flow("f1", "r1", passes={"phone": "13812345678", "city": "杭州"}))
    joined = assess(of, None, found_in(snapshot(world, of=of), asking(of)))

    expected = Gap(
        scope="value", subject="hotline/flow f1/ask/phone", generation=None, operation="", code="HiddenInSnapshot", message=""
    )
    assert hidden_values(joined) == ((expected,) if asked else ())


@pytest.mark.parametrize(("target", "asked"), [(A, True), (NEW, True), (B, False)])
def test_also_for_the_function_that_the_registration_will_reach(target: str, asked: bool) -> None:  # noqa: FBT001
    strict = SignatureSpec(inputs={"phone": ParameterSpec(type="integer")})
    of = wanted(registered("lookup", A, signature=strict if target == A else None), function("new", NEW, signature=strict))
    reached = target if target != A else A
    world = found(there(A), there(B), there(NEW), listed("r1", reached), flow("f1", "r1", passes={"phone": "13812345678"}))

    joined = assess(of, lock(lookup=entry(B, identity="r9")), found_in(snapshot(world, of=of), asking(of)))

    assert bool(hidden_values(joined)) is asked


def plan_of(of: Wanted, world: Found, recorded: Lock | None = None) -> Plan:
    return plan(of, world, recorded)


def test_a_value_that_the_lock_kept_of_the_same_function_is_compared() -> None:
    of = wanted(registered("lookup", A, settings=Configuration(environment={"MODE": "new", "SAME": "s"})))
    world = found(there(A, Configuration(environment={"MODE": "old", "SAME": "s"})), listed("r1", A))

    (live,), (kept,) = (plan_of(of, each).findings for each in (world, found_in(snapshot(world, of=of), asking(of))))

    assert (kept.code, kept.args) == ("CF005", {"names": ["MODE"]})
    assert kept == replace(live, changes=tuple(replace(each, before=None, after=None, secret=True) for each in live.changes))
