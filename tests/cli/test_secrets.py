"""No secret of a function's environment is in anything a command says or writes: whole commands over the emulator.

The registry's own files are what the user wrote, and not looked through.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.parse import quote

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from sync.emulator.code import zip_files
from tests.cli.command import Ran
from tests.cli.world import ACCOUNT, Place, emulated, in_sync

CODE = """\
import json, os

def handler(event, context):
    if os.environ.get("MODE") == "fast":
        raise ValueError("fast is not ready")
    e = json.loads(event)
    area = e.get("area", {literal!r})
    return {{"verified": bool(e.get("idNumber") and area)}}
"""
UID = "check-user-identity"
FORMATS = ("github", "gitlab", "html", "junit", "markdown", "rdjson", "sarif")
# Long enough that none of them is anywhere by chance; what they contain is written otherwise in URLs, JSON and YAML.
SECRETS = st.text(alphabet="abcXYZ0123456789+/=@%&ü密 ", min_size=10, max_size=24).map(lambda value: f"Zq{value}Qz")


def deployed(place: Place, environment: Mapping[str, str], literal: str) -> None:
    """Put the function there, with that environment and that text in its code."""
    made = {"runtime": "python3.10", "handler": "index.handler", "memorySize": 128, "environmentVariables": dict(environment)}
    package = zip_files({"index.py": CODE.format(literal=literal)})
    with place.emulator.world.lock:
        place.emulator.world.put_function(
            ACCOUNT, "cn-shenzhen", "checkUserIdentity", service="example-service", package=package, settings=made
        )


def asked(place: Place, environment: Mapping[str, str]) -> None:
    """Write the spec."""
    spec = {
        "name": "checkUserIdentity",
        "environment": dict(environment),
        "registrations": {"hotline": {"description": "身份验证"}},
        "checks": [{"name": "a known caller", "input": {"idNumber": "330102"}}],
    }
    content = {"service": "example-service", "region": "cn-shenzhen", "functions": {UID: spec}}
    (place.root / "registry" / "services.yaml").write_text(json.dumps(content), encoding="utf-8")


def variables(place: Place) -> object:
    described = place.emulator.world.describe()["compute"]
    assert isinstance(described, list)
    compute = [function for shelf in described for function in shelf["functions"]]
    return next(item["settings"]["environmentVariables"] for item in compute if item["name"] == "checkUserIdentity")


def told(place: Place, *ran: Ran) -> bytes:
    """All that was said and written, but for the registry's own files and the emulated world."""
    mine = {place.root / "registry" / name for name in ("services.yaml", "centers.yaml")}
    files = [path for path in sorted(place.root.rglob("*")) if path.is_file() and path not in mine]
    names = "\n".join(str(path) for path in files)
    written = [path.read_bytes() for path in files if place.root / "world" not in path.parents]
    return b"\n".join([*(f"{one.out}\n{one.err}".encode() for one in ran), names.encode(), *written])


def commit(root: Path) -> None:
    """Make the folder a repository."""
    author = ("-c", "user.name=test", "-c", "user.email=test@example.invalid")
    for words in (("init", "-q", "-b", "main"), ("add", "registry"), ("commit", "-q", "-m", "so far")):
        subprocess.run(["git", *author, *words], cwd=root, check=True, capture_output=True)


def forms(name: str, value: str) -> Iterator[bytes]:
    """The value as it may stand somewhere, and what it can be guessed from without more."""
    raw = value.encode()
    yield from (raw, json.dumps(value)[1:-1].encode(), quote(value).encode(), quote(value, safe="").encode())
    yield from (base64.b64encode(raw).rstrip(b"="), base64.urlsafe_b64encode(raw).rstrip(b"="), raw.hex().encode())
    yield hashlib.sha256(raw).hexdigest()[:12].encode()
    yield hashlib.sha256(f"{UID}\0{name}\0{value}".encode()).hexdigest()[:12].encode()


@settings(max_examples=3, deadline=None, phases=[Phase.generate])  # an example takes seconds: none is made smaller
@given(st.lists(SECRETS, min_size=5, max_size=5, unique=True))
def test_no_secret_is_in_an_output_a_plan_a_report_a_lock_a_journal_or_the_cache(values: list[str]) -> None:
    old, password, new, theirs, next_one = values
    with tempfile.TemporaryDirectory() as folder, emulated(Path(folder), world=in_sync()) as place:
        deployed(place, {"API_KEY": old, "DB_PASSWORD": password, "MODE": "slow"}, literal=password)
        asked(place, {"API_KEY": new, "MODE": "slow"})
        ran = [
            place.run("plan"),
            place.run("plan", "--format", "json", "--out", "saved.json"),
            place.run("signature", UID),
            place.run("signature", UID, "--format", "json"),
            place.run("apply", "saved.json", "--format", "json", "--yes"),
        ]
        assert [one.code for one in ran[:2]] + [ran[-1].code] == [3, 3, 0], ran[-1]
        assert variables(place) == {"API_KEY": new, "DB_PASSWORD": password, "MODE": "slow"}

        found = {"API_KEY": theirs, "DB_PASSWORD": password, "MODE": "slow"}
        deployed(place, found, literal=password)
        ran += [place.run("drift"), place.run("drift", "--format", "json")]
        assert ran[-1].code == 2
        ran += [place.run("drift", "--format", form) for form in FORMATS]
        ran += [place.run("graph"), place.run("snapshot", "--out", "s.gz")]
        commit(place.root)

        asked(place, {"API_KEY": next_one, "DB_PASSWORD": password, "MODE": "fast"})
        review = ("review", "--head", "worktree", "--snapshot", "s.gz")
        ran += [place.run(*review, "--format", form) for form in ("text", "json", *FORMATS)]
        assert {one.code for one in ran[-len(FORMATS) - 2 :]} == {5}, "nobody signed the snapshot"
        ran.append(place.run("apply", "--yes"))
        assert (ran[-1].code, variables(place)) == (4, found), ran[-1]
        assert "PUT BACK" in ran[-1].out

        text = told(place, *ran)
        of = [("API_KEY", old), ("DB_PASSWORD", password), ("API_KEY", new), ("API_KEY", theirs), ("API_KEY", next_one)]
        assert [(name, form) for name, value in of for form in forms(name, value) if form in text] == []
        assert b'"salt"' in text


def test_a_lock_of_before_is_in_sync_and_the_next_apply_writes_it_anew_with_a_salt_that_stays(tmp_path: Path) -> None:
    environment = {"API_KEY": "test-old-key", "MODE": "slow"}
    with emulated(tmp_path, world=in_sync()) as place:
        deployed(place, environment, literal="north")
        asked(place, environment)
        lock = place.root / "registry" / "registry.lock.json"
        assert place.run("apply", "--yes").code == 0
        first = json.loads(lock.read_text(encoding="utf-8"))

        former = {name: hashlib.sha256(f"{UID}\0{name}\0{value}".encode()).hexdigest()[:12] for name, value in environment.items()}
        of_before = {name: value for name, value in first.items() if name != "salt"} | {"version": 1}
        newer = {"variables", "description", "created", "code_print"}
        entry = {name: value for name, value in first["functions"][UID].items() if name not in newer}
        of_before["functions"] = {UID: {**entry, "environment": former}}
        lock.write_text(json.dumps(of_before), encoding="utf-8")
        codes = [place.run("plan").code, place.run("drift").code, place.run("apply", "--yes").code]
        again = lock.read_bytes()

        assert codes == [0, 0, 0]
        assert json.loads(again)["version"] == 3
        assert json.loads(again)["salt"] != first["salt"]
        assert {len(digest) for digest in json.loads(again)["functions"][UID]["environment"].values()} == {32}
        assert (place.run("apply", "--yes").code, lock.read_bytes()) == (0, again)
