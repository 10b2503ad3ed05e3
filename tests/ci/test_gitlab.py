"""The shell of the GitLab template, run as a runner runs it: the lines before a job and the job's own, in one shell."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.ci.conftest import SNAPSHOTS, Hosted, git
from tests.ci.job import Job, Ran
from tests.ci.templates import GITLAB, document
from tests.fakes.code_hosts import NUMBER, TOKEN, GitLabServer


@pytest.fixture
def gitlab() -> Iterator[GitLabServer]:
    with GitLabServer(page=100) as server:
        yield server


def play(job: Job, name: str, **more: str) -> Ran:
    """Run a job of the template."""
    whole = document(GITLAB)
    shared, own = whole[".ivrsync"], whole[name]
    script = "\n".join([*shared["before_script"], *own["script"]])
    return job.shell(script, ("bash", "-eo", "pipefail"), **{**shared["variables"], **more})


def request(hosted: Hosted, place: Path, branch: str, **more: str) -> Job:
    """A machine with a checkout of a merge request and of nothing else."""
    job = hosted.job(place, hosted.head(branch))
    job.variables = {"GITLAB_CI": "true", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main", **more}
    return job


@pytest.mark.parametrize(("branch", "code"), [("rename", 0), ("removal", 4), ("link", 4)])
def test_a_review_ends_as_it_says_and_every_report_is_kept(hosted: Hosted, tmp_path: Path, branch: str, code: int) -> None:
    job = request(hosted, tmp_path / "review", branch)
    ran = play(job, "ivrsync-review")
    reports = job.checkout / "ivrsync-review"
    assert (ran.code, job.installed, reports.is_symlink()) == (code, ["ivrsync==0.1.0"], False), ran.err
    assert json.loads((reports / "review.json").read_text(encoding="utf-8"))["exit_code"] == code
    assert {path.name for path in reports.iterdir() if path.stat().st_size} == {
        *("exit-code", "review.md", "review.json", "review.sarif", "review.html", "review.junit", "review.gitlab"),
    }


def test_without_a_snapshot_the_review_is_incomplete(hosted: Hosted, tmp_path: Path) -> None:
    git(hosted.bare, "branch", "-D", SNAPSHOTS)
    job = request(hosted, tmp_path / "review", "rename")
    ran = play(job, "ivrsync-review")
    assert ran.code == 5
    assert "there is no snapshot: nothing is known of callers\n" in ran.err


def test_the_review_is_one_comment(hosted: Hosted, tmp_path: Path, gitlab: GitLabServer) -> None:
    told = {"CI_API_V4_URL": f"{gitlab.address}{gitlab.prefix}", "CI_PROJECT_ID": gitlab.repo, "CI_MERGE_REQUEST_IID": str(NUMBER)}
    for branch, run in (("removal", "1"), ("rename", "2")):
        job = request(hosted, tmp_path / run, branch, **told, CI_COMMIT_SHA=hosted.head(branch), CI_PIPELINE_IID=run)
        gitlab.head = hosted.head(branch)
        play(job, "ivrsync-review")
        ran = play(job, "ivrsync-comment", IVRSYNC_COMMENT_TOKEN=TOKEN)
        assert ran.code == 0, ran.err
    (note,) = gitlab.notes
    assert gitlab.writes == ["create", f"edit {note.id}"]
    assert "No caller is hurt" in note.text


@pytest.mark.parametrize("place", ["ivrsync-review", "ivrsync-review/review.md"])
def test_no_comment_of_what_a_link_leads_to(hosted: Hosted, tmp_path: Path, gitlab: GitLabServer, place: str) -> None:
    job = request(hosted, tmp_path / "comment", "rename")
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "review.md").write_text("for others", encoding="utf-8")
    (job.checkout / place).parent.mkdir(exist_ok=True)
    (job.checkout / place).symlink_to(tmp_path / place.replace("ivrsync-review", "elsewhere"))
    ran = play(job, "ivrsync-comment", IVRSYNC_COMMENT_TOKEN=TOKEN)
    assert (ran.code, gitlab.asked) == (1, [])
    assert "no review was kept\n" in ran.err


def test_the_nightly_job_pushes_with_a_token_of_its_own(hosted: Hosted, tmp_path: Path) -> None:
    job, before = hosted.job(tmp_path / "night", hosted.head("main")), hosted.head(SNAPSHOTS)
    clouds = {name: value for name, value in hosted.clouds.items() if name.startswith(("IVRSYNC_", "ALIBABA_CLOUD_"))}
    pushed = f"file://{hosted.bare}".removesuffix(".git")
    more = {"CI_PROJECT_URL": pushed, "IVRSYNC_SNAPSHOT_KEY": hosted.key, "IVRSYNC_PUSH_TOKEN": TOKEN}
    ran = play(job, "ivrsync-snapshot", **clouds, **more, ALIBABA_CLOUD_OIDC_TOKEN="test-oidc-token")
    assert ran.code == 0, ran.err
    assert git(hosted.bare, "rev-parse", f"{SNAPSHOTS}^") == before
    assert TOKEN not in ran.out + ran.err + (job.checkout / ".git" / "config").read_text(encoding="utf-8")
