"""Which of two commits came first, as a repository on this machine knows it."""

from __future__ import annotations

from pathlib import Path

from sync.adapters.git import git_in
from sync.errors import InputError

_YES, _NO = 0, 1


def comes_before(folder: Path, earlier: str, later: str) -> bool | None:
    """Whether a commit is an ancestor of another; None where there is no git, no repository, or not both commits.

    Both are hashes: nothing in them can be an option.
    """
    try:
        ended = git_in(folder, "").run("merge-base", "--is-ancestor", earlier, later)
    except InputError:
        return None
    return {_YES: True, _NO: False}.get(ended.code)
