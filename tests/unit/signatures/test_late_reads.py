"""The late-read check: whatever stands behind something the engine may misjudge is still seen, or the signature is open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.signatures.cases import HELD_OUT, LANGUAGES, ROOT, Case, cases
from tests.unit.signatures.late_reads import KEY, counted, late_reads

FEWEST = 3  # copies a handler, at least, on average
SOURCES = {
    "python": ("index.py", "def handler(event, context):\n    return {'city': event['city']}\n"),
    "javascript": ("index.js", "exports.handler = async (event) => {\n  return { city: event.city };\n};\n"),
    "php": ("index.php", "<?php\nfunction handler($event, $context)\n{\n    return ['city' => $event['city']];\n}\n"),
}
PLACES = {"python": "line 2", "javascript": "line 2", "php": "line 4"}
RUNTIMES = {"python": "python3.10", "javascript": "nodejs16", "php": "php7.2"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("suite", [pytest.param(ROOT, id="idioms"), pytest.param(HELD_OUT, id="handlers")])
def test_no_copy_of_a_handler_is_closed_without_its_late_key(
    language: str, suite: Path, record_property: Callable[[str, object], None]
) -> None:
    found = counted(cases(language, suite))
    record_property("counted", found.told(f"{suite.name}, {language}"))
    assert found.wrong == ()
    assert found.copies >= FEWEST * found.handlers


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_copy_has_the_late_key_beside_those_of_the_handler(language: str) -> None:
    file, source = SOURCES[language]
    case = Case(language, "plain", ROOT, {file: source.encode()}, {"handler": "index.handler", "runtime": RUNTIMES[language]})

    copies = list(late_reads(case))

    assert [copy.where for copy in copies] == ["behind the handler", PLACES[language]]
    assert [{one.name for one in copy.inputs()} for copy in copies] == [{"city", KEY}] * 2
