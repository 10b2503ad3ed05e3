"""What number and text literals mean, in each language's spelling; in texts with places to fill, what stands between is kept."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable

from tree_sitter import Node

from sync.signatures import ir
from sync.signatures.frontends.tree import line, text

_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_PLAIN_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
_LITERAL = frozenset(("string_content", "string_fragment", "escape_sequence", "string_value"))
_SILENT = frozenset(("string_start", "string_end", "comment"))
_LONGEST_NUMBER = 40  # characters: longer ones are nobody's default


def number_value(written: str) -> int | float:
    """A number: decimal, hexadecimal, octal, binary, with the suffixes of Python 2 and of big integers; 0 when it is none."""
    plain = written.replace("_", "").lower().rstrip("lj" if not written.lower().startswith("0x") else "l").rstrip("n")
    if len(plain) > _LONGEST_NUMBER:
        return 0
    try:
        if plain.isdecimal():
            return int(plain)
        return int(plain, 0) if plain[:2] in {"0x", "0o", "0b"} else float(plain)
    except ValueError:
        return 0


def python_string(node: Node) -> str:
    """A text of Python; escapes are read unless it is raw."""
    body = "".join(text(child) for child in node.named_children if child.type == "string_content")
    prefix = text(node.children[0]).lower() if node.children else ""
    if "\\" not in body or "r" in prefix:
        return body
    try:
        return str(ast.literal_eval(f'"""{body}"""'))
    except (ValueError, SyntaxError):
        return body


def script_string(node: Node) -> str:
    """A text of JavaScript."""
    body = text(node)[1:-1]
    return _ESCAPE.sub(_unescaped, body) if "\\" in body else body


def php_string(node: Node) -> str:
    """A text of PHP without places to fill; single quotes know two escapes, double quotes the common ones."""
    written = text(node)
    body = written[1:-1]
    if "\\" not in body:
        return body
    if written.startswith("'"):
        return body.replace("\\'", "'").replace("\\\\", "\\")
    return _ESCAPE.sub(_unescaped, body)


def _unescaped(match: re.Match[str]) -> str:
    code = match[1]
    if len(code) > 1 and code[0] in "ux":
        number = int(code.strip("ux{}"), 16)
        return chr(number) if number <= 0x10FFFF and not 0xD800 <= number <= 0xDFFF else "?"  # noqa: PLR2004 - the range of Unicode
    return _PLAIN_ESCAPES.get(code, code)


def _text_piece(node: Node) -> str:
    """What stands between the places of a text to fill, its escapes read."""
    written = text(node).replace("{{", "{").replace("}}", "}") if node.type == "string_content" else text(node)
    return _ESCAPE.sub(_unescaped, written) if "\\" in written else written


def filled(node: Node, place: Callable[[Node], ir.Expr]) -> ir.Expr | None:
    """The text that a literal makes of its places, or None when it has none; `place` lowers what is put in.

    What stands between the places is kept, since a key may be made of both.
    """
    parts = [child for child in node.named_children if child.type not in _SILENT]
    if all(child.type in _LITERAL for child in parts):
        return None
    lowered = (ir.Constant(_text_piece(one), line(one)) if one.type in _LITERAL else place(one) for one in parts)
    return ir.Operation("text", tuple(lowered), line(node))
