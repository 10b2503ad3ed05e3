"""The user's own git, asked in words of ours."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from sync.errors import InputError

_SECONDS = 300.0
_USER = re.compile(r"//[^/@\s]+@")  # who signs in, in an address


@dataclass(frozen=True, slots=True)
class Ended:
    """How git ended, what it said, and what it said besides."""

    code: int
    said: bytes
    why: bytes


@dataclass(frozen=True, slots=True)
class Git:
    """Git in a folder. `options` stand before every command; `hint` says what to do where it fails and nobody knows better."""

    folder: Path
    program: str
    hint: str
    options: tuple[str, ...] = ()
    environment: Mapping[str, str] | None = None  # None: that of this process

    def said(self, *arguments: str, given: bytes = b"", hint: str = "") -> bytes:
        """What it says, where it does what it is told. Raises `InputError`."""
        done = self.run(*arguments, given=given)
        if done.code:
            command = next(word for word in arguments if not word.startswith(("-", "user.")))
            raise InputError(f"{self.folder}: git {command} failed: {reason(done.why)}", hint or self.hint)
        return done.said

    def run(self, *arguments: str, given: bytes = b"") -> Ended:
        """How it ends. Raises `InputError` where it cannot be started, or does not end."""
        command, pipe = [self.program, *self.options, "-C", str(self.folder), *arguments], subprocess.PIPE
        try:
            with subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=self.environment) as process:  # noqa: S603  git
                try:
                    said, why = process.communicate(given, _SECONDS)
                except subprocess.TimeoutExpired as error:
                    process.kill()
                    raise InputError(f"{self.folder}: git {arguments[0]} did not end in {_SECONDS:g} s", self.hint) from error
                return Ended(process.returncode, said, why)
        except OSError as error:
            raise InputError(f"{self.program} cannot be started: {error.strerror}", self.hint) from error


def git_in(
    folder: Path, hint: str, path: str | None = None, options: tuple[str, ...] = (), environment: Mapping[str, str] | None = None
) -> Git:
    """Git for the repository that a folder is in. `path` is where git is looked for; None: PATH. Raises `InputError`."""
    program = shutil.which("git", path=path)
    if program is None:
        raise InputError("git is not on PATH", f"install git, or {hint}")
    found = Git(folder, program, hint, options, environment)
    done = found.run("rev-parse", "--git-dir")
    if done.code:
        raise InputError(f"{folder}: not in a git repository: {reason(done.why)}", hint)
    return found


def reason(said: bytes) -> str:
    """The line that says most, without who signed in."""
    return _USER.sub("//***@", _telling(said.decode("utf-8", "replace").splitlines()))


def _telling(lines: Iterable[str]) -> str:
    told = [line.strip() for line in lines if line.strip() and not line.startswith("hint:")]
    marked = [line for line in told if line.startswith(("fatal:", "error:", "!", "remote: error"))]
    return (marked or told or ["it does not say why"])[0].removeprefix("fatal: ").removeprefix("error: ")
