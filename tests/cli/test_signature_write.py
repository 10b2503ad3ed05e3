"""`ivrsync signature UID --write`: the spec says what the deployed code shows, and the rest of the file stays as it was."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import jsonschema
import pytest

from sync.app.file_edits import Draft, write
from sync.errors import InputError
from sync.specs.load import load
from sync.specs.models import ParameterSpec
from tests.cli.command import ROOT
from tests.cli.world import SERVICES, WORLD, Place, emulated

UID = "check-user-identity"
PLAIN = "".join(line for line in SERVICES.splitlines(keepends=True) if "known caller" not in line and "checks:" not in line)
SIGNED = """\
    memory: 256
    signature:
      inputs:
        idNumber: {type: string, required: true}
      result: {verified: boolean}
    registrations:
"""
DIFF = """\
--- registry/services.yaml
+++ registry/services.yaml
@@ -5,4 +5,8 @@
     name: checkUserIdentity
     memory: 256
+    signature:
+      inputs:
+        idNumber: {type: string, required: true}
+      result: {verified: boolean}
     registrations:
       hotline: {description: 身份验证}

written to registry/services.yaml
"""
PASSED_ON = """\
import json, library

def handler(event, context):
    asked = json.loads(event)
    library.use(asked)
    return asked['id']
"""


@contextmanager
def deploying(root: Path, code: str, *, runtime: str = "python3.10") -> Iterator[Place]:
    """The small world, with that code as the identity function."""
    (root / "world" / "other").mkdir(parents=True)
    (root / "world" / "other" / "index.py").write_text(code, encoding="utf-8")
    with emulated(root, world=WORLD.replace("code: identity", f"runtime: {runtime}, code: other")) as place:
        yield place


def test_the_signature_is_put_into_the_spec_and_the_change_shown(tmp_path: Path) -> None:
    with emulated(tmp_path) as place:
        ran = place.run("signature", UID, "--write")
        again = place.run("signature", UID, "--write")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.endswith(DIFF)
    expected = SERVICES.replace("    memory: 256\n    registrations:\n", SIGNED)
    assert _file(tmp_path).read_text(encoding="utf-8") == expected
    assert (again.code, again.err) == (0, "")
    assert again.out.endswith("\nnothing to write: registry/services.yaml already declares it\n")


def test_every_other_byte_of_the_file_stays(tmp_path: Path) -> None:
    with emulated(tmp_path) as place:
        file = _file(tmp_path)
        odd = "\ufeff# 服务\r\n" + SERVICES.replace("\n", "\r\n").replace("memory: 256", "memory:   256   # MB")
        file.write_bytes(odd.encode())
        file.chmod(0o640)
        ran = place.run("signature", UID, "--write")

    added = SIGNED.removeprefix("    memory: 256\n").removesuffix("    registrations:\n").replace("\n", "\r\n")
    assert ran.code == 0
    assert "\r" not in ran.out
    assert file.read_bytes().decode() == odd.replace("# MB\r\n", f"# MB\r\n{added}", 1)
    assert file.stat().st_mode & 0o777 == 0o640


def test_json_names_the_file_that_was_written(tmp_path: Path) -> None:
    schema = json.loads((ROOT / "docs" / "reference" / "signature.schema.json").read_text(encoding="utf-8"))
    with emulated(tmp_path) as place:
        runs = [place.run("signature", UID, "--format", "json", *more) for more in ([], ["--write"], ["--write"])]
    documents = [json.loads(ran.out) for ran in runs]

    for document in documents:
        jsonschema.validate(document, schema)
    assert [document["written"] for document in documents] == [None, "registry/services.yaml", None]


def test_an_open_signature_keeps_what_it_does_not_show_and_warns(tmp_path: Path) -> None:
    declared = "memory: 256\n    signature: {inputs: {phone: {type: string, description: 号码}}, result: text}"
    with deploying(tmp_path, PASSED_ON) as place:
        _file(tmp_path).write_text(PLAIN.replace("memory: 256", declared), encoding="utf-8")
        ran = place.run("signature", UID, "--write", "--quiet")

    assert ran.code == 0
    assert ran.err.startswith(f"warning: the signature of {UID} is open, there may be further inputs (index.py:5: ")
    assert ran.err.endswith("kept although the code does not show them: phone\n")
    written = next(function.spec.signature for function in load(tmp_path / "registry").functions if function.uid == UID)
    assert written is not None
    assert written.inputs == {"phone": ParameterSpec(type="string", description="号码"), "id": ParameterSpec(required=True)}


def test_an_unknown_signature_is_not_written(tmp_path: Path) -> None:
    with deploying(tmp_path, "def handler(", runtime="java11") as place:
        ran = place.run("signature", UID, "--write")

    assert ran.code == 5
    assert ran.err == f"nothing is written: the code does not show the signature of {UID}\n"
    assert _file(tmp_path).read_text(encoding="utf-8") == SERVICES


@pytest.mark.parametrize(
    ("subject", "spec", "said"),
    [
        pytest.param("world", SERVICES, "error: world is a path, not a uid: there is no spec to write to\n", id="a path"),
        pytest.param("nobody", SERVICES, "error: 'nobody' is neither a path nor a uid of the registry\n", id="nothing at all"),
        pytest.param(
            UID,
            "x: 1\n---\n",
            "registry/services.yaml:1:1: unknown key 'x'",
            id="a registry with mistakes",
        ),
    ],
)
def test_what_cannot_be_written_is_told_and_the_file_stays(subject: str, spec: str, said: str, tmp_path: Path) -> None:
    with emulated(tmp_path) as place:
        _file(tmp_path).write_text(spec, encoding="utf-8")
        ran = place.run("signature", subject, "--write")

    assert ran.code == 1
    assert ran.err.startswith(said)
    assert "hint: " in ran.err
    assert _file(tmp_path).read_text(encoding="utf-8") == spec


def test_checks_that_pass_something_else_now_are_told_with_their_places(tmp_path: Path) -> None:
    with emulated(tmp_path) as place:
        _file(tmp_path).write_text(SERVICES.replace("idNumber:", "number:"), encoding="utf-8")
        ran = place.run("signature", UID, "--write")
        written = _file(tmp_path).read_text(encoding="utf-8")
        _file(tmp_path).write_text(written.replace("input: {number:", "input: {idNumber:"), encoding="utf-8")
        corrected = place.run("validate")

    assert ran.code == 1
    assert written == SERVICES.replace("    memory: 256\n    registrations:\n", SIGNED).replace('idNumber: "', 'number: "')
    assert ran.out.endswith("\nwritten to registry/services.yaml\n")
    said, first = ran.err.splitlines()[:2]
    assert said == "the checks of check-user-identity still pass its earlier inputs; correct them by hand:"
    assert first == "registry/services.yaml:14:32: the required input 'idNumber' is missing"
    assert "registry/services.yaml:14:40: the signature declares no input 'number'" in ran.err
    assert ran.err.endswith("error: the registry has 2 mistakes\n")
    assert corrected.code == 0


def test_a_write_protected_spec_is_left_alone_also_for_those_who_may_write_anything(tmp_path: Path) -> None:
    with emulated(tmp_path) as place:
        _file(tmp_path).chmod(0o444)
        ran = place.run("signature", UID, "--write")

    assert ran.code == 1
    assert "write-protected" in ran.err
    assert _file(tmp_path).read_text(encoding="utf-8") == SERVICES


def test_a_spec_that_others_share_is_refused_with_its_line(tmp_path: Path) -> None:
    shared = PLAIN.replace("  check-user-identity:\n", "  check-user-identity: &shared\n").replace(
        "---\n", "  other:\n    <<: *shared\n    name: other\n---\n"
    )
    signed = shared.replace("    memory: 256\n", "    memory: 256\n    signature: {result: text}\n", 1)
    with emulated(tmp_path) as place:
        _file(tmp_path).write_text(signed, encoding="utf-8")
        ran = place.run("signature", UID, "--write")

    assert ran.code == 1
    assert "error: registry/services.yaml:4: this cannot be edited without changing something else\n" in ran.err
    assert _file(tmp_path).read_text(encoding="utf-8") == signed


def test_a_draft_is_not_written_over_a_text_it_was_not_made_from(tmp_path: Path) -> None:
    first, second, third = (tmp_path / name for name in ("a.yaml", "b.yaml", "c.yaml"))
    first.write_text("a: 1\n", encoding="utf-8")
    second.write_text("changed meanwhile\n", encoding="utf-8")
    drafts = [Draft(path=first, before="a: 1\n", after="a: 2\n"), Draft(path=second, before="b: 1\n", after="b: 2\n")]

    with pytest.raises(InputError, match=r"b\.yaml: was changed in the meantime"):
        write(drafts)
    with pytest.raises(InputError, match=r"a\.yaml: was created in the meantime"):
        write([Draft(path=third, before=None, after=""), Draft(path=first, before=None, after="")])
    with pytest.raises(InputError, match=r"c\.yaml: was removed in the meantime"):
        write([Draft(path=third, before="c: 1\n", after="")])

    assert (first.read_text(), second.read_text(), third.exists()) == ("a: 1\n", "changed meanwhile\n", False)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    with emulated(tmp_path) as place:
        elsewhere = _file(tmp_path).with_name("kept.txt")
        _file(tmp_path).rename(elsewhere)
        _file(tmp_path).symlink_to(elsewhere)
        ran = place.run("signature", UID, "--write")

    assert ran.code == 0
    assert _file(tmp_path).is_symlink()
    assert "      result: {verified: boolean}\n" in elsewhere.read_text(encoding="utf-8")


def _file(root: Path) -> Path:
    return root / "registry" / "services.yaml"
