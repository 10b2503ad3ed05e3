"""What setting up says while it works: run with an installer made by hand, so that nothing is fetched."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
INSTALLER = """\
#!/bin/sh
case "$*" in *{failing}*) echo "no index answers" >&2; exit 2;; esac
if [ "$1" = venv ]; then mkdir -p "$5/bin"; fi
"""


def set_up(place: Path, failing: str) -> subprocess.CompletedProcess[str]:
    """The script, with a `uv` that fetches nothing and fails for arguments that hold this word."""
    (place / "bin").mkdir()
    (place / "bin" / "uv").write_text(INSTALLER.format(failing=failing), encoding="utf-8")
    (place / "bin" / "uv").chmod(0o755)
    return subprocess.run(
        ["bash", "requirements/setup.sh"],
        cwd=ROOT,
        env={"PATH": f"{place / 'bin'}:/usr/local/bin:/usr/bin:/bin", "VENV": str(place / "venv")},
        capture_output=True,
        text=True,
        check=False,
    )


def test_setting_up_says_how_far_it_is(tmp_path: Path) -> None:
    ran = set_up(tmp_path, failing="nothing-at-all")
    said = [re.sub(r"\d+ s( so far)?", "N s", line) for line in ran.stderr.splitlines()]

    packages = len(re.findall(r"^\S+==", (ROOT / "requirements" / "dev.txt").read_text(encoding="utf-8"), re.MULTILINE))
    assert ran.returncode == 0
    assert said == [
        f"setup: making {tmp_path / 'venv'}, only the first time; packages are fetched from a package index",
        "setup: 1 of 3: 3 build tools ... (N s)",
        f"setup: 2 of 3: {packages} packages, some of them built here; this takes the longest ... (N s)",
        "setup: 3 of 3: ivrsync itself ... (N s)",
        "setup: done in N s",
    ]


def test_an_index_that_does_not_answer_is_told_with_how_to_name_another(tmp_path: Path) -> None:
    ran = set_up(tmp_path, failing="dev.txt")

    assert ran.returncode == 1
    assert "no index answers" in ran.stderr
    assert (
        "setup: packages come from a package index: PyPI, or one that you name with UV_INDEX_URL (uv) or PIP_INDEX_URL (pip)"
        in ran.stderr
    )
    assert "3 of 3" not in ran.stderr
