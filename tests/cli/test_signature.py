"""`ivrsync signature`: from a file, a folder, a zip, and from the code that Function Compute holds."""

from __future__ import annotations

import json
import os
import zipfile
from pathlib import Path

import jsonschema
import pytest

from tests.cli.command import ROOT, ivrsync
from tests.cli.world import emulated

HANDLER = """\
import json

def handler(event, context):
    asked = json.loads(event)
    return asked['phone'] + asked.get('area', '0571')
"""
SHOWN = """\
INPUTS (2)
  area   optional  string  default "0571"
      index.py:5  return asked['phone'] + asked.get('area', '0571')
  phone  required"""


def _folder(place: Path) -> str:
    (place / "code").mkdir()
    (place / "code" / "index.py").write_text(HANDLER, encoding="utf-8")
    return "code"


def _file(place: Path) -> str:
    (place / "index.py").write_text(HANDLER, encoding="utf-8")
    return "index.py"


def _zip(place: Path) -> str:
    with zipfile.ZipFile(place / "code.zip", "w") as archive:
        archive.writestr("index.py", HANDLER)
    return "code.zip"


@pytest.mark.parametrize("made", [_folder, _file, _zip], ids=["folder", "file", "zip"])
def test_a_signature_is_shown_with_the_lines_that_show_it(made: object, tmp_path: Path) -> None:
    subject = made(tmp_path)  # type: ignore[operator]  # one of the three above

    ran = ivrsync("signature", subject, cwd=tmp_path)

    assert (ran.code, ran.err) == (0, "")
    assert SHOWN in ran.out
    assert "closed: every input is known" in ran.out


def test_the_deployed_code_is_what_counts_for_a_uid(tmp_path: Path) -> None:
    with emulated(tmp_path) as place:
        uid = "check-user-identity"
        ran = place.run("signature", uid, "--format", "json")
        writes = [
            operation for operation in place.operations() if operation.startswith(("Add", "Modify", "Delete", "Update", "Create"))
        ]

    document = json.loads(ran.out)
    schema = json.loads((ROOT / "docs" / "reference" / "signature.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(document, schema)
    assert (ran.code, document["subject"], writes) == (0, uid, [])


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param(["nothing-like-it", "--registry", str(ROOT / "registry")], "neither a path nor a uid", id="no-such-thing"),
        pytest.param(["broken.zip"], "not a readable zip", id="no-zip"),
        pytest.param(["empty"], "no source file", id="empty-folder"),
    ],
)
def test_what_cannot_be_read_is_an_error_that_says_what_would_do(arguments: list[str], said: str, tmp_path: Path) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 and no more")
    (tmp_path / "empty").mkdir()

    ran = ivrsync("signature", *arguments, cwd=tmp_path)

    assert ran.code == 1
    assert said in ran.err
    assert "hint:" in ran.err


@pytest.mark.parametrize("name", ["pipe.py", "pipe.zip", "/dev/zero"])
def test_what_is_no_plain_file_is_not_waited_for(name: str, tmp_path: Path) -> None:
    if name.startswith("pipe"):
        os.mkfifo(tmp_path / name)
    ran = ivrsync("signature", name, cwd=tmp_path)

    assert (ran.code, ran.out) == (1, "")
    assert ran.err == f"error: {name}: it is neither a plain file nor a folder\nhint: save the code in a file, and name that file\n"


def test_a_program_on_one_line_is_not_shown_whole_for_each_of_its_inputs(tmp_path: Path) -> None:
    names = ["y" * 5_000, *(f"input{at}" for at in range(200))]
    answer = ", ".join(f"'{name}': e['{name}']" for name in names)
    code = f"import json\ndef handler(event, context):\n    e = json.loads(event)\n    return {{{answer}}}\n"
    (tmp_path / "app.py").write_text(code, encoding="utf-8")
    ran = ivrsync("signature", "app.py", cwd=tmp_path)

    assert ran.code == 0
    assert "INPUTS (201)" in ran.out
    assert len(ran.out) < 120_000


def test_a_runtime_that_cannot_be_read_is_unknown_and_says_how_to_state_it(tmp_path: Path) -> None:
    ran = ivrsync("signature", _folder(tmp_path), "--runtime", "java11", cwd=tmp_path)

    assert ran.code == 5
    assert "ivr-signature.json" in ran.out


def test_the_handlers_own_file_says_which_runtime_it_is_whatever_else_is_in_the_package(tmp_path: Path) -> None:
    files = {
        "index.py": "def handler(event, context):\n    return event\n",
        "static/index.js": "1;",
        "vendor/index.php": "<?php 1;",
    }
    with zipfile.ZipFile(tmp_path / "code.zip", "w") as archive:
        for name, text in files.items():
            archive.writestr(name, text)

    assert "code.zip (local): index.handler, python3.10" in ivrsync("signature", "code.zip", cwd=tmp_path).out


def test_what_compiled_code_states_can_be_tried_here_and_without_it_nothing_is_known(tmp_path: Path) -> None:
    for name, stated in (("stated.zip", '{"inputs": {"phone": {"required": true}}}'), ("silent.zip", "")):
        with zipfile.ZipFile(tmp_path / name, "w") as archive:
            archive.writestr("com/example/App.class", b"\xca\xfe\xba\xbe")
            if stated:
                archive.writestr("ivr-signature.json", stated)

    known, unknown = (ivrsync("signature", name, cwd=tmp_path) for name in ("stated.zip", "silent.zip"))

    assert (known.code, unknown.code) == (0, 5)
    assert "phone  required" in known.out
    assert "ivr-signature.json" in unknown.out


def test_a_default_that_looks_secret_is_shown_neither_as_such_nor_in_its_line(tmp_path: Path) -> None:
    source = "import json\n\ndef handler(event, context):\n    return json.loads(event).get('apiToken', 'test-secret-token')\n"
    (tmp_path / "index.py").write_text(source, encoding="utf-8")

    for form in ("text", "json"):
        ran = ivrsync("signature", "index.py", "--format", form, cwd=tmp_path)
        assert "apiToken" in ran.out
        assert "test-secret-token" not in ran.out


def test_nothing_of_the_code_is_run(tmp_path: Path) -> None:
    (tmp_path / "index.py").write_text(
        f"open({str(tmp_path / 'ran')!r}, 'w')\n\ndef handler(event, context):\n    return ''\n", encoding="utf-8"
    )

    ran = ivrsync("signature", "index.py", cwd=tmp_path)

    assert ran.code == 0
    assert not (tmp_path / "ran").exists()
