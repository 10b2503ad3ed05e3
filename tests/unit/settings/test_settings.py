"""Settings come from flags, then the environment, then the file, and every mistake is named."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

import pytest

from sync.errors import InputError
from sync.settings import Account, Flags, Settings, allows_colour, is_debugging, read
from sync.specs.ids import REGION_NAMES

TWO_ACCOUNTS = '[accounts.main]\nid = "111"\nrole = "acs:ram::111:role/sync"\n[accounts.test]\nid = "222"\nprofile = "t"\n'
EMULATED = 'protocol = "http"\n[endpoints]\nccc = "127.0.0.1:9102"\n"fc:华东1（杭州）" = "localhost:9101"\n'


def settings(cwd: Path, file: str = "", *, flags: Flags | None = None, env: Mapping[str, str] | None = None) -> Settings:
    if file:
        (cwd / "ivrsync.toml").write_text(file, encoding="utf-8")
    return read(flags or Flags(), env or {}, cwd)


def test_without_anything_there_are_defaults(tmp_path: Path) -> None:
    assert settings(tmp_path) == Settings(
        registry=tmp_path / "registry",
        file=None,
        account=Account(),
        endpoints={},
        protocol="https",
        workers=16,
        calls_per_second=200.0,
        signatures=True,
        watch="targets",
        regions=tuple(sorted(REGION_NAMES)),
        cache=None,
    )


def test_what_snapshots_are_held_to_is_in_the_file(tmp_path: Path) -> None:
    found = settings(tmp_path, "snapshot_max_age = 48\nunsigned_snapshots = true\n")
    assert (found.snapshot_max_age, found.unsigned_snapshots) == (timedelta(hours=48), True)
    assert (settings(tmp_path, "\n").snapshot_max_age, settings(tmp_path).unsigned_snapshots) == (timedelta(hours=36), False)


@pytest.mark.parametrize(
    ("flag", "variable", "in_file", "expected"),
    [
        pytest.param("f", "e", "t", "f", id="the flag beats both"),
        pytest.param(None, "e", "t", "e", id="the environment beats the file"),
        pytest.param(None, None, "t", "t", id="the file beats the default"),
        pytest.param(None, "", "t", "t", id="an empty variable says nothing"),
        pytest.param(None, None, None, "registry", id="the default"),
    ],
)
def test_the_registry_comes_from_the_strongest_source(
    tmp_path: Path, flag: str | None, variable: str | None, in_file: str | None, expected: str
) -> None:
    env = {} if variable is None else {"IVRSYNC_REGISTRY": variable}
    file = f'registry = "{in_file}"' if in_file else ""
    assert settings(tmp_path, file, flags=Flags(registry=flag), env=env).registry == tmp_path / expected


@pytest.mark.parametrize(
    ("env", "expected"),
    [
        pytest.param({"IVRSYNC_CACHE": "/own", "XDG_CACHE_HOME": "/xdg", "HOME": "/home/me"}, "/own", id="its own variable"),
        pytest.param(
            {"IVRSYNC_CACHE": "", "XDG_CACHE_HOME": "/xdg", "HOME": "/home/me"}, "/xdg/ivrsync", id="the folder of caches"
        ),
        pytest.param({"XDG_CACHE_HOME": "", "HOME": "/home/me"}, "/home/me/.cache/ivrsync", id="the home folder"),
        pytest.param({"XDG_CACHE_HOME": "xdg", "HOME": "/home/me"}, "/home/me/.cache/ivrsync", id="a relative one does not count"),
        pytest.param({}, None, id="without a home there is no cache"),
        pytest.param({"HOME": ""}, None, id="an empty home is none"),
    ],
)
def test_the_cache_is_where_its_variable_or_the_system_says(tmp_path: Path, env: dict[str, str], expected: str | None) -> None:
    assert settings(tmp_path, env=env).cache == (None if expected is None else Path(expected))


def test_a_relative_cache_lies_in_the_working_directory(tmp_path: Path) -> None:
    assert settings(tmp_path, env={"IVRSYNC_CACHE": "own"}).cache == tmp_path / "own"


def test_a_settings_file_beside_the_registry_is_found(tmp_path: Path) -> None:
    (tmp_path / "team").mkdir()
    (tmp_path / "team" / "ivrsync.toml").write_text("[limits]\nworkers = 3\n")
    found = settings(tmp_path, flags=Flags(registry="team/registry"))
    assert (found.file, found.workers) == (tmp_path / "team" / "ivrsync.toml", 3)


def test_a_registry_named_in_the_file_is_relative_to_the_file(tmp_path: Path) -> None:
    (tmp_path / "team").mkdir()
    (tmp_path / "team" / "x.toml").write_text('registry = "specs"\n')
    assert settings(tmp_path, flags=Flags(settings="team/x.toml")).registry == tmp_path / "team" / "specs"


@pytest.mark.parametrize(
    ("flags", "env", "account"),
    [
        pytest.param(Flags(account="test"), {"IVRSYNC_ACCOUNT": "main"}, Account(name="test", id="222", profile="t"), id="flag"),
        pytest.param(
            Flags(), {"IVRSYNC_ACCOUNT": "main"}, Account(name="main", id="111", role="acs:ram::111:role/sync"), id="environment"
        ),
    ],
)
def test_the_account_is_chosen_by_name(tmp_path: Path, flags: Flags, env: dict[str, str], account: Account) -> None:
    assert settings(tmp_path, TWO_ACCOUNTS, flags=flags, env=env).account == account


def test_a_single_account_needs_no_choosing(tmp_path: Path) -> None:
    assert settings(tmp_path, '[accounts.only]\nid = "1"\n').account == Account(name="only", id="1")


def test_an_account_number_may_come_from_the_environment_when_no_account_is_configured(tmp_path: Path) -> None:
    assert settings(tmp_path, env={"IVRSYNC_ACCOUNT_ID": "42"}).account == Account(id="42")


def test_endpoints_of_this_machine_may_be_spoken_to_in_http(tmp_path: Path) -> None:
    found = settings(tmp_path, EMULATED)
    assert found.protocol == "http"
    assert found.endpoints == {"ccc": "127.0.0.1:9102", "fc:cn-hangzhou": "localhost:9101"}


def test_endpoints_of_the_environment_replace_those_of_the_file(tmp_path: Path) -> None:
    found = settings(tmp_path, EMULATED, env={"IVRSYNC_ENDPOINTS": "ccc=[::1]:1, fc:cn-beijing=127.0.0.2"})
    assert found.endpoints == {"ccc": "[::1]:1", "fc:cn-beijing": "127.0.0.2"}


@pytest.mark.parametrize(
    ("file", "env", "words"),
    [
        pytest.param("acount = 'x'", {}, ["acount: unknown key", "did you mean 'account'?"], id="a key nearly right"),
        pytest.param("[limits]\nworker = 2", {}, ["limits.worker: unknown key", "did you mean 'workers'?"], id="a key in a table"),
        pytest.param(
            '[accounts.a]\nid = "1"\nrol = "x"',
            {},
            ["accounts.a.rol: unknown key", "did you mean 'role'?"],
            id="a key of an account",
        ),
        pytest.param("zzz = 1\n[limits]\nworkers = 0", {}, ["zzz: unknown key", "limits.workers:"], id="two mistakes at once"),
        pytest.param("[accounts.a]\nid = 1", {}, ["accounts.a.id:"], id="an account number that is no text"),
        pytest.param("a = = 1", {}, ["not TOML", "line 1"], id="not TOML"),
        pytest.param(TWO_ACCOUNTS, {}, ["several accounts are configured: main, test"], id="several accounts and no choice"),
        pytest.param(
            TWO_ACCOUNTS, {"IVRSYNC_ACCOUNT": "tset"}, ["no account 'tset'", "did you mean 'test'?"], id="an account nearly right"
        ),
        pytest.param("", {"IVRSYNC_ACCOUNT": "x"}, ["no account 'x'"], id="an account where none is configured"),
        pytest.param('[endpoints]\nfcc = "h"', {}, ["unknown endpoint 'fcc'", "did you mean 'ccc'?"], id="an unknown endpoint"),
        pytest.param('[endpoints]\n"fc:mars" = "h"', {}, ["unknown region 'mars'"], id="an unknown region"),
        pytest.param('[endpoints]\nccc = "https://h/"', {}, ["'https://h/' is not a host"], id="a URL instead of a host"),
        pytest.param('[endpoints]\nccc = "u@h"', {}, ["'u@h' is not a host"], id="a user in the host"),
        pytest.param("", {"IVRSYNC_ENDPOINTS": "ccc"}, ["'ccc' is not NAME=HOST"], id="an endpoint without a host"),
        pytest.param("", {"IVRSYNC_WORKERS": "many"}, ["'many' is not a number from 1 to 128"], id="a number that is none"),
        pytest.param("", {"IVRSYNC_WORKERS": "129"}, ["'129' is not a number from 1 to 128"], id="a number too large"),
        pytest.param("", {"IVRSYNC_PROTOCOL": "ftp"}, ["unknown protocol 'ftp'"], id="an unknown protocol"),
        pytest.param("", {"IVRSYNC_SETTINGS": "no.toml"}, ["no settings file at no.toml"], id="a file that is not there"),
    ],
)
def test_a_mistake_is_named_and_the_right_thing_suggested(tmp_path: Path, file: str, env: dict[str, str], words: list[str]) -> None:
    with pytest.raises(InputError) as raised:
        settings(tmp_path, file, env=env)
    assert [word for word in words if word not in raised.value.message] == []
    assert raised.value.hint != ""


@pytest.mark.parametrize(
    "endpoints",
    [
        pytest.param("", id="no endpoint, so the vendor's would be spoken to"),
        pytest.param('ccc = "ccc.cn-shanghai.aliyuncs.com"', id="the vendor's host"),
        pytest.param('ccc = "127.0.0.1:1"\ncall_center = "10.0.0.1"', id="one of two is elsewhere"),
        pytest.param('ccc = "127.0.0.1.example.com"', id="a name that only begins like this machine"),
        pytest.param('ccc = "localhost.example.com:80"', id="a name that only begins like localhost"),
    ],
)
def test_http_is_refused_for_any_host_elsewhere(tmp_path: Path, endpoints: str) -> None:
    with pytest.raises(InputError, match="protocol http is only for this machine"):
        settings(tmp_path, f'protocol = "http"\n[endpoints]\n{endpoints}\n')


def test_a_file_that_is_not_utf8_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "ivrsync.toml").write_bytes(b"registry = '\xff'")
    with pytest.raises(InputError, match=r"ivrsync\.toml: cannot be read"):
        settings(tmp_path)


def test_a_value_of_the_file_is_never_repeated_in_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError) as raised:
        settings(tmp_path, 'access_key_secret = "test-key-secret"\n[limits]\nworkers = "test-key-secret"\n')
    assert "test-key-secret" not in raised.value.message + raised.value.hint


@pytest.mark.parametrize(
    ("env", "coloured"),
    [
        pytest.param({}, True, id="nothing said"),
        pytest.param({"NO_COLOR": "1"}, False, id="NO_COLOR"),
        pytest.param({"NO_COLOR": ""}, True, id="an empty NO_COLOR says nothing"),
        pytest.param({"TERM": "dumb"}, False, id="a dumb terminal"),
    ],
)
def test_the_environment_can_forbid_colour(env: dict[str, str], coloured: bool) -> None:  # noqa: FBT001  a column of the table
    assert allows_colour(env) is coloured


@pytest.mark.parametrize(("said", "debugging"), [("", False), ("0", False), ("1", True)])
def test_debugging_is_asked_for_by_variable(said: str, debugging: bool) -> None:  # noqa: FBT001  a column of the table
    assert is_debugging({"IVRSYNC_DEBUG": said}) is debugging
