"""The state that `--stack` names: a file, or a stack for which the user's pulumi is asked; every refusal says what next."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sync.adapters.pulumi import exported
from sync.app.stack import imports_beside, stack_of
from sync.core.stack_imports import FILE, StackImports, imports_text
from sync.errors import InputError
from tests.unit.app.test_use_cases import ACCOUNT

EXPORT = Path(__file__).parents[2] / "cases" / "pulumi" / "stack.json"
UIDS = ["check-user-identity", "get-number-region"]


def pulumi(folder: Path, script: str) -> str:
    """A folder with an executable `pulumi` that runs this script."""
    program = folder / "bin" / "pulumi"
    program.parent.mkdir()
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    return str(program.parent)


def refused(word: str, account: str = ACCOUNT, *, path: str | None = None, most: int = 1 << 20) -> InputError:
    with pytest.raises(InputError) as caught:
        stack_of(word, account, path=path, most=most)
    return caught.value


def test_a_file_is_read(tmp_path: Path) -> None:
    marked = tmp_path / "export"
    marked.write_bytes(b"\xef\xbb\xbf" + EXPORT.read_bytes())

    for file in (EXPORT, marked):
        state = stack_of(str(file), ACCOUNT)
        assert (state.name, sorted(state.functions)) == ("dev", UIDS)


def test_pulumi_is_asked_for_a_stack_by_name_and_for_nothing_else(tmp_path: Path) -> None:
    path = pulumi(tmp_path, f'echo "$@" > {tmp_path}/asked; cat {EXPORT}')

    state = stack_of("org/ivr/dev", ACCOUNT, path=path)

    assert sorted(state.functions) == UIDS
    assert (tmp_path / "asked").read_text() == "stack export --stack org/ivr/dev --non-interactive\n"


def test_a_file_goes_before_a_stack_of_that_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "dev").write_bytes(EXPORT.read_bytes())

    assert stack_of("dev", ACCOUNT, path=str(tmp_path)).name == "dev"


@pytest.mark.parametrize(
    ("word", "script", "message"),
    [
        pytest.param("dev", "echo one >&2; echo 'error: no stack named dev' >&2; exit 255", "error: no stack named dev", id="told"),
        pytest.param("dev", "exit 3", "it does not say why", id="silent"),
        pytest.param("dev", "printf '\\377\\n' >&2; exit 3", "\N{REPLACEMENT CHARACTER}", id="no-text"),
    ],
)
def test_what_pulumi_says_is_told(tmp_path: Path, word: str, script: str, message: str) -> None:
    error = refused(word, path=pulumi(tmp_path, script))

    assert error.message == f"--stack dev: pulumi stack export failed: {message}"
    assert error.hint == "run `pulumi stack export --stack NAME --file FILE` where it works, and give the file"


def test_without_pulumi_a_name_is_an_error(tmp_path: Path) -> None:
    error = refused("dev", path=str(tmp_path))

    assert error.message == "--stack dev: there is no such file, and pulumi is not on PATH"
    assert "give the file" in error.hint


def test_a_pulumi_that_cannot_be_started_is_an_error(tmp_path: Path) -> None:
    program = tmp_path / "pulumi"
    program.write_text("#!/no/such/interpreter\n", encoding="utf-8")
    program.chmod(0o755)

    assert refused("dev", path=str(tmp_path)).message == (f"--stack dev: {program} cannot be started: No such file or directory")


@pytest.mark.parametrize("word", ["no-such.json", "no/such/folder/export.json", "a b", "--file", "x\nY", "a/b/c/d"])
def test_what_is_neither_a_file_nor_a_name_is_an_error(word: str, tmp_path: Path) -> None:
    error = refused(word, path=str(tmp_path))

    assert error.message == f"--stack {word}: it cannot be read: No such file or directory"
    assert error.hint == "give the file that `pulumi stack export --file` wrote, or the name of a stack"


def test_a_folder_and_a_zero_byte_are_errors(tmp_path: Path) -> None:
    folder = tmp_path / "x.json"
    folder.mkdir()

    assert refused(str(folder)).message == f"--stack {folder}: it cannot be read: Is a directory"
    assert refused("a\0b").message == "--stack: neither a file nor the name of a stack"


def test_an_export_has_a_limit(tmp_path: Path) -> None:
    file = tmp_path / "large.json"
    file.write_bytes(b" " * ((1 << 20) + 1))

    for word, path in ((str(file), None), ("dev", pulumi(tmp_path, f"cat {file}"))):
        error = refused(word, path=path)
        assert error.message == f"--stack {word}: it has more than 1 MiB"
        assert "inlineLimit" in error.hint


@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        (b"\xff", "it is not UTF-8", "pulumi stack export --stack NAME --file FILE writes one"),
        (b"{", "it is not JSON", "pulumi stack export --stack NAME --file FILE writes one"),
        (
            b'{"version": 9, "deployment": {}}',
            "its version is the number 9; this ivrsync reads 3 and 4",
            "this ivrsync is older than that pulumi",
        ),
    ],
)
def test_what_is_no_export_is_an_error(content: bytes, message: str, hint: str, tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    file.write_bytes(content)
    error = refused(str(file))

    assert error.message == f"--stack {file}: {message}"
    assert error.hint == hint


def test_a_stack_of_another_account_is_an_error() -> None:
    error = refused(str(EXPORT), "1000000000000002")

    assert error.message == f"--stack {EXPORT}: its functions are in account {ACCOUNT}, and this run is in 1000000000000002"
    assert error.hint == "give the stack of this account, or choose the account with --account"
    assert sorted(stack_of(str(EXPORT), "").functions) == UIDS


def test_a_stack_without_functions_is_of_every_account(tmp_path: Path) -> None:
    file = tmp_path / "export.json"
    file.write_text(json.dumps({"version": 3, "deployment": {}}), encoding="utf-8")

    assert stack_of(str(file), ACCOUNT).functions == {}


def test_ids_to_import_are_read_beside_the_registry(tmp_path: Path) -> None:
    assert imports_beside(tmp_path) == StackImports()

    imports = StackImports(functions={"a@cn-hangzhou": "a"})
    (tmp_path / FILE).write_text(imports_text(imports), encoding="utf-8")
    assert imports_beside(tmp_path) == imports

    (tmp_path / FILE).write_text("{}", encoding="utf-8")
    with pytest.raises(InputError) as caught:
        imports_beside(tmp_path)
    assert caught.value.message == f"{tmp_path / FILE}: it is not a file that `ivrsync import --pulumi` wrote"
    assert caught.value.hint == "write it again with `ivrsync import --pulumi`, or remove it"


def test_a_pulumi_that_does_not_answer_is_left(tmp_path: Path) -> None:
    with pytest.raises(InputError) as caught:
        exported("dev", pulumi(tmp_path, "exec sleep 600"), 10, seconds=0.1)

    assert caught.value.message == "--stack dev: pulumi did not answer in 0.1 s"
