"""Which output formats there are, and what each of them can write: the modules of `sync.render.formats`, found, never listed."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from sync.render import formats
from sync.render.outcomes import Outcome
from sync.render.page import Page

DEFAULT = "text"
Writer = Callable[[Any, Page], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """One format: a phrase for the help, and what writes each outcome that it can write.

    `for_people`: somebody watches, who sees a plan before it is carried out, may be asked, and reads errors on stderr alone.
    """

    help: str
    writers: Mapping[type[Outcome], Writer]
    for_people: bool = False

    def render(self, outcome: Outcome, page: Page) -> str:
        """The outcome as text, with a final newline unless it is empty."""
        return self.writers[type(outcome)](outcome, page)


def format_named(name: str) -> Format:
    """The format of that name."""
    return cast("Format", importlib.import_module(f"{formats.__name__}.{name.replace('-', '_')}").FORMAT)


def formats_for(outcome: type[Outcome]) -> dict[str, Format]:
    """The formats that can write such an outcome, by name, the default first."""
    names = sorted((module.name.replace("_", "-") for module in pkgutil.iter_modules(formats.__path__)), key=_default_first)
    found = {name: format_named(name) for name in names}
    return {name: one for name, one in found.items() if outcome in one.writers}


def _default_first(name: str) -> tuple[bool, str]:
    return name != DEFAULT, name
