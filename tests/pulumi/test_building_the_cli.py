"""`make pulumi`: built once, whole or not at all; says what is missing. The compiler is a fake here."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.patience import PATIENCE, wait_until

SCRIPT = Path(__file__).parents[2] / "tools" / "pulumi" / "build.sh"
TOOLS = ("awk", "bash", "cat", "chmod", "cut", "dirname", "install", "mkdir", "mv", "rm", "sha256sum", "shasum", "sleep", "touch")
GO = """#!/bin/sh
case "$1" in
  env) echo go1.99;;
  list) echo "$MODULE";;
  build)
    while [ "$1" != -o ]; do shift; done
    printf half >"$2"
    touch "$BUILDING"
    [ ! -e "$HOLD" ] || sleep 1000
    printf '#!/bin/sh\\n' >"$2"
    chmod +x "$2";;
esac
"""


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    """A machine with a fake Go and without pulumi."""
    tools = tmp_path / "bin"
    tools.mkdir()
    for name in TOOLS:
        found = shutil.which(name)
        if found:
            (tools / name).symlink_to(found)
    (tools / "go").write_text(GO)
    (tools / "go").chmod(0o755)
    script = tmp_path / "sdk" / "python" / "cmd" / "pulumi-language-python-exec"
    script.parent.mkdir(parents=True)
    script.touch()
    return {
        "PATH": str(tools),
        "HOME": str(tmp_path),
        "MODULE": str(tmp_path / "sdk"),
        "BUILDING": str(tmp_path / "building"),
        "HOLD": str(tmp_path / "hold"),
    }


def start(environment: Mapping[str, str], *options: str) -> subprocess.Popen[str]:
    command = [shutil.which("bash") or "bash", str(SCRIPT), *options]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, env=dict(environment), stdout=pipe, stderr=pipe, text=True, start_new_session=True)


def run(environment: Mapping[str, str], *options: str) -> tuple[int, str, str]:
    process = start(environment, *options)
    out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err


def files(environment: Mapping[str, str]) -> list[str]:
    """What the cache holds."""
    cache = Path(environment["HOME"]) / ".cache" / "ivrsync" / "pulumi"
    return sorted(path.name for path in cache.rglob("*") if path.is_file())


WHOLE = ["pulumi", "pulumi-language-python-exec"]


def test_it_is_built_once_and_then_found(surroundings: dict[str, str]) -> None:
    assert run(surroundings, "--where") == (1, "", "")
    code, _, said = run(surroundings)
    assert code == 0, said
    assert "building the pulumi CLI v3." in said
    assert "about 6 minutes" in said
    assert files(surroundings) == WHOLE
    code, folder, _ = run(surroundings, "--where")
    assert (code, os.access(Path(folder.strip()) / "pulumi", os.X_OK)) == (0, True)
    assert run(surroundings) == (0, "", "")


def test_another_compiler_builds_another_one(surroundings: dict[str, str]) -> None:
    run(surroundings)
    go = Path(surroundings["PATH"]) / "go"
    go.write_text(GO.replace("go1.99", "go2.0"))
    assert run(surroundings, "--where")[0] == 1
    run(surroundings)
    assert files(surroundings) == sorted(2 * WHOLE)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_a_build_that_was_interrupted_leaves_nothing_that_is_taken_for_the_cli(
    surroundings: dict[str, str], number: signal.Signals
) -> None:
    Path(surroundings["HOLD"]).touch()
    process = start(surroundings)
    wait_until(Path(surroundings["BUILDING"]).exists)
    os.killpg(process.pid, number)
    process.communicate(timeout=PATIENCE)
    assert process.returncode != 0
    assert run(surroundings, "--where") == (1, "", "")
    Path(surroundings["HOLD"]).unlink()
    assert run(surroundings)[0] == 0
    assert files(surroundings) == WHOLE


def test_two_builds_at_once_do_no_harm(surroundings: dict[str, str]) -> None:
    both = [start(surroundings), start(surroundings)]
    for process in both:
        process.communicate(timeout=PATIENCE)
    assert [process.returncode for process in both] == [0, 0]
    assert files(surroundings) == WHOLE


def test_one_on_path_is_used_and_nothing_is_built(surroundings: dict[str, str]) -> None:
    own = Path(surroundings["PATH"]) / "pulumi"
    own.symlink_to("/bin/true")
    code, _, said = run(surroundings)
    assert (code, said) == (0, f"pulumi: using {own}, which is on PATH\n")
    assert run(surroundings, "--where") == (0, f"{own.parent}\n", "")
    assert files(surroundings) == []


def test_without_go_it_says_what_is_missing_and_what_next(surroundings: dict[str, str]) -> None:
    (Path(surroundings["PATH"]) / "go").unlink()
    code, _, said = run(surroundings)
    assert code == 1
    assert "there is no pulumi on PATH, and no Go to build one" in said
    assert "Go 1.26.6 or newer" in said
    assert run(surroundings, "--where") == (1, "", "")


def test_a_go_that_is_too_old_is_named_as_the_reason(surroundings: dict[str, str]) -> None:
    go = Path(surroundings["PATH"]) / "go"
    go.write_text(GO.replace("echo go1.99;;", "echo 'go.mod requires go >= 1.26.6' >&2; exit 1;;"))
    code, _, said = run(surroundings)
    assert code == 1
    assert "go.mod requires go >= 1.26.6" in said
    assert "install Go 1.26.6 or newer" in said
    assert run(surroundings, "--where")[0] == 1


def test_a_build_that_fails_says_so_and_leaves_nothing(surroundings: dict[str, str]) -> None:
    (Path(surroundings["PATH"]) / "go").write_text(GO.replace("printf half", 'echo "no space left"; exit 1; printf half'))
    code, _, said = run(surroundings)
    assert code == 1
    assert "no space left" in said
    assert "the build failed; see above" in said
    assert files(surroundings) == []
