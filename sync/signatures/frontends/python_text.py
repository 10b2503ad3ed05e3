"""Python source as bytes: the encoding it names, and whether it keeps to it."""

from __future__ import annotations

import re

_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)", re.ASCII)


def undecodable_line(content: bytes) -> int:
    """The first line that is not UTF-8; 0 for none."""
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        return content.count(b"\n", 0, error.start) + 1
    return 0


def utf8(source: bytes) -> bytes:
    """The source as UTF-8, if it is what it names in its first two lines, or UTF-8 where it names nothing (PEP 263)."""
    source = source.removeprefix(b"\xef\xbb\xbf")
    for first in source.split(b"\n", 2)[:2]:
        named = _COOKIE.match(first)
        if named:
            try:
                return source.decode(named[1].decode("ascii")).encode()
            except (LookupError, UnicodeError):
                return source
    return source
