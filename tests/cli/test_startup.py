"""Help, completion and version load nothing heavy."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from sync.cli.main import COMMANDS
from tests.cli.command import ROOT, environment
from tests.patience import PATIENCE

HEAVY = {"pydantic", "yaml", "aiohttp", "requests", "deepdiff", "tenacity", "Tea", "darabonba", "pulumi", "grpc", "wcwidth"}
_RUN = """
import json, sys
from sync.cli.failures import run_safely
from sync.cli.main import command
code = run_safely(command, {arguments!r})
print(json.dumps([code, sorted({{name.split(".")[0] for name in sys.modules}})]))
"""


def loaded_by(*arguments: str) -> set[str]:
    """The top-level modules in memory after the command ran in a fresh interpreter."""
    done = subprocess.run(
        [sys.executable, "-c", _RUN.format(arguments=list(arguments))],
        env=environment(),
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE,
    )
    code, modules = json.loads(done.stdout.splitlines()[-1])
    assert code == 0
    return set(modules)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--help"], id="the help"),
        pytest.param(["--version"], id="the version"),
        pytest.param(["plan", "--help"], id="the help of a command that will need everything"),
        pytest.param(["apply", "--help"], id="the help of apply"),
        pytest.param(["emulate", "--help"], id="the help of emulate"),
        pytest.param(["completion", "bash"], id="a completion script"),
    ],
)
def test_what_only_prints_help_loads_nothing_heavy(arguments: list[str]) -> None:
    loaded = loaded_by(*arguments)
    assert loaded & HEAVY == set()
    assert {name for name in loaded if name.startswith("alibabacloud")} == set()


@pytest.mark.parametrize(
    ("words", "at", "expected"),
    [
        pytest.param("ivrsync ", "1", {"plan", "apply", "drift", "validate", "emulate"}, id="commands"),
        pytest.param("ivrsync pl", "1", {"plan"}, id="the beginning of a command"),
        pytest.param("ivrsync plan --al", "2", {"--allow-flow"}, id="an option of a command"),
        pytest.param("ivrsync plan --format j", "3", {"json"}, id="a value"),
        pytest.param("ivrsync schema re", "2", {"registry", "report"}, id="an argument"),
        pytest.param("ivrsync test ", "2", {"order-status", "check-user-identity"}, id="a uid of the registry"),
        pytest.param("ivrsync signature ord", "2", {"order-status"}, id="a uid where a path may stand too"),
    ],
)
def test_a_shell_completes_commands_options_and_values(words: str, at: str, expected: set[str]) -> None:
    env = environment(_IVRSYNC_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=at)
    done = subprocess.run(
        [sys.executable, "-m", "sync"], env=env, cwd=ROOT, capture_output=True, text=True, check=True, timeout=PATIENCE
    )
    offered = {line.split(",", 1)[1] for line in done.stdout.splitlines()}
    assert expected <= offered
    assert all(item.startswith(words.split(" ")[int(at)]) for item in offered)


def test_every_command_of_the_table_has_a_file_of_its_own() -> None:
    assert [name for name in COMMANDS if not (ROOT / "sync" / "cli" / f"{name}.py").is_file()] == []
