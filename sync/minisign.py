"""Files signed in minisign's format (Ed25519): `minisign -V` checks what was signed here, and what it signed is checked here.

A key or a signature is a line of comment and a line of base64; a signature has a second comment, which is signed too. The format:
https://jedisct1.github.io/minisign/#signature-format. Secret keys are those without a password (`minisign -G -W`), for jobs.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ID, SEED = 8, 32  # bytes of a key's id, and of what a secret key is made from
LARGEST = 10_000  # bytes of a signature's file, or a key's; the longest comments that minisign allows fit
_COMMENT, _TRUSTED = "untrusted comment: ", "trusted comment: "
_PLAIN, _HASHED = b"Ed", b"ED"  # a signature of the content, as minisign made until 0.9, and of its BLAKE2b-512
_NO_PASSWORD, _SCRYPT = b"\0\0", b"Sc"
_SIGNATURE, _PUBLIC, _SECRET = 2 + ID + 64, 2 + ID + 32, 158  # bytes
_KEY_AT = 54  # in a secret key: after the algorithms and what scrypt would need


class MinisignError(ValueError):
    """A text that is not what it should be; why, as the end of a sentence: "it has a password"."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """What signatures are checked with."""

    id: bytes
    raw: bytes

    @property
    def name(self) -> str:
        """The id as minisign writes it."""
        return name_of(self.id)

    @property
    def text(self) -> str:
        """Its file."""
        return f"{_COMMENT}minisign public key {self.name}\n{_encoded(_PLAIN + self.id + self.raw)}\n"


@dataclass(frozen=True, slots=True)
class SecretKey:
    """What files are signed with."""

    id: bytes
    seed: bytes = field(repr=False)

    @property
    def public(self) -> PublicKey:
        """Its other half."""
        return PublicKey(self.id, Ed25519PrivateKey.from_private_bytes(self.seed).public_key().public_bytes_raw())

    @property
    def text(self) -> str:
        """Its file, as `minisign -G -W` writes it: it has no password, and no checksum either."""
        head = _PLAIN + _NO_PASSWORD + b"B2"
        content = head.ljust(_KEY_AT, b"\0") + self.id + self.seed + self.public.raw
        line = _encoded(content.ljust(_SECRET, b"\0"))
        return f"{_COMMENT}minisign secret key {self.public.name} without a password\n{line}\n"


@dataclass(frozen=True, slots=True)
class Signature:
    """A signature as it was read; nothing is checked yet. `comment` is the trusted one, `binding` signs it."""

    is_hashed: bool
    key: bytes
    value: bytes
    comment: str
    binding: bytes

    def matches(self, content: bytes, key: PublicKey) -> bool:
        """Whether the owner of that key signed this content and this comment."""
        signed = hashlib.blake2b(content).digest() if self.is_hashed else content
        with_comment = self.value + self.comment.encode()
        return self.key == key.id and _verifies(key, self.value, signed) and _verifies(key, self.binding, with_comment)


def name_of(key: bytes) -> str:
    """The id of a key as minisign writes it."""
    return f"{int.from_bytes(key, 'little'):016X}"


def sign(content: bytes, key: SecretKey, comment: str) -> str:
    """The signature's file for a content and a comment of one line."""
    private = Ed25519PrivateKey.from_private_bytes(key.seed)
    value = private.sign(hashlib.blake2b(content).digest())
    binding = private.sign(value + comment.encode())
    about = f"{_COMMENT}signature of an ivrsync snapshot, key {key.public.name}"
    return f"{about}\n{_encoded(_HASHED + key.id + value)}\n{_TRUSTED}{comment}\n{_encoded(binding)}\n"


def read_signature(data: bytes) -> Signature:
    """The signature in a file. Raises `MinisignError`."""
    lines = _text(data).removesuffix("\n").split("\n")
    if len(lines) != 4 or not lines[0].startswith(_COMMENT) or not lines[2].startswith(_TRUSTED):  # noqa: PLR2004  the format's lines
        raise MinisignError("it is not a signature of minisign")
    content = _decoded(lines[1], _SIGNATURE)
    if content[:2] not in {_PLAIN, _HASHED}:
        raise MinisignError("it is signed in a way that is not known here")
    comment, binding = lines[2].removeprefix(_TRUSTED), _decoded(lines[3], 64)
    return Signature(content[:2] == _HASHED, content[2 : 2 + ID], content[2 + ID :], comment, binding)


def read_public(text: str) -> PublicKey:
    """The public key in a file, or in its second line alone. Raises `MinisignError`."""
    content = _decoded(_key_line(text), _PUBLIC)
    if content[:2] != _PLAIN:
        raise MinisignError("it is not a public key of minisign")
    return PublicKey(content[2 : 2 + ID], content[2 + ID :])


def read_secret(text: str) -> SecretKey:
    """The secret key in a file, or in its second line alone. Raises `MinisignError`."""
    content = _decoded(_key_line(text), _SECRET)
    if content[:2] != _PLAIN or content[2:4] not in {_NO_PASSWORD, _SCRYPT}:
        raise MinisignError("it is not a secret key of minisign")
    if content[2:4] == _SCRYPT:
        raise MinisignError("it has a password, and a job cannot type one")
    end = _KEY_AT + ID + SEED
    key = SecretKey(content[_KEY_AT : _KEY_AT + ID], content[_KEY_AT + ID : end])
    if key.public.raw != content[end : end + 32]:
        raise MinisignError("it is damaged: its two halves do not belong together")
    return key


def _verifies(key: PublicKey, signature: bytes, content: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key.raw).verify(signature, content)
    except InvalidSignature:
        return False
    return True


def _text(data: bytes) -> str:
    """With the ends of lines that this system's git may have made of ours."""
    if len(data) > LARGEST:
        raise MinisignError("it is too long for a signature")
    try:
        return data.decode().replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise MinisignError("it is not UTF-8") from error


def _key_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip() and not line.startswith(_COMMENT)]
    if len(lines) != 1:
        raise MinisignError("it is not a key of minisign")
    return lines[0]


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()


def _decoded(line: str, length: int) -> bytes:
    """So many bytes, in the one way in which they are written: no other line means the same."""
    try:
        content = base64.b64decode(line, validate=True)
    except (binascii.Error, ValueError) as error:
        raise MinisignError("it is damaged: this is not base64") from error
    if len(content) != length or _encoded(content) != line:
        raise MinisignError("it is damaged, or something else")
    return content
