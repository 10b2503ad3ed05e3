"""Code packages: the same bytes for the same sources, whoever has them, and another digest for other ones."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sync.app.packages import digest_of, package
from sync.errors import InputError
from sync.specs.models import FunctionSpec, RegistrationSpec

FILES = {"index.py": "def handler(event, context):\n    return 1\n", "lib/words.py": "HELLO = 1\n", "run.sh": "#!/bin/sh\n"}


def sources(root: Path, files: dict[str, str] | None = None) -> Path:
    """A folder with these files."""
    for name, text in (FILES if files is None else files).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    (root / "run.sh").chmod(0o744)
    return root


def _nothing(folder: Path) -> None:
    del folder


def _other_time(folder: Path) -> None:
    os.utime(folder / "index.py", (1, 1))


def _other_umask(folder: Path) -> None:
    (folder / "index.py").chmod(0o600)
    (folder / "run.sh").chmod(0o755)
    (folder / "lib").chmod(0o700)


def _left_by_tools(folder: Path) -> None:
    (folder / "__pycache__").mkdir()
    (folder / "__pycache__" / "index.cpython-311.pyc").write_bytes(b"x")
    (folder / "lib" / "words.pyc").write_bytes(b"x")
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("x", encoding="utf-8")
    (folder / ".DS_Store").write_bytes(b"x")


def _made_again(folder: Path) -> None:
    text = (folder / "index.py").read_text(encoding="utf-8")
    (folder / "index.py").unlink()
    (folder / "index.py").write_text(text, encoding="utf-8")


def _behind_a_link(folder: Path) -> None:
    (folder / "lib" / "words.py").rename(folder / ".words")
    (folder / "lib" / "words.py").symlink_to(folder / ".words")


@pytest.mark.parametrize("change", [_nothing, _other_time, _other_umask, _left_by_tools, _made_again, _behind_a_link])
def test_the_same_sources_make_the_same_bytes(tmp_path: Path, change: Callable[[Path], None]) -> None:
    one, other = sources(tmp_path / "one"), sources(tmp_path / "other")
    change(other)
    assert package(other).content == package(one).content


def _other_text(folder: Path) -> None:
    (folder / "index.py").write_text("def handler(event, context):\n    return 2\n", encoding="utf-8")


def _other_name(folder: Path) -> None:
    (folder / "lib" / "words.py").rename(folder / "lib" / "texts.py")


def _one_more(folder: Path) -> None:
    (folder / "more.py").write_text("", encoding="utf-8")


def _one_less(folder: Path) -> None:
    (folder / "run.sh").unlink()


def _no_longer_runnable(folder: Path) -> None:
    (folder / "run.sh").chmod(0o644)


@pytest.mark.parametrize("change", [_other_text, _other_name, _one_more, _one_less, _no_longer_runnable])
def test_other_sources_make_another_digest(tmp_path: Path, change: Callable[[Path], None]) -> None:
    one, other = sources(tmp_path / "one"), sources(tmp_path / "other")
    change(other)
    assert package(other).digest != package(one).digest


def packed(folder: Path, *, also: str = "") -> io.BytesIO:
    """A zip of those files as somebody else's tool makes it: in another order, compressed, with folders."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("lib/", "")
        for name in reversed(FILES):
            archive.writestr(name, (folder / name).read_bytes())
        if also:
            archive.writestr(also, "x")
    return file


def _of_a_tool(folder: Path) -> io.BytesIO:
    return packed(folder, also="lib/__pycache__/words.cpython-311.pyc")


def _with_one_more(folder: Path) -> io.BytesIO:
    return packed(folder, also="more.py")


def _with_other_text(folder: Path) -> io.BytesIO:
    _other_text(folder)
    return packed(folder)


def _no_zip(folder: Path) -> io.BytesIO:
    del folder
    return io.BytesIO(b"no zip")


@pytest.mark.parametrize(
    ("deployed", "expected"),
    [(packed, True), (_of_a_tool, True), (_with_one_more, False), (_with_other_text, False), (_no_zip, False)],
)
def test_the_same_files_are_known_in_the_zip_of_somebody_else(
    tmp_path: Path,
    deployed: Callable[[Path], io.BytesIO],
    expected: bool,  # noqa: FBT001
) -> None:
    folder = sources(tmp_path / "code")
    made = package(folder)
    assert made.is_in(deployed(folder)) is expected


@pytest.mark.parametrize("change", [{}, {"description": "x"}, {"registrations": {}}])
def test_of_what_a_spec_says_only_code_and_settings_count(tmp_path: Path, change: dict[str, Any]) -> None:
    made, stated = (
        package(sources(tmp_path / "code")),
        FunctionSpec(name="a", memory=256, registrations={"hotline": RegistrationSpec()}),
    )
    assert (digest_of(stated.model_copy(update=change), made) == digest_of(stated, made)) is ("description" not in change)


def test_a_package_holds_the_files_with_their_modes(tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(package(sources(tmp_path / "code")).content)) as archive:
        assert archive.testzip() is None
        assert [(entry.filename, entry.external_attr >> 16, entry.date_time) for entry in archive.infolist()] == [
            ("index.py", 0o100644, (1980, 1, 1, 0, 0, 0)),
            ("lib/words.py", 0o100644, (1980, 1, 1, 0, 0, 0)),
            ("run.sh", 0o100755, (1980, 1, 1, 0, 0, 0)),
        ]
        assert archive.read("index.py").decode() == FILES["index.py"]


def test_a_zip_is_taken_as_it_is(tmp_path: Path) -> None:
    made = tmp_path / "code.zip"
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("index.py", "x")
    assert package(made).content == made.read_bytes()


def _leading_out(folder: Path) -> None:
    (folder.parent / "outside.py").write_text("x", encoding="utf-8")
    (folder / "outside.py").symlink_to(folder.parent / "outside.py")


def _leading_round(folder: Path) -> None:
    (folder / "lib" / "again").symlink_to(folder)


@pytest.mark.parametrize(
    ("change", "told"), [(_leading_out, "leads out of the folder"), (_leading_round, "leads to a folder around it")]
)
def test_a_link_that_leads_elsewhere_is_refused(tmp_path: Path, change: Callable[[Path], None], told: str) -> None:
    folder = sources(tmp_path / "code")
    change(folder)
    with pytest.raises(InputError, match=told):
        package(folder)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [("absent", None, "there is no such code"), ("code.zip", b"not a zip", "is not a zip"), ("empty", b"", "holds no code")],
)
def test_what_is_no_code_is_refused(tmp_path: Path, name: str, content: bytes | None, told: str) -> None:
    path = tmp_path / name
    if content:
        path.write_bytes(content)
    elif content is not None:
        path.mkdir()
    with pytest.raises(InputError, match=told):
        package(path)
