"""HTML that is safe because of how it is made: every text is escaped unless this module made it."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from html import escape

from sync.render.escape import prose

_EMPTY = frozenset({"meta", "link", "input", "br"})  # elements without an end


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


def text(words: str) -> Html:
    """A text as HTML: no markup, and nothing invisible."""
    return words if isinstance(words, Html) else _escaped(words)


@lru_cache(maxsize=4096)  # most texts of a page stand in it many times
def _escaped(words: str) -> Html:
    return Html(escape(prose(words)))


def tag(name: str, /, *inside: str, **attributes: str | bool) -> Html:
    """An element. An attribute that is True stands alone, and one that is False is left out; `data_kind` is data-kind."""
    start = f"<{name}{''.join(_attribute(key, said) for key, said in attributes.items())}>"
    return Html(start if name in _EMPTY else f"{start}{join(inside)}</{name}>")


def raw(name: str, code: str) -> Html:
    """A style sheet or a script of ours, which HTML reads as it stands."""
    if f"</{name}" in code or "<!--" in code:
        raise ValueError(f"this would end the {name} early")
    return Html(f"<{name}>{code}</{name}>")


def join(parts: Iterable[str]) -> Html:
    """Texts and HTML, one behind the other."""
    return Html("".join(map(text, parts)))


def _attribute(key: str, said: str | bool) -> str:  # noqa: FBT001  the value of an attribute
    if said is False:
        return ""
    name = key.rstrip("_").replace("_", "-")
    return f" {name}" if said is True else f' {name}="{text(said)}"'
