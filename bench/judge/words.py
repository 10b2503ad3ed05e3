"""Names as teams give them, and give again."""

from __future__ import annotations

import random
from pathlib import Path

# Verbs, nouns, and what stands between: in English, pinyin and Chinese.
_LISTS = Path(__file__).with_name("words.txt").read_text("utf-8").splitlines()
VERBS, NOUNS, MORE = ([tuple(one.split()) for one in text.split(";")] for text in _LISTS)
ALL = (*VERBS, *NOUNS, *MORE)
CASES = ("camel", "snake", "kebab", "pascal", "flat")
_KINDS = {
    "several": 33, "one": 30, "everything": 19, "spelling": 18, "inflected": 15, "suffix": 12, "dropped": 10,
    "added": 8, "rest": 19,
}  # fmt: skip
Words = tuple[str, ...]


def subject(rng: random.Random) -> tuple[tuple[str, ...], ...]:
    """What a function does: verb, sometimes a qualifier, and noun, each in English, pinyin and Chinese."""
    more = [rng.choice(MORE)] if rng.random() < 0.45 else []
    return (rng.choice(VERBS), *more, rng.choice(NOUNS))


def joined(words: Words, case: str) -> str:
    """One name of these words."""
    if case in {"camel", "pascal"}:
        name = "".join(word.capitalize() for word in words)
        return name if case == "pascal" else name[0].lower() + name[1:]
    return {"snake": "_", "kebab": "-", "flat": ""}[case].join(words)


def renamed(words: Words, case: str, rng: random.Random) -> tuple[Words, str]:
    """Another name for the same job, with the shares that public histories have."""
    kind = rng.choices(list(_KINDS), list(_KINDS.values()))[0]
    at, known = rng.randrange(len(words)), {one[0]: one for one in ALL}
    other = rng.choice(ALL)[0]
    turned = {
        "several": tuple(
            rng.choice((word, word, rng.choice(ALL)[0])) if index != at else other[:6] for index, word in enumerate(words)
        ),
        "one": (*words[:at], rng.choice((other, words[at][:3])), *words[at + 1 :]),
        "everything": tuple(known[word][1] if word in known else rng.choice(ALL)[0] for word in words),
        "spelling": words if rng.random() < 0.7 else (*words[:at], words[at][:-2] + words[at][-1], *words[at + 1 :]),
        "inflected": (*words[:at], words[at] + rng.choice(("s", "ing", "ed", "er")), *words[at + 1 :]),
        "suffix": (*words, rng.choice(("v2", "new", "fn", "prod", "handler", "2"))),
        "dropped": words[1:] if len(words) > 2 else words[-1:],
        "added": (rng.choice(("ivr", "cc", "fn", "call", "prod")), *words),
        "rest": (*words[1:], words[0]) if rng.random() < 0.3 else tuple(word[: rng.choice((4, 9))] for word in words),
    }[kind]
    return turned, rng.choice(CASES) if kind == "spelling" or rng.random() < 0.08 else case
