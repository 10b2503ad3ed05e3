"""The keys of snapshots: made here, read from files, and the public one that the registry names."""

from __future__ import annotations

import os
import secrets
import stat
from dataclasses import dataclass
from pathlib import Path

from sync.app import files
from sync.errors import InputError
from sync.minisign import ID, SEED, MinisignError, PublicKey, SecretKey, read_public, read_secret

PUBLIC = "snapshot.pub"  # in the registry's folder
VARIABLE = "IVRSYNC_SNAPSHOT_KEY"
_MAKE = "`ivrsync snapshot --keygen FILE` makes one"


@dataclass(frozen=True, slots=True)
class MadeKeys:
    """A new pair of keys, and where the public one is."""

    public: Path
    name: str


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A secret key; `shared`: others than its owner may read its file, whose permissions these are."""

    key: SecretKey
    shared: str = ""


def make_keys(path: Path) -> MadeKeys:
    """Write a new secret key, and the public one beside it. Raises `InputError` where one of the files exists."""
    public = Path(f"{path}.pub")
    for file in (path, public):
        if os.path.lexists(file):
            raise InputError(f"{file}: the file exists, and a key is never replaced", "name another file")
    key = SecretKey(secrets.token_bytes(ID), secrets.token_bytes(SEED))
    _write_new(path, key.text, 0o600)
    try:
        _write_new(public, key.public.text, 0o644)
    except InputError:
        path.unlink(missing_ok=True)
        raise
    return MadeKeys(public, key.public.name)


def signing_key(path: Path | None, text: str) -> SigningKey | None:
    """The key in a file, or else that of the environment; None where neither is given. Raises `InputError`."""
    if path is not None:
        return SigningKey(_secret(files.read_text(path, "the secret key"), str(path)), _shared(path))
    return SigningKey(_secret(text, VARIABLE)) if text.strip() else None


def public_key(text: str, place: str = f"{PUBLIC} of the registry") -> PublicKey:
    """The public key in the text of a file. Raises `InputError`."""
    try:
        return read_public(text)
    except MinisignError as error:
        raise InputError(f"{place}: this is not a public key: {error}", f"put FILE.pub there; {_MAKE}") from error


def registrys_key(registry: Path) -> str | None:
    """The text of the public key that the registry holds snapshots to; None where it has none. Raises `InputError`."""
    path = registry / PUBLIC
    if not path.exists():
        return None
    text = files.read_text(path, "the public key")
    public_key(text, str(path))
    return text


def refuse_other_key(registry: Path, key: SecretKey) -> None:
    """Raises `InputError` where the registry names another key: nobody would rely on what this one signs."""
    text = registrys_key(registry)
    if text is not None and (named := public_key(text)) != key.public:
        said = f"the secret key is {key.public.name}, and {registry / PUBLIC} names {named.name}"
        raise InputError(said, "sign with the key that the registry names, or commit the new public key there first")


def _secret(text: str, place: str) -> SecretKey:
    try:
        return read_secret(text)
    except MinisignError as error:
        raise InputError(f"{place}: this is not a key to sign with: {error}", f"{_MAKE}; so does `minisign -G -W`") from error


def _shared(path: Path) -> str:
    mode = stat.S_IMODE(path.stat().st_mode)
    return f"{mode:o}" if mode & (stat.S_IRWXG | stat.S_IRWXO) else ""


def _write_new(path: Path, text: str, mode: int) -> None:
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise files.unwritable(path, error) from error
