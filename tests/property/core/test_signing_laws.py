"""Laws of signed snapshots: whatever was changed after signing is told."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from sync.core.snapshot.chain import Expected, Kept, problems, signed
from sync.minisign import SecretKey, read_public, read_secret, read_signature, sign

KEY = SecretKey(b"test key", bytes(range(32)))
HELD = Expected(key=KEY.public, max_age=timedelta(hours=36))
BEFORE, _ = signed(b"before", "2026-01-01T00:00:00Z", KEY, None)
keys = st.builds(SecretKey, st.binary(min_size=8, max_size=8), st.binary(min_size=32, max_size=32))
comments = st.text(st.characters(exclude_categories=("Cc", "Cs")), max_size=200)
contents = st.binary(max_size=200)


def told(kept: Kept) -> list[str]:
    return [problem.code for problem in problems(kept, timedelta(), HELD)]


def flipped(data: bytes, at: int, bits: int) -> bytes:
    return data[:at] + bytes([data[at] ^ bits]) + data[at + 1 :]


@given(st.binary(min_size=1, max_size=200), st.integers(0, 199), st.integers(1, 255))
def test_a_flipped_byte_of_a_snapshot_is_told(content: bytes, at: int, bits: int) -> None:
    kept, _ = signed(content, "2026-01-02T00:00:00Z", KEY, BEFORE)

    assert told(kept) == []
    assert told(Kept(flipped(content, at % len(content), bits), kept.signature)) == ["SnapshotAltered"]


@given(st.data(), st.integers(1, 255))
def test_a_flipped_byte_of_a_signature_is_told(data: st.DataObject, bits: int) -> None:
    kept, _ = signed(b"content", "2026-01-02T00:00:00Z", KEY, BEFORE)
    assert kept.signature is not None
    # Of the first line only how it begins counts: nobody signs the rest, and nothing reads it.
    nobodys = range(len("untrusted comment: "), kept.signature.index(b"\n"))
    at = data.draw(st.sampled_from([place for place in range(len(kept.signature)) if place not in nobodys]))

    changed = flipped(kept.signature, at, bits)
    assert told(Kept(kept.content, changed)) != []


@given(contents, keys, comments)
def test_what_is_signed_is_checked_by_the_other_half_and_by_no_other_key(content: bytes, key: SecretKey, comment: str) -> None:
    signature = read_signature(sign(content, key, comment).encode())

    assert (signature.comment, signature.matches(content, key.public)) == (comment, True)
    assert not signature.matches(content, SecretKey(key.id, flipped(key.seed, 0, 1)).public)


@given(keys)
def test_keys_are_read_back(key: SecretKey) -> None:
    assert read_secret(key.text) == key
    assert read_public(key.public.text) == key.public
