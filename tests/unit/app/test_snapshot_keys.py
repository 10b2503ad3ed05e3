"""Keys of snapshots: made once and never replaced, kept to their owner, and only the one that the registry names is taken."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from sync.app.snapshot_keys import make_keys, refuse_other_key, registrys_key, signing_key
from sync.errors import InputError
from sync.minisign import SecretKey, read_public

KEY, OTHER = (SecretKey(bytes([number] * 8), bytes([number] * 32)) for number in (1, 2))


def test_a_new_pair_belongs_together_and_the_secret_half_to_its_owner(tmp_path: Path) -> None:
    made = make_keys(tmp_path / "k")
    found = signing_key(tmp_path / "k", "")

    assert found is not None
    assert found.shared == ""
    assert found.key.public == read_public((tmp_path / "k.pub").read_text(encoding="utf-8"))
    assert (made.public, made.name) == (tmp_path / "k.pub", found.key.public.name)
    assert stat.S_IMODE((tmp_path / "k").stat().st_mode) == 0o600
    make_keys(tmp_path / "other")
    assert (tmp_path / "other").read_bytes() != (tmp_path / "k").read_bytes()


@pytest.mark.parametrize("there", ["k", "k.pub"])
def test_no_file_is_replaced(tmp_path: Path, there: str) -> None:
    (tmp_path / there).write_text("mine", encoding="utf-8")

    with pytest.raises(InputError, match=f"{there}: the file exists, and a key is never replaced"):
        make_keys(tmp_path / "k")

    assert {file.name: file.read_text(encoding="utf-8") for file in tmp_path.iterdir()} == {there: "mine"}


def test_a_link_to_nothing_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "k").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(InputError, match="the file exists"):
        make_keys(tmp_path / "k")


def test_where_nothing_can_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be written: No such file or directory"):
        make_keys(tmp_path / "gone" / "k")


def test_a_file_wins_over_the_environment_and_nothing_is_no_key(tmp_path: Path) -> None:
    path = tmp_path / "k"
    path.write_text(KEY.text, encoding="utf-8")
    path.chmod(0o640)

    from_file, from_text = signing_key(path, OTHER.text), signing_key(None, OTHER.text)

    assert from_file is not None
    assert from_text is not None
    assert (from_file.key, from_file.shared) == (KEY, "640")
    assert (from_text.key, from_text.shared) == (OTHER, "")
    assert signing_key(None, "") is None
    assert signing_key(None, "\n") is None


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (KEY.public.text, "IVRSYNC_SNAPSHOT_KEY: this is not a key to sign with: it is damaged, or something else"),
        ("a/path", "IVRSYNC_SNAPSHOT_KEY: this is not a key to sign with: it is damaged: this is not base64"),
    ],
)
def test_what_is_no_key_is_told_and_not_shown(text: str, says: str) -> None:
    with pytest.raises(InputError) as raised:
        signing_key(None, text)
    assert raised.value.message == says


def test_only_the_key_that_the_registry_names_is_taken(tmp_path: Path) -> None:
    refuse_other_key(tmp_path, KEY)
    assert registrys_key(tmp_path) is None

    (tmp_path / "snapshot.pub").write_text(KEY.public.text, encoding="utf-8")

    assert registrys_key(tmp_path) == KEY.public.text
    refuse_other_key(tmp_path, KEY)
    with pytest.raises(InputError) as raised:
        refuse_other_key(tmp_path, OTHER)
    assert raised.value.message == f"the secret key is 0202020202020202, and {tmp_path}/snapshot.pub names 0101010101010101"


def test_a_public_key_of_the_registry_that_is_none_is_told_by_its_place(tmp_path: Path) -> None:
    (tmp_path / "snapshot.pub").write_text("hello\n", encoding="utf-8")

    with pytest.raises(InputError) as raised:
        registrys_key(tmp_path)
    assert raised.value.message == f"{tmp_path}/snapshot.pub: this is not a public key: it is damaged: this is not base64"
