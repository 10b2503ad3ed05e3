"""How program, plugin and policy pack start: a sentence where something is missing, and never a trace."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import ROOT, environment
from tests.patience import PATIENCE


def python(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """A process of its own, in the folder of this checkout."""
    command, env = [sys.executable, *words], environment(HOME=str(home))
    return subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=PATIENCE, check=False)


@pytest.mark.parametrize("started", ["infra", "infra.provider", "infra.policy"])
@pytest.mark.parametrize("missing", ["pulumi", "grpc"])
def test_without_the_extra_it_says_what_to_install(tmp_path: Path, started: str, missing: str) -> None:
    hidden = f"import sys, runpy; sys.modules['{missing}'] = None; runpy.run_module('{started}', run_name='__main__')"
    ended = python(tmp_path, "-c", hidden)

    assert (ended.returncode, ended.stdout, len(ended.stderr.splitlines())) == (1, "", 1)
    assert ended.stderr.startswith(f"error: the module {missing}")
    assert ended.stderr.endswith("; install ivrsync with the extra infra: pip install 'ivrsync[infra]'\n")


@pytest.mark.parametrize("started", ["-m infra", "infra"])
def test_the_program_without_an_engine_says_how_to_run_it(tmp_path: Path, started: str) -> None:
    ended = python(tmp_path, *started.split())

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "error: this program needs the engine of pulumi; run `pulumi up` in the folder of Pulumi.yaml\n"


@pytest.mark.parametrize(
    ("part", "others", "expected"),
    [
        pytest.param("server", "'pydantic', 'sync.'", ["sync.app", "sync.app.version"], id="nothing-has-changed"),
        pytest.param("judging", "'sync.adapters', 'sync.app', 'sync.execute'", [], id="something-differs"),
    ],
)
def test_a_plugin_that_only_compares_loads_nothing_that_reaches_a_cloud(
    tmp_path: Path, part: str, others: str, expected: list[str]
) -> None:
    look = f"import sys, infra.provider.{part}; print([each for each in sys.modules if each.startswith(({others}))])"
    assert python(tmp_path, "-c", look).stdout == f"{expected}\n"
