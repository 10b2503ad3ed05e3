"""The user's own `pulumi`, asked for the state of a stack. Nothing else is ever asked of it."""

from __future__ import annotations

import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from sync.errors import InputError

_NAME = re.compile(r"[A-Za-z0-9_.][A-Za-z0-9_.-]*(?:/[A-Za-z0-9_.-]+){0,2}", re.ASCII)  # STACK, ORG/STACK or ORG/PROJECT/STACK
_SECONDS = 300.0
_BY_HAND = "run `pulumi stack export --stack NAME --file FILE` where it works, and give the file"


def is_stack_name(text: str) -> bool:
    """Whether a text can be the name of a stack."""
    return _NAME.fullmatch(text) is not None


def exported(name: str, path: str | None, most: int, *, seconds: float = _SECONDS) -> bytes:
    """What `pulumi stack export` writes of that stack, in the project of the working folder. Secrets stay encrypted.

    `path` is where the program is looked for; None: PATH. Raises `InputError`.
    """
    program = shutil.which("pulumi", path=path)
    if program is None:
        raise InputError(f"--stack {name}: there is no such file, and pulumi is not on PATH", _BY_HAND)
    with tempfile.TemporaryFile(prefix="ivrsync-stack-") as out, tempfile.TemporaryFile(prefix="ivrsync-stack-") as said:
        command = [program, "stack", "export", "--stack", name, "--non-interactive"]
        try:
            ended = subprocess.run(  # noqa: S603  the user's own program, asked in words of ours and a name that was checked
                command, stdin=subprocess.DEVNULL, stdout=out, stderr=said, timeout=seconds, check=False
            )
        except subprocess.TimeoutExpired as error:
            raise InputError(f"--stack {name}: pulumi did not answer in {seconds:g} s", _BY_HAND) from error
        except OSError as error:
            raise InputError(f"--stack {name}: {Path(program)} cannot be started: {error.strerror}", _BY_HAND) from error
        if ended.returncode:
            said.seek(0)
            raise InputError(f"--stack {name}: pulumi stack export failed: {_reason(said.read(_KEPT))}", _BY_HAND)
        out.seek(0)
        return out.read(most + 1)


_KEPT = 10_000  # bytes of what it says when it fails


def _reason(said: bytes) -> str:
    """The last line that says something."""
    lines = [line.strip() for line in said.decode("utf-8", "replace").splitlines() if line.strip()]
    return lines[-1] if lines else "it does not say why"
