"""The shell of the GitHub templates, run as GitHub Actions runs it: review, comment by another workflow, snapshot."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ci.conftest import SNAPSHOTS, Hosted, git
from tests.ci.job import Job, Ran
from tests.ci.templates import ACTION, GITHUB, ROOT, steps
from tests.fakes.code_hosts import BRANCH, TOKEN, GitHubServer
from tests.fakes.server import Asked, ScriptedServer, Told

REVIEW, COMMENT, SNAPSHOT = GITHUB
BOT = "github-actions[bot]"
HURT = "After this change flow f1 reaches no function at ask."


@pytest.fixture
def github() -> Iterator[GitHubServer]:
    with GitHubServer(me=BOT, tells_me=False, page=100) as server:
        yield server


def review(hosted: Hosted, place: Path, branch: str, base: str = "main") -> tuple[Job, Ran]:
    """The composite action on a pull request from that branch, checked out as review.yml says: every branch, and no credentials."""
    job = hosted.job(place, hosted.head(branch))
    git(job.checkout, "fetch", "-q", "origin", "+refs/heads/*:refs/remotes/origin/*")
    job.variables = {"GITHUB_ACTIONS": "true", "GITHUB_BASE_REF": base, "GITHUB_ACTION_PATH": f"{ROOT}/ci/github"}
    with_ = {"inputs.ivrsync": "", "inputs.base": ""}
    return job, job.steps(steps(ACTION), with_)


def comment(hosted: Hosted, place: Path, github: GitHubServer, reviewed: Job, run: int = 12) -> tuple[Job, Ran]:
    """comment.yml after that review: another machine with main and the artifact. A run from a fork names no request."""
    job = hosted.job(place, hosted.head("main"))
    reviewed.file("ivrsync-review").rename(job.file("ivrsync-review"))
    told = {"head_sha": git(reviewed.checkout, "rev-parse", "HEAD"), "head_branch": BRANCH, "run_number": run, "pull_requests": []}
    job.file("event").write_text(json.dumps({"workflow_run": told}), encoding="utf-8")
    job.variables = {
        "GITHUB_ACTIONS": "true",
        "GITHUB_REPOSITORY": github.repo,
        "GITHUB_API_URL": f"{github.address}/api/v3",
        "GITHUB_EVENT_PATH": str(job.file("event")),
    }
    return job, job.steps(steps(COMMENT), {"github.token": TOKEN})


def text_of(job: Job, name: str) -> str:
    return (job.file("ivrsync-review") / name).read_text(encoding="utf-8")


def test_a_change_that_hurts_nobody_is_green(hosted: Hosted, tmp_path: Path) -> None:
    job, ran = review(hosted, tmp_path / "review", "rename")
    assert (ran.code, text_of(job, "exit-code")) == (0, "0\n"), ran.err
    assert text_of(job, "review.md").startswith("**No caller is hurt")


def test_a_change_that_hurts_is_red_and_every_report_is_kept(hosted: Hosted, tmp_path: Path) -> None:
    job, ran = review(hosted, tmp_path / "review", "removal")
    assert (ran.code, job.outputs["steps.review.outputs.exit-code"]) == (4, "4"), ran.err
    assert job.installed == [f"{ROOT}/ci/github/../.."]
    assert json.loads(text_of(job, "review.json"))["headline"] == HURT
    assert json.loads(text_of(job, "review.sarif"))["version"] == "2.1.0"
    assert job.file("summary").read_text(encoding="utf-8") == text_of(job, "review.md")


def test_a_finding_stands_beside_the_line(hosted: Hosted, tmp_path: Path) -> None:
    _, ran = review(hosted, tmp_path / "review", "handler")
    assert ran.code != 0
    assert any(line.startswith("::") and "file=registry/services.yaml,line=" in line for line in ran.out.splitlines()), ran.out


def test_the_review_is_one_comment_that_stays_current(hosted: Hosted, tmp_path: Path, github: GitHubServer) -> None:
    for run, branch in ((12, "removal"), (13, "rename"), (12, "removal")):
        reviewed, _ = review(hosted, tmp_path / f"review-{run}-{len(github.asked)}", branch)
        _, ran = comment(hosted, tmp_path / f"comment-{run}-{len(github.asked)}", github, reviewed, run)
        assert ran.code == 0, ran.err
    (note,) = github.notes
    assert github.writes == ["create", f"edit {note.id}"]  # the last one was older
    assert "No caller is hurt" in note.text


def test_a_review_that_cannot_be_made_says_so_in_the_comment(hosted: Hosted, tmp_path: Path, github: GitHubServer) -> None:
    reviewed, ran = review(hosted, tmp_path / "review", "rename", base="nowhere")
    assert ran.code == 1
    job, told = comment(hosted, tmp_path / "comment", github, reviewed)
    assert told.code == 0, told.err
    assert "**There is no review** (exit code 1): the log of the job says why." in github.notes[0].text
    assert job.installed == ["ivrsync==0.1.0"]


@pytest.mark.parametrize("name", ["review.md", "exit-code"])
def test_an_artifact_cannot_lead_to_what_the_job_may_read(hosted: Hosted, tmp_path: Path, github: GitHubServer, name: str) -> None:
    reviewed, _ = review(hosted, tmp_path / "review", "rename")
    hostile = reviewed.file("ivrsync-review") / name
    hostile.unlink()
    hostile.symlink_to("/proc/self/environ")
    _, ran = comment(hosted, tmp_path / "comment", github, reviewed)
    assert (ran.code, github.asked) == (1, [])
    assert "the artifact holds no review" in ran.err


def test_an_exit_code_that_is_none_is_an_error(hosted: Hosted, tmp_path: Path, github: GitHubServer) -> None:
    reviewed, _ = review(hosted, tmp_path / "review", "rename")
    (reviewed.file("ivrsync-review") / "exit-code").write_text("0 --mode new; touch hurt\n", encoding="utf-8")
    job, ran = comment(hosted, tmp_path / "comment", github, reviewed)
    assert (ran.code, github.writes, (job.checkout / "hurt").exists()) == (0, ["create"], False)


def test_the_nightly_job_signs_in_and_pushes_a_signed_snapshot(hosted: Hosted, tmp_path: Path) -> None:
    def tokens(asked: Asked) -> Told:
        assert (asked.path, asked.headers["authorization"]) == ("/?job=1&audience=sts.aliyuncs.com", "Bearer test-request-token")
        return Told(body=b'{"value": "test-oidc-token"}')

    job, before = hosted.job(tmp_path / "night", hosted.head("main")), hosted.head(SNAPSHOTS)
    with ScriptedServer(tokens) as server:
        asks = {"URL": f"http://{server.address}/?job=1", "TOKEN": "test-request-token"}
        job.variables = {**nightly(hosted), **{f"ACTIONS_ID_TOKEN_REQUEST_{name}": value for name, value in asks.items()}}
        known = {"secrets.IVRSYNC_SNAPSHOT_KEY": hosted.key}
        ran = job.steps(steps(SNAPSHOT), {**known, "vars.ALIBABA_CLOUD_ROLE_ARN": "", "vars.ALIBABA_CLOUD_OIDC_PROVIDER_ARN": ""})
    assert ran.code == 0, ran.err
    assert git(hosted.bare, "rev-parse", f"{SNAPSHOTS}^") == before
    assert job.file("oidc-token").read_text(encoding="utf-8") == "test-oidc-token"
    assert job.file("oidc-token").stat().st_mode & 0o077 == 0


def test_without_a_key_no_snapshot_is_taken(hosted: Hosted, tmp_path: Path) -> None:
    job, before = hosted.job(tmp_path / "night", hosted.head("main")), hosted.head(SNAPSHOTS)
    job.variables = nightly(hosted)
    ran = job.steps(
        steps(SNAPSHOT)[-1:], {"secrets.IVRSYNC_SNAPSHOT_KEY": "", **{f"vars.ALIBABA_CLOUD_{name}": "" for name in ARNS}}
    )
    assert (ran.code, ran.err, hosted.head(SNAPSHOTS)) == (1, "the secret IVRSYNC_SNAPSHOT_KEY is not set\n", before)


ARNS = ("ROLE_ARN", "OIDC_PROVIDER_ARN")


def nightly(hosted: Hosted) -> dict[str, str]:
    """What a job needs to reach the clouds."""
    return {name: value for name, value in hosted.clouds.items() if name.startswith(("IVRSYNC_", "ALIBABA_CLOUD_"))}
