"""The sample registry is right, and the functions it names do what its checks say."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pydantic import JsonValue

from sync.specs.load import load
from sync.specs.models import Check, Function
from tests.patience import PATIENCE

REGISTRY = load(Path(__file__).parents[3] / "registry")
RUN_PYTHON = "import sys, index; print(index.handler(sys.stdin.buffer.read(), None), end='')"
RUN_NODE = "require('./index.js').handler(require('fs').readFileSync(0)).then(answer => process.stdout.write(answer))"
CHECKS = [
    pytest.param(function, check, id=f"{function.uid}: {check.name}")
    for function in REGISTRY.functions
    for check in function.spec.checks
]


def answer(function: Function, sent: dict[str, JsonValue]) -> str:
    assert function.spec.code is not None
    command = [sys.executable, "-X", "utf8", "-c", RUN_PYTHON]
    if str(function.spec.runtime).startswith("nodejs"):
        if shutil.which("node") is None:
            pytest.skip("node is not installed")
        command = ["node", "-e", RUN_NODE]
    folder = Path(function.where.file).parent / function.spec.code
    done = subprocess.run(command, input=json.dumps(sent).encode(), cwd=folder, capture_output=True, check=True, timeout=PATIENCE)
    return done.stdout.decode()


def test_the_sample_is_the_manuals_two_functions_and_one_of_the_third_generation() -> None:
    assert {function.uid: str(function.address) for function in REGISTRY.functions} == {
        "check-user-identity": "cn-shenzhen/example-service/checkUserIdentity",
        "get-number-region": "cn-hangzhou/demo-service/get_number_region",
        "order-status": "cn-hangzhou/order-status",
    }
    assert [(center.name, center.instance, center.mode) for center in REGISTRY.centers] == [("hotline", "ccc-test", "api")]


@pytest.mark.parametrize(("function", "check"), CHECKS)
def test_a_sample_function_answers_as_its_check_expects(function: Function, check: Check) -> None:
    text = answer(function, check.input)

    if isinstance(check.expect, dict):
        found = json.loads(text)
        assert {field: found[field] for field in check.expect} == check.expect
    else:
        assert text == check.expect


def test_every_sample_function_has_a_check() -> None:
    assert all(function.spec.checks for function in REGISTRY.functions)
