"""The state of a Pulumi stack: read from a file, or from the user's own `pulumi`."""

from __future__ import annotations

from pathlib import Path

from sync.adapters.pulumi import exported, is_stack_name
from sync.app.files import read_text
from sync.core.stack_imports import FILE, ImportsError, StackImports, read_imports
from sync.core.stack_state import StackError, StackState, read_stack
from sync.errors import InputError

_EXPORT = "pulumi stack export --stack NAME --file FILE writes one"
LARGEST = 512 << 20  # bytes of an export: it holds every package that is sent inline, twice


def stack_of(word: str, account: str, *, path: str | None = None, most: int = LARGEST) -> StackState:
    """The state that `--stack` names: a file, or a stack. `path` is where `pulumi` is looked for; None: PATH.

    Raises `InputError` for what cannot be read, and for a stack of another account.
    """
    content = _content(word, path, most)
    if len(content) > most:
        hint = "let large packages go through OSS: `bucket` and `inlineLimit` in the stack's configuration"
        raise InputError(f"--stack {word}: it has more than {most >> 20} MiB", hint)
    try:
        state = read_stack(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise InputError(f"--stack {word}: it is not UTF-8", _EXPORT) from error
    except StackError as error:
        raise InputError(f"--stack {word}: {error.message}", error.hint or _EXPORT) from error
    return _of_account(word, state, account)


def imports_beside(registry: Path) -> StackImports:
    """What `ivrsync import --pulumi` wrote into the registry's folder; nothing where it did not. Raises `InputError`."""
    file = registry / FILE
    if not file.exists():
        return StackImports()
    try:
        return read_imports(read_text(file, "the ids to import"))
    except ImportsError as error:
        raise InputError(f"{file}: {error}", "write it again with `ivrsync import --pulumi`, or remove it") from error


def _content(word: str, path: str | None, most: int) -> bytes:
    file = Path(word)
    try:
        if file.is_file() or file.suffix == ".json" or not is_stack_name(word):
            with file.open("rb") as opened:
                return opened.read(most + 1)
    except OSError as error:
        hint = "give the file that `pulumi stack export --file` wrote, or the name of a stack"
        raise InputError(f"--stack {word}: it cannot be read: {error.strerror}", hint) from error
    except ValueError as error:  # a zero byte
        raise InputError("--stack: neither a file nor the name of a stack", "give one of both") from error
    return exported(word, path, most)


def _of_account(word: str, state: StackState, account: str) -> StackState:
    """Only the functions of that account: another account may have the same names."""
    mine = state.within(account)
    if state.functions and not mine.functions:
        others = ", ".join(sorted(state.accounts))
        hint = "give the stack of this account, or choose the account with --account"
        raise InputError(f"--stack {word}: its functions are in account {others}, and this run is in {account}", hint)
    return mine
