"""The demo of reviews: four pull requests against the sample registry, each judged by a signed snapshot and without credentials.

The reports are kept in the folder that is named, `demo-review` by default.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import run

FINE, BROKEN = 0, 4
AUTHOR = ("-c", "user.name=demo", "-c", "user.email=demo@example.invalid")
FORMATS = {"markdown": "md", "json": "json", "html": "html"}


@dataclass(frozen=True, slots=True)
class PullRequest:
    """A change that somebody proposes, and the exit code that its review shall have."""

    branch: str
    about: str
    change: Callable[[Path], None]
    code: int


def rename(place: Path) -> None:
    """`order-status` becomes `order-state`."""
    edit(place / "registry" / "services" / "orders.yaml", r"name: order-status\n", "name: order-state\n")


def move(place: Path) -> None:
    """`get_number_region` moves to Shanghai."""
    edit(place / "registry" / "services" / "demo-service.yaml", r"region: 华东1（杭州）", "region: 华东2（上海）")


def new_parameter(place: Path) -> None:
    """The code of `order-status` expects orderNo in place of orderId; the spec says so too."""
    code = place / "examples" / "functions"
    for file in (code / "order_status_next").iterdir():
        (code / "order_status" / file.name).write_bytes(file.read_bytes())
    edit(place / "registry" / "services" / "orders.yaml", r"orderId:", "orderNo:")


def remove(place: Path) -> None:
    """`get-number-region` leaves the registry."""
    (place / "registry" / "services" / "demo-service.yaml").unlink()


REQUESTS = (
    PullRequest("rename", "A function is renamed.", rename, FINE),
    PullRequest("move", "A function moves to another region.", move, FINE),
    PullRequest(
        "new-parameter", "The code of a function expects another input, and nobody thought of the flow.", new_parameter, BROKEN
    ),
    PullRequest("removal", "A function is removed that a published flow still calls.", remove, BROKEN),
)


def edit(path: Path, pattern: str, text: str) -> None:
    """Replace a text in a file, wherever it stands."""
    before = path.read_text(encoding="utf-8")
    after = re.sub(pattern, text, before)
    if after == before:
        raise run.DemoError(f"{path.name} does not say {pattern}")
    path.write_text(after, encoding="utf-8")


def git(place: Path, *words: str) -> None:
    """Run git in the scratch repository."""
    subprocess.run(["git", *AUTHOR, *words], cwd=place, check=True, capture_output=True)


def nobody(place: Path) -> Mapping[str, str]:
    """The environment of a job that has no credentials and knows no cloud."""
    kept = {name: value for name, value in run.environment(place).items() if not name.startswith(("IVRSYNC_", "ALIBABA_CLOUD_"))}
    return {**kept, "ALIBABA_CLOUD_CREDENTIALS_FILE": "none", "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true"}


def tell(place: Path, out: Path) -> None:
    """A nightly job keeps a signed snapshot; then the four pull requests are reviewed."""
    run.show(place, "apply", "--yes", leaving_with=FINE)
    run.say("Once: make a key. The public half belongs to the registry.")
    run.show(place, "snapshot", "--keygen", "snapshot.key", leaving_with=FINE)
    (place / "snapshot.key.pub").rename(place / "registry" / "snapshot.pub")
    (place / ".gitignore").write_text("*.key\n.cache\n.ivrsync\nemulator.env\n", encoding="utf-8")
    git(place, "init", "-q", "-b", "main")
    git(place, "add", "-A")
    git(place, "commit", "-q", "-m", "The registry, in sync")
    run.say("Every night, with credentials: keep what the clouds hold, signed, on a branch of the repository.")
    run.show(place, "snapshot", "--branch", "drift-snapshots", "--sign", "snapshot.key", leaving_with=FINE)
    for request in REQUESTS:
        review(place, request, out)


def review(place: Path, request: PullRequest, out: Path) -> None:
    """One pull request, judged where there are no credentials; its reports are kept."""
    git(place, "checkout", "-q", "-b", request.branch, "main")
    request.change(place)
    git(place, "add", "-A")
    git(place, "commit", "-q", "-m", request.about)
    run.say(f"Pull request {request.branch}: {request.about} Nobody here has credentials.")
    command = ["review", "--base", "main", "--head", request.branch]
    print(f"$ ivrsync {' '.join(command)}", flush=True)
    ended = subprocess.run([*run.IVRSYNC, *command], cwd=place, env=nobody(place), check=False).returncode
    if ended != request.code:
        raise run.DemoError(f"the review of {request.branch} left with exit code {ended}, not {request.code}")
    for form, ending in FORMATS.items():
        written = subprocess.run(
            [*run.IVRSYNC, *command, "--format", form, "--exit-zero"], cwd=place, env=nobody(place), check=True, capture_output=True
        )
        (out / f"{request.branch}.{ending}").write_bytes(written.stdout)
    git(place, "checkout", "-q", "main")


def main(folder: str) -> int:
    """The exit code, 0 when all went as promised."""
    out = Path(folder).resolve()
    out.mkdir(parents=True, exist_ok=True)
    return run.play(
        lambda place: tell(place, out), run.WORLD, lambda: f"\n# The reports are in {folder}: {len(REQUESTS)} of each format."
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "demo-review"))
