"""Whether a snapshot can be relied on: who signed it, whether it follows from the one before it, and how old it is.

A signature's trusted comment carries the link to the one before: when the snapshot was taken, its number, and the digest of its
predecessor at the same place. The snapshot itself says nothing of this, so that equal worlds stay equal bytes.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from sync.core.snapshot.trust import TrustCode, TrustProblem, elapsed
from sync.minisign import MinisignError, PublicKey, SecretKey, Signature, name_of, read_signature, sign

_LINK = re.compile(r"ivrsync-snapshot\ttaken=(\S*)\tnumber=([1-9][0-9]{0,17})\tprevious=(none|sha256:[0-9a-f]{64})", re.ASCII)
_NONE = "none"
_CLOCKS = timedelta(minutes=5)  # by so much two clocks may differ


@dataclass(frozen=True, slots=True)
class Kept:
    """The bytes of a snapshot, and of the signature beside it; None: there is none."""

    content: bytes
    signature: bytes | None = None

    @property
    def digest(self) -> str:
        """What its successor is linked to."""
        return "sha256:" + hashlib.sha256(self.content).hexdigest()

    @property
    def link(self) -> Link | None:
        """What its signature says of its place in the chain, whoever signed it."""
        try:
            return None if self.signature is None else _link(read_signature(self.signature))
        except MinisignError:
            return None


@dataclass(frozen=True, slots=True)
class Link:
    """The place of a snapshot in the chain. `previous` is the digest of the one before."""

    taken: str
    number: int
    previous: str

    @property
    def comment(self) -> str:
        """As the trusted comment of a signature."""
        return f"ivrsync-snapshot\ttaken={self.taken}\tnumber={self.number}\tprevious={self.previous}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What a snapshot is held to: the registry's key, how old it may be, and whether it may lack a signature."""

    key: PublicKey | None
    max_age: timedelta
    allow_unsigned: bool = False


def signed(content: bytes, taken: str, key: SecretKey, before: Kept | None) -> tuple[Kept, Link]:
    """A snapshot with its signature, as the successor of what is at its place."""
    last = before.link if before is not None else None
    link = Link(taken, 1 if last is None else last.number + 1, _NONE if before is None else before.digest)
    return Kept(content, sign(content, key, link.comment).encode()), link


def problems(
    kept: Kept, age: timedelta | None, expected: Expected, *, before: Kept | None = None, beside: Kept | None = None
) -> tuple[TrustProblem, ...]:
    """Everything that speaks against it. `age`: None where it says no time; `before`: its predecessor at the same place, `beside`:
    another copy of the place, as far as they are known.
    """
    signature, wrong = _checked(kept, expected)
    found = [wrong] if wrong is not None else []
    if wrong is None and signature is not None and (link := _link(signature)) and _is_forked(kept, link, expected, before, beside):
        found.append(TrustProblem("SnapshotForked", str(link.number)))
    return (*found, *_of_time(age, expected.max_age))


def _checked(kept: Kept, expected: Expected) -> tuple[Signature | None, TrustProblem | None]:
    """The signature, and what is wrong with it."""
    if kept.signature is None or expected.key is None:
        code: TrustCode = "SnapshotUnsigned" if kept.signature is None else "SnapshotKeyUnknown"
        return None, None if expected.allow_unsigned else TrustProblem(code)
    try:
        signature = read_signature(kept.signature)
    except MinisignError:
        return None, TrustProblem("SnapshotSignatureBroken")
    if signature.key != expected.key.id:
        return signature, TrustProblem("SnapshotKeyOther", name_of(signature.key))
    return signature, None if signature.matches(kept.content, expected.key) else TrustProblem("SnapshotAltered")


def _link(signature: Signature) -> Link | None:
    """None for what `minisign -S` signed by itself."""
    match = _LINK.fullmatch(signature.comment)
    return None if match is None else Link(match[1], int(match[2]), match[3])


def _is_forked(kept: Kept, link: Link, expected: Expected, before: Kept | None, beside: Kept | None) -> bool:
    """Whether it does not follow what stands before it, or another copy of its place has something else as the same number."""
    if before is not None and before.content != kept.content and before.digest != link.previous:
        return True
    return any(_contradict(kept, link, other) for other in (before, beside) if other is not None and _is_ours(other, expected))


def _is_ours(other: Kept, expected: Expected) -> bool:
    signature, wrong = _checked(other, expected)
    return signature is not None and wrong is None


def _contradict(kept: Kept, link: Link, other: Kept) -> bool:
    """One number for two snapshots, or a predecessor that is not the one that was followed."""
    theirs = other.link
    if theirs is None or other.content == kept.content:
        return False
    return theirs.number == link.number or (theirs.number + 1 == link.number and other.digest != link.previous)


def _of_time(age: timedelta | None, limit: timedelta) -> Iterator[TrustProblem]:
    if age is None:
        yield TrustProblem("SnapshotUndated")
    elif age < -_CLOCKS:
        yield TrustProblem("SnapshotFromFuture")
    elif age > limit:
        yield TrustProblem("SnapshotOld", elapsed(age))
