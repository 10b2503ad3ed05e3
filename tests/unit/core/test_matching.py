"""Which found registration is which wanted one: the whole of a center, for every kind of evidence and of doubt."""

from __future__ import annotations

from sync.core.flows.references import read_mentions
from sync.core.found_index import index_found
from sync.core.matching.registrations import AmbiguousMatch, Evidence, Pair, Pairing, pair_all
from sync.core.worlds import Found, FoundRegistration, Wanted, WantedRegistration
from sync.specs.models import Lock
from tests.fakes.worlds import CENTER, entry, flow, found, function, gap, listed, lock, registered, registration, there, wanted

A, B, C = "cn-hangzhou/demo/look-up", "cn-hangzhou/demo/other", "cn-hangzhou/demo/third"
MISSPELT, MISSPELT_TOO = "cn-hangzhou/Demo/look_up", "cn-hangzhou/demo/LOOK_UP"


def paired(of: Wanted, world: Found, recorded: Lock | None = None) -> Pairing:
    (pairing,) = pair_all(of, recorded, index_found(world, read_mentions(world.flows)))
    return pairing


def expected(
    *,
    pairs: tuple[Pair, ...] = (),
    ambiguities: tuple[AmbiguousMatch, ...] = (),
    undecided: tuple[AmbiguousMatch, ...] = (),
    missing: tuple[WantedRegistration, ...] = (),
    duplicates: tuple[Pair, ...] = (),
    others: tuple[FoundRegistration, ...] = (),
) -> Pairing:
    return Pairing(
        center=CENTER,
        pairs=pairs,
        ambiguities=ambiguities,
        undecided=undecided,
        missing=missing,
        duplicates=duplicates,
        others=others,
    )


def pair(of: WantedRegistration, item: FoundRegistration, evidence: Evidence) -> Pair:
    return Pair(wanted=of, found=item, evidence=evidence)


def open_between(of: WantedRegistration, *candidates: FoundRegistration) -> tuple[AmbiguousMatch, ...]:
    return (AmbiguousMatch(wanted=of, candidates=candidates),)


def test_the_id_that_a_spec_adopts_comes_before_the_recorded_one() -> None:
    one, adopted, recorded = registration("one", A, adopt="r2"), listed("r2", B), listed("r1", B)

    assert paired(wanted(function("one", A, one)), found(recorded, adopted), lock(one=entry(A, identity="r1"))) == expected(
        pairs=(pair(one, adopted, Evidence.ADOPTED),), others=(recorded,)
    )


def test_the_recorded_id_comes_before_the_address_and_the_other_is_a_duplicate() -> None:
    one, ours, twin = registration("one", A), listed("r2", B), listed("r1", A)

    assert paired(wanted(function("one", A, one)), found(twin, ours), lock(one=entry(A, identity="r2"))) == expected(
        pairs=(pair(one, ours, Evidence.RECORDED),), duplicates=(pair(one, twin, Evidence.ADDRESS),)
    )


def test_ids_that_are_not_there_leave_it_to_the_address() -> None:
    one, ours, stranger = registration("one", A, adopt="gone"), listed("r1", A), listed("r2", B)

    assert paired(wanted(function("one", A, one)), found(ours, stranger), lock(one=entry(A, identity="r9"))) == expected(
        pairs=(pair(one, ours, Evidence.ADDRESS),), others=(stranger,)
    )


def test_of_several_at_one_address_the_one_that_flows_call_is_kept() -> None:
    one, first, called, last = registration("one", A), listed("r1", A), listed("r2", A), listed("r3", A)

    assert paired(wanted(function("one", A, one)), found(first, called, last, flow("f1", "r2"))) == expected(
        pairs=(pair(one, called, Evidence.ADDRESS),),
        duplicates=(pair(one, first, Evidence.ADDRESS), pair(one, last, Evidence.ADDRESS)),
    )


def test_of_several_at_one_address_none_is_chosen_while_flows_are_unread() -> None:
    one, two = registration("one", A), registration("two", B)
    first, second, alone, unread = listed("r1", A), listed("r2", A), listed("r3", B), gap("flows", CENTER)

    pairing = paired(wanted(function("two", B, two), function("one", A, one)), found(first, second, alone, unread))

    assert pairing == expected(
        pairs=(pair(two, alone, Evidence.ADDRESS),), undecided=open_between(one, first, second), others=(first, second)
    )
    assert pairing.contested == {"r1", "r2"}


def test_an_address_it_had_and_then_a_spelling_are_evidence_where_nothing_else_is() -> None:
    moved, misspelt = registration("moved", B, formerly=[C]), registration("misspelt", A)
    old, alike, nobodys = listed("r1", C), listed("r2", MISSPELT), listed("r3", "cn-hangzhou/demo/nobodys")

    pairing = paired(wanted(function("moved", B, moved), function("misspelt", A, misspelt)), found(nobodys, alike, old))

    assert pairing == expected(
        pairs=(pair(misspelt, alike, Evidence.SPELLING), pair(moved, old, Evidence.FORMERLY)), others=(nobodys,)
    )
    assert pairing.contested == frozenset()


def test_an_address_it_had_comes_before_a_spelling() -> None:
    one, old, alike = registration("one", A, formerly=[C]), listed("r2", C), listed("r1", MISSPELT)

    assert paired(wanted(function("one", A, one)), found(alike, old)) == expected(
        pairs=(pair(one, old, Evidence.FORMERLY),), others=(alike,)
    )


def test_two_addresses_it_had_are_ambiguous() -> None:
    one, older, newer = registration("one", A, formerly=[C, B]), listed("r1", B), listed("r2", C)

    pairing = paired(wanted(function("one", A, one)), found(older, newer))

    assert pairing == expected(ambiguities=open_between(one, newer, older), others=(older, newer))
    assert pairing.contested == {"r1", "r2"}


def test_one_that_two_claim_is_given_to_neither() -> None:
    one, two, shared = registration("one", A, formerly=[C]), registration("two", B, formerly=[C]), listed("r1", C)

    assert paired(wanted(function("two", B, two), function("one", A, one)), found(shared)) == expected(
        ambiguities=(*open_between(one, shared), *open_between(two, shared)), others=(shared,)
    )


def test_one_that_is_contested_already_is_not_given_away_for_its_spelling() -> None:
    one, two = registration("one", B, formerly=[MISSPELT, C]), registration("two", A)
    contested, also = listed("r1", MISSPELT), listed("r2", C)

    assert paired(wanted(function("one", B, one), function("two", A, two)), found(contested, also)) == expected(
        ambiguities=(*open_between(one, contested, also), *open_between(two, contested)), others=(contested, also)
    )


def test_two_spellings_are_ambiguous_and_a_working_one_is_another_function() -> None:
    one, first, second, works = (
        registration("one", A),
        listed("r1", MISSPELT),
        listed("r2", MISSPELT_TOO),
        "cn-hangzhou/demo/look_up",
    )
    working = listed("r3", works)

    assert paired(wanted(function("one", A, one)), found(first, second, working, there(works))) == expected(
        ambiguities=open_between(one, first, second), others=(first, second, working)
    )


def test_a_spelling_where_nobody_could_look_decides_nothing() -> None:
    one, two = registration("one", A), registration("two", "cn-shanghai/demo/look-up")
    alike, elsewhere = listed("r1", MISSPELT), listed("r2", "cn-shanghai/demo/look_up")
    of = wanted(function("one", A, one), function("two", "cn-shanghai/demo/look-up", two))

    pairing = paired(of, found(alike, elsewhere, gap("region", "cn-hangzhou")))

    assert pairing == expected(
        pairs=(pair(two, elsewhere, Evidence.SPELLING),), undecided=open_between(one, alike), others=(alike,)
    )
    assert pairing.contested == {"r1"}


def test_what_resembles_nothing_is_missing_in_the_order_of_the_uids() -> None:
    b, a, other = registration("b", B), registration("a", A), listed("r1", "cn-shanghai/demo/look_up")

    assert paired(wanted(function("b", B, b), function("a", A, a)), found(other)) == expected(missing=(a, b), others=(other,))


def test_a_center_whose_registrations_could_not_be_read_is_not_paired() -> None:
    assert pair_all(wanted(registered("one", A)), None, index_found(found(gap("registrations", CENTER)), read_mentions([]))) == ()


def test_a_center_that_no_spec_uses_is_paired_all_the_same() -> None:
    other = listed("r1", A)

    assert paired(wanted(), found(other)) == expected(others=(other,))


def test_what_is_left_open_for_two_reasons_stands_in_the_order_of_the_uids() -> None:
    a, b = registration("a", "cn-beijing/demo/look-up"), registration("b", B)
    alike, first, second = listed("r1", "cn-beijing/demo/look_up"), listed("r2", B), listed("r3", B)
    of = wanted(function("b", B, b), function("a", "cn-beijing/demo/look-up", a))

    pairing = paired(of, found(alike, first, second, gap("flows", CENTER), gap("region", "cn-beijing")))

    assert pairing == expected(undecided=(*open_between(a, alike), *open_between(b, first, second)), others=(alike, first, second))
