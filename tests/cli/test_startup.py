"""Help, completion and version load nothing heavy; a plan loads what it uses."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from sync.cli.main import COMMANDS
from tests.cli.command import ROOT, environment
from tests.patience import PATIENCE
from tests.whole import process

HEAVY = {"pydantic", "yaml", "aiohttp", "requests", "deepdiff", "tenacity", "Tea", "darabonba", "pulumi", "grpc", "rich"}
_RUN = """
import json, sys
from sync.cli.failures import run_safely
from sync.cli.main import command
code = run_safely(command, {arguments!r})
print(json.dumps([code, sorted(sys.modules)]))
"""
# What no plan without surprises needs, though something that it does need names it at its import.
UNUSED = {
    "aiofiles": "the SDKs' calls that are made asynchronously",
    "aiohttp": "the SDKs' calls that are made asynchronously, and the emulator's server",
    "apscheduler": "renewing the keys of a machine in the cloud",
    "cryptography": "signing with RSA",
    "websocket": "the SDKs' web sockets",
    "jsonschema": "the tests",
    "pulumi": "the Pulumi program, which needs an extra",
    "grpc": "the Pulumi program, which needs an extra",
    "tree_sitter": "reading code, which is in the cache",
    "sync.signatures.languages": "reading code, which is in the cache",
    "sync.emulator": "emulate",
    "sync.execute.run": "apply",
    "sync.adapters.doctor": "doctor",
    "rapidfuzz": "names that differ",
    "sync.core.matching.functions": "functions that left their place",
    "sync.core.plan.cause": "runs that call or change something",
    "sync.render.documents": "--format json and --out",
    "rich.console": "progress on a terminal",
    "yaml": "registries that are laid out in an unusual way",
}
_MODELS = {"alibabacloud_ccc20200701.models", "alibabacloud_fc20230330.models"}


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
    return {name.split(".")[0] for name in modules}


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


def test_a_plan_loads_what_it_uses(tmp_path: Path) -> None:
    place = process.copy_sample(tmp_path)
    with process.emulate(process.demo_world()) as emulator:
        process.run(emulator, place, "plan")  # reads the code, and keeps what it shows
        done = subprocess.run(
            [sys.executable, "-c", _RUN.format(arguments=["plan", "--exit-zero"])],
            env=process.environment(emulator, place),
            cwd=place,
            capture_output=True,
            text=True,
            check=True,
            timeout=PATIENCE,
        )
    code, names = json.loads(done.stdout.splitlines()[-1])
    assert code == 0
    assert {"alibabacloud_ccc20200701.client", "alibabacloud_fc20230330.client", "alibabacloud_fc_open20210406.client"} <= set(
        names
    )
    assert {unused for unused in UNUSED for name in names if f"{name}.".startswith(f"{unused}.")} == set()
    models = [name for name in names if name.rpartition(".")[0] in _MODELS]
    assert 0 < len(models) < 100, "of a thousand files"


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
