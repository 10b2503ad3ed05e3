"""What is wrong with a registry: every mistake with its place, what it is, and how to correct it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sync.specs.models import Where
from sync.specs.wording import shortened


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One mistake of the user. `where` is None when it concerns `file` as a whole; `hint` states the correction."""

    file: str
    where: Where | None = None
    message: str
    hint: str = ""

    def __post_init__(self) -> None:
        """A mistake stays readable, however long the names in it are."""
        object.__setattr__(self, "message", shortened(self.message))
        object.__setattr__(self, "hint", shortened(self.hint))

    @property
    def place(self) -> str:
        """`file:line:column`, or the file alone."""
        return str(self.where or self.file)

    def __str__(self) -> str:
        return f"{self.place}: {self.message}" + (f"\n  hint: {self.hint}" if self.hint else "")


class RegistryErrors(ValueError):  # noqa: N818  several mistakes, not one error
    """Every mistake, in the order of the files; never raised without one."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = tuple(sorted(dict.fromkeys(problems), key=_position))
        super().__init__("\n".join(map(str, self.problems)))


def _position(problem: Problem) -> tuple[str, int, int, str, str]:
    line, column = (problem.where.line, problem.where.column) if problem.where else (0, 0)
    return problem.file, line, column, problem.message, problem.hint
