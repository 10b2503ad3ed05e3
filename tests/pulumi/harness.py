"""The real engine against an emulator: projects, their stacks, and what the engine did.

Every project has a home, a backend (`file://`) and plugins of its own, all in a temporary folder; nothing is fetched. In the tests
the alicloud plugin is a stand-in, and so is the language host where no real one was found.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from sync.emulator.server import Emulator
from tests.patience import PATIENCE

ROOT = Path(__file__).parents[2]
_BUILD = ROOT / "tools" / "pulumi" / "build.sh"
ALICLOUD, LANGUAGE_HOST = "pulumi-resource-alicloud", "pulumi-language-python"
_SCRIPT = "pulumi-language-python-exec"  # starts a program; lies beside the engine
_PASSPHRASE = "test-passphrase"
_FROM_PATH = re.compile(r"using pulumi-[a-z-]+ from \$PATH at ")
_NOT_STEPS = ("pulumi:pulumi:Stack", "pulumi:providers:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What the engine did with one resource: `type` is the last of its type, as in `V3Function`."""

    op: str
    type: str
    name: str

    def __str__(self) -> str:
        return f"{self.op} {self.type} {self.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """How a command of the engine ended. `events` are those of its event log."""

    code: int
    out: str
    err: str
    events: tuple[Mapping[str, Any], ...] = field(default=(), repr=False)

    @property
    def steps(self) -> tuple[Step, ...]:
        """In the order in which they were done; stack, providers and components, which are no things in a cloud, are left out."""
        return tuple(self._steps("resOutputsEvent"))

    @property
    def failed(self) -> tuple[Step, ...]:
        """Those that failed."""
        return tuple(self._steps("resOpFailedEvent"))

    @property
    def planned(self) -> tuple[Step, ...]:
        """In the order in which they were begun; of a preview, what it shows."""
        return tuple(self._steps("resourcePreEvent"))

    @property
    def changes(self) -> tuple[str, ...]:
        """The steps that were no `same`, as texts."""
        return tuple(str(step) for step in self.steps if step.op != "same")

    @property
    def messages(self) -> tuple[str, ...]:
        """What was said to the user at warning or error; but for where the stand-ins were found."""
        said = (event["diagnosticEvent"] for event in self.events if "diagnosticEvent" in event)
        texts = (each["message"].strip() for each in said if each.get("severity") in ("warning", "error"))
        return tuple(text for text in texts if text and not _FROM_PATH.match(text))

    def _steps(self, kind: str) -> Iterator[Step]:
        for event in self.events:
            if kind not in event:
                continue
            metadata = event[kind]["metadata"]
            token = metadata["type"]
            # A component's type has no plugin behind it; its steps come with the events of real ones.
            if not token.startswith(_NOT_STEPS) and metadata.get("provider"):
                yield Step(op=metadata["op"], type=token.split(":")[-1], name=metadata["urn"].split("::")[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """One stack of a project in `place`. `run` takes any command of the CLI."""

    cli: Path
    place: Path
    name: str
    environment: Mapping[str, str] = field(repr=False)

    def up(self, *options: str) -> Ran:
        return self.deploy("up", "--yes", "--skip-preview", *options)

    def preview(self, *options: str) -> Ran:
        return self.deploy("preview", *options)

    def refresh(self, *options: str) -> Ran:
        return self.deploy("refresh", "--yes", "--skip-preview", *options)

    def destroy(self, *options: str) -> Ran:
        return self.deploy("destroy", "--yes", "--skip-preview", *options)

    def adopt(self, token: str, name: str, identity: str, *options: str) -> Ran:
        """`pulumi import`: take something that exists into the stack's state."""
        # Neither a generated program nor protection: the stand-in for the language host writes no code.
        wanted = ("--yes", "--skip-preview", "--generate-code=false", "--protect=false")
        return self.deploy("import", token, name, identity, *wanted, *options)

    def deploy(self, command: str, *arguments: str) -> Ran:
        """A command that goes through resources, with its event log."""
        log = self.place / f"events-{command}.jsonl"
        log.unlink(missing_ok=True)
        ran = self.run(command, *arguments, "--stack", self.name, "--event-log", str(log))
        lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else ()
        return Ran(code=ran.code, out=ran.out, err=ran.err, events=tuple(json.loads(line) for line in lines if line))

    def begin(self, command: str, *arguments: str) -> subprocess.Popen[str]:
        """A command that goes on in the background, in a process group of its own; `communicate` waits for its end."""
        whole = [str(self.cli), command, *arguments, "--non-interactive", "--color", "never"]
        pipe = subprocess.PIPE
        return subprocess.Popen(
            whole,
            cwd=self.place,
            env=dict(self.environment),
            stdout=pipe,
            stderr=pipe,
            text=True,
            start_new_session=True,
        )

    def run(self, command: str, *arguments: str) -> Ran:
        """Any command, to its end."""
        process = self.begin(command, *arguments)
        out, err = process.communicate(timeout=PATIENCE)
        return Ran(code=process.returncode, out=out, err=err)

    def configure(self, values: Mapping[str, object]) -> None:
        """Set keys of the stack's configuration, with their namespace. JSON is YAML too."""
        file = self.place / f"Pulumi.{self.name}.yaml"
        kept = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        written = {**kept, "config": {**kept.get("config", {}), **values}}
        file.write_text(json.dumps(written, ensure_ascii=False, indent=1), encoding="utf-8")

    def state(self) -> list[dict[str, Any]]:
        """The resources in the stack's state."""
        exported = json.loads(self.run("stack", "export", "--stack", self.name).out)
        return list(exported["deployment"].get("resources") or ())


@cache
def cli() -> Path | None:
    """The pulumi CLI of this machine: the one on PATH, or the one that `make pulumi` built."""
    found = subprocess.run(["bash", str(_BUILD), "--where"], capture_output=True, text=True, check=False)
    return Path(found.stdout.strip()) / "pulumi" if found.returncode == 0 else None


def new_stack(cli: Path, place: Path, name: str, **more: str) -> Stack:
    """A new stack of the project in `place`, which is a folder that the test may write in. `more` are environment variables."""
    stack = Stack(cli=cli, place=place, name=name, environment={**environment(cli, place), **more})
    (place / ".backend").mkdir(exist_ok=True)
    made = stack.run("stack", "init", name)
    assert made.code == 0, made.err
    salt = _salt(place / f"Pulumi.{name}.yaml")
    (place / f"Pulumi.{name}.yaml").write_text(json.dumps({"encryptionsalt": salt}), encoding="utf-8")
    return stack


def environment(cli: Path, place: Path, *, real: Collection[str] = (LANGUAGE_HOST,)) -> dict[str, str]:
    """What the engine is started with: a home and a backend of its own, nothing of the user's.

    Of the plugins named in `real` the one on PATH is used, where there is one; of the others, and else, the stand-in.
    """
    tools = place / ".bin"
    tools.mkdir(exist_ok=True)
    standing_in = {
        ALICLOUD: (sys.executable, "-m", "tests.pulumi.alicloud_plugin"),
        LANGUAGE_HOST: (sys.executable, "-m", "tests.pulumi.language_host", str(cli.parent / _SCRIPT)),
    }
    for name, words in standing_in.items():
        found = real_plugin(cli, name) if name in real else None
        install(tools / name, (found,) if found else words)
    return {
        "HOME": str(place),
        "LANG": "C.UTF-8",
        "PATH": os.pathsep.join((str(tools), str(cli.parent), str(Path(sys.executable).parent), os.defpath)),
        "PYTHONPATH": str(ROOT),
        "PULUMI_HOME": str(place / ".pulumi"),
        "PULUMI_BACKEND_URL": (place / ".backend").as_uri(),
        "PULUMI_CONFIG_PASSPHRASE": _PASSPHRASE,
        "PULUMI_SKIP_UPDATE_CHECK": "true",
        "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION": "true",
        "PULUMI_DEBUG_COMMANDS": "true",
    }


def alicloud_config(emulator: Emulator, region: str, account: str, key_id: str, key_secret: str) -> dict[str, object]:
    """Configuration that points the alicloud provider at the emulator."""
    endpoint = emulator.endpoints[region]
    return {
        "alicloud:region": region,
        "alicloud:accountId": account,
        "alicloud:accessKey": key_id,
        "alicloud:secretKey": key_secret,
        "alicloud:endpoints": [{"fc": endpoint, "fcOpen": endpoint}],
        "alicloud:protocol": "HTTP",
    }


def copy_program(source: Path, place: Path) -> Path:
    """A project as a test may have it to itself."""
    return Path(shutil.copytree(source, place, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True))


def writes(emulator: Emulator) -> list[str]:
    """The calls since the record began that could change something, in their order, each with what it was about."""
    return [" ".join((call.operation, *call.segments[1:2])) for call in emulator.calls() if call.is_write]


def real_plugin(cli: Path, name: str) -> str | None:
    """The plugin of that name, or language host, that is on PATH or beside the CLI."""
    return shutil.which(name) or shutil.which(name, path=str(cli.parent))


def install(executable: Path, words: tuple[str, ...]) -> None:
    """An executable that starts those words, with the arguments it gets."""
    quoted = " ".join(f"'{word}'" for word in words)
    executable.write_text(f'#!/bin/sh\nexec {quoted} "$@"\n', encoding="utf-8")
    executable.chmod(0o755)


def _salt(file: Path) -> str:
    line = file.read_text(encoding="utf-8").strip()
    return line.removeprefix("encryptionsalt:").strip()
