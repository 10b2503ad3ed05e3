"""What a registry holds, or the mistakes in it, for people."""

from __future__ import annotations

from sync.render.escape import prose
from sync.render.outputs import ValidateOutput
from sync.render.phrases import count


def validation_text(output: ValidateOutput) -> str:
    """Every mistake, or how much the registry holds in one sentence."""
    registry = output.registry
    if registry is None:
        return "".join(f"{prose(str(problem))}\n" for problem in output.problems)
    asked = sum(len(function.spec.registrations) for function in registry.functions)
    parts = (
        count(len(registry.functions), "function"),
        count(asked, "registration"),
        count(len(registry.centers), "center"),
        count(len(registry.regions), "region"),
    )
    return f"no mistakes: {', '.join(parts)}\n"
