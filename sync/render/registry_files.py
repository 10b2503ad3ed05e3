"""The registry as files, for formats whose readers open them at a line: code hosts, editors, CI."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from sync.specs.models import Registry


class RegistryFiles(NamedTuple):
    """What the files are called from the root of the repository that they are kept in, what they declare, and what they say.

    `folder` is the registry's, and `called` takes a file, both as a `Where` names them. `read` and `text` give None where there is
    nothing to read.
    """

    folder: str = "registry"
    called: Callable[[str], str] = lambda file: file
    read: Callable[[], Registry | None] = lambda: None
    text: Callable[[str], str | None] = lambda _file: None
