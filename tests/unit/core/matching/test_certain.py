"""What is proof and what is not: each case differs in one thing from one that is certain."""

from __future__ import annotations

from dataclasses import replace

import pytest

from sync.core.matching.functions import match_functions
from sync.core.matching.identity import Candidate, Known, Place, Traits
from sync.specs.ids import Region, Uid
from tests.fakes.identity import AFTER, BEFORE, SEEN, anew, at, code, edited, job, known, living, matched, told

HOME = "cn-hangzhou/desk/query-parcel"
THERE = "cn-hangzhou/desk/query-parcels"
PARCEL = job("parcel")
ONE = known("parcel", HOME, PARCEL)
EDITED = anew(PARCEL, checksum="other", code=edited(PARCEL))
BARE = replace(PARCEL, description=None, environment=None)  # nothing of its own but its name
TIMELESS = replace(PARCEL, created=None)


def certainty(before: Known, after: Candidate, *others: Candidate, unread: frozenset[Place] = frozenset()) -> str:
    return matched([before], [after, *others], unread)["parcel"].certainty


def proofs(before: Known, after: Candidate) -> set[str]:
    match = matched([before], [after])["parcel"]
    return {item.kind for item in match.evidence if item.weight == 0}


@pytest.mark.parametrize(
    ("before", "after", "proof"),
    [
        pytest.param(ONE, living(THERE, anew(PARCEL)), "checksum", id="a-package-that-only-these-two-have"),
        pytest.param(ONE, living(THERE, EDITED, mark="parcel"), "mark", id="a-mark-that-only-this-one-bears"),
        pytest.param(replace(ONE, points_at=(at(THERE),)), living(THERE, EDITED), "registration", id="a-registration-repointed"),
    ],
)
def test_this_is_proof(before: Known, after: Candidate, proof: str) -> None:
    assert told(matched([before], [after])["parcel"]) == (THERE, "certain", ("renamed",))
    assert proofs(before, after) == {proof}


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(living("cn-hangzhou/desk/find-parcel", anew(BARE)), id="another-word-in-the-name"),
        pytest.param(living("cn-hangzhou/desk/query-parcel-staging", anew(BARE)), id="a-name-that-says-it-is-a-copy"),
        pytest.param(living(THERE, anew(BARE, memory=1024)), id="another-memory"),
        pytest.param(living(THERE, anew(BARE), mark="warranty"), id="the-mark-of-another-uid"),
    ],
)
def test_with_nothing_but_its_name_a_package_is_no_proof(after: Candidate) -> None:
    bare = replace(ONE, traits=BARE)

    assert certainty(bare, living(THERE, anew(BARE))) == "certain"
    assert certainty(bare, after) in {"suspected", "unsure"}


def test_a_package_that_two_living_functions_have_is_no_proof() -> None:
    assert (
        certainty(ONE, living(THERE, anew(PARCEL)), living("cn-hangzhou/shop/track", anew(job("track"), checksum=PARCEL.checksum)))
        != "certain"
    )


def test_nothing_is_proof_while_something_is_unread() -> None:
    assert certainty(ONE, living(THERE, anew(PARCEL)), unread=frozenset([(Region("cn-beijing"), "3.0")])) == "suspected"


@pytest.mark.parametrize("where", ["cn-hangzhou/desk/query-parcel2", "cn-beijing/desk/query-parcel"])
def test_without_times_it_may_be_a_copy_that_was_there_all_along(where: str) -> None:
    timed, timeless = ONE, replace(ONE, seen=None, traits=TIMELESS)

    assert certainty(timed, living(where, anew(PARCEL), mark="parcel")) == "certain"
    assert certainty(timeless, living(where, anew(TIMELESS, created=None), mark="parcel")) == "suspected"


def test_a_copy_made_before_the_last_sync_is_not_it_though_it_bears_the_mark() -> None:
    assert certainty(ONE, living(THERE, anew(PARCEL, created=BEFORE), mark="parcel")) != "certain"


def test_a_mark_is_no_proof_while_its_package_lives_elsewhere_too() -> None:
    bearer = living("cn-beijing/desk/query-parcel", anew(PARCEL, "copy"), mark="parcel")
    renamed = living("cn-hangzhou/desk/query-order", anew(PARCEL, "renamed", timeout=60, memory=1))  # and its mark lost

    assert certainty(ONE, bearer) == "certain"
    assert certainty(ONE, bearer, renamed) == "unsure"


def test_a_mark_is_no_proof_while_another_that_came_since_is_more_alike() -> None:
    part = living("cn-hangzhou/desk/query-parcel-tail", anew(PARCEL, "part", environment={}, timeout=60), mark="parcel")
    whole = living("cn-hangzhou/desk/query-parcels", anew(PARCEL, "whole"))  # and its mark lost

    assert certainty(ONE, part) == "certain"
    assert certainty(ONE, part, whole) == "unsure"


ANONYMOUS = replace(PARCEL, function_id=None, created=None, description=None)


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        pytest.param(ANONYMOUS, "certain", id="the-same-package"),
        pytest.param(replace(ANONYMOUS, checksum="other", code=edited(PARCEL)), "certain", id="edited"),
        pytest.param(replace(ANONYMOUS, checksum="other", code=code("all new")), "suspected", id="other-code"),
        pytest.param(replace(ANONYMOUS, checksum="other", code=None), "suspected", id="another-package-unread"),
        pytest.param(
            replace(ANONYMOUS, checksum="other", code=edited(PARCEL), memory=1), "suspected", id="edited-and-set-otherwise"
        ),
        pytest.param(replace(ANONYMOUS, checksum="other", code=None, created=BEFORE), "certain", id="made-before-the-last-sync"),
    ],
)
def test_without_an_id_what_lives_where_it_did_may_have_been_made_anew(there: Traits, expected: str) -> None:
    match = matched([replace(ONE, traits=ANONYMOUS)], [living(HOME, there)])["parcel"]

    assert told(match) == (HOME, expected, ())


def test_without_an_id_a_registration_that_points_elsewhere_leaves_it_open() -> None:
    repointed = replace(ONE, traits=ANONYMOUS, seen=None, points_at=(at(THERE),))

    match = matched([repointed], [living(HOME, ANONYMOUS), living(THERE, replace(ANONYMOUS, checksum="other"))])["parcel"]

    assert told(match) == (None, "unsure", ())
    assert [(rival.address, rival.lost) for rival in match.rivals] == [(at(HOME), "too-close"), (at(THERE), "too-close")]


@pytest.mark.parametrize(("name", "without"), [("greet_caller", "suspected"), ("welcome", "unsure")])
def test_the_only_bearer_of_a_mark_is_the_one_however_little_else_tells(name: str, without: str) -> None:
    traits = Traits(
        function_id="old", checksum="1", handler="index.handler", runtime="python3.10", memory=128, timeout=3, created=BEFORE
    )
    one = Known(uid=Uid("greet"), address=at("cn-hangzhou//greet"), recorded=at("cn-hangzhou//greet"), traits=traits, seen=SEEN)
    new = Candidate(address=at(f"cn-hangzhou//{name}"), traits=replace(traits, function_id="new", checksum="2", created=AFTER))

    (plain,) = match_functions([one], [new])
    (marked,) = match_functions([one], [replace(new, mark="greet")])

    assert plain.certainty == without
    assert (marked.certainty, marked.found) == ("certain", new.address)
