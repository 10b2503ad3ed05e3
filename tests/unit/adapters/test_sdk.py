"""The SDKs' modules are the SDKs' own, whatever of them is loaded late."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.adapters.sdk import load
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[3]
_CLIENTS = """
import json, sys
from sync.adapters.sdk import load
for package in ("credentials", "tea_openapi", "ccc20200701", "fc20230330", "fc_open20210406"):
    load(f"alibabacloud_{package}.client")
"""


def told(code: str) -> object:
    """What a fresh interpreter prints as JSON once the clients are loaded."""
    command = [sys.executable, "-c", _CLIENTS + code]
    environment = {"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=True, timeout=PATIENCE)
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("taken", "own"),
    [
        pytest.param(
            'load("alibabacloud_credentials.provider.ecs_ram_role").BackgroundScheduler()',
            "apscheduler.schedulers.background.BackgroundScheduler",
            id="what renews a machine's keys",
        ),
        pytest.param(
            'load("Tea.core").aiohttp.ClientTimeout()',
            "aiohttp.client.ClientTimeout",
            id="a class of a library that is asked for it",
        ),
        pytest.param(
            'load("alibabacloud_tea_openapi.utils").hashes.SHA256()',
            "cryptography.hazmat.primitives.hashes.SHA256",
            id="a class of a module that was taken",
        ),
    ],
)
def test_what_is_taken_from_a_library_is_the_librarys_own_once_it_is_used(taken: str, own: str) -> None:
    assert told(f"made = type({taken}); print(json.dumps(f'{{made.__module__}}.{{made.__qualname__}}'))") == own


def test_nothing_that_stood_in_stays_where_others_would_find_it() -> None:
    late = "aiofiles", "aiohttp", "apscheduler", "cryptography", "websocket"
    assert told(f"print(json.dumps([name for name in sys.modules if name.split('.')[0] in {late}]))") == []
    assert told("import aiohttp.web; print(json.dumps(aiohttp.web.__name__))") == "aiohttp.web"


def test_a_model_is_the_one_in_its_file_and_what_there_is_not_is_missing_as_ever() -> None:
    found = told("""
from alibabacloud_ccc20200701 import models
from alibabacloud_ccc20200701.models._get_contact_flow_request import GetContactFlowRequest
missing = hasattr(models, "NoSuchRequest")
print(json.dumps([models.GetContactFlowRequest is GetContactFlowRequest, missing, models.GetContactFlowRequest.__module__]))
""")
    assert found == [True, False, "alibabacloud_ccc20200701.models._get_contact_flow_request"]


@pytest.fixture
def importable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str, str], str]:
    """Puts a module where it can be imported; answers its name."""
    monkeypatch.syspath_prepend(tmp_path)

    def put(name: str, source: str) -> str:
        (tmp_path / f"{name}.py").write_text(source)
        return name

    return put


def test_a_module_that_needs_a_library_at_its_import_is_loaded_with_it(importable: Callable[[str, str], str]) -> None:
    name = importable(
        "needs_a_library",
        "from apscheduler.schedulers.background import BackgroundScheduler\nclass Own(BackgroundScheduler): pass\n",
    )
    assert load(name).Own.__mro__[1].__module__ == "apscheduler.schedulers.background"


def test_a_module_that_fails_whatever_is_loaded_fails_as_it_would_by_itself(importable: Callable[[str, str], str]) -> None:
    with pytest.raises(ZeroDivisionError):
        load(importable("always_fails", "1 / 0"))


def test_all_sessions_share_one_context_that_trusts_what_one_of_their_own_would() -> None:
    made = """
import ssl, threading
from concurrent.futures import ThreadPoolExecutor
core, together = load("darabonba.core"), threading.Barrier(4)
def session(_):
    together.wait()
    return core.DaraCore.get_adapter("https").ssl_context
with ThreadPoolExecutor(4) as pool:
    first, *others = pool.map(session, range(4))
own = ssl.create_default_context()
own.load_verify_locations(core.certifi.where())
is_one = all(context is first for context in others)
print(json.dumps([is_one, first.cert_store_stats() == own.cert_store_stats(), first.verify_mode.name, first.check_hostname]))
"""
    assert told(made) == [True, True, "CERT_REQUIRED", True]
