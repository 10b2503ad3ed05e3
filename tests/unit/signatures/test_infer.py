"""The public question: what is answered besides inputs, and where nothing can be."""

from __future__ import annotations

import json

import pytest

from sync.core.redaction import redacted
from sync.core.signature.inferred import Inferred, Unknown
from sync.core.signature.model import Evidence
from sync.signatures.declared import LONGEST
from sync.signatures.infer import infer
from sync.signatures.languages import LANGUAGES
from sync.signatures.package import package_of
from sync.signatures.readable import READABLE

STATED = json.dumps(
    {
        "inputs": {"to": {"type": "string", "required": True}, "n": {"type": "integer", "default": 3}},
        "result": {"sent": "boolean"},
    }
)


def inferred(source: str, *, file: str = "index.py", handler: str = "index.handler", runtime: str = "python3.10") -> Inferred:
    found = infer(package_of({file: source}), handler, runtime, {})
    assert isinstance(found, Inferred)
    return found


def test_evidence_names_file_line_and_kind_of_every_read() -> None:
    source = (
        "import json\n\ndef handler(event, context):\n    evt = json.loads(event)\n"
        "    if 'to' in evt:\n        return evt['to']\n    return evt.get('to', 'x')\n"
    )
    (one,) = inferred(source).inputs
    assert one.evidence == (
        Evidence(file="index.py", line=5, kind="membership"),
        Evidence(file="index.py", line=6, kind="subscript"),
        Evidence(file="index.py", line=7, kind="get"),
    )


def test_evidence_in_a_helper_names_the_helpers_file() -> None:
    files = {
        "index.py": "import json, lib\ndef handler(e, c):\n    return lib.f(json.loads(e))\n",
        "lib.py": "def f(x):\n    return x['k']\n",
    }
    found = infer(package_of(files), "index.handler", "python3.10", {})
    assert isinstance(found, Inferred)
    assert found.inputs[0].evidence == (Evidence(file="lib.py", line=2, kind="subscript"),)


def test_each_return_is_a_result_with_its_line_and_fields() -> None:
    source = (
        "import json\ndef handler(e, c):\n    if json.loads(e).get('a'):\n        return 'text'\n    return {'b': None, 'n': 1}\n"
    )
    text, whole = inferred(source).results
    assert (text.kind, text.evidence.line) == ("text", 4)
    assert [(field.name, field.type, field.nullable) for field in whole.fields] == [("b", None, True), ("n", "integer", False)]


def test_an_escape_names_reason_place_and_what_took_the_event() -> None:
    source = "import json, smslib\ndef handler(e, c):\n    smslib.send(json.loads(e))\n"
    found = inferred(source)
    (escape,) = found.escapes
    assert (escape.reason, escape.file, escape.line, escape.detail) == ("passed-on", "index.py", 3, "smslib.send")
    assert not found.closed


@pytest.mark.parametrize("runtime", ["java11", "go1", "dotnetcore3.1", "custom", "custom-container", "custom.debian10", ""])
def test_a_runtime_of_compiled_code_is_unknown_and_says_what_would_help(runtime: str) -> None:
    found = infer(package_of({"index.py": "x = 1\n"}), "index.handler", runtime, {})
    assert isinstance(found, Unknown)
    assert found.reason == "unsupported-runtime"
    assert "ivr-signature.json" in found.detail
    assert "IVRSYNC_SIGNATURE" in found.detail


@pytest.mark.parametrize(
    ("files", "environment", "where"),
    [
        pytest.param({"ivr-signature.json": STATED}, {}, "ivr-signature.json", id="in-the-package"),
        pytest.param({}, {"IVRSYNC_SIGNATURE": STATED}, "IVRSYNC_SIGNATURE", id="in-the-environment"),
    ],
)
def test_a_stated_signature_is_taken_as_it_stands(files: dict[str, str], environment: dict[str, str], where: str) -> None:
    found = infer(package_of(files), "com.example.App::run", "java11", environment)
    assert isinstance(found, Inferred)
    assert [(one.name, one.required, one.default, one.type) for one in found.inputs] == [
        ("n", False, 3, "integer"),
        ("to", True, None, "string"),
    ]
    assert found.inputs[0].evidence == (Evidence(file=where, line=1, kind="stated"),)
    assert [field.name for field in found.results[0].fields] == ["sent"]
    assert found.closed


PYTHON_ASKING = """\
import json, os
def handler(event, context):
    e = json.loads(event)
    if not os.environ.get("API_KEY"):
        return {"error": "no key"}
    return {"city": e[os.environ["FIELD_KEY"]]}
"""
SCRIPT_ASKING = """\
exports.handler = async (event) => {
  const e = JSON.parse(event);
  if (!process.env.API_KEY) return {error: "no key"};
  return {city: e[process.env.FIELD_KEY]};
};
"""
PHP_ASKING = """\
<?php
function handler($event, $context) {
  $e = json_decode($event, true);
  if (!getenv('API_KEY')) return ['error' => 'no key'];
  return ['city' => $e[getenv('FIELD_KEY')]];
}
"""


@pytest.mark.parametrize(
    ("file", "source", "runtime"),
    [
        pytest.param("index.py", PYTHON_ASKING, "python3.10", id="python"),
        pytest.param("index.js", SCRIPT_ASKING, "nodejs20", id="javascript"),
        pytest.param("index.php", PHP_ASKING, "php7.2", id="php"),
    ],
)
def test_a_redacted_variable_is_a_text_that_is_not_empty_and_names_nothing(file: str, source: str, runtime: str) -> None:
    environment = {"API_KEY": "test-key", "FIELD_KEY": "cardNumber"}
    shown, hidden = (
        infer(package_of({file: source}), "index.handler", runtime, variables)
        for variables in (environment, redacted(environment, "5a" * 16))
    )
    assert isinstance(shown, Inferred)
    assert isinstance(hidden, Inferred)
    assert [[field.name for field in path.fields] for path in hidden.results] == [["city"]]
    assert ([one.name for one in shown.inputs], [one.name for one in hidden.inputs]) == (["cardNumber"], [])
    assert (shown.closed, hidden.closed) == (True, False)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"inputs": {"a": {"type": "strng"}}}', '{"unknown": 1}', "[" * 10_000, " " * (LONGEST + 1)],
    ids=["empty", "cut", "list", "type", "key", "deep", "long"],
)
def test_a_broken_statement_is_unknown_and_says_where(text: str) -> None:
    found = infer(package_of({"ivr-signature.json": text}), "index.handler", "go1", {})
    assert isinstance(found, Unknown)
    assert found.reason == "broken-statement"
    assert "ivr-signature.json" in found.detail


def test_broken_code_names_the_line() -> None:
    found = infer(package_of({"index.py": "import json\n\ndef handler(event:\n    return 1\n"}), "index.handler", "python3.10", {})
    assert isinstance(found, Unknown)
    assert found.reason == "broken-code"
    assert found.detail.startswith("index.py:3")


def test_an_inference_that_runs_out_of_work_is_open_and_requires_nothing() -> None:
    loops = "".join(" " * (4 + n) + f"for v{n} in N:\n" for n in range(8)) + " " * 12 + "evt['k']\n"
    found = inferred(
        "import json\nN = list('abcdefghijklmnopqrstuvwxyz')\ndef handler(e, c):\n    evt = json.loads(e)\n    evt['first']\n"
        + loops
    )
    assert "budget" in {escape.reason for escape in found.escapes}
    assert all(not one.required for one in found.inputs)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(
            "# -*- coding: gbk -*-\nimport json\ndef handler(e, c):\n    return json.loads(e)['身份']\n".encode("gbk"), id="gbk"
        ),
        pytest.param("\ufeffimport json\ndef handler(e, c):\n    return json.loads(e)['身份']\n".encode(), id="utf-8-with-mark"),
        pytest.param("import json\r\ndef handler(e, c):\r\n    return json.loads(e)['身份']\r\n".encode(), id="crlf"),
    ],
)
def test_keys_are_read_in_the_encoding_of_the_source(source: bytes) -> None:
    found = infer(package_of({"index.py": source}), "index.handler", "python3.10", {})
    assert isinstance(found, Inferred)
    assert [one.name for one in found.inputs] == ["身份"]


def test_an_installed_library_in_the_package_is_not_the_functions_own_code() -> None:
    files = {
        "index.py": "import json, sender\ndef handler(e, c):\n    sender.send(json.loads(e))\n",
        "sender/__init__.py": "def send(x):\n    return x['k']\n",
        "sender-1.0.dist-info/top_level.txt": "sender\n",
    }
    found = infer(package_of(files), "index.handler", "python3.10", {})
    assert isinstance(found, Inferred)
    assert not found.closed
    assert found.inputs == ()


@pytest.mark.parametrize(
    "statement",
    [
        "return '{to}'.format(**evt)",
        "return '%(to)s' % evt",
        "assert set(evt).issuperset(['to'])",
        "return {'f': lambda e: e['to']}['f'](evt)",
    ],
)
def test_odd_ways_to_read_a_key_are_reads(statement: str) -> None:
    found = inferred(f"import json\ndef handler(event, context):\n    evt = json.loads(event)\n    {statement}\n")
    assert [(one.name, one.required) for one in found.inputs] == [("to", True)]
    assert found.closed


@pytest.mark.parametrize(
    "statement",
    [
        "lib.run(lambda: evt)",
        "lib.thing.event = evt",
        "threading.Thread(target=print, args=(evt,)).start()",
        "return lib.render('t', **evt)",
        "return set(evt) == {'a'}",
        "return f'{evt}'",
        "yield evt",
        "self = lib.make(); self.update(evt)",
        "return {key: evt[key] for key in lib.names()}",
        "return locals()",
        "a, b = evt.values(); return a",
        "f = lambda n: lib.go(evt) if n == 0 else f(n - 1); return f(20)",
        "t = {**({'e': evt} if context else {}), 'b': 1}; return lib.go(t[context.n])",
        "return lib.go({key: value for key, value in evt.items()})",
    ],
)
def test_an_event_that_leaves_is_never_called_closed(statement: str) -> None:
    found = inferred(f"import json, lib, threading\ndef handler(event, context):\n    evt = json.loads(event)\n    {statement}\n")
    assert not found.closed


@pytest.mark.parametrize(
    "statement",
    [
        "with (evt) { return phone; }",
        "return new Proxy(evt, {}).x;",
        "const m = new Map(); m.set('e', evt); return lib.use(m);",
        "globalThis.evt = evt; return lib.go();",
        "const s = Symbol(); return { [s]: evt }[s].x;",
        "const o = {}; for (const k of Object.keys(evt)) o[k] = evt[k]; return o.x;",
        "const { a, ...rest } = evt; return rest[process.env.NAME];",
        "return new Function('e', 'return e.x')(evt);",
        "for (const key in evt) { lib.seen(key); }",
        "return Object.values(evt)[0];",
        "return lib.all([1, 2].map(() => evt));",
        "return `${JSON.stringify(evt)}`;",
        "return lib`${evt}`;",
        "const [first] = Object.entries(evt); return first;",
    ],
)
def test_a_javascript_event_that_leaves_is_never_called_closed(statement: str) -> None:
    start = "const lib = require('lib');\nexports.handler = async (event) => {\n  const evt = JSON.parse(event);\n"
    assert not inferred(f"{start}  {statement}\n}};\n", file="index.js", runtime="nodejs16").closed


@pytest.mark.parametrize(
    "statement",
    [
        "const m = new Map(); m.set('e', evt); return m.get('e').x;",
        "const m = new Map([['e', evt]]); return m.get(process.env.NAME).x;",
        "const bus = new (require('events'))(); let x; bus.on('e', (e) => { x = e.x; }); bus.emit('e', evt); return x;",
    ],
)
def test_an_event_kept_and_fetched_again_shows_its_inputs(statement: str) -> None:
    start = "exports.handler = async (event) => {\n  const evt = JSON.parse(event);\n"
    found = inferred(f"{start}  {statement}\n}};\n", file="index.js", runtime="nodejs16")
    assert found.closed
    assert [one.name for one in found.inputs] == ["x"]


@pytest.mark.parametrize("attached", ["", "lib.attach(bus);"], ids=["alone", "handed-over"])
def test_an_emitter_shows_the_event_to_whoever_was_given_it(attached: str) -> None:
    source = (
        f"const lib = require('lib');\nconst bus = new (require('events'))();\n{attached}\n"
        "exports.handler = async (event) => { bus.emit('e', JSON.parse(event)); return 'ok'; };\n"
    )
    assert inferred(source, file="index.js", runtime="nodejs16").closed is (not attached)


@pytest.mark.parametrize(
    "statement",
    [
        "return http_build_query($evt);",
        "file_put_contents('x', json_encode($evt)); return 'ok';",
        "foreach ($evt as $k => $v) { $$k = $v; } return $to;",
        "return compact('evt');",
        "$GLOBALS['evt'] = $evt; return other();",
        "return array_sum(array_values($evt));",
        "return in_array('x', $evt) ? 'a' : 'b';",
        "extract($evt); return $to;",
        "$lib->evt = $evt; return $lib->go();",
    ],
)
def test_a_php_event_that_leaves_is_never_called_closed(statement: str) -> None:
    source = f"<?php\nfunction handler($event, $context) {{\n  $evt = json_decode($event, true);\n  {statement}\n}}\n"
    assert not inferred(source, file="index.php", runtime="php7.2").closed


def test_every_language_that_is_read_can_be_followed() -> None:
    assert LANGUAGES.keys() == READABLE.keys()
