"""Program, plugin and policy pack without the extra `infra`: a sentence, where the engine would show a trace."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.command import ROOT, environment
from tests.patience import PATIENCE


@pytest.mark.parametrize("started", ["infra", "infra.provider", "infra.policy"])
@pytest.mark.parametrize("missing", ["pulumi", "grpc"])
def test_without_the_extra_it_says_what_to_install(tmp_path: Path, started: str, missing: str) -> None:
    hidden = f"import sys, runpy; sys.modules['{missing}'] = None; runpy.run_module('{started}', run_name='__main__')"
    command = [sys.executable, "-c", hidden]
    ended = subprocess.run(
        command, cwd=ROOT, env=environment(HOME=str(tmp_path)), capture_output=True, text=True, timeout=PATIENCE, check=False
    )

    assert (ended.returncode, ended.stdout, len(ended.stderr.splitlines())) == (1, "", 1)
    assert ended.stderr.startswith(f"error: the module {missing}")
    assert ended.stderr.endswith("; install ivrsync with the extra infra: pip install 'ivrsync[infra]'\n")
