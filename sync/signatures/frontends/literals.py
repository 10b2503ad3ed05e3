"""What number and text literals mean, in each language's spelling."""

from __future__ import annotations

import ast
import re

from tree_sitter import Node

from sync.signatures.frontends.tree import text

_ESCAPE = re.compile(r"\\(u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_PLAIN_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0", "\n": ""}
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


def text_piece(node: Node) -> str:
    """What stands between the places of a text to fill, its escapes read."""
    written = text(node).replace("{{", "{").replace("}}", "}") if node.type == "string_content" else text(node)
    return _ESCAPE.sub(_unescaped, written) if "\\" in written else written
