"""Which of two commits came first, as a repository on this machine knows it."""

from __future__ import annotations

import subprocess
from pathlib import Path

_SECONDS = 30.0
_YES, _NO = 0, 1


def comes_before(folder: Path, earlier: str, later: str) -> bool | None:
    """Whether a commit is an ancestor of another; None where there is no git, no repository, or not both commits.

    Both are hashes: nothing in them can be an option.
    """
    command = ["git", "-C", str(folder), "merge-base", "--is-ancestor", earlier, later]
    try:
        ended = subprocess.run(  # noqa: S603  hashes and a folder
            command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return {_YES: True, _NO: False}.get(ended.returncode)
