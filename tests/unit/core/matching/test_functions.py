"""Which living function each uid is: what is found, and what is proof. What must fool nobody stands in `test_decoys.py`."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.matching.identity import Candidate, Known, Place, Traits
from sync.specs.ids import Region
from tests.fakes.identity import anew, at, code, edited, job, known, living, matched, told

HOME = "cn-hangzhou/desk/query-parcel"
OLD = job("parcel")
HANGZHOU_2: Place = (Region("cn-hangzhou"), "2.0")
BEIJING_3: Place = (Region("cn-beijing"), "3.0")


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

    assert told(matched([stack], [living("cn-beijing/x/y", EDITED)])["parcel"])[:2] == ("cn-beijing/x/y", "certain")
    assert told(matched([formerly], [living(RENAMED, anew(STRANGER))])["parcel"]) == (RENAMED, "certain", ("renamed",))
    assert told(matched([formerly], [living(HOME, OLD)])["parcel"]) == (HOME, "certain", ())


def test_a_stack_of_another_environment_proves_nothing() -> None:
    """The state of staging's stack, say, has the same names: its function was there all along, or does another job."""
    stacked = replace(ONE, stack=at(ELSEWHERE))
    theirs, strange, repacked = living(ELSEWHERE, OLD), living(ELSEWHERE, anew(STRANGER)), living(ELSEWHERE, REPACKED)

    assert told(matched([stacked], [theirs])["parcel"])[:2] == (None, "unsure")
    assert told(matched([stacked], [theirs, living(RENAMED, EDITED)])["parcel"])[:2] == (RENAMED, "suspected")
    assert told(matched([stacked], [repacked, living(RENAMED, anew(OLD))])["parcel"])[:2] != (ELSEWHERE, "certain")
    assert told(matched([stacked], [strange])["parcel"])[:2] == (ELSEWHERE, "suspected")


def test_a_stack_is_no_proof_while_a_region_is_unread() -> None:
    match = matched([replace(ONE, stack=at(RENAMED))], [living(RENAMED, EDITED)], unread=frozenset({BEIJING_3}))["parcel"]

    assert told(match)[:2] == (RENAMED, "suspected")
    assert [item.kind for item in match.evidence] == ["stack", "gap"]


ELSEWHERE = "cn-beijing/x/y"


@pytest.mark.parametrize(
    ("there", "points_at", "expected"),
    [
        pytest.param([living(HOME, OLD)], HOME, "suspected", id="it-lives-where-it-was-and-is-called-there"),
        pytest.param([living(HOME, OLD)], "", "suspected", id="it-lives-where-it-was"),
        pytest.param([living(HOME, anew(STRANGER))], HOME, "suspected", id="what-was-made-in-its-place-is-called"),
        pytest.param([living(HOME, OLD)], ELSEWHERE, "certain", id="its-registration-points-where-the-stack-has-it"),
        pytest.param([], HOME, "certain", id="nothing-lives-where-it-was"),
    ],
)
def test_a_stack_of_another_day_proves_nothing_about_a_function_that_lives_where_it_was(
    there: list[Candidate], points_at: str, expected: str
) -> None:
    stacked = replace(ONE, stack=at(ELSEWHERE), points_at=(at(points_at),) if points_at else ())

    match = matched([stacked], [*there, living(ELSEWHERE, anew(OLD))])["parcel"]

    assert told(match)[:2] == (ELSEWHERE, expected)
    rivals = [(rival.address, rival.lost) for rival in match.rivals]
    assert rivals == ([(at(HOME), "left-behind")] if expected == "suspected" else [])


def test_a_stack_that_has_two_functions_in_each_others_place_is_not_believed_while_both_are_called_where_they_were() -> None:
    other = known("claim", RENAMED, STRANGER, stack=at(HOME))
    there = [living(HOME, OLD), living(RENAMED, STRANGER)]

    found = matched([replace(ONE, stack=at(RENAMED)), other], there)

    assert [told(found[uid])[1] for uid in ("parcel", "claim")] == ["suspected", "suspected"]


def test_a_stack_that_moves_what_the_registry_has_moved_already_is_weighed_against_where_it_is_wanted() -> None:
    moved = replace(known("parcel", RENAMED, OLD, stack=at(ELSEWHERE)), recorded=at(HOME))

    match = matched([moved], [living(RENAMED, anew(OLD)), living(ELSEWHERE, anew(OLD))])["parcel"]

    assert told(match)[:2] == (ELSEWHERE, "suspected")
    assert [rival.address for rival in match.rivals] == [at(RENAMED)]


def test_what_somebody_repointed_the_registration_to_is_found_though_the_old_one_lives() -> None:
    by_hand = replace(ONE, points_at=(at(RENAMED),))

    match = matched([by_hand], [living(HOME, OLD), living(RENAMED, EDITED)])["parcel"]

    assert told(match) == (RENAMED, "suspected", ("renamed",))
    assert [(rival.address, rival.lost) for rival in match.rivals] == [(at(HOME), "left-behind")]


def test_a_registration_that_points_at_a_stranger_moves_nothing() -> None:
    spoilt = replace(ONE, points_at=(at("cn-hangzhou/desk/check-warranty"),))

    match = matched([spoilt], [living(HOME, OLD), living("cn-hangzhou/desk/check-warranty", anew(STRANGER))])["parcel"]

    assert told(match)[0] == HOME


def test_a_registration_that_points_at_the_same_code_in_other_settings_leaves_open_which_of_the_two_it_is() -> None:
    there = living("cn-hangzhou/desk/fetch-consignment", anew(OLD, environment={}))

    match = matched([replace(ONE, points_at=(there.address,))], [living(HOME, OLD), there])["parcel"]

    assert told(match) == (None, "unsure", ())
    assert {rival.address for rival in match.rivals} == {at(HOME), there.address}


def test_a_registration_that_points_at_green_leaves_open_whether_blue_is_replaced() -> None:
    green = "cn-hangzhou/desk/query-parcel-green"
    both = [living(HOME, OLD), living(green, EDITED)]

    match = matched([replace(ONE, points_at=(at(green),))], both)["parcel"]

    assert told(match) == (None, "unsure", ())
    assert [(rival.address, rival.lost) for rival in match.rivals] == [(at(HOME), "too-close"), (at(green), "too-close")]


def test_a_package_under_another_name_with_other_variables_and_another_description_may_be_another_job() -> None:
    used = anew(OLD, environment={"TOPIC": "claims"}, description="claims of the day", timeout=61, memory=3072)

    assert matched([ONE], [living("cn-hangzhou/desk/notify-claim", used)])["parcel"].found is None


def test_the_same_code_read_on_both_sides_says_no_less_than_the_same_package_unread() -> None:
    unread = replace(OLD, code=None, signature=None)
    (read_match,) = matched([known("parcel", HOME, OLD)], [living(RENAMED, anew(OLD))]).values()
    (unread_match,) = matched([known("parcel", HOME, unread)], [living(RENAMED, anew(unread))]).values()

    assert read_match.certainty == unread_match.certainty == "certain"
    assert read_match.probability >= unread_match.probability


TWO = known("warranty", "cn-hangzhou/desk/check-warranty", STRANGER)


def test_a_mark_that_stayed_at_its_place_makes_that_unsure() -> None:
    there = [
        living(HOME, replace(OLD, checksum=STRANGER.checksum, code=STRANGER.code), mark="parcel"),
        living(str(TWO.address), replace(STRANGER, checksum=OLD.checksum, code=OLD.code), mark="warranty"),
    ]

    match = matched([ONE, TWO], there)["parcel"]

    assert (match.found, match.certainty) == (None, "unsure")
    assert {str(rival.address) for rival in match.rivals} == {HOME, str(TWO.address)}


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
