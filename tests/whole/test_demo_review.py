"""`make demo-review`: four pull requests, each judged without credentials, and their reports."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.cli.command import environment
from tests.patience import PATIENCE
from tests.whole.kept_reviews import ENDINGS, KEPT, NAMES, content, made
from tests.whole.process import ROOT

TOLD = {
    "rename": "No caller is hurt by this change, as far as is known.",
    "move": "No caller is hurt by this change, as far as is known.",
    "new-parameter": "After this change 订单查询, called by 客服热线, and its function no longer fit at 查询订单.",
    "removal": "After this change 客服热线 reaches no function at 查询归属地.",
}


def test_the_demo_of_reviews(tmp_path: Path) -> None:
    command = [sys.executable, str(ROOT / "examples" / "demo" / "review.py"), str(tmp_path / "out")]
    ended = subprocess.run(
        command, cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=PATIENCE, check=False, encoding="utf-8"
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    told = {name: json.loads((tmp_path / "out" / f"{name}.json").read_text(encoding="utf-8"))["headline"] for name in TOLD}
    assert told == TOLD
    for name in NAMES:
        for ending in ENDINGS:
            kept = (KEPT / f"{name}.{ending}").read_text(encoding="utf-8")
            now = made(tmp_path / "out", name, ending)
            assert content(now) == content(kept), "docs/ keeps another review: run make pictures"
    for name, headline in TOLD.items():
        first = (tmp_path / "out" / f"{name}.md").read_text(encoding="utf-8").splitlines()[0]
        assert first.strip("*").replace("\\", "") == headline
