"""What an answer holds when it is put together: fields of every way, and that there may be more."""

from __future__ import annotations

import pytest

from sync.core.signature.inferred import Inferred, Unknown
from sync.signatures.infer import infer
from sync.signatures.package import package_of

RUNTIMES = {"index.py": "python3.10", "index.js": "nodejs20", "index.php": "php7.2"}
Fields = dict[str, bool | None]  # name -> whether it may be null


def answer(file: str, source: str) -> tuple[Fields, bool]:
    found = infer(package_of({file: source}), "index.handler", RUNTIMES[file], {})
    assert isinstance(found, Inferred)
    (path,) = found.results
    return {field.name: field.nullable for field in path.fields}, path.more


def python(body: str) -> tuple[str, str]:
    return "index.py", f"import json, time, requests\n\ndef handler(event, context):\n    {body}\n"


def javascript(body: str) -> tuple[str, str]:
    return "index.js", f"const axios = require('axios');\nexports.handler = async (event) => {{ {body} }};\n"


def php(body: str) -> tuple[str, str]:
    return "index.php", f"<?php\nfunction handler($event, $context) {{\n    {body}\n}}\n"


@pytest.mark.parametrize(
    ("case", "fields", "more"),
    [
        pytest.param(python("return json.dumps({'code': 200, **requests.get('u').json()})"), {"code": False}, True, id="spread"),
        pytest.param(
            python("out = {'code': 1}; out.update(requests.get('u').json()); return json.dumps(out)"),
            {"code": False},
            True,
            id="update",
        ),
        pytest.param(
            python("out = {'code': 1}; out.setdefault(context.request_id, 1); return json.dumps(out)"),
            {"code": False},
            True,
            id="setdefault",
        ),
        pytest.param(
            python("out = {'code': 1}; requests.fill(out); return json.dumps(out)"), {"code": False}, True, id="handed-outside"
        ),
        pytest.param(
            python("out = {'code': 1}; print(out); return json.dumps(out)"), {"code": False}, False, id="shown-to-a-logger"
        ),
        pytest.param(
            python("out = {'code': 1}; out[context.request_id] = 1; return json.dumps(out)"),
            {"code": False},
            True,
            id="computed-key",
        ),
        pytest.param(
            python("return json.dumps({'code': 1, **({'vip': True} if time.time() > 5 else {})})"),
            {"code": False, "vip": True},
            False,
            id="spread-on-one-way",
        ),
        pytest.param(
            python("base = {'a': 1}; base.update({'b': 2}); return json.dumps({**base, 'c': 'x'})"),
            {"a": False, "b": False, "c": False},
            False,
            id="all-known",
        ),
        pytest.param(
            javascript("const r = await axios.get('u'); return Object.assign({code: 1}, r.data);"),
            {"code": False},
            True,
            id="assign",
        ),
        pytest.param(
            javascript("const r = await axios.get('u'); return {...r.data, ok: true};"), {"ok": False}, True, id="js-spread"
        ),
        pytest.param(
            javascript("return {code: 1, ...(Date.now() > 5 ? {vip: true} : {})};"),
            {"code": False, "vip": True},
            False,
            id="js-spread-on-one-way",
        ),
        pytest.param(
            php("return json_encode(array_merge(['a' => 1], time() > 5 ? ['b' => 2] : []));"),
            {"a": False, "b": True},
            False,
            id="php-merge-on-one-way",
        ),
    ],
)
def test_an_answer_says_which_fields_it_has_and_whether_there_may_be_more(
    case: tuple[str, str], fields: Fields, *, more: bool
) -> None:
    assert answer(*case) == (fields, more)


@pytest.mark.parametrize(
    ("source", "line"),
    [
        pytest.param("def handler(event, context):\n    return event['号码']\n".encode("gbk"), 2, id="no-encoding-named"),
        pytest.param("def handler(event, context):\n    return 1\n".encode("utf-16"), 1, id="utf-16"),
        pytest.param("# coding: utf-8\ndef handler(event, context):\n    return '号'\n".encode("gbk"), 3, id="another-one-named"),
    ],
)
def test_python_in_another_encoding_than_it_names_is_broken_as_for_python_itself(source: bytes, line: int) -> None:
    found = infer(package_of({"index.py": source}), "index.handler", "python3.10", {})

    assert isinstance(found, Unknown)
    assert (found.reason, found.detail) == ("broken-code", f"index.py:{line}: not valid source")


@pytest.mark.parametrize("handler", ["handler", "index.", ".handler", ""])
def test_a_handler_that_names_no_file_or_no_function_is_told_as_that(handler: str) -> None:
    found = infer(package_of({"index.py": "def handler(e, c):\n    return ''\n"}), handler, "python3.10", {})

    assert isinstance(found, Unknown)
    assert "is not FILE.FUNCTION" in found.detail
