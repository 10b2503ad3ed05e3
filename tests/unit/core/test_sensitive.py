"""What is shown and what is not."""

from __future__ import annotations

import pytest

from sync.core.diff import configuration_changes
from sync.core.plan.model import FieldChange
from sync.core.sensitive import line_looks_secret, looks_secret, without_secrets
from sync.core.signature.inferred import Inferred
from sync.core.worlds import Configuration
from tests.fakes.worlds import reads, text_answer


@pytest.mark.parametrize(
    "name",
    [
        "API_KEY",
        "apiKey",
        "signingKey",
        "MASTER_KEY",
        "DB_PASSWORD",
        "DBPASSWORD",
        "dbPwd",
        "ACCESSKEYSECRET",
        "AK",
        "OAUTH",
        "Pin",
    ],
)
def test_a_name_that_speaks_of_a_secret_hides_its_value(name: str) -> None:
    assert looks_secret(name, "1")


@pytest.mark.parametrize(
    "value",
    [
        pytest.param("-----BEGIN " + "PRIVATE KEY-----\nx", id="pem"),
        pytest.param("mysql://test-user:test-word@db/x", id="url-with-a-user"),
        pytest.param("Server=db;Password=test", id="connection-string"),
        pytest.param('{"token": "test"}', id="json-with-a-token"),
        pytest.param("testTEST0123testTEST0123", id="letters-and-digits"),
        pytest.param("test/TEST+0123/testTEST0123=", id="base64-with-slashes"),
        pytest.param("Bearer testTEST0123testTEST0123", id="after-a-word"),
        pytest.param("https://hooks.example.com/T1/testTEST0123testTEST0123", id="in-the-path-of-a-url"),
        pytest.param("qWeRtYuIoPaSdFgHjKlZ", id="letters-of-both-cases"),
        pytest.param("d41d8cd98f00b204e9800998ecf8427e", id="hexadecimal"),
    ],
)
def test_a_value_that_reads_as_a_secret_is_hidden_whatever_its_name(value: str) -> None:
    assert looks_secret("SETTING", value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MODE", "fast"),
        ("REGION", "cn-hangzhou"),
        ("KEYWORD", "lookup"),
        ("MONKEY", "chimpanzee"),
        ("URL", "https://api.example.com/v1/numbers"),
        ("PATH", "/mnt/auto/models/2026/large"),
        ("GREETING", "您好，欢迎来到测试中心"),
        ("RETRIES", "3"),
        ("HOST", "internal.service.example.com"),
        ("EMPTY", ""),
    ],
)
def test_an_ordinary_value_is_shown(name: str, value: str) -> None:
    assert not looks_secret(name, value)


def test_a_value_is_hidden_when_either_side_looks_secret() -> None:
    wanted, found = Configuration(environment={"LINK": "none"}), Configuration(environment={"LINK": "ftp://u:w@h"})

    assert configuration_changes(wanted, found) == (FieldChange(path="environment.LINK", before=None, after=None, secret=True),)


def test_only_declared_variables_are_compared_whatever_their_names() -> None:
    wanted = Configuration(environment={"__HIDDEN": "new", "A.B": "same", "ADDED": "x"})
    found = Configuration(environment={"__HIDDEN": "old", "A.B": "same", "OTHER": "theirs"})

    assert configuration_changes(wanted, found) == (
        FieldChange(path="environment.ADDED", before=None, after="x"),
        FieldChange(path="environment.__HIDDEN", before="old", after="new"),
    )


@pytest.mark.parametrize(
    ("line", "secret"),
    [
        ('db = pymysql.connect(host="h", user="root", passwd="test-password")', True),
        ('headers = {"Authorization": "Basic dGVzdA=="}', True),
        ("$apiKey = 'test-key';", True),
        ('{"apiKey": "test-key"}', True),
        ('url = "https://user:test@host/" + order', True),
        ('token = json.loads(event)["token"]', False),
        ('order_no = json.loads(event)["orderNo"]', False),
        ("const { password = '' } = evt", False),
        ("return someModule.someVeryLongFunctionName(event)", False),
    ],
)
def test_a_line_of_code_looks_secret_when_one_is_written_out_in_it(line: str, *, secret: bool) -> None:
    assert line_looks_secret(line) is secret


@pytest.mark.parametrize(
    ("value", "secret"),
    [
        pytest.param("abcdefghIJKLIJKLabcdefghIJKLIJKL", True, id="just-random-enough"),
        pytest.param("AbAbAbAbAbAbAbAbAbAbAbAb", False, id="a-repetition"),
        pytest.param("QWERTYUIOPASDFGHJKLZ", False, id="capitals-only"),
        pytest.param("qwertyuiopasdfghjklz", False, id="small-letters-only"),
        pytest.param("./models/2026/large/weights", False, id="a-path-from-here"),
        pytest.param("../models/2026/large/weights", False, id="a-path-from-above"),
        pytest.param("models/2026/large/weights", True, id="in-doubt-it-is-one"),
    ],
)
def test_a_long_text_without_a_name_that_tells(value: str, *, secret: bool) -> None:
    assert looks_secret("SETTING", value) is secret


def test_a_value_is_hidden_when_the_wanted_side_looks_secret() -> None:
    wanted, found = Configuration(environment={"LINK": "ftp://u:w@h"}), Configuration(environment={"LINK": "none"})

    assert configuration_changes(wanted, found) == (FieldChange(path="environment.LINK", before=None, after=None, secret=True),)


@pytest.mark.parametrize(
    ("name", "default", "kept"),
    [
        pytest.param("lang", "zh", "zh", id="an-ordinary-word"),
        pytest.param("apiKey", "test", None, id="a-name-that-speaks-of-a-secret"),
        pytest.param("db", "mysql://test-user:test-word@db/x", None, id="a-value-that-reads-as-one"),
        pytest.param("host", "db.internal", None, id="taken-from-the-environment"),
        pytest.param("apiKey", "", "", id="nothing-is-no-secret"),
        pytest.param("lang", "", "", id="nor-is-it-when-a-variable-is-empty"),
        pytest.param("pin", 7, 7, id="a-number-is-none"),
        pytest.param("lang", None, None, id="no-default"),
    ],
)
def test_of_code_no_default_is_kept_that_may_be_a_secret(name: str, default: str | int | None, kept: str | int | None) -> None:
    other = reads("other", required=False, default="x")
    shown = Inferred(inputs=(reads(name, required=False, default=default), other), results=(text_answer(),), escapes=())

    made = without_secrets(shown, {"HOST": "db.internal", "EMPTY": ""})

    assert made == Inferred(inputs=(reads(name, required=False, default=kept), other), results=(text_answer(),), escapes=())
