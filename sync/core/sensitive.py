"""What must not be shown: names and values that look like secrets. When in doubt, a value is one."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import replace

from sync.core.signature.inferred import Inferred
from sync.core.signature.model import Parameter

_NAME = re.compile(
    r"secret|token|passw|pwd|passphrase|credential|private|auth|cookie|session|signature|salt|dsn|api_?key|access_?key|bearer",
    re.IGNORECASE,
)
# Short words count only as separate words: keyword and monkey are not keys, signingKey and MASTER_KEY are.
_SHORT_WORDS = frozenset({"ak", "cert", "cred", "creds", "key", "keys", "pass", "pin", "sk"})
_WORD_END = re.compile(r"[^A-Za-z0-9]+|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_URL_WITH_USER = re.compile(r"[a-z][a-z0-9+.-]*://[^/\s@]*@", re.IGNORECASE)
_ASSIGNMENT = re.compile(r"(?:secret|token|passw\w*|pwd|credentials?|api[_-]?key|access[_-]?key\w*)[\"']?\s*[:=]", re.IGNORECASE)
_GIVEN = re.compile(
    r"(?:secret|token|passw\w*|pwd|credentials?|authorization|api[_-]?key|access[_-]?key\w*)[\"']?\s*(?:=>|[:=])\s*[bru]*[\"'`][^\"'`]",
    re.IGNORECASE,
)
_LITERAL = re.compile(r"\"[^\"]*\"|'[^']*'|`[^`]*`")
_LONG = re.compile(r"[A-Za-z0-9+/=_.~-]{20,}", re.ASCII)
_SHORTEST = 20  # characters of a long run
_SIGNS = re.compile(r"[:=]|-----BEGIN")  # one of these is in everything else that looks secret
_RANDOM_BITS = 3.5  # bits per character; many long words pass it as well, and are hidden without need


def looks_secret(name: str, *values: str | None) -> bool:
    """Whether the name, or any of the values, looks like a secret's."""
    if _NAME.search(name) or _SHORT_WORDS.intersection(word.lower() for word in _WORD_END.split(name)):
        return True
    return any(_value_looks_secret(value) for value in values if value)


def without_secrets(inferred: Inferred, environment: Mapping[str, object]) -> Inferred:
    """The same without defaults that look secret, or that the code takes from its environment: they are shown and kept nowhere."""
    values = [value for value in environment.values() if value]  # texts, and redacted ones, which equal the texts they stand for
    inputs = (replace(item, default=None) if _is_secret(item, values) else item for item in inferred.inputs)
    return replace(inferred, inputs=tuple(inputs))


def _is_secret(item: Parameter, values: Collection[object]) -> bool:
    default = item.default
    return isinstance(default, str) and bool(default) and (default in values or looks_secret(item.name, default))


def line_looks_secret(line: str) -> bool:
    """Whether a line of code contains a literal secret: a value of a secret-looking name, or a secret-looking text."""
    return bool(_GIVEN.search(line)) or any(_value_looks_secret(text) for text in _LITERAL.findall(line))


def _value_looks_secret(value: str) -> bool:
    if len(value) < _SHORTEST and not _SIGNS.search(value):  # most values, which are many
        return False
    if "-----BEGIN" in value or _URL_WITH_USER.search(value) or _ASSIGNMENT.search(value):
        return True
    # A path or a URL is long because of its slashes: there each part stands for itself.
    is_place = "://" in value or value.startswith(("/", "./", "../"))
    parts = value.split("/") if is_place else [value]
    return any(_reads_as_key(run) for part in parts for run in _LONG.findall(part))


def _reads_as_key(run: str) -> bool:
    """A long run of letters and digits, or of capitals and small letters without the repetitions that words have."""
    if any(map(str.isdigit, run)):
        return any(map(str.isalpha, run))
    return run.upper() != run != run.lower() and _entropy(run) >= _RANDOM_BITS


def _entropy(text: str) -> float:
    """Bits per character."""
    counts = Counter(text).values()
    return -sum(count / len(text) * math.log2(count / len(text)) for count in counts)
