"""Redacted values: they replace secrets from the moment they are read; and the digests that the lock keeps. See docs/adr/0017."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from sync.core.sensitive import looks_secret

_DOOR = 32  # bytes of a digest that stays in memory
_KEPT = 16  # bytes of one that the lock keeps
_BRIEF = 3  # bytes of one that tells functions apart
_FORMER = 12  # hex digits of one in a lock without a salt
_STRETCH = {"n": 2**7, "r": 8, "p": 1}  # about a quarter of a millisecond a guess
MARK = "IVRSYNC_UID"  # the variable (of 3.0 also the tag) that carries a function's uid: no setting of the function
_STATED = "IVRSYNC_SIGNATURE"  # written to be read, whatever its name looks like


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Redacted:
    """Stands for a text that looks secret, and equals it. It holds a keyed digest of the text and its length, never the text."""

    salt: str = field(repr=False)
    digest: bytes = field(repr=False)
    size: int = field(repr=False)  # characters

    @classmethod
    def of(cls, salt: str, value: str) -> Redacted:
        """The one that stands for that text."""
        return cls(salt, _digest(salt, value), len(value))

    def __eq__(self, other: object) -> bool:
        """Whether the other is the text, or stands for the same."""
        if isinstance(other, str):
            return len(other) == self.size and _digest(self.salt, other) == self.digest
        if isinstance(other, Redacted):
            return (self.salt, self.digest) == (other.salt, other.digest)
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]  # it equals texts, whose hashes it cannot have

    def __repr__(self) -> str:
        """Shows nothing of the value, in tracebacks as anywhere else."""
        return "<redacted>"

    def is_within(self, text: str) -> bool:
        """Whether the text holds what this stands for."""
        return any(self == text[start : start + self.size] for start in range(len(text) - self.size + 1))


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Kept:
    """Stands for a text of which a snapshot holds what the lock would hold, and equals it. `owner` is the uid in whose name the
    digest was made, empty for a function that the registry does not know.
    """

    salt: str = field(repr=False)
    owner: str
    name: str
    digest: str = field(repr=False)  # see `kept_digest`
    brief: str = field(repr=False)  # in hex, see `kept_variables`

    @classmethod
    def of(cls, salt: str, owner: str, name: str, value: Variable) -> Kept:
        """The one that stands for that value."""
        if isinstance(value, Kept):
            return value
        return cls(salt, owner, name, kept_digest(salt, owner, name, value), _short_value(salt, name, value).hex())

    def __eq__(self, other: object) -> bool:
        """Whether the other is the text, or stands for the same."""
        if isinstance(other, str):
            return kept_digest(self.salt, self.owner, self.name, other) == self.digest
        if isinstance(other, Kept):
            mine, theirs = ((one.salt, one.owner, one.name, one.digest, one.brief) for one in (self, other))
            return mine == theirs
        return NotImplemented

    __hash__ = None  # type: ignore[assignment]  # it equals texts, whose hashes it cannot have

    def __repr__(self) -> str:
        """Shows nothing of the value."""
        return "<kept>"


Variable = str | Redacted | Kept


def redacted(environment: Mapping[str, Variable], salt: str) -> dict[str, Variable]:
    """The same variables; what looks secret is redacted. An empty value is none."""
    return {name: _redacted(name, value, salt) for name, value in environment.items()}


def _redacted(name: str, value: Variable, salt: str) -> Variable:
    return Redacted.of(salt, value) if isinstance(value, str) and _is_hidden(name, value) else value


def plain(environment: Mapping[str, Variable]) -> dict[str, str]:
    """The variables whose values are known."""
    return {name: value for name, value in environment.items() if isinstance(value, str)}


def kept_digest(salt: str, uid: str, name: str, value: Variable) -> str:
    """The lock's digest of a value: it shows that the value changed. A value that looks secret is costly to guess."""
    if isinstance(value, Kept):
        return value.digest
    digest = _digest(salt, value) if isinstance(value, str) else value.digest
    of = f"{salt}\0{uid}\0{name}".encode()
    if isinstance(value, Redacted) or looks_secret(name, value):
        return hashlib.scrypt(digest, salt=of, **_STRETCH, dklen=_KEPT).hex()
    return hashlib.blake2b(digest, key=hashlib.sha256(of).digest(), digest_size=_KEPT).hexdigest()


def is_comparable(environment: Mapping[str, Variable], salt: str) -> bool:
    """Whether what the lock keeps of these variables under that salt can be told: of values in a snapshot only under theirs."""
    return all(value.salt == salt for value in environment.values() if isinstance(value, Kept))


def kept_variables(salt: str, environment: Mapping[str, Variable]) -> str:
    """What the lock keeps of all variables of a function: which are as before, and which functions have the same in common.

    So few bits of each that a guess is never confirmed beyond doubt; of what looks secret each guess is costly as well.
    """
    kept = (
        _short(salt, name.encode("utf-8", "surrogatepass")) + _short_value(salt, name, value)
        for name, value in environment.items()
        if name != MARK
    )
    return base64.b64encode(b"".join(sorted(kept))).decode()


def variables_kept(text: str) -> dict[str, str]:
    """Digests of values by digests of names, as `kept_variables` wrote them; empty for another text."""
    try:
        digits = base64.b64decode(text, validate=True).hex()
    except ValueError:
        return {}
    size = 2 * _BRIEF
    return {digits[at : at + size]: digits[at + size : at + 2 * size] for at in range(0, len(digits), 2 * size)}


def _short_value(salt: str, name: str, value: Variable) -> bytes:
    if isinstance(value, Kept):
        return bytes.fromhex(value.brief)
    digest = _digest(salt, value) if isinstance(value, str) else value.digest
    if isinstance(value, Redacted) or looks_secret(name, value):
        return _costly(salt, digest)
    return _short(salt, digest)


def _short(salt: str, value: bytes) -> bytes:
    return hashlib.blake2b(value, key=bytes.fromhex(salt), digest_size=_BRIEF).digest()


@lru_cache(maxsize=65_536)
def _costly(salt: str, digest: bytes) -> bytes:
    """Many functions share one secret."""
    return hashlib.scrypt(digest, salt=bytes.fromhex(salt), **_STRETCH, dklen=_BRIEF)


def is_former(kept: str) -> bool:
    """Whether a digest is of a lock that had no salt yet."""
    return len(kept) == _FORMER


def is_kept(kept: str, salt: str | None, uid: str, name: str, value: Variable) -> bool | None:
    """Whether a digest of the lock matches the value. None: a redacted value, or one kept of another uid, cannot be compared."""
    if is_former(kept):
        return kept == _former_digest(uid, name, value) if isinstance(value, str) else None
    if isinstance(value, Redacted | Kept) and value.salt != salt:
        return None
    if isinstance(value, Kept) and value.owner != uid:
        return None
    return kept == kept_digest(salt or "", uid, name, value)


def _former_digest(uid: str, name: str, value: str) -> str:
    return hashlib.sha256(f"{uid}\0{name}\0{value}".encode("utf-8", "surrogatepass")).hexdigest()[:_FORMER]


def _digest(salt: str, value: str) -> bytes:
    return hashlib.blake2b(value.encode("utf-8", "surrogatepass"), key=bytes.fromhex(salt), digest_size=_DOOR).digest()


def _is_hidden(name: str, value: str) -> bool:
    return bool(value) and name != _STATED and (_is_telling(name) or looks_secret("", value))


@lru_cache(maxsize=4096)
def _is_telling(name: str) -> bool:
    """Whether the name alone looks secret; many functions have variables of the same names."""
    return looks_secret(name)
