"""The extra `infra`: what is said where its packages are missing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def needed() -> Iterator[None]:
    """For imports that need the extra: without it the process ends with a sentence, and no trace."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith(("infra.", "sync.")):
            raise  # a file of this project: no extra brings it
        remedy = "install ivrsync with the extra infra: pip install 'ivrsync[infra]'"
        raise SystemExit(f"error: the module {error.name} is missing; {remedy}") from None
