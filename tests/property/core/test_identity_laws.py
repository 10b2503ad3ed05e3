"""Laws of the matching of functions, over worlds in which everything happens at once."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.identity.worlds import LEVELS, MARKS, World, make
from sync.core.matching.features import features
from sync.core.matching.fleet import profile_of
from sync.core.matching.functions import match_functions
from sync.core.matching.identity import Candidate, Known, Traits, place
from sync.core.matching.inventory import Inventory, take
from sync.core.matching.scoring import score_pair

WORLDS = st.builds(make, st.integers(0, 10_000), st.integers(20, 45), st.sampled_from(LEVELS), st.sampled_from(MARKS))
FEW = settings(max_examples=25)
SETTINGS = ["handler", "runtime", "memory", "timeout", "environment", "description"]


@FEW
@given(world=WORLDS)
def test_no_living_function_is_two_uids(world: World) -> None:
    found = Counter(match.found for match in match_functions(world.known, world.living) if match.found)

    assert set(found.values()) <= {1}


@FEW
@given(world=WORLDS, random=st.randoms(use_true_random=False))
def test_the_order_of_what_is_given_is_of_no_consequence(world: World, random: object) -> None:
    before = match_functions(world.known, world.living)
    random.shuffle(world.known)  # type: ignore[attr-defined]
    random.shuffle(world.living)  # type: ignore[attr-defined]

    assert match_functions(world.known, [*world.living, world.living[0]]) == before


@FEW
@given(world=WORLDS, data=st.data())
def test_nothing_is_concluded_from_behind_a_gap(world: World, data: st.DataObject) -> None:
    unread = data.draw(st.sampled_from(sorted({place(known.was) for known in world.known})))
    seen = [candidate for candidate in world.living if place(candidate.address) != unread]

    for match in match_functions(world.known, seen, {unread}):
        assert match.certainty != "gone"
        if place(match.was) == unread:
            assert match.found is None
            assert match.certainty == "unsure"
        elif match.found != match.was:
            assert match.certainty != "certain"


@FEW
@given(world=WORLDS, data=st.data())
def test_more_evidence_of_one_kind_never_lowers_a_probability(world: World, data: st.DataObject) -> None:
    """What a suspected match differs in is made alike, one thing at a time."""
    before = {match.uid: match for match in match_functions(world.known, world.living)}
    suspected = [known for known in world.known if before[known.uid].certainty == "suspected" and before[known.uid].rivals == ()]
    if not suspected:
        return
    one = data.draw(st.sampled_from(suspected))
    what = data.draw(st.sampled_from(["code", "signature", *SETTINGS]))
    living = [
        _with(candidate, one, what) if candidate.address == before[one.uid].found else candidate for candidate in world.living
    ]

    after = {match.uid: match for match in match_functions(world.known, living)}[one.uid]

    assert after.found == before[one.uid].found
    assert after.probability >= before[one.uid].probability - 0.02  # what becomes more common elsewhere says a little less


EVIDENCE = ["checksum", "code", "signature", *SETTINGS, "name", "mark"]


@FEW
@example(world=make(20, 20, "extreme", "none"), number=2)  # its registration points at what would be called otherwise
@given(world=WORLDS, number=st.integers(0, 19))
def test_more_evidence_of_one_kind_never_lowers_the_score_of_any_pair(world: World, number: int) -> None:
    """Against the same fleet, and however unlike the two are otherwise."""
    everything = take(world.known, world.living)
    one = everything.known[number]
    kept = {one.was, *one.points_at}  # to come or to go there by another name would be evidence of another kind
    lowered = [
        (other.address, what)
        for other in everything.living.values()
        for what in EVIDENCE
        if ((more := _more(other, one, what)).address == other.address or kept.isdisjoint({more.address, other.address}))
        and _score(everything, one, more) < _score(everything, one, other) - 1e-9
    ]

    assert lowered == []


def _score(everything: Inventory, one: Known, other: Candidate) -> float:
    return score_pair(features(one, other, everything.recorded[one.uid], profile_of(other), everything.fleet))


def _more(candidate: Candidate, known: Known, what: str) -> Candidate:
    if what == "mark":
        return replace(candidate, mark=known.uid)
    if what == "name":
        return replace(candidate, address=replace(candidate.address, name=known.was.name))
    return _with(candidate, known, what)


def _with(candidate: Candidate, known: Known, what: str) -> Candidate:
    traits: Traits = replace(candidate.traits, **{what: getattr(known.traits, what)})
    return replace(candidate, traits=traits)


@FEW
@given(world=WORLDS)
def test_what_is_called_certain_is_right(world: World) -> None:
    wrong = [
        (world.seed, match.uid, world.events[match.uid])
        for match in match_functions(world.known, world.living)
        if match.certainty == "certain" and world.truth[match.uid] != match.found
    ]

    assert wrong == []
