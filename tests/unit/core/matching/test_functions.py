"""Which living function each uid is: what is found, what is proof, and what must fool nobody."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.matching.functions import match_functions
from sync.core.matching.identity import Candidate, FunctionMatch, Known, Place, Traits
from sync.specs.ids import Region
from tests.fakes.identity import anew, at, code, edited, job, known, living

HOME = "cn-hangzhou/desk/query-parcel"
OLD = job("parcel")
NEIGHBOURS = ["invoice", "coupon", "doctor", "meter", "claim", "driver", "holiday", "loan"]
HANGZHOU_2: Place = (Region("cn-hangzhou"), "2.0")
BEIJING_3: Place = (Region("cn-beijing"), "3.0")


def matched(uids: list[Known], there: list[Candidate], unread: frozenset[Place] = frozenset()) -> dict[str, FunctionMatch]:
    """Among a few functions that nothing happened to."""
    stay = [(f"cn-hangzhou/desk/check-{name}", job(name)) for name in NEIGHBOURS]
    neighbours = [known(f"neighbour-{where.rpartition('-')[2]}", where, traits) for where, traits in stay]
    found = match_functions([*uids, *neighbours], [*there, *(living(where, traits) for where, traits in stay)], unread)
    return {match.uid: match for match in found if not match.uid.startswith("neighbour")}


def told(match: FunctionMatch) -> tuple[str | None, str, tuple[str, ...]]:
    address = match.found
    return f"{address.region}/{address.service}/{address.name}" if address else None, match.certainty, match.kinds


ONE = known("parcel", HOME, OLD)
RENAMED = "cn-hangzhou/desk/look-up-parcel"
EDITED = anew(OLD, checksum="other", code=edited(OLD))


CERTAIN, SUSPECTED = "certain", "suspected"
REPACKED = anew(OLD, checksum="packed anew")
EVERYTHING = ("renamed", "service-moved", "region-moved")


@pytest.mark.parametrize(
    ("where", "traits", "certainty", "kinds"),
    [
        pytest.param("cn-hangzhou/desk/queryParcels", anew(OLD), CERTAIN, ("renamed",), id="renamed-same-package"),
        pytest.param("cn-hangzhou/desk/queryParcels", REPACKED, SUSPECTED, ("renamed",), id="renamed-packed-anew"),
        pytest.param("cn-hangzhou/desk/parcel-finder", REPACKED, SUSPECTED, ("renamed",), id="renamed-to-other-words"),
        pytest.param("cn-hangzhou/parcels/query-parcel", anew(OLD), CERTAIN, ("service-moved",), id="another-service"),
        pytest.param("cn-beijing/desk/query-parcel", anew(OLD), CERTAIN, ("region-moved",), id="another-region"),
        pytest.param("cn-hangzhou//query-parcel", anew(OLD), CERTAIN, ("migrated",), id="migrated-by-name"),
        pytest.param("cn-hangzhou//desk-query-parcel", anew(OLD), CERTAIN, ("migrated",), id="migrated-dash"),
        pytest.param("cn-hangzhou//desk_query-parcel", anew(OLD), CERTAIN, ("migrated",), id="migrated-underscore"),
        pytest.param("cn-hangzhou//desk__query-parcel", anew(OLD), CERTAIN, ("migrated",), id="migrated-two-underscores"),
        pytest.param("cn-beijing/parcels/query-parcels", anew(OLD), CERTAIN, EVERYTHING, id="all-at-once"),
        pytest.param(
            "cn-beijing//parcels", REPACKED, SUSPECTED, ("renamed", "region-moved", "migrated"), id="migrated-and-renamed"
        ),
    ],
)
def test_what_moved_is_found(where: str, traits: Traits, certainty: str, kinds: tuple[str, ...]) -> None:
    assert told(matched([ONE], [living(where, traits)])["parcel"]) == (where, certainty, kinds)


def test_an_edit_at_the_same_time_leaves_a_suspicion_and_says_why() -> None:
    match = matched([ONE], [living("cn-hangzhou/desk/query-parcels", EDITED)])["parcel"]

    assert told(match) == ("cn-hangzhou/desk/query-parcels", "suspected", ("renamed",))
    assert {"code", "name", "signature", "environment"} <= {item.kind for item in match.evidence if item.weight > 0}


STRANGER = job("warranty")
TAKEN_OVER = replace(anew(STRANGER), checksum=OLD.checksum, code=OLD.code, memory=128, timeout=3)
TWIN = replace(anew(OLD), description="letters for callers", environment={"LOG_LEVEL": "info", "TABLE": "table-letter"})
STAGING = replace(OLD, function_id="id-staging")


MARKED = anew(STRANGER)
NAMESAKE = replace(STRANGER, function_id="id-3")


@pytest.mark.parametrize(
    "there",
    [
        pytest.param([], id="deleted"),
        pytest.param([living("cn-hangzhou/desk/check-warranty", anew(STRANGER))], id="something-else-came"),
        pytest.param([living(HOME, anew(STRANGER))], id="replaced-at-its-address"),
        pytest.param([living("cn-hangzhou//query-parcel", NAMESAKE)], id="a-namesake-that-was-always-there"),
    ],
)
def test_what_is_gone_is_said_to_be_gone(there: list[Candidate]) -> None:
    match = matched([ONE], there)["parcel"]

    assert (match.found, match.certainty) == (None, "gone")


@pytest.mark.parametrize(
    "there",
    [
        pytest.param([living("cn-hangzhou/shop/approve-warranty", TAKEN_OVER)], id="a-package-taken-over-by-another-job"),
        pytest.param([living("cn-hangzhou/desk/query-letter", TWIN)], id="another-of-the-same-making"),
        pytest.param([living("cn-beijing/desk/query-parcel-staging", STAGING)], id="a-staging-copy-that-was-there-before"),
        pytest.param([living("cn-beijing/desk/query-parcel-staging", STAGING, mark="parcel")], id="a-staging-copy-with-the-mark"),
        pytest.param([living("cn-hangzhou/shop/approve-warranty", MARKED, mark="parcel")], id="a-mark-copied-to-another-job"),
        pytest.param(
            [living("cn-hangzhou/desk/query-parcels", anew(OLD, "a")), living("cn-hangzhou/desk/query-parcel2", anew(OLD, "b"))],
            id="two-with-its-package",
        ),
        pytest.param(
            [
                living("cn-hangzhou/desk/query-parcels", anew(OLD, "a", checksum="x"), mark="parcel"),
                living("cn-hangzhou/desk/query-parcel2", anew(OLD, "b", checksum="y"), mark="parcel"),
            ],
            id="two-with-its-mark",
        ),
    ],
)
def test_nothing_of_this_is_proof(there: list[Candidate]) -> None:
    assert matched([ONE], there)["parcel"].certainty != "certain"


@pytest.mark.parametrize(
    "there",
    [
        pytest.param([living(RENAMED, anew(OLD))], id="a-clone"),
        pytest.param([living("cn-beijing/desk/query-parcel", anew(OLD))], id="a-copy-in-another-region"),
        pytest.param([living("cn-hangzhou/desk/query-parcel-green", EDITED, mark="parcel")], id="green-beside-blue"),
    ],
)
def test_what_lives_where_it_did_is_itself_and_its_copies_are_copies(there: list[Candidate]) -> None:
    assert told(matched([ONE], [living(HOME, OLD, mark="parcel"), *there])["parcel"]) == (HOME, "certain", ())


def test_a_function_edited_in_its_place_is_itself() -> None:
    edited = replace(OLD, checksum="x", code=code("all new"), memory=1024)

    assert told(matched([ONE], [living(HOME, edited)])["parcel"])[0] == HOME


def test_a_mark_that_one_function_bears_is_proof() -> None:
    match = matched([ONE], [living(RENAMED, EDITED, mark="parcel")])["parcel"]

    assert told(match) == (RENAMED, "certain", ("renamed",))
    assert match.evidence[0].kind == "mark"


def test_the_registry_and_the_stack_are_believed() -> None:
    formerly = replace(known("parcel", RENAMED, OLD), recorded=at(HOME), formerly=(at(HOME),))
    stack = replace(ONE, stack=at("cn-beijing/x/y"))

    assert told(matched([formerly], [living(RENAMED, anew(STRANGER))])["parcel"]) == (RENAMED, "certain", ("renamed",))
    assert told(matched([formerly], [living(HOME, OLD)])["parcel"]) == (HOME, "certain", ())
    assert told(matched([stack], [living("cn-beijing/x/y", anew(STRANGER))])["parcel"])[:2] == ("cn-beijing/x/y", "certain")


def test_what_somebody_repointed_the_registration_to_is_found_though_the_old_one_lives() -> None:
    by_hand = replace(ONE, points_at=(at(RENAMED),))

    match = matched([by_hand], [living(HOME, OLD), living(RENAMED, EDITED)])["parcel"]

    assert told(match) == (RENAMED, "suspected", ("renamed",))
    assert [(rival.address, rival.lost) for rival in match.rivals] == [(at(HOME), "left-behind")]


def test_a_registration_that_points_at_a_stranger_moves_nothing() -> None:
    spoilt = replace(ONE, points_at=(at("cn-hangzhou/desk/check-warranty"),))

    match = matched([spoilt], [living(HOME, OLD), living("cn-hangzhou/desk/check-warranty", anew(STRANGER))])["parcel"]

    assert told(match)[0] == HOME


TWO = known("warranty", "cn-hangzhou/desk/check-warranty", STRANGER)


def test_two_made_anew_under_each_others_names_have_swapped() -> None:
    found = matched([ONE, TWO], [living(HOME, anew(STRANGER, "a")), living(str(TWO.address), anew(OLD, "b"))])

    assert told(found["parcel"])[::2] == (str(TWO.address), ("swapped",))
    assert told(found["warranty"])[::2] == (HOME, ("swapped",))


def test_two_that_got_each_others_package_have_swapped_as_far_as_anybody_can_tell() -> None:
    there = [
        living(HOME, replace(OLD, checksum=STRANGER.checksum, code=STRANGER.code)),
        living(str(TWO.address), replace(STRANGER, checksum=OLD.checksum, code=OLD.code)),
    ]

    assert told(matched([ONE, TWO], there)["parcel"]) == (str(TWO.address), "suspected", ("swapped",))


def test_a_mark_that_stayed_at_its_place_makes_that_unsure() -> None:
    there = [
        living(HOME, replace(OLD, checksum=STRANGER.checksum, code=STRANGER.code), mark="parcel"),
        living(str(TWO.address), replace(STRANGER, checksum=OLD.checksum, code=OLD.code), mark="warranty"),
    ]

    match = matched([ONE, TWO], there)["parcel"]

    assert (match.found, match.certainty) == (None, "unsure")
    assert {str(rival.address) for rival in match.rivals} == {HOME, str(TWO.address)}


def test_a_freed_name_that_something_else_got_hides_nothing() -> None:
    match = matched([ONE], [living(HOME, anew(STRANGER)), living("cn-hangzhou/desk/query-parcels", anew(OLD, "b"))])["parcel"]

    assert told(match)[0] == "cn-hangzhou/desk/query-parcels"


def test_one_split_in_two_is_neither() -> None:
    whole = known("parcel", HOME, replace(OLD, code=code("first half", "second half")))
    halves = [
        living("cn-hangzhou/desk/query-parcel-in", anew(OLD, "a", checksum="a", code=code("first half"))),
        living("cn-hangzhou/desk/query-parcel-out", anew(OLD, "b", checksum="b", code=code("second half"))),
    ]

    match = matched([whole], halves)["parcel"]

    assert (match.found, match.certainty) == (None, "unsure")
    assert {rival.address for rival in match.rivals} == {half.address for half in halves}


def test_two_joined_in_one_are_not_both_it_and_neither_is_certain() -> None:
    both = anew(OLD, "a", checksum="a", code=code("parcel", "warranty"), description="")

    found = matched([ONE, TWO], [living("cn-hangzhou/desk/query-parcel-warranty", both)])

    assert [match.certainty for match in found.values()] == ["unsure", "unsure"]


def test_template_instances_that_moved_together_are_told_apart_by_what_is_their_own() -> None:
    made = [
        replace(job(city), checksum="one package", code=code("template"), signature=None, description=None, handler="t.handler")
        for city in ("wuhan", "xian", "dalian")
    ]
    uids = [known(f"in-{city}", f"cn-hangzhou/old/answer-{city}", traits) for city, traits in zip("abc", made, strict=True)]
    there = [living(f"cn-hangzhou/new/answer-{city}", anew(traits, city)) for city, traits in zip("abc", made, strict=True)]

    found = matched(uids, there)

    assert {uid: str(match.found) for uid, match in found.items()} == {
        f"in-{city}": f"cn-hangzhou/new/answer-{city}" for city in "abc"
    }
    assert "certain" not in {match.certainty for match in found.values()}


def test_nothing_is_concluded_from_behind_a_gap() -> None:
    elsewhere = living("cn-beijing/desk/query-parcels", anew(OLD))

    assert told(matched([ONE], [elsewhere], frozenset([HANGZHOU_2]))["parcel"]) == (None, "unsure", ())
    assert told(matched([ONE], [], frozenset([BEIJING_3]))["parcel"]) == (None, "unsure", ())
    assert told(matched([ONE], [elsewhere], frozenset([BEIJING_3]))["parcel"])[1] == "suspected"


def test_a_function_never_recorded_is_where_the_registry_has_it_or_unknown() -> None:
    new = Known(uid=ONE.uid, address=at(HOME))

    assert told(matched([new], [living(HOME, anew(STRANGER))])["parcel"]) == (HOME, "certain", ())
    assert matched([new], [])["parcel"].found is None


def test_times_are_the_last_resort_and_may_be_missing() -> None:
    timeless = replace(ONE, seen=None, traits=replace(OLD, created=None))
    there = living("cn-hangzhou/desk/query-parcels", anew(OLD, created=None))

    assert told(matched([timeless], [there])["parcel"])[0] == "cn-hangzhou/desk/query-parcels"
