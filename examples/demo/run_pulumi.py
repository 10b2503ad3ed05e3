"""The demo of `pulumi up`: the real engine, the program and the provider of this checkout, an emulator on this machine.

Plugins of which no real one is on PATH are stand-ins, and the first lines of the output say so. Nothing is left behind. With
`--shell` there is no story: it starts a shell where the user runs `pulumi up`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from run import IN_SYNC, ROOT, DemoError, environment, play, say, show

sys.path.insert(0, str(ROOT))  # for the harness, which the tests of the real engine use too
from tests.pulumi import harness

DRIFT = 2
# Where each stand-in was found, which the first lines have said; dots; a warning that comes again at the end; what begins, as what
# ends has a line too; and what stays as it is.
SAYS_NOTHING = re.compile(
    r"from \$PATH at|^@ |^    pulumi:pulumi:Stack \S+ .*warning: |ing( replacement| original)? \(0s\)|refresh \(\S+\) $"
    r"|^    \S+ \S+  $"
)
WORLD = "examples/demo/nothing-yet.yaml"
FLOWS = {"flow-hotline": ("hotline.json", "get-number-region@hotline"), "flow-orders": ("orders.json", "order-status@hotline")}


@dataclass(frozen=True)
class Story:
    """A folder with a registry and Pulumi.yaml, and the CLI to run in it."""

    cli: Path
    place: Path
    variables: dict[str, str] = field(repr=False)

    def pulumi(self, *arguments: str) -> None:
        """Run one command as a user would, and hold it to its exit code. Lines that say nothing new are left out."""
        print(f"$ pulumi {' '.join(arguments)}", flush=True)
        merged = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
        running = subprocess.Popen([self.cli, *arguments], cwd=self.place, env=self.variables, **merged)
        for line in running.stdout:
            if line.strip() and not SAYS_NOTHING.search(line):
                print(line, end="", flush=True)
        if running.wait() != 0:
            raise DemoError(f"`pulumi {' '.join(arguments)}` left with exit code {running.returncode}")

    def ivrsync(self, *arguments: str, leaving_with: int = IN_SYNC) -> None:
        """As in the other demo."""
        show(self.place, *arguments, leaving_with=leaving_with)

    def edit(self, service: str, old: str, new: str) -> None:
        """What a developer does in an editor."""
        spec = self.place / "registry" / "services" / service
        before = spec.read_text(encoding="utf-8")
        if before.count(old) != 1:
            raise DemoError(f"{spec.name} does not hold {old!r} once")
        print(f"  registry/services/{service}: {old} -> {new}", flush=True)
        spec.write_text(before.replace(old, new), encoding="utf-8")

    def publish_flows(self) -> None:
        """What an operator does in the console: flows that call the registrations by their ids."""
        asked = [self.cli, "stack", "output", "registrations", "--json"]
        made = json.loads(subprocess.run(asked, cwd=self.place, env=self.variables, capture_output=True, check=True).stdout)
        changes = [{"flow": {"id": flow, "published": self._flow(file, made[name])}} for flow, (file, name) in FLOWS.items()]
        file = self.place / "flows.json"
        file.write_text(json.dumps({"changes": changes}, ensure_ascii=False), encoding="utf-8")
        self.ivrsync("emulate", "--change", file.name)

    def _flow(self, file: str, registration: str) -> object:
        """The flow of the other demo, with the registration that there is here."""
        flow = json.loads((self.place / "examples" / "demo" / "flows" / file).read_text(encoding="utf-8"))
        for activity in flow["activities"]:
            if activity["type"] == "RUN_FUNCTION":
                activity["properties"]["functionMetaId"] = registration
        return flow


def prepare(place: Path) -> Story:
    """A project on that emulator: the registry, Pulumi.yaml and what it names, a backend in a folder."""
    cli = harness.cli()
    if cli is None:
        raise DemoError("there is no pulumi CLI: `make pulumi` builds one")
    for name in ("Pulumi.yaml", "infra", ".venv"):
        (place / name).symlink_to(ROOT / name)
    (place / ".backend").mkdir()
    plugins = (harness.LANGUAGE_HOST, harness.ALICLOUD)
    cloud = environment(place)
    engine = harness.environment(cli, place, real=plugins)
    own = {"IVRSYNC_ACCOUNT_ID": "1000000000000001", "IVRSYNC_PYTHON": sys.executable}
    print(f"The engine is {cli}.")
    for name in plugins:
        found = harness.real_plugin(cli, name)
        print(f"{name}: {found or 'a stand-in of the tests; no real one is on PATH'}")
    return Story(cli, place, {**cloud, **engine, **own})


def tell(story: Story) -> None:
    """From nothing to a drift that is put right."""
    say("Nothing is there yet. The registry says what shall be: functions in two regions, and their registrations.")
    story.pulumi("stack", "init", "dev")
    story.pulumi("up", "--yes", "--skip-preview")
    say("Record it, so that drift can be told from pending changes later.")
    story.ivrsync("lock", "--yes")
    say("An operator builds flows that call the registrations, and publishes them.")
    story.publish_flows()
    story.ivrsync("plan")


def tell_of_changes(story: Story) -> None:
    """A rename and a move, under flows that call the functions."""
    say("A function gets another name. Function Compute knows no rename: see what the update will do, and in which order.")
    story.edit("demo-service.yaml", "name: get_number_region", "name: number_region")
    story.pulumi("preview")
    story.pulumi("up", "--yes", "--skip-preview")
    say("Another one moves to 华东2（上海）.")
    story.edit("orders.yaml", "region: cn-hangzhou", "region: cn-shanghai")
    story.pulumi("up", "--yes", "--skip-preview")
    say("The registrations kept their ids, and the flows still work.")
    story.ivrsync("lock", "--yes")
    story.ivrsync("drift")


def tell_of_drift(story: Story) -> None:
    """Somebody changes the cloud by hand."""
    say("At night, somebody takes memory from a function in the console.")
    story.ivrsync("emulate", "--change", "examples/demo/drift.yaml")
    story.ivrsync("drift", leaving_with=DRIFT)
    story.pulumi("refresh", "--preview-only", "--diff")
    say("Back to what the registry says. (The other way: change the spec to what was found, then `pulumi up --refresh`.)")
    story.pulumi("up", "--yes", "--skip-preview", "--refresh")
    story.ivrsync("drift")


def whole(place: Path) -> None:
    """All parts."""
    story = prepare(place)
    tell(story)
    tell_of_changes(story)
    tell_of_drift(story)


def shell(place: Path) -> None:
    """The user's shell in the project, with the engine and `ivrsync` on PATH, until it ends."""
    story = prepare(place)
    words = os.environ.get("SHELL", "/bin/sh")
    print(f"This shell stands in {place}, which goes when you leave it with `exit`. Begin with: pulumi stack init dev", flush=True)
    subprocess.run([words], cwd=place, env={**story.variables, "TERM": os.environ.get("TERM", "dumb")}, check=False)


if __name__ == "__main__":
    began = time.monotonic()
    if sys.argv[1:] == ["--shell"]:
        sys.exit(play(shell, WORLD, lambda: "The emulator and the project are gone."))
    sys.exit(
        play(whole, WORLD, lambda: f"\nDone in {time.monotonic() - began:.0f} s. docs/pulumi.md goes through it step by step.")
    )
