"""A branch that holds files and nothing else, read and written by git itself: the working tree and the index stay as they are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from sync.adapters.git import Git, git_in, reason
from sync.errors import InputError

ORIGIN = "origin"
_NOBODY = ("-c", "user.name=ivrsync", "-c", "user.email=ivrsync@localhost")  # where git knows no name to commit by
_FILES = "keep snapshots in files instead: --out FILE"


@dataclass(frozen=True, slots=True)
class Tips:
    """The last commit of a branch here, and at origin as far as is known here; None: there is none."""

    here: str | None
    there: str | None

    @property
    def every(self) -> tuple[str, ...]:
        """Each commit once, origin's last."""
        return tuple(dict.fromkeys(commit for commit in (self.here, self.there) if commit is not None))


@dataclass(frozen=True, slots=True)
class Repository:
    """The git repository that a folder is in."""

    git: Git

    @property
    def folder(self) -> Path:
        """The folder."""
        return self.git.folder

    def tips(self, branch: str) -> Tips:
        """Where the branch stands."""
        return Tips(self.commit(_here(branch)), self.commit(_there(branch)))

    def commit(self, name: str) -> str | None:
        """The commit that a ref, or the full name of one, stands for."""
        return self._object(f"{name}^{{commit}}")

    def file(self, commit: str, name: str, largest: int) -> bytes | None:
        """A file of a commit; None where it has no such file. Raises `InputError` for one that is too large."""
        blob = self._object(f"{commit}:{name}")
        if blob is None or self.git.said("cat-file", "-t", blob) != b"blob\n":
            return None
        if int(self.git.said("cat-file", "-s", blob)) > largest:
            raise InputError(f"{name} in {commit}: it has more than {largest >> 20} MB", "give another commit, or a file")
        return self.git.said("cat-file", "blob", blob)

    def names(self, commit: str) -> frozenset[str]:
        """What stands at the top of its tree."""
        return frozenset(self.git.said("ls-tree", "--name-only", "-z", commit).decode("utf-8", "replace").split("\0")) - {""}

    def time(self, commit: str) -> int:
        """When it was committed, in seconds."""
        return int(self.git.said("log", "-1", "--format=%ct", commit))

    def refuse_unusable(self, branch: str) -> None:
        """Raises `InputError` for a name that is not one of a branch, and for a branch that somebody works on."""
        if self.git.run("check-ref-format", _here(branch)).code:
            raise InputError(f"--branch {branch}: this cannot be the name of a branch", "give a name such as drift-snapshots")
        place = self.git.run("for-each-ref", "--format=%(worktreepath)", _here(branch)).said.decode("utf-8", "replace").strip()
        head = self.git.run("symbolic-ref", "--quiet", "HEAD").said.decode("utf-8", "replace").strip()
        if place or head == _here(branch):
            hint = "name a branch that only snapshots use"
            raise InputError(f"--branch {branch}: the branch is checked out in {place or self.folder}", hint)

    def fetch(self, branch: str) -> None:
        """Get to know where the branch stands at origin."""
        listed = self.git.said("ls-remote", ORIGIN, _here(branch), hint="check `git remote -v`, and that it can be read")
        if not listed:
            self.git.run("update-ref", "-d", _there(branch))
            return
        is_new = not self.tips(branch).every  # of a branch that is known only what came since is fetched
        is_shallow = self.git.said("rev-parse", "--is-shallow-repository") == b"true\n"
        depth = ("--depth=1",) if is_new and is_shallow else ()
        self.git.said("fetch", "--quiet", "--no-tags", *depth, ORIGIN, f"+{_here(branch)}:{_there(branch)}")

    def later(self, tips: Tips) -> str | None:
        """The commit that follows from the other one; None where neither does."""
        if tips.here is None or tips.there is None or self._is_ancestor(tips.here, tips.there):
            return tips.there or tips.here
        return tips.here if self._is_ancestor(tips.there, tips.here) else None

    def write(self, files: Mapping[str, bytes], parent: str | None, message: str) -> str:
        """A commit of these files alone; no branch has it yet."""
        blobs = {
            name: self.git.said("hash-object", "-w", "--stdin", given=content).decode().strip() for name, content in files.items()
        }
        tree = "".join(f"100644 blob {blob}\t{name}\n" for name, blob in sorted(blobs.items()))
        made = self.git.said("mktree", given=tree.encode()).decode().strip()
        who = () if not self.git.run("var", "GIT_COMMITTER_IDENT").code else _NOBODY
        after = ("-p", parent) if parent is not None else ()
        return self.git.said(*who, "commit-tree", made, *after, "-m", message).decode().strip()

    def _blob(self, content: bytes) -> str:
        return self.git.said("hash-object", "-w", "--stdin", given=content).decode().strip()

    def move(self, branch: str, commit: str | None, since: str | None) -> bool:
        """Let the branch end in that commit, or in none; False where somebody has moved it since."""
        arguments = ("-d", _here(branch)) if commit is None else ("-m", "ivrsync snapshot", _here(branch), commit)
        done = self.git.run("update-ref", *arguments, since or "")
        if done.code and self.commit(_here(branch)) == since:
            raise InputError(f"--branch {branch}: git update-ref failed: {reason(done.why)}", "name another branch")
        return not done.code

    def push(self, branch: str, since: str | None) -> bool:
        """Send the branch to origin; False where somebody else was first. Raises `InputError` where origin refuses it otherwise."""
        done = self.git.run("push", "--quiet", ORIGIN, f"{_here(branch)}:{_here(branch)}")
        if not done.code:
            return True
        self.fetch(branch)
        if self.commit(_there(branch)) != since:
            return False
        hint = "the job needs a token that may write this branch, and the branch must not be protected against it"
        raise InputError(f"--push: {ORIGIN} did not take {branch}: {reason(done.why)}", hint)

    def _is_ancestor(self, earlier: str, later: str) -> bool:
        return not self.git.run("merge-base", "--is-ancestor", earlier, later).code

    def _object(self, name: str) -> str | None:
        """The id of what a name stands for. Names are read from stdin: none can be taken for an option."""
        if "\n" in name or "\0" in name:
            return None
        answer = self.git.said("cat-file", "--batch-check=%(objectname)", given=f"{name}\n".encode("utf-8", "surrogateescape"))
        words = answer.decode("utf-8", "replace").split()
        return words[0] if len(words) == 1 else None


def repository(folder: Path, path: str | None = None) -> Repository:
    """The repository that a folder is in. `path` is where git is looked for; None: PATH. Raises `InputError`."""
    return Repository(git_in(folder, _FILES, path))


def _here(branch: str) -> str:
    return f"refs/heads/{branch}"


def _there(branch: str) -> str:
    return f"refs/remotes/{ORIGIN}/{branch}"
