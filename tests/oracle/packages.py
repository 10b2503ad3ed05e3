"""Code packages written out: small handlers that demand, take and answer what the scene says."""

from __future__ import annotations

from functools import lru_cache

from sync.emulator.code import zip_files
from tests.oracle.scene import Code, Entry

SUFFIX = {"python": ".py", "nodejs": ".js"}


@lru_cache(maxsize=4096)
def package(code: Code) -> bytes:
    """The zip to upload."""
    text = _python(code) if code.language == "python" else _nodejs(code)
    return zip_files({code.file + SUFFIX[code.language]: text})


def _python(code: Code) -> str:
    lines = [f"# version {code.version}", "import json", ""]
    for entry in code.entries:
        lines += ["", f"def {entry.name}(event, context):", "    told = json.loads(event)"]
        lines += [f'    {name} = told["{name}"]' for name in sorted(entry.demands)]
        lines += [f'    {name} = told.get("{name}", "-")' for name in sorted(entry.takes)]
        lines += [f"    return {_python_answer(entry)}", ""]
    if code.is_garbled:
        lines += ["def unfinished(:", "    return ]"]
    return "\n".join(lines) + "\n"


def _python_answer(entry: Entry) -> str:
    if entry.answers is None:
        return f"str({_some(entry)})"
    fields = ", ".join(f'"{name}": {_some(entry)}' for name in sorted(entry.answers))
    return f"json.dumps({{{fields}}})" if len(entry.answers) % 2 else f"{{{fields}}}"


def _nodejs(code: Code) -> str:
    lines = [f"// version {code.version}", "'use strict';"]
    for entry in code.entries:
        lines += ["", f"exports.{entry.name} = (event, context, callback) => {{", "  const told = JSON.parse(event);"]
        for name in sorted(entry.demands):
            lines += [
                f"  if (!told.{name}) {{",
                f"    throw new Error('{name} is missing');",
                "  }",
                f"  const {name} = told.{name};",
            ]
        lines += [f"  const {name} = told.{name} || '-';" for name in sorted(entry.takes)]
        lines += [f"  callback(null, {_nodejs_answer(entry)});", "};"]
    if code.is_garbled:
        lines += ["exports.unfinished = (event => {", "  return ];"]
    return "\n".join(lines) + "\n"


def _nodejs_answer(entry: Entry) -> str:
    if entry.answers is None:
        return f"String({_some(entry)})"
    fields = ", ".join(f"{name}: {_some(entry)}" for name in sorted(entry.answers))
    return f"JSON.stringify({{{fields}}})"


def _some(entry: Entry) -> str:
    """An input that the code holds, or a plain text: what an answer is made of matters to nobody here."""
    return min(entry.demands | entry.takes, default="'done'")
