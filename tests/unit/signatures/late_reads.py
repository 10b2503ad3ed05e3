"""Late reads: copies of the handlers with a harmless early exit and one more key of the event, read late.

Who believes that a way ends where it does not, drops whatever stands behind it; the early exit keeps one way open, so that nothing
else shows it. So no copy may be called closed without the late key. It is read once behind the call of the whole handler, and
once before each statement inside it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from tree_sitter import Node

from sync.core.signature.inferred import Inferred
from sync.core.signature.model import Parameter
from sync.signatures.frontends.tree import field, parser, text
from tests.unit.signatures.cases import Case

KEY = "lateKey"
ENDINGS = {"python": (".py",), "javascript": (".js", ".mjs", ".cjs"), "php": (".php",)}
FUNCTIONS = {
    "function_definition", "function_declaration", "function_expression", "arrow_function", "generator_function",
    "method_definition",
}  # fmt: skip
BLOCKS = {"block", "statement_block", "compound_statement"}
APART = {"anonymous_function", "anonymous_function_creation_expression", "class_declaration"}  # what sees no variables, in PHP
OFF = {
    "python": "import json as late_json, os as late_os; late_event = {event}\n{indent}"
    "if late_os.environ.get('LATE_OFF'): return {{'off': True}}\n{indent}",
    "javascript": "const lateEvent = {event}; if (process.env.LATE_OFF) {{ return {off}; }} ",
    "php": "$lateEvent = {event}; if (getenv('LATE_OFF')) {{ return json_encode(['off' => true]); }} ",
}
READ = {
    "python": f"(late_event if isinstance(late_event, dict) else late_json.loads(late_event))['{KEY}']",
    "javascript": "(typeof lateEvent === 'object' && !Buffer.isBuffer(lateEvent) ? lateEvent : JSON.parse(lateEvent))" + f".{KEY}",
    "php": f"(is_array($lateEvent) ? $lateEvent : json_decode($lateEvent, true))['{KEY}']",
}
STATEMENT = {"python": "late_value = {read}\n{indent}", "javascript": "const lateValue = {read}; ", "php": "$lateValue = {read}; "}
BEHIND = {
    "python": """

{waits}def late_handler({event}, late_context=None):
    {off}late_answer = {call}{name}({event}, late_context)
    return {{'answer': late_answer, 'late': {read}}}
""",
    "javascript": """
;const lateInner = {name};
{offer} async (late, lateContext, lateCallback) => {{
  {off}
  const lateAnswer = await {call};
  return {{ lateAnswer, late: {read} }};
}};
""",
    "php": """
function late_handler($late, $lateContext = null) {{
    {off}
    $lateAnswer = {name}($late, $lateContext);
    return json_encode(['answer' => $lateAnswer, 'late' => {read}]);
}}
""",
}
PROMISED = "new Promise((ok, no) => lateInner(late, lateContext, (error, found) => (error ? no(error) : ok(found))))"


@dataclass(frozen=True, slots=True)
class LateRead:
    """A changed copy of a handler, and where it reads the late key."""

    case: Case
    where: str

    def inputs(self) -> tuple[Parameter, ...]:
        """The inputs that the copy shows."""
        found = self.case.infer()
        return found.inputs if isinstance(found, Inferred) else ()

    def closed(self) -> bool | None:
        """None for an open signature, else whether the late key is among its inputs."""
        found = self.case.infer()
        if not isinstance(found, Inferred) or not found.closed:
            return None
        return any(one.name == KEY for one in found.inputs)


def late_reads(case: Case) -> Iterator[LateRead]:
    """All copies of one handler; none of code that is not readable anyway."""
    place, _, name = case.truth["handler"].rpartition(".")
    file = next((place + ending for ending in ENDINGS[case.language] if place + ending in case.files), None)
    if "reason" in case.truth or file is None:
        return
    source = case.files[file]
    function = _function(parser(case.language).parse(source).root_node, name)
    behind = source + _behind(case.language, source, name, function)
    yield _changed(case, file, behind, f"{place}.late_handler", "behind the handler")
    if function is None or not _parameters(function) or text(function.parent).startswith("@"):
        return  # what a decorator hands on need not be the event
    for last in _statements(function):
        changed = _inside(case.language, source, function, last)
        if changed is not None:
            yield _changed(case, file, changed, case.truth["handler"], f"line {last.start_point[0] + 1}")


@dataclass(frozen=True, slots=True)
class Counts:
    """What the copies of several handlers showed."""

    handlers: int
    copies: int
    closed: int
    wrong: tuple[str, ...]  # the copies that are closed without the late key

    def told(self, name: str) -> str:
        """One line."""
        return (
            f"late reads ({name}): {self.copies} copies of {self.handlers} handlers, "
            f"{self.closed} closed, {len(self.wrong)} of these without the late key"
        )


def counted(handlers: list[Case]) -> Counts:
    """Read every copy of these handlers."""
    verdicts = [(copy, copy.closed()) for case in handlers for copy in late_reads(case)]
    wrong = tuple(f"{copy.case.name}: {copy.where}" for copy, seen in verdicts if seen is False)
    return Counts(len(handlers), len(verdicts), sum(seen is not None for _, seen in verdicts), wrong)


def _changed(case: Case, file: str, source: bytes, handler: str, where: str) -> LateRead:
    return LateRead(replace(case, files={**case.files, file: source}, truth={**case.truth, "handler": handler}), where)


def _walk(node: Node) -> Iterator[Node]:
    yield node
    for child in node.named_children:
        yield from _walk(child)


def _function(root: Node, name: str) -> Node | None:
    """The handler, where it is written as one function with a body: `def handler`, `exports.handler = async (event) => { … }`."""
    for node in _walk(root):
        found = node if node.type in FUNCTIONS else None
        called = text(node.child_by_field_name("name"))
        if node.type == "assignment_expression":
            found, called = field(node, "right"), text(field(node, "left")).rpartition(".")[2]
        elif node.type == "variable_declarator":
            found = field(node, "value")
        if called == name and found is not None and found.type in FUNCTIONS and field(found, "body").type in BLOCKS:
            return found
    return None


def _parameters(function: Node) -> list[str]:
    """The names of its parameters; none where the first is a pattern."""
    listed = function.child_by_field_name("parameters") or function.child_by_field_name("parameter")
    children = [] if listed is None else listed.named_children or [listed]
    named = [next((text(one) for one in _walk(child) if one.type in {"identifier", "variable_name"}), "") for child in children]
    return named if children and "pattern" not in children[0].type else []


def _statements(function: Node) -> Iterator[Node]:
    """Every statement of each block inside."""
    todo = [field(function, "body")]
    while todo:
        node = todo.pop()
        if node.type in BLOCKS and (inside := [one for one in node.named_children if one.type != "comment"]):
            yield from inside
        todo.extend(child for child in node.named_children if child.type not in APART)


def _inside(language: str, source: bytes, function: Node, last: Node) -> bytes | None:
    """The early exit at the start, the late read before that statement; None where a line would not start there."""
    body = field(function, "body")
    start = body.named_children[0] if language == "python" else body
    first = start.start_byte + (0 if language == "python" else 1)
    names = _parameters(function)
    off = f"{names[2]}(null, {{ off: true }})" if len(names) > 2 else "{ off: true }"
    opened = OFF[language].format(event=names[0], off=off, indent=_indent(source, start))
    read = STATEMENT[language].format(read=READ[language], indent=_indent(source, last))
    if language == "python" and (_indent(source, start) is None or _indent(source, last) is None):
        return None
    return source[:first] + opened.encode() + source[first : last.start_byte] + read.encode() + source[last.start_byte :]


def _indent(source: bytes, node: Node) -> str | None:
    """The blanks before a statement; None where something else stands on its line."""
    before = source[: node.start_byte].rpartition(b"\n")[2].decode()
    return before if not before.strip() else None


def _behind(language: str, source: bytes, name: str, function: Node | None) -> bytes:
    """A further handler that calls the one there is, and then reads the late key."""
    names = [] if function is None else _parameters(function)
    waits = function is not None and any(child.type == "async" for child in function.children)
    module = b"export " in source and b"exports." not in source
    event = {"python": "event", "javascript": "late", "php": "$late"}[language]
    call = PROMISED if len(names) > 2 else "lateInner(late, lateContext, lateCallback)"
    return (
        BEHIND[language]
        .format(
            name=name if module or language != "javascript" else f"module.exports.{name}",
            event=event,
            read=READ[language],
            off=OFF[language].format(event=event, off="{ off: true }", indent="    "),
            offer="export const late_handler =" if module else "module.exports.late_handler =",
            waits="async " if waits else "",
            call=call if language == "javascript" else "await " if waits else "",
        )
        .encode()
    )
