"""A failure made small: whatever is not needed for it is left out."""

from __future__ import annotations

from dataclasses import replace

from tests.oracle.scenario import Played, Scenario, play
from tests.oracle.stage import Stage


def shrunk(scenario: Scenario, stage: Stage, kind: str) -> tuple[Scenario, Played]:
    """The scenario with as few steps as still fail in that kind of way, and what came of it."""
    played, at = play(scenario, stage), 0
    while at < len(scenario.steps):
        smaller = replace(scenario, steps=scenario.steps[:at] + scenario.steps[at + 1 :])
        attempt = play(smaller, stage)
        if any(failure.kind == kind for failure in attempt.failures):
            scenario, played = smaller, attempt
        else:
            at += 1
    return scenario, played


def report(scenario: Scenario, played: Played) -> str:
    """The story and what was wrong in it, with the seed that tells it again."""
    steps = ", ".join(step.name for step in scenario.steps)
    story = "\n".join(f"{number:4}  {words}" for number, words in enumerate(played.words, 1))
    wrong = "\n".join(f"  {failure.kind}\n      {failure.detail}" for failure in played.failures)
    return f"seed {scenario.seed}, made small: {steps}\n{story}\nPromises not kept:\n{wrong}"
