"""Whether a snapshot can be relied on: each thing that may be wrong with it is told, and nothing else is."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import timedelta

import pytest

from sync.core.snapshot.chain import Expected, Kept, problems, signed
from sync.core.snapshot.trust import TrustProblem, elapsed, gap_of
from sync.core.worlds import Gap
from sync.minisign import SecretKey, sign

KEY, OTHER = (SecretKey(bytes([number] * 8), bytes([number] * 32)) for number in (1, 2))
TAKEN, HOUR = "2026-01-02T03:04:05Z", timedelta(hours=1)
HELD = Expected(key=KEY.public, max_age=36 * HOUR)
OLD = b"the snapshot of Monday"
NEW = b"the snapshot of Tuesday"
MONDAY, FIRST = signed(OLD, TAKEN, KEY, None)
TUESDAY, SECOND = signed(NEW, TAKEN, KEY, MONDAY)
REPLACED, _ = signed(b"another snapshot of Monday", TAKEN, KEY, None)


def codes(
    kept: Kept, expected: Expected = HELD, *, age: timedelta | None = HOUR, before: Kept | None = None, beside: Kept | None = None
) -> list[str]:
    return [problem.code for problem in problems(kept, age, expected, before=before, beside=beside)]


def test_a_snapshot_that_was_signed_and_follows_the_one_before_it_is_relied_on() -> None:
    assert codes(MONDAY) == []
    assert codes(TUESDAY, before=MONDAY) == []
    assert codes(TUESDAY) == [], "what is not known of its predecessor is not held against it"
    assert codes(TUESDAY, beside=MONDAY) == [], "another copy may be behind"
    assert codes(TUESDAY, before=MONDAY, beside=TUESDAY) == []


def test_the_trusted_comment_says_when_which_and_after_which() -> None:
    assert FIRST.comment == f"ivrsync-snapshot\ttaken={TAKEN}\tnumber=1\tprevious=none"
    assert SECOND.comment == f"ivrsync-snapshot\ttaken={TAKEN}\tnumber=2\tprevious=sha256:{hashlib.sha256(OLD).hexdigest()}"
    assert (MONDAY.link, TUESDAY.link, Kept(OLD).link) == (FIRST, SECOND, None)


def test_numbers_go_on_after_what_is_there_whatever_it_is() -> None:
    unsigned = Kept(OLD)
    _, after_unsigned = signed(NEW, TAKEN, KEY, unsigned)
    _, after_garbage = signed(NEW, TAKEN, KEY, Kept(OLD, b"garbage"))
    _, after_other = signed(NEW, TAKEN, OTHER, TUESDAY)

    assert (after_unsigned.number, after_unsigned.previous) == (1, unsigned.digest)
    assert (after_garbage.number, after_garbage.previous) == (1, unsigned.digest)
    assert (after_other.number, after_other.previous) == (3, TUESDAY.digest)


BY_HAND = Kept(NEW, sign(NEW, KEY, "timestamp:1769000000\tfile:snapshot.gz").encode())


@pytest.mark.parametrize(
    ("kept", "expected", "told"),
    [
        (Kept(NEW), HELD, ["SnapshotUnsigned"]),
        (Kept(NEW), replace(HELD, key=None), ["SnapshotUnsigned"]),
        (Kept(NEW), replace(HELD, allow_unsigned=True), []),
        (TUESDAY, replace(HELD, key=None), ["SnapshotKeyUnknown"]),
        (TUESDAY, replace(HELD, key=None, allow_unsigned=True), []),
        (TUESDAY, replace(HELD, key=OTHER.public), ["SnapshotKeyOther"]),
        (TUESDAY, replace(HELD, key=OTHER.public, allow_unsigned=True), ["SnapshotKeyOther"]),
        (Kept(OLD, TUESDAY.signature), HELD, ["SnapshotAltered"]),
        (Kept(NEW, b"garbage"), HELD, ["SnapshotSignatureBroken"]),
        (Kept(NEW, b""), HELD, ["SnapshotSignatureBroken"]),
        (BY_HAND, HELD, []),
    ],
)
def test_who_signed_it_is_told_unless_it_is_the_registrys_key(kept: Kept, expected: Expected, told: list[str]) -> None:
    assert codes(kept, expected, before=MONDAY) == told


FOLLOWS_ANOTHER, _ = signed(NEW, TAKEN, KEY, REPLACED)
AGAIN, _ = signed(b"another snapshot of Tuesday", TAKEN, KEY, MONDAY)
WEDNESDAY, _ = signed(b"the snapshot of Wednesday", TAKEN, KEY, TUESDAY)


@pytest.mark.parametrize(
    ("kept", "before", "beside", "told"),
    [
        pytest.param(FOLLOWS_ANOTHER, MONDAY, None, ["SnapshotForked"], id="it-followed-another-one"),
        pytest.param(MONDAY, TUESDAY, None, ["SnapshotForked"], id="an-old-one-was-put-on-top"),
        pytest.param(TUESDAY, WEDNESDAY, None, ["SnapshotForked"], id="an-old-one-after-its-successor"),
        pytest.param(TUESDAY, Kept(OLD), None, [], id="the-one-before-lost-its-signature-and-is-the-same"),
        pytest.param(TUESDAY, Kept(b"unsigned"), None, ["SnapshotForked"], id="something-unsigned-came-between"),
        pytest.param(TUESDAY, None, AGAIN, ["SnapshotForked"], id="two-have-one-number"),
        pytest.param(WEDNESDAY, None, AGAIN, ["SnapshotForked"], id="the-other-copy-has-another-predecessor"),
        pytest.param(TUESDAY, None, replace(AGAIN, content=b"changed"), [], id="what-is-not-ours-contradicts-nobody"),
        pytest.param(TUESDAY, TUESDAY, None, [], id="committed-again"),
        pytest.param(BY_HAND, TUESDAY, AGAIN, [], id="signed-by-hand-without-a-number"),
    ],
)
def test_a_chain_that_does_not_hold_is_told(kept: Kept, before: Kept | None, beside: Kept | None, told: list[str]) -> None:
    assert codes(kept, before=before, beside=beside) == told


@pytest.mark.parametrize(
    ("age", "told"),
    [
        (None, [TrustProblem("SnapshotUndated")]),
        (timedelta(minutes=-6), [TrustProblem("SnapshotFromFuture")]),
        (timedelta(minutes=-5), []),
        (timedelta(), []),
        (36 * HOUR, []),
        (36 * HOUR + timedelta(seconds=1), [TrustProblem("SnapshotOld", "1 day")]),
        (83 * HOUR, [TrustProblem("SnapshotOld", "3 days")]),
    ],
)
def test_how_old_it_is_is_told_when_that_is_too_much(age: timedelta | None, told: list[TrustProblem]) -> None:
    assert list(problems(MONDAY, age, HELD)) == told
    assert list(problems(Kept(OLD), age, HELD)) == [TrustProblem("SnapshotUnsigned"), *told]


def test_the_problem_names_the_key_and_the_number() -> None:
    other = replace(HELD, key=OTHER.public)
    assert list(problems(TUESDAY, HOUR, other)) == [TrustProblem("SnapshotKeyOther", "0101010101010101")]
    assert list(problems(FOLLOWS_ANOTHER, HOUR, HELD, before=MONDAY)) == [TrustProblem("SnapshotForked", "2")]


def test_a_problem_is_a_gap_of_a_plan() -> None:
    gap = gap_of(TrustProblem("SnapshotOld", "3 days"), "s.gz")
    assert gap == Gap(scope="snapshot", subject="s.gz", generation=None, operation="", code="SnapshotOld", message="3 days")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0 seconds"),
        (1, "1 second"),
        (59, "59 seconds"),
        (60, "1 minute"),
        (7199, "1 hour"),
        (86_399, "23 hours"),
        (172_800, "2 days"),
    ],
)
def test_a_time_is_told_in_its_largest_unit(seconds: int, words: str) -> None:
    assert elapsed(timedelta(seconds=seconds)) == words
