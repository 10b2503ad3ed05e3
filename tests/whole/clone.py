"""A repository that holds a registry in sync with its clouds, and the changes that pull requests make to it."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.cli.command import Ran, environment, ivrsync
from tests.whole.town import BOTH, ORDER, PHONE, Town

AUTHOR = ("-c", "user.name=test", "-c", "user.email=test@example.invalid", "-c", "init.defaultBranch=main")


@dataclass(frozen=True, slots=True)
class Clone:
    """A clone of the registry's repository, with a snapshot beside it; nothing here knows credentials."""

    root: Path

    def git(self, *words: str) -> None:
        """Run git in it."""
        subprocess.run(["git", *AUTHOR, *words], cwd=self.root, check=True, capture_output=True)

    def spec(self, change: Callable[[dict[str, Any]], object]) -> None:
        """Edit the one document of the registry."""
        path = self.root / "registry" / "services.yaml"
        document = json.loads(path.read_text(encoding="utf-8"))
        change(document)
        path.write_text(json.dumps(document, indent=1), encoding="utf-8")

    def code(self, uid: str, text: str) -> None:
        """Write the code of a function."""
        folder = self.root / "registry" / "code" / uid
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "index.py").write_text(text, encoding="utf-8")

    def commit(self) -> None:
        """Commit everything on a branch of its own."""
        self.git("checkout", "-q", "-B", "change")
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "change")

    def review(self, *arguments: str) -> Ran:
        """Run the command where there are no credentials."""
        known = ("--snapshot", "s.gz") if "--snapshot" not in arguments and "--none" not in arguments else ()
        words = [word for word in arguments if word != "--none"]
        return ivrsync("review", *known, *words, cwd=self.root, env=environment(ALIBABA_CLOUD_CREDENTIALS_FILE="none"))

    def told(self, *arguments: str) -> dict[str, Any]:
        """The document; its exit code is that of the process."""
        ran = self.review("--format", "json", *arguments)
        assert ran.out, ran.err
        document: dict[str, Any] = json.loads(ran.out)
        assert document["exit_code"] == ran.code
        return document


def in_sync(town: Town) -> Clone:
    """The town's registry with the code of its functions, applied, committed on main, and a snapshot of what the clouds hold."""
    clone = Clone(town.root)
    for uid, name, code in (("alpha", "a", PHONE), ("beta", "b", ORDER)):
        clone.code(uid, code)
        town.spec(uid, name=name, runtime="python3.10", handler="index.handler", code=f"code/{uid}")
    assert town.run("apply", "--yes") == 0
    assert town.run("snapshot", "--out", "s.gz") == 0
    (town.root / ".gitignore").write_text("*.txt\n.cache\n.ivrsync\ns.gz\n", encoding="utf-8")
    (town.root / "ivrsync.toml").write_text("unsigned_snapshots = true\n", encoding="utf-8")
    clone.git("init", "-q")
    clone.git("checkout", "-q", "-b", "main")
    clone.git("add", "-A")
    clone.git("commit", "-q", "-m", "in sync")
    return clone


def renamed(clone: Clone) -> None:
    clone.spec(lambda document: document["functions"]["alpha"].update(name="a2"))


def moved(clone: Clone) -> None:
    clone.spec(lambda document: document.update(region="cn-shanghai"))


def wants_more(clone: Clone) -> None:
    clone.code("alpha", BOTH)


def removed(clone: Clone) -> None:
    clone.spec(lambda document: document["functions"].pop("alpha"))


def breaks_the_code(clone: Clone) -> None:
    clone.code("alpha", "def handler(event, context:\n")


def takes_the_handler_away(clone: Clone) -> None:
    clone.spec(lambda document: document["functions"]["alpha"].update(handler="index.main"))


def answers_otherwise(clone: Clone) -> None:
    clone.code("alpha", PHONE.replace("city", "town"))


def swapped(clone: Clone) -> None:
    def swap(document: dict[str, Any]) -> None:
        functions = document["functions"]
        functions["alpha"].update(name="b")
        functions["beta"].update(name="a")

    clone.spec(swap)


def not_registered(clone: Clone) -> None:
    clone.spec(lambda document: document["functions"]["beta"].update(registrations={}))


def more_memory(clone: Clone) -> None:
    clone.spec(lambda document: document["functions"]["alpha"].update(memory=256))


def one_more(clone: Clone) -> None:
    clone.code("gamma", ORDER)
    more = {
        "name": "c",
        "runtime": "python3.10",
        "handler": "index.handler",
        "code": "code/gamma",
        "registrations": {"hotline": {}},
    }
    clone.spec(lambda document: document["functions"].update(gamma=more))
