"""The languages whose code is read: which runtimes run them, which files hold them, and which grammar parses them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Readable:
    """One language.

    `usual` is the runtime assumed where none is named, `grammar` the module of its tree-sitter grammar, `entry` the function there.
    """

    usual: str
    endings: tuple[str, ...]
    grammar: str
    entry: str = "language"


READABLE: Mapping[str, Readable] = {  # by how the names of its runtimes begin
    "python": Readable(usual="python3.10", endings=(".py",), grammar="tree_sitter_python"),
    "nodejs": Readable(usual="nodejs20", endings=(".js", ".mjs", ".cjs"), grammar="tree_sitter_javascript"),
    "php": Readable(usual="php7.2", endings=(".php",), grammar="tree_sitter_php", entry="language_php"),
}
