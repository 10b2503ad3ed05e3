"""What the templates of `ci/` promise whoever copies them, and what lints them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.ci.templates import ACTION, ALL, CI, GITHUB, GITLAB, JENKINS, ROOT, document, scripts, steps
from tests.cli.command import environment, ivrsync
from tests.patience import PATIENCE

VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
REVIEW, COMMENT, SNAPSHOT = GITHUB
WITHOUT_SECRETS = [REVIEW, ACTION, CI / "gitee" / "review.yml", CI / "yunxiao" / "review.yml"]
SECRETS = re.compile(r"secrets\.\w|github\.token|TOKEN|SNAPSHOT_KEY|ALIBABA_CLOUD|ACCESS_KEY")
SCHEMAS = [
    *(("vendor.github-workflows", path) for path in GITHUB),
    *(("custom.github-workflows-require-timeout", path) for path in GITHUB),
    ("vendor.github-actions", ACTION),
    ("vendor.gitlab-ci", GITLAB),
]


def ran(*command: str, cwd: Path) -> tuple[int, str]:
    done = subprocess.run(
        command, cwd=cwd, env=environment(), capture_output=True, text=True, timeout=PATIENCE, check=False, encoding="utf-8"
    )
    return done.returncode, done.stdout + done.stderr


def without_comments(path: Path) -> str:
    return re.sub(r"(^|\s)(#|//) .*", "", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("schema", "path"), SCHEMAS, ids=str)
def test_its_published_schema_takes_it(schema: str, path: Path) -> None:
    more = ("--data-transform", "gitlab-ci") if path == GITLAB else ()
    code, said = ran(sys.executable, "-m", "check_jsonschema", "--builtin-schema", schema, *more, str(path), cwd=ROOT)
    assert code == 0, said


def test_actionlint_finds_nothing(tmp_path: Path) -> None:
    found = subprocess.run(
        ["bash", str(ROOT / "tools" / "actionlint" / "build.sh"), "--where"], capture_output=True, text=True, check=False
    )
    if found.returncode:
        pytest.skip("there is no actionlint: the workflows were not linted; `make actionlint` builds one where Go is")
    workflows, action = tmp_path / ".github" / "workflows", tmp_path / ".github" / "actions" / "ivrsync-review"
    for folder in (workflows, action, tmp_path / ".git"):
        folder.mkdir(parents=True)
    shutil.copy(ACTION, action)
    for path in GITHUB:
        shutil.copy(path, workflows / f"ivrsync-{path.name}")
    code, said = ran(found.stdout.strip(), "-no-color", "-shellcheck=", "-pyflakes=", cwd=tmp_path)
    assert code == 0, said


@pytest.mark.parametrize("path", ALL, ids=str)
def test_its_shell_is_shell_and_imports_nothing_from_the_checkout(path: Path) -> None:
    for script in scripts(path):
        done = subprocess.run(["bash", "-n"], input=script, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        assert re.findall(r"\bpython3?\"? (?!-I )", re.sub(r"#.*", "", script)) == []
        assert "${{" not in script  # a name of a branch would become code


@pytest.mark.parametrize("path", ALL, ids=str)
def test_it_pins_the_tool(path: Path) -> None:
    pins = set(re.findall(r"\bivrsync==[\w.]+", path.read_text(encoding="utf-8")))
    assert pins == {f"ivrsync=={VERSION}"}


@pytest.mark.parametrize("path", [*GITHUB, ACTION], ids=str)
def test_actions_have_a_whole_version_and_the_user_is_told_of_hashes(path: Path) -> None:
    used = [step["uses"] for step in steps(path) if "uses" in step]
    assert [one for one in used if not re.fullmatch(r"[\w./-]+@v\d+\.\d+\.\d+|\./\.github/actions/ivrsync-review", one)] == []
    assert "write the hash of the commit" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize("path", WITHOUT_SECRETS, ids=str)
def test_what_reviews_has_no_secrets(path: Path) -> None:
    assert SECRETS.findall(without_comments(path)) == []


def test_the_review_of_github_may_only_read_and_gives_way() -> None:
    review = document(REVIEW)
    assert (review["permissions"], review["concurrency"]["cancel-in-progress"]) == ({"contents": "read"}, True)
    assert steps(REVIEW)[0]["with"] == {
        "ref": "${{ github.event.pull_request.head.sha }}",
        "fetch-depth": 0,
        "persist-credentials": False,
    }
    kept = next(step for step in steps(ACTION) if step.get("name") == "Keep the reports")
    assert kept["if"] == "always()"


def test_the_comment_of_github_has_one_token_in_one_step() -> None:
    (job,) = document(COMMENT)["jobs"].values()
    assert document(COMMENT)["permissions"] == {}
    assert job["permissions"] == {"actions": "read", "contents": "read", "pull-requests": "write"}
    assert [step.get("name") for step in steps(COMMENT) if "github.token" in str(step.get("env"))] == ["Comment"]
    assert "secrets." not in COMMENT.read_text(encoding="utf-8")


def test_the_jobs_of_gitlab_have_what_is_theirs() -> None:
    jobs: dict[str, Any] = document(GITLAB)
    review = jobs["ivrsync-review"]
    assert SECRETS.findall(str(review) + str(jobs[".ivrsync"])) == []
    assert (review["interruptible"], review["artifacts"]["when"]) == (True, "always")
    assert jobs[".ivrsync"]["variables"]["GIT_DEPTH"] == "0"
    assert jobs["ivrsync-comment"]["rules"][0]["when"] == "always"
    scopes = [jobs[name]["environment"]["name"] for name in ("ivrsync-comment", "ivrsync-snapshot")]
    assert scopes == ["ivrsync-comment", "ivrsync-snapshot"]


def test_what_jenkins_reviews_with_is_no_credential() -> None:
    review, _, rest = JENKINS[0].read_text(encoding="utf-8").partition("stage('comment')")
    assert "withCredentials" not in review
    assert rest.count("withCredentials") == 1
    assert "abortPrevious: true" in review


def test_the_hook_validates_the_registry(tmp_path: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    assert (hook["language"], hook["pass_filenames"]) == ("python", False)
    assert [path for path in ("registry/a.yaml", "registry/code/a/index.py") if not re.search(hook["files"], path)] == []
    program, *words = hook["entry"].split()
    (tmp_path / "registry").mkdir()
    (tmp_path / "registry" / "centers.yaml").write_text(
        "centers: {hotline: {instance: i, registrations: maybe}}\n", encoding="utf-8"
    )
    told = ivrsync(*words, cwd=tmp_path)
    assert (program, told.code) == ("ivrsync", 1)
    assert "registry/centers.yaml:1" in told.out + told.err


def test_the_page_names_every_file() -> None:
    page = (ROOT / "docs" / "how-to" / "set-up-reviews-in-ci.md").read_text(encoding="utf-8")
    assert [str(path.relative_to(ROOT)) for path in ALL if str(path.relative_to(ROOT)) not in page] == []
