"""Who is compared with whom."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from sync.core.matching.blocking import candidates_for
from sync.core.matching.compared import open_sides
from sync.core.matching.identity import Candidate, Known, Traits
from sync.core.matching.inventory import take
from sync.core.matching.settled import settle
from tests.fakes.identity import anew, at, job, known, living

HERE, THERE, AWAY = "cn-hangzhou/desk/query-parcel", "cn-beijing/shop/check-warranty", "cn-shenzhen/mail/send-letters"
PARCEL, WARRANTY, NOTHING = job("parcel"), job("warranty"), Traits()
ONE, TWO = known("parcel", HERE, PARCEL), known("warranty", THERE, WARRANTY)


def compared(before: Iterable[Known], after: Iterable[Candidate]) -> Mapping[str, set[str]]:
    """By uid: the addresses that are looked at."""
    inventory = take(before, after)
    rows, columns = open_sides(inventory, settle(inventory))
    found = candidates_for(rows, [profile for _, profile in columns], inventory.fleet)
    return {one.uid: {str(columns[at][0].address) for at in places} for (one, _), places in zip(rows, found, strict=True)}


def test_a_function_is_compared_with_what_has_its_code_and_not_with_what_has_nothing_of_it() -> None:
    moved, strange = living(AWAY, anew(PARCEL)), living(THERE, anew(NOTHING))

    assert compared([ONE], [moved, strange]) == {"parcel": {AWAY}}


def test_a_function_is_compared_with_what_is_where_somebody_says_it_is() -> None:
    strange = living(THERE, anew(NOTHING))
    pointed = known("parcel", HERE, PARCEL, points_at=(at(THERE),))

    assert compared([pointed], [strange]) == {"parcel": {THERE}}


def test_who_lost_its_place_is_compared_with_the_place_that_the_one_now_there_left() -> None:
    """Made anew in each other's place: of the one hardly anything is as it was, but what took its place says where to look."""
    taker, unlike = living(HERE, anew(WARRANTY)), living(THERE, anew(NOTHING))

    assert compared([ONE, TWO], [taker, unlike]) == {"parcel": {HERE, THERE}, "warranty": {HERE, THERE}}
    assert compared([ONE, TWO], [taker]) == {"parcel": {HERE}, "warranty": {HERE}}
