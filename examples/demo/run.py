"""The demo: ivrsync does its whole job on an emulator on this machine. No account, no cloud, nothing left behind.

It works on a copy of the sample registry, so that it can be run again and again.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import hands

ROOT = Path(__file__).resolve().parents[2]
WORLD = "examples/demo/world.yaml"
IVRSYNC = [sys.executable, "-m", "sync"]
SECONDS_TO_START = 300
BROKEN, ERROR, IN_SYNC = 4, 1, 0


class DemoError(Exception):
    """Something did not go as the demo promises."""


def copy_of_the_sample(place: Path) -> None:
    """The sample registry and the functions it names, laid out as in the project."""
    for folder in ("registry", "examples"):
        shutil.copytree(
            ROOT / folder, place / folder, ignore=shutil.ignore_patterns("*.py", "__pycache__", ".*", "registry.lock.json")
        )
    for source in (ROOT / "examples" / "functions").rglob("*.py"):
        shutil.copy(source, place / source.relative_to(ROOT))


def start_emulator(place: Path, world: str) -> subprocess.Popen[str]:
    """The emulator in a process of its own, ready to answer."""
    regions = [word for region in ("cn-hangzhou", "cn-shanghai", "cn-shenzhen") for word in ("--region", region)]
    command = [*IVRSYNC, "emulate", "--world", world, *regions, "--env-file", "emulator.env"]
    emulator = subprocess.Popen(
        command, cwd=place, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=environment(place)
    )
    started = time.monotonic()
    assert emulator.stdout is not None
    for line in emulator.stdout:
        if line.strip() == "ready":
            return emulator
        if time.monotonic() - started > SECONDS_TO_START:
            break
    emulator.kill()
    raise DemoError(f"the emulator did not start: run `ivrsync emulate --world {world}` to see why")


def environment(place: Path) -> dict[str, str]:
    """This process's environment, pointed at the emulator once it has said where it is."""
    variables = {key: value for key, value in os.environ.items() if not key.startswith(("IVRSYNC_", "ALIBABA_CLOUD_"))}
    for proxy in ("HTTP_PROXY", "HTTPS_PROXY", "http_proxy", "https_proxy"):
        variables.pop(proxy, None)  # the SDKs send even loopback traffic to a proxy
    variables["IVRSYNC_CACHE"] = str(place / ".cache")
    file = place / "emulator.env"
    if file.exists():
        for line in file.read_text(encoding="utf-8").splitlines():
            name, _, value = line.removeprefix("export ").partition("=")
            variables[name] = value.strip("'\"")
    return variables


def say(text: str) -> None:
    """A line of the demo's own, told apart from the tool's output."""
    bold, plain = ("\033[1m", "\033[0m") if sys.stdout.isatty() else ("", "")
    print(f"\n{bold}# {text}{plain}", flush=True)


def show(place: Path, *arguments: str, leaving_with: int) -> None:
    """Run one command as a user would, and hold it to its exit code."""
    print(f"$ ivrsync {' '.join(arguments)}", flush=True)
    code = subprocess.run([*IVRSYNC, *arguments], cwd=place, env=environment(place), check=False).returncode
    if code != leaving_with:
        raise DemoError(f"`ivrsync {' '.join(arguments)}` left with exit code {code}, not {leaving_with}")


def tell(place: Path) -> None:
    """The story: what is wrong, putting it right, calling the functions, nothing left to do."""
    say("The registry is valid.")
    show(place, "validate", leaving_with=IN_SYNC)
    say("The clouds differ: the manual registers demo-service as demo_service, and callers of a published flow hear silence.")
    show(place, "plan", leaving_with=BROKEN)
    say("Correct it: each target is read again before it is written, and called afterwards.")
    show(place, "apply", "--yes", leaving_with=IN_SYNC)
    say("Call every function through its registration.")
    show(place, "test", leaving_with=IN_SYNC)
    say("Nothing is left to do.")
    show(place, "plan", leaving_with=IN_SYNC)


def tell_of_a_change(place: Path) -> None:
    """The second half: the parameters of a function change, and nobody tells the flow."""
    say("Weeks later, a developer deploys a new version of order-status. It expects orderNo instead of orderId.")
    hands.deploy(environment(place), "order-status", place / "examples" / "functions" / "order_status_next")
    say("The nightly check reads the new code, and names the flow that still passes orderId.")
    show(place, "drift", leaving_with=BROKEN)
    say("Which lines of the code read it?")
    show(place, "signature", "order-status", leaving_with=IN_SYNC)
    say("The code is right. Put what it shows into the spec; the command names the checks to correct.")
    show(place, "signature", "order-status", "--write", leaving_with=ERROR)
    say("By hand, in an editor: make the checks pass orderNo.")
    spec = place / "registry" / "services" / "orders.yaml"
    spec.write_text(spec.read_text(encoding="utf-8").replace("input: {orderId:", "input: {orderNo:"), encoding="utf-8")
    say("By hand, at the console: in the flow 订单查询, function module (函数模块) > 设置入参, orderNo; save, publish.")
    hands.rename_input(environment(place), "orderId", "orderNo")
    say("Call it, and record it.")
    show(place, "test", "order-status", leaving_with=IN_SYNC)
    show(place, "apply", "--yes", leaving_with=IN_SYNC)


def tell_of_a_move(place: Path) -> None:
    """The third part: functions are renamed and moved, and the registry does not know."""
    say("A month later: colleagues rename order-status, changing a line, and move get_number_region to 华东2（上海）.")
    show(place, "emulate", "--change", "examples/demo/moves.yaml", leaving_with=IN_SYNC)
    say("Function Compute knows neither: these are new functions, the old ones are gone, callers hear silence. Where to?")
    show(place, "drift", leaving_with=BROKEN)
    say("One is certain, the other suspected, and both are right. Write them into the registry: name, region, and formerly.")
    show(place, "accept", "--certain", "order-status", "--yes", leaving_with=IN_SYNC)
    say("Now point the registrations there. They keep their ids, so no flow has to be edited.")
    show(place, "apply", "--yes", leaving_with=IN_SYNC)
    show(place, "plan", leaving_with=IN_SYNC)


def play(story: Callable[[Path], None], world: str, ending: Callable[[], str]) -> int:
    """Tell the story on a copy of the sample and an emulator of that world; the exit code, 0 when all went as promised."""
    with tempfile.TemporaryDirectory(prefix="ivrsync-demo-") as folder:
        place = Path(folder)
        copy_of_the_sample(place)
        emulator = start_emulator(place, world)
        try:
            story(place)
        except DemoError as failure:
            print(f"\nthe demo failed: {failure}", file=sys.stderr)
            return 1
        except KeyboardInterrupt:
            return 130
        finally:
            emulator.send_signal(signal.SIGINT)
            emulator.wait()
    print(ending())
    return 0


def whole(place: Path) -> None:
    """All three parts."""
    tell(place)
    tell_of_a_change(place)
    tell_of_a_move(place)


NEXT = """
# What to try next
  source .venv/bin/activate
  ivrsync emulate --world examples/demo/world.yaml --env-file /tmp/ivrsync.env     a cloud of your own on this machine
  source /tmp/ivrsync.env && ivrsync plan                                          in another terminal
  edit registry/services/demo-service.yaml, then ivrsync plan                      rename, move, change memory: see what it says
  ivrsync explain RG002                                                            what a finding means, and what to do
  ivrsync doctor                                                                   with your own account: can it be reached?
The README says how to point it at a real account."""

if __name__ == "__main__":
    sys.exit(play(whole, WORLD, lambda: NEXT))
