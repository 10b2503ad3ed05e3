"""One apply at a time on one registry: a lock of the operating system, and a file beside it that says who holds it.

The lock alone decides. A holder file left by a crashed apply blocks nobody.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from sync.errors import ApplyHeldError, InputError
from sync.files import write_whole

LOCK_NAME = "apply.lock"
HOLDER_NAME = "apply.holder.json"


class Holder(BaseModel):
    """Who runs apply, since when, and which plan (its digest)."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    user: str
    host: str
    pid: int
    since: AwareDatetime
    plan: str

    def __str__(self) -> str:
        return f"{self.user}@{self.host}, process {self.pid}, since {self.since:%Y-%m-%d %H:%M:%S %Z}, plan {self.plan}"


def this_process(plan: str, since: datetime) -> Holder:
    """This process as a holder."""
    return Holder(user=_user(), host=socket.gethostname(), pid=os.getpid(), since=since, plan=plan)


def refuse_held(state: Path) -> None:
    """While another apply holds the registry whose state folder this is: `ApplyHeldError` naming who. Holds nothing itself.

    For an early check: a running apply must not be reported to another one as if it had stopped.
    """
    lock = FileLock(state / LOCK_NAME, blocking=False)
    try:
        if (state / LOCK_NAME).exists():
            lock.acquire()
    except Timeout as error:
        raise _held(state) from error
    except OSError as error:
        raise _unusable(state, error) from error
    finally:
        lock.release()


@contextmanager
def hold(state: Path, holder: Holder) -> Iterator[None]:
    """Hold the registry whose state folder this is; while another apply holds it: `ApplyHeldError` naming who."""
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FileLock(state / LOCK_NAME, blocking=False)
        lock.acquire()
    except Timeout as error:
        raise _held(state) from error
    except OSError as error:
        raise _unusable(state, error) from error
    try:
        _write(state, holder)
        yield
    finally:
        (state / HOLDER_NAME).unlink(missing_ok=True)
        lock.release()


def _held(state: Path) -> ApplyHeldError:
    return ApplyHeldError(
        f"another apply holds this registry: {_who(state)}",
        "wait until it has ended, then run `ivrsync plan` again: it changes the state",
    )


def _unusable(state: Path, error: OSError) -> InputError:
    return InputError(f"{state}: the state folder cannot be used: {error.strerror}", "apply needs a folder it can write to")


def _write(state: Path, holder: Holder) -> None:
    """A note for people: when it cannot be written, a second apply is refused all the same."""
    with contextlib.suppress(OSError):
        write_whole(state / HOLDER_NAME, holder.model_dump_json() + "\n", durable=False)


def _who(state: Path) -> str:
    try:
        return str(Holder.model_validate_json((state / HOLDER_NAME).read_bytes()))
    except (OSError, ValidationError):
        return "its name is not recorded yet"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container may run under a number that has no name
        return f"uid {os.getuid()}"
