"""Names and texts from outside, made safe to show: nothing in them can move a cursor, hide, reorder or break a line."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable

from pydantic import JsonValue

from sync.specs.wording import shortened

# Cc controls, Cf formats (bidi overrides, zero width), Cs surrogates, Co private, Cn unassigned, Zl and Zp line breaks.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
# Letters and marks that most fonts draw as nothing. Source: Default_Ignorable_Code_Point in DerivedCoreProperties.txt,
# less those that a category above already covers.
_BLANK = frozenset(
    {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, 0x2800, *range(0x180B, 0x1810), *range(0xFE00, 0xFE10)}
    | {*range(0xE0100, 0xE01F0)}
)
# A full-width space stands between words in Chinese text; every other odd space only pretends to be a plain one.
_SPACES = frozenset({" ", "\u3000"})
# What nearly every line consists of, told from the rest at once: ASCII, Chinese characters and their punctuation.
_PLAIN = re.compile(r"[ -~\u3000-\u3011\u4e00-\u9fef\uff01-\uff5e]*")
_LONGEST_NAME, _LONGEST_LINE = 1_000, 4_000
_SHORTEST_FENCE = 3
_MARKDOWN = re.compile(r"[\\`*_{}\[\]()#+.!|~<>&@:^$-]")
# What hosts make a link or a message of after Markdown, when a backslash before it is gone: mentions, addresses, references.
_REFERENCE = re.compile(r"(?:@|://|(?<=www)\.|(?<=mailto):|(?<=\bgh)-|:(?=[a-z+-][\w+-]*:)|[#!$%&~^]+(?=\w))+", re.IGNORECASE)


def _shown(character: str) -> bool:
    if character.isascii():
        return character.isprintable()
    category = unicodedata.category(character)
    if category == "Zs":
        return character in _SPACES
    return category not in _INVISIBLE and ord(character) not in _BLANK


def _code(character: str) -> str:
    r"""The character as JSON would escape it: `\u001b`, and two halves beyond the basic plane."""
    return "".join(f"\\u{unit:04x}" for unit in _units(character))


def _units(character: str) -> tuple[int, ...]:
    point = ord(character)
    if point < 0x10000:  # noqa: PLR2004  the end of the basic plane
        return (point,)
    point -= 0x10000
    return (0xD800 + (point >> 10), 0xDC00 + (point & 0x3FF))


def _safe(text: str) -> str:
    return text if _PLAIN.fullmatch(text) else "".join(c if _shown(c) else _code(c) for c in text)


def visible(text: str) -> str:
    r"""A name as one line of visible characters; different names stay different (a backslash is doubled), up to a length that
    no name has.
    """
    return _one_line(shortened(text, _LONGEST_NAME))


def _one_line(text: str) -> str:
    return _safe(text.replace("\\", "\\\\"))


def prose(text: str) -> str:
    """Sentences that may hold names from outside: line breaks stay, everything else invisible is escaped. None is a book."""
    return "\n".join(_safe(shortened(line, _LONGEST_LINE)) for line in text.split("\n"))


def value(thing: JsonValue) -> str:
    """A value as JSON on one line, still the same JSON, with nothing invisible in it."""
    return _safe(json.dumps(thing, ensure_ascii=False, sort_keys=True))


def indented(thing: JsonValue) -> str:
    """A value as JSON over several lines with a final newline, nothing invisible inside its strings."""
    return json_lines(json.dumps(thing, ensure_ascii=False, indent=2))


def json_lines(text: str) -> str:
    """JSON that stands on several lines, with a final newline and nothing invisible inside its strings; still the same JSON."""
    return prose(text) + "\n"


def answer(text: str) -> str:
    """What a function answered: its JSON on one line if it is JSON, else the text as a name would be shown."""
    try:
        return value(json.loads(text))
    except (ValueError, RecursionError):
        return _one_line(text)


def markdown(text: str) -> str:
    """A name for Markdown: shown as it is, never a link, a tag, a mention, a reference, a list or emphasis.

    What would still act as text stands in a code span, where nothing acts.
    """
    safe, parts, start = _safe(text), [], 0
    for match in _REFERENCE.finditer(safe):
        parts += [_MARKDOWN.sub(r"\\\g<0>", safe[start : match.start()]), f"`{match[0]}`"]
        start = match.end()
    return "".join([*parts, _MARKDOWN.sub(r"\\\g<0>", safe[start:])])


def fenced(lines: Iterable[str]) -> str:
    """Lines as a block of Markdown that shows them as they are; the fence is longer than any in them."""
    text = prose("\n".join(lines))
    longest = max(map(len, re.findall("`+", text)), default=0)
    fence = "`" * max(longest + 1, _SHORTEST_FENCE)
    return f"{fence}text\n{text}\n{fence}"
