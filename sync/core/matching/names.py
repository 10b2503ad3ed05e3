"""How alike the names of two functions are, whoever wrote them: words, their forms, abbreviations, pinyin, and slips.

A word that many names of the fleet have says little, so every comparison takes the weight of a word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from itertools import pairwise
from operator import mul

from rapidfuzz.distance import Indel

Weight = Callable[[str], float]

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+|[^\W\d_a-zA-Z]+")
_SAME = {
    "acct": "account", "addr": "address", "auth": "authenticate", "authentication": "authenticate", "calc": "calculate",
    "cfg": "config", "configuration": "config", "conf": "config", "cust": "customer", "db": "database", "del": "delete",
    "env": "environment", "fetch": "get", "fn": "function", "func": "function", "img": "image", "info": "information",
    "init": "initialize", "lookup": "query", "mgr": "manager", "mobile": "phone", "msg": "message", "no": "number",
    "notif": "notify", "notification": "notify", "nr": "number", "num": "number", "org": "organization", "pic": "picture",
    "pwd": "password", "qry": "query", "remove": "delete", "req": "request", "res": "response", "resp": "response",
    "svc": "service", "sync": "synchronize", "tel": "phone", "telephone": "phone", "tmp": "temporary", "txn": "transaction",
    "upd": "update", "usr": "user", "val": "validate", "validation": "validate", "ver": "verify", "verification": "verify",
}  # fmt: skip
# Words that say "the same again, elsewhere": a name that gains one is rather a copy than a new name.
COPY_WORDS = frozenset({
    "backup", "bak", "beta", "blue", "canary", "clone", "copied", "copy", "demo", "dev", "gray", "green", "grey", "new", "old",
    "pre", "sandbox", "stage", "staging", "stg", "temp", "temporary", "test", "testing", "tmp", "uat",
})  # fmt: skip
LIVE_WORDS = frozenset({"live", "main", "online", "prd", "prod", "production", "release"})
_ENDINGS = (
    "izations",
    "ization",
    "izing",
    "ized",
    "izes",
    "ize",
    "ations",
    "ation",
    "ings",
    "ing",
    "ers",
    "ies",
    "ied",
    "ed",
    "er",
    "es",
    "s",
    "y",
    "e",
)
_STEM = 3  # letters that a stem has at least
_SLIP, _SHORTEST = 0.75, 5  # words this alike are one word with a slip in it; shorter ones are two words
_FORM, _SHORT, _INITIALS = 0.95, 0.85, 0.85  # another form of the word; an abbreviation of it; initials of several
_SYLLABLE = re.compile(
    r"(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])?"
    r"(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|ueng|ai|an|ao|ei|en|er|ia|ie|in|iu|ou|ua|ue|ui|un|uo|ve|a|e|i|o|u|v)"
)
_TWO = 2  # characters, as most words of Chinese have
_LEAST_PINYIN = 2  # syllables


def words(name: str) -> tuple[str, ...]:
    """The words of a name in whatever case it is written, common abbreviations written out."""
    split = [word.casefold() for word in _WORD.findall(name)] or [name.casefold()]
    return tuple(_SAME.get(word, word) for word in split)


def phrases(word: str) -> tuple[str, ...]:
    """A word of a description; of Chinese, where nothing parts the words, each two characters that follow each other."""
    return (word,) if word.isascii() or len(word) <= _TWO else tuple(map("".join, pairwise(word)))


@lru_cache(maxsize=1 << 16)
def word_likeness(one: str, other: str) -> float:
    """From 0 to 1: the same word, a form of it, an abbreviation, a slip; else nothing."""
    if one == other:
        return 1.0
    if one.isdigit() or other.isdigit():
        return 0.0
    if _stem(one) == _stem(other):
        return _FORM
    short, long = sorted((one, other), key=len)
    if _abbreviates(short, long):
        return _SHORT
    spelt = Indel.normalized_similarity(one, other) if len(short) >= _SHORTEST else 0.0
    return spelt if spelt >= _SLIP else 0.0


def words_likeness(one: Sequence[str], other: Sequence[str], weight: Weight) -> tuple[float, float]:
    """How much of both is in the other; how much of the one that is better contained. Both from 0 to 1."""
    if one == other:
        return 1.0, 1.0
    if not one or not other:
        return 0.0, 0.0
    alike = [[word_likeness(mine, theirs) for theirs in other] for mine in one]
    shared_one, all_one = _covered(one, map(max, alike), weight)
    shared_other, all_other = _covered(other, map(max, zip(*alike, strict=True)), weight)
    both = (shared_one + shared_other) / (all_one + all_other)
    contained = max(shared_one / all_one, shared_other / all_other)
    if both < 1 and (_initials(one, other) or _initials(other, one)):
        return max(both, _INITIALS), max(contained, _INITIALS)
    return both, contained


def spelling_likeness(one: Sequence[str], other: Sequence[str]) -> float:
    """How alike the letters are, whatever the words: names written in one piece differ in little else."""
    return Indel.normalized_similarity("".join(one), "".join(other))


def gains_copy_word(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether the new name is the old one and a word such as `staging`, or has it for a word such as `prod`."""
    return bool((COPY_WORDS & {*new}) - {*old}) and {*old} - {*new} <= LIVE_WORDS | COPY_WORDS


def gains_number(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether the new name ends in a number that the old one has not: the second of a kind is made like the first."""
    return new[-1].isdigit() and new[-1] not in old


def numbers_differ(one: Sequence[str], other: Sequence[str]) -> bool:
    """Whether both have numbers, and other ones: the second and the third of a kind are two things."""
    first, second = ([word for word in name if word.isdigit()] for name in (one, other))
    return bool(first and second and first != second)


def _covered(one: Sequence[str], shares: Iterable[float], weight: Weight) -> tuple[float, float]:
    """What of the words is in the other name, and how much that could be at most."""
    weights = list(map(weight, one))
    return sum(map(mul, weights, shares)), sum(weights)


@lru_cache(maxsize=1 << 14)
def _stem(word: str) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _STEM:
            return word[: -len(ending)]
    return word


def _abbreviates(short: str, long: str) -> bool:
    """`qry` of query, `desc` of description: the same first letter, and the letters in order without a new vowel."""
    if len(short) < _STEM or short[0] != long[0]:
        return False
    if long.startswith(short):
        return True
    if any(vowel in short for vowel in "aeiou"):
        return False
    letters = iter(long)
    return all(letter in letters for letter in short)


def _initials(one: Sequence[str], other: Sequence[str]) -> bool:
    """`cxdd` of chaxun dingdan, `crm` of customer relation management."""
    if len(one) != 1 or len(one[0]) < _LEAST_PINYIN or any(vowel in one[0] for vowel in "ou"):
        return False
    spoken = [part for word in other for part in (syllables(word) or (word,))]
    return len(spoken) == len(one[0]) and one[0] == "".join(part[0] for part in spoken)


@lru_cache(maxsize=1 << 14)
def syllables(word: str) -> tuple[str, ...]:
    """The syllables of a word that may be pinyin; none where it cannot be."""
    ends: list[tuple[str, ...] | None] = [None] * (len(word) + 1)
    ends[0] = ()
    for start in range(len(word)):
        before = ends[start]
        match = _SYLLABLE.match(word, start)
        while before is not None and match and match.end() > start:
            end = match.end()
            parts = (*before, word[start:end])
            known = ends[end]
            if known is None or len(parts) < len(known):
                ends[end] = parts
            match = _SYLLABLE.match(word[: end - 1], start)
    return ends[-1] or ()
