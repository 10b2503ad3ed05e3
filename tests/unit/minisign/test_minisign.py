"""Minisign's format: what minisign signed is checked here, what is signed here has its form, and everything else is refused."""

from __future__ import annotations

import pytest

from sync.minisign import MinisignError, PublicKey, SecretKey, read_public, read_secret, read_signature, sign

# Made for these tests with minisign 0.11 as Debian 12 has it: `minisign -G -W`, `minisign -S -t ...`, `minisign -S -l -t ...`.
# Only the first line of the secret key was written by hand.
PUBLIC = """\
untrusted comment: minisign public key DA5F99803FACC89B
RWSbyKw/gJlf2hadplYglCYr7aew4Mx2W6nK4qqoi5Amm+Wcv1Mo1l4M
"""
SECRET = """\
untrusted comment: a TEST key that protects nothing: it is published with these tests
RWQAAEIyAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAm8isP4CZX9oKk4MRJ/f4BxPSHvSkuQyTezwQTbJrJak/ZnhhGTqDFxad\
plYglCYr7aew4Mx2W6nK4qqoi5Amm+Wcv1Mo1l4MAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=
"""
CONTENT = b"a snapshot of the test world\n"
SIGNED = """\
untrusted comment: signature from minisign secret key
RUSbyKw/gJlf2n5QEitry3cMm1+szmsCNWAiyaykhzs4M6htjvTTi9ScpUvZ+9AcFeKzyNjdn+kmvy6jQP/lwRgE18trxCiLTgw=
trusted comment: a trusted comment: 中文
HnjN2JhOk2M2fLodb1iOOpEKAMs8HwS/gCaJGrJf632pimcEBIkZWxIVsK9su9bQPbs08qe2eeA7tkMuR1oOAg==
"""
SIGNED_AS_BEFORE = """\
untrusted comment: signature from minisign secret key
RWSbyKw/gJlf2t3kwSsmtjHYFnpFmZIF8d96EC8aqpMf18uAl77rgcJUymHzDUkNVOQdJAsfcqqY4Ij4vdJ1h8oroPiR7beAFwA=
trusted comment: legacy
9UJvEOV0dlPPeH/WqYfDFVs6f9rLT7kOsfeLmnC8uOHSE33DxtTYJ24nRKurRAlwChzvYjRWBJYRrHttyPreDw==
"""
KEY = read_secret(SECRET)
OTHER = SecretKey(bytes(range(8)), bytes(range(32)))


def test_the_keys_of_minisign_are_read() -> None:
    assert KEY.public == read_public(PUBLIC)
    assert KEY.public.name == "DA5F99803FACC89B"
    assert KEY.public.text == PUBLIC
    assert read_secret(OTHER.text) == OTHER
    assert read_secret(SECRET.splitlines()[1]) == KEY, "a secret of a job may hold the second line alone"
    assert read_public(PUBLIC.splitlines()[1]) == KEY.public, "as `minisign -P` takes it"


@pytest.mark.parametrize(("text", "comment"), [(SIGNED, "a trusted comment: 中文"), (SIGNED_AS_BEFORE, "legacy")])
def test_what_minisign_signed_is_checked(text: str, comment: str) -> None:
    signature = read_signature(text.encode())

    assert signature.comment == comment
    assert signature.matches(CONTENT, KEY.public)
    assert not signature.matches(CONTENT + b"\n", KEY.public)
    assert not signature.matches(CONTENT, OTHER.public)
    assert not signature.matches(CONTENT, PublicKey(KEY.id, OTHER.public.raw)), "an id is no proof"


def test_what_minisign_signed_is_signed_the_same_here() -> None:
    ours = sign(CONTENT, KEY, "a trusted comment: 中文").splitlines()

    assert ours[1:] == SIGNED.splitlines()[1:], "Ed25519 has no chance in it"
    assert ours[0] == "untrusted comment: signature of an ivrsync snapshot, key DA5F99803FACC89B"


def test_a_comment_of_another_signature_is_not_taken() -> None:
    lines, others = SIGNED.splitlines(), sign(CONTENT, KEY, "number=2").splitlines()

    mixed = "\n".join((*lines[:2], others[2], lines[3])) + "\n"
    assert not read_signature(mixed.encode()).matches(CONTENT, KEY.public)
    whole = "\n".join((*lines[:2], *others[2:])) + "\n"
    assert read_signature(whole.encode()).matches(CONTENT, KEY.public), (
        "the same value, signed with another comment by the same key"
    )


def test_the_ends_of_lines_of_windows_are_no_change() -> None:
    assert read_signature(SIGNED.replace("\n", "\r\n").encode()).matches(CONTENT, KEY.public)


LINES = SIGNED.splitlines()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "it is not a signature of minisign"),
        (b"\x1f\x8b\xff", "it is not UTF-8"),
        (b"x" * 10_001, "it is too long for a signature"),
        (PUBLIC.encode(), "it is not a signature of minisign"),
        ((SIGNED + "more\n").encode(), "it is not a signature of minisign"),
        (SIGNED.replace("\n", "\r").encode(), "it is not a signature of minisign"),
        (SIGNED.replace("trusted comment", "comment").encode(), "it is not a signature of minisign"),
        ("\n".join((LINES[0], LINES[1][:-1] + "?", *LINES[2:])).encode(), "it is damaged: this is not base64"),
        ("\n".join((LINES[0], LINES[3], *LINES[2:])).encode(), "it is damaged, or something else"),
        # The last letter before `=` has two bits that mean nothing: another letter must not mean the same.
        ("\n".join((LINES[0], LINES[1].replace("gw=", "gx="), *LINES[2:])).encode(), "it is damaged, or something else"),
        (SIGNED.replace("RUS", "RVS").encode(), "it is signed in a way that is not known here"),
    ],
)
def test_anything_else_is_no_signature(text: bytes, says: str) -> None:
    with pytest.raises(MinisignError) as raised:
        read_signature(text)
    assert str(raised.value) == says


def changed(text: str, at: int, to: bytes) -> str:
    """The key with other bytes at that place."""
    import base64  # noqa: PLC0415

    content = bytearray(base64.b64decode(text.splitlines()[1]))
    content[at : at + len(to)] = to
    return base64.b64encode(content).decode()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "it is not a key of minisign"),
        (SECRET + "more", "it is not a key of minisign"),
        (PUBLIC, "it is damaged, or something else"),
        (changed(SECRET, 0, b"EX"), "it is not a secret key of minisign"),
        (changed(SECRET, 2, b"Sx"), "it is not a secret key of minisign"),
        (changed(SECRET, 2, b"Sc"), "it has a password, and a job cannot type one"),
        (changed(SECRET, 62, b"\0"), "it is damaged: its two halves do not belong together"),
    ],
)
def test_anything_else_is_no_secret_key(text: str, says: str) -> None:
    with pytest.raises(MinisignError) as raised:
        read_secret(text)
    assert str(raised.value) == says


@pytest.mark.parametrize(
    ("text", "says"),
    [(SECRET, "it is damaged, or something else"), (changed(PUBLIC, 0, b"ED"), "it is not a public key of minisign")],
)
def test_anything_else_is_no_public_key(text: str, says: str) -> None:
    with pytest.raises(MinisignError) as raised:
        read_public(text)
    assert str(raised.value) == says


def test_a_secret_key_does_not_show_itself() -> None:
    assert "seed" not in repr(KEY)
    assert str(KEY.seed) not in repr(KEY)
