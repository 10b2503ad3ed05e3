"""The shell of the templates for Jenkins, Gitee Go and Flow: what they review, comment and keep, as far as a shell shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.ci.conftest import SNAPSHOTS, Hosted, git
from tests.ci.job import Job
from tests.ci.templates import CI, JENKINS, document, scripts
from tests.fakes.code_hosts import BRANCH, NUMBER, TOKEN, CodeupServer, GiteeServer, GitLabServer

BASH = ("bash",)
GITEE = {"GITEE_PIPELINE_NAME": "p", "GITEE_BRANCH": "main", "GITEE_PULL_ID": str(NUMBER), "GITEE_PIPELINE_BUILD_NUMBER": "3"}
FLOW = {"PIPELINE_ID": "9", "CI_SOURCE_NAME": "registry", "CI_COMMIT_TARGET_REF_NAME_1": "main", "BUILD_NUMBER": "3"}


@pytest.fixture(params=[("gitee", GiteeServer), ("yunxiao", CodeupServer)], ids=["gitee", "yunxiao"])
def host(request: pytest.FixtureRequest) -> Iterator[tuple[str, GiteeServer | CodeupServer]]:
    folder, server = request.param
    with server(page=100) as found:
        yield folder, found


def stated(path: Path) -> dict[str, str]:
    """The variables that a template sets."""
    told = document(path)["variables"]
    return dict(told) if isinstance(told, Mapping) else {one["key"]: one["value"] for one in told}


def request(hosted: Hosted, place: Path, branch: str) -> Job:
    """A machine with a checkout of a request, and what these systems tell of it."""
    job, head = hosted.job(place, hosted.head(branch)), hosted.head(branch)
    job.variables = {**GITEE, "GITEE_SOURCE_COMMIT": head} if "gitee" in str(place) else {**FLOW, "CI_COMMIT_SHA": head}
    job.variables |= {"CI_COMMIT_REF_NAME": BRANCH} if "yunxiao" in str(place) else {}
    return job


@pytest.mark.parametrize("folder", ["gitee", "yunxiao"])
@pytest.mark.parametrize(("branch", "code"), [("rename", 0), ("removal", 4)])
def test_a_review_without_secrets(hosted: Hosted, tmp_path: Path, folder: str, branch: str, code: int) -> None:
    path, job = CI / folder / "review.yml", request(hosted, tmp_path / folder, branch)
    (script,) = scripts(path)
    ran = job.shell(script, BASH, **stated(path))
    assert (ran.code, job.installed) == (code, ["ivrsync==0.1.0"]), ran.err
    assert (job.checkout / "ivrsync-review" / "review.md").read_text(encoding="utf-8") in ran.out


def test_the_comment_of_a_pipeline_of_its_own(hosted: Hosted, tmp_path: Path, host: tuple[str, GiteeServer | CodeupServer]) -> None:
    folder, server = host
    path, job = CI / folder / "comment.yml", request(hosted, tmp_path / folder, "removal")
    (script,) = scripts(path)
    server.head = hosted.head("removal")
    job.variables |= {**stated(path), "IVRSYNC_REPO": server.repo, "STAND_IN_WORDS": f"--server {server.address}"}
    ran = job.shell(script, BASH, IVRSYNC_COMMENT_TOKEN=TOKEN)
    assert ran.code == 0, ran.err
    (note,) = server.notes
    assert "After this change flow f1 reaches no function at ask" in note.text
    assert [status["state"] for status in server.statuses] == (["failure"] if folder == "yunxiao" else [])


@pytest.mark.parametrize("path", [CI / "gitee" / "snapshot.yml", CI / "yunxiao" / "snapshot.yml", JENKINS[1]], ids=str)
def test_the_nightly_job_keeps_a_signed_snapshot(hosted: Hosted, tmp_path: Path, path: Path) -> None:
    job, before = hosted.job(tmp_path / "night", hosted.head("main")), hosted.head(SNAPSHOTS)
    clouds = {name: value for name, value in hosted.clouds.items() if name.startswith(("IVRSYNC_", "ALIBABA_CLOUD_"))}
    known = {**clouds, "IVRSYNC_SNAPSHOT_KEY": hosted.key, "WORKSPACE_TMP": str(job.scratch), "IVRSYNC": "ivrsync==0.1.0"}
    for script in scripts(path):
        ran = job.shell(
            script, BASH, **known, IVRSYNC_PUSH_URL=f"file://{hosted.bare}", IVRSYNC_PUSH_USER="bot", IVRSYNC_PUSH_TOKEN=TOKEN
        )
        assert ran.code == 0, ran.err
    assert git(hosted.bare, "rev-parse", f"{SNAPSHOTS}^") == before


def test_jenkins_reviews_and_comments(hosted: Hosted, tmp_path: Path) -> None:
    job = hosted.job(tmp_path / "jenkins", hosted.head("removal"))
    git(job.checkout, "fetch", "-q", "origin", "+refs/heads/*:refs/remotes/origin/*")
    job.variables = {"CHANGE_TARGET": "main", "CHANGE_ID": str(NUMBER), "CHANGE_BRANCH": BRANCH, "BUILD_NUMBER": "3"}
    review, comment = scripts(JENKINS[0])
    with GitLabServer(page=100, head=hosted.head("removal")) as gitlab:
        job.variables |= {"WORKSPACE_TMP": str(job.scratch), "IVRSYNC": "ivrsync==0.1.0"}
        job.variables |= {"IVRSYNC_HOST": "gitlab", "IVRSYNC_SERVER": gitlab.address, "IVRSYNC_REPO": gitlab.repo}
        reviewed = job.shell(review, BASH)
        told = job.shell(comment, BASH, IVRSYNC_COMMENT_TOKEN=TOKEN)
    assert (reviewed.code, told.code) == (0, 0), reviewed.err + told.err
    assert (job.checkout / "ivrsync-review" / "exit-code").read_text(encoding="utf-8") == "4\n"  # the stage after that decides
    assert f"head={hosted.head('removal')} run=3" in gitlab.notes[0].text
