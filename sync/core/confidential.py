"""What must not be shown: names and values that look like secrets. When in doubt, it is one."""

from __future__ import annotations

import re

_NAME = re.compile(
    r"secret|token|passw|pwd|passphrase|credential|private|auth|cookie|session|signature|salt|dsn|(?:^|_|-)(?:key|ak|sk|pin|pass)(?:$|_|-)|apikey|accesskey",
    re.IGNORECASE,
)
_URL_WITH_USER = re.compile(r"[a-z][a-z0-9+.-]*://[^/\s@]*@", re.IGNORECASE)
_ONE_WORD = re.compile(r"[A-Za-z0-9+/=_.-]{20,}")


def looks_secret(name: str, *values: str | None) -> bool:
    """Whether the name, or any of the values, looks like a secret's."""
    return bool(_NAME.search(name)) or any(_value_looks_secret(value) for value in values if value)


def _value_looks_secret(value: str) -> bool:
    if "-----BEGIN" in value or _URL_WITH_USER.search(value):
        return True
    # A long run of letters and digits without a space reads as a key; a path or a host name has more structure.
    return (
        bool(_ONE_WORD.fullmatch(value))
        and any(c.isdigit() for c in value)
        and any(c.isalpha() for c in value)
        and "/" not in value
    )
