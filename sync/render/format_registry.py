"""Which output formats there are, and what each of them can write: the modules of `sync.render.formats`, found, never listed."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, cast

from sync.render import formats

if TYPE_CHECKING:
    from sync.render.outputs import CommandOutput
    from sync.render.page import Page

Command = Literal[
    "plan",
    "drift",
    "apply",
    "test",
    "validate",
    "doctor",
    "rules",
    "signature",
    "import",
    "accept",
    "lock",
    "why",
    "review",
    "graph",
]
# The kind of document that a command's output is to a program: that of its JSON schema.
KINDS: Mapping[Command, str] = {
    "plan": "plan",
    "drift": "drift",
    "apply": "report",
    "test": "report",
    "validate": "validate",
    "doctor": "doctor",
    "rules": "rules",
    "signature": "signature",
    "import": "import",
    "accept": "accept",
    "lock": "lock",
    "why": "why",
    "review": "review",
}
PLANS: tuple[Command, ...] = ("plan", "drift", "review")  # those that end with a `PlannedOutput`, whose findings CI shows
DEFAULT = "text"
Writer = Callable[[Any, "Page"], str]


class Format(NamedTuple):
    """One format: a phrase for the help, and what writes what each command ends with, for the commands that it knows.

    `for_people`: somebody watches, who sees a plan before it is carried out, may be asked, and reads errors on stderr alone.
    `draws`: it shows who calls what, beside a plan.
    """

    help: str
    writers: Mapping[Command, Writer]
    for_people: bool = False
    draws: bool = False
    name: str = ""  # its module's, as `formats_for` found it

    def render(self, output: CommandOutput, page: Page) -> str:
        """The output as text, with a final newline unless it is empty."""
        return self.writers[output.command](output, page)


def formats_for(command: Command) -> dict[str, Format]:
    """The formats that can write what that command ends with, by name, the default first."""
    found = sorted(map(_format_in, pkgutil.iter_modules(formats.__path__)), key=lambda form: (form.name != DEFAULT, form.name))
    return {form.name: form for form in found if command in form.writers}


def _format_in(module: pkgutil.ModuleInfo) -> Format:
    form = cast("Format", importlib.import_module(f"{formats.__name__}.{module.name}").FORMAT)
    return form._replace(name=module.name.replace("_", "-"))
