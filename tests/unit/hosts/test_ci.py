"""Which request a job is for, as each CI system tells it."""

from __future__ import annotations

from typing import Any

import pytest

from sync.core.commenting import HostName
from sync.hosts.ci import api_address, detected, place_of
from sync.hosts.host import Place

A, B = "a" * 40, "b" * 40
GITHUB = {
    "GITHUB_ACTIONS": "true",
    "GITHUB_API_URL": "https://api.github.com",
    "GITHUB_REPOSITORY": "acme/ivr",
    "GITHUB_RUN_NUMBER": "12",
    "GITHUB_SHA": A,
    "GITHUB_REF_NAME": "7/merge",
}
GITLAB = {
    "GITLAB_CI": "true",
    "CI_API_V4_URL": "https://gitlab.example.com/api/v4",
    "CI_PROJECT_ID": "33",
    "CI_MERGE_REQUEST_IID": "7",
    "CI_COMMIT_SHA": B,
    "CI_PIPELINE_IID": "12",
}
GITEE = {
    "GITEE_REPO": "acme/ivr",
    "GITEE_PULL_ID": "7",
    "GITEE_SOURCE_BRANCH": "feature/x",
    "GITEE_SOURCE_COMMIT": B,
    "GITEE_COMMIT": A,
    "GITEE_BRANCH": "master",
    "GITEE_PIPELINE_BUILD_NUMBER": "12",
}
FLOW = {
    "PIPELINE_ID": "9",
    "CI_SOURCE_NAME": "ivr",
    "CI_COMMIT_REF_NAME": "pinned",
    "CI_COMMIT_REF_NAME_1": "feature/x",
    "CI_COMMIT_SHA": B,
    "BUILD_NUMBER": "12",
}
RUN = {
    "run_number": 3,
    "head_sha": B,
    "head_branch": "feature/x",
    "head_repository": {"owner": {"login": "somebody"}},
    "pull_requests": [],
}


@pytest.mark.parametrize(
    ("env", "host"),
    [(GITHUB, "github"), (GITLAB, "gitlab"), (GITEE, "gitee"), (FLOW, "codeup"), ({"CI": "true"}, None), ({}, None)],
)
def test_the_host_is_that_of_the_job(env: dict[str, str], host: HostName | None) -> None:
    assert detected(env) == host


def github(**told: Any) -> Place:
    return Place(host="github", server="https://api.github.com", repo="acme/ivr", **told)


@pytest.mark.parametrize(
    ("event", "env", "expected"),
    [
        ({"pull_request": {"number": 7, "head": {"sha": B}}}, GITHUB, github(number=7, head=B, run=12)),
        ({"workflow_run": RUN}, GITHUB, github(branch="somebody:feature/x", head=B, run=3)),
        (
            {"workflow_run": {**RUN, "pull_requests": [{"number": 7}]}},
            GITHUB,
            github(number=7, branch="somebody:feature/x", head=B, run=3),
        ),
        ({"issue": {"number": 7, "pull_request": {"url": "u"}}}, GITHUB, github(number=7, run=12)),
        ({"issue": {"number": 7}}, GITHUB, github(run=12)),
        ({}, {**GITHUB, "GITHUB_EVENT_NAME": "push", "GITHUB_REF_NAME": "feature/x"}, github(branch="feature/x", head=A, run=12)),
        ([], GITHUB, github(run=12)),
        ({"pull_request": "7", "workflow_run": None}, GITHUB, github(run=12)),
        ({"workflow_run": {"pull_requests": "7", "head_sha": "--option"}}, GITHUB, github()),
    ],
)
def test_github_tells_it_in_its_event(event: Any, env: dict[str, str], expected: Place) -> None:
    assert place_of("github", env, event) == expected


@pytest.mark.parametrize(
    ("host", "env", "expected"),
    [
        ("gitlab", GITLAB, Place(host="gitlab", server="https://gitlab.example.com/api/v4", repo="33", number=7, head=B, run=12)),
        (
            "gitlab",
            {**GITLAB, "CI_MERGE_REQUEST_PROJECT_ID": "34", "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA": A},
            Place(host="gitlab", server="https://gitlab.example.com/api/v4", repo="34", number=7, head=A, run=12),
        ),
        (
            "gitee",
            GITEE,
            Place(host="gitee", server="https://gitee.com/api/v5", repo="acme/ivr", number=7, branch="feature/x", head=B, run=12),
        ),
        (
            "gitee",
            {**GITEE, "GITEE_REPO": "ivr", "GITEE_PULL_ID": "x"},
            Place(host="gitee", server="https://gitee.com/api/v5", repo="", branch="feature/x", head=B, run=12),
        ),
        (
            "codeup",
            FLOW,
            Place(host="codeup", server="https://openapi-rdc.aliyuncs.com", repo="", branch="feature/x", head=B, run=12),
        ),
        (
            "codeup",
            {"CHANGE_ID": "7", "CHANGE_BRANCH": "feature/x", "BUILD_NUMBER": "12"},
            Place(host="codeup", server="https://openapi-rdc.aliyuncs.com", repo="", number=7, branch="feature/x", run=12),
        ),
        ("gitlab", GITHUB, Place(host="gitlab", server="https://gitlab.com/api/v4", repo="")),
    ],
)
def test_others_tell_it_in_variables(host: HostName, env: dict[str, str], expected: Place) -> None:
    assert place_of(host, env, None) == expected


@pytest.mark.parametrize(
    ("host", "server", "expected"),
    [
        ("github", "https://api.github.com/", "https://api.github.com"),
        ("github", "https://git.example.com", "https://git.example.com/api/v3"),
        ("gitlab", "https://git.example.com/", "https://git.example.com/api/v4"),
        ("gitlab", "https://git.example.com/gitlab/api/v4", "https://git.example.com/gitlab/api/v4"),
        ("gitee", "https://git.example.com", "https://git.example.com/api/v5"),
        ("codeup", "https://codeup.example.com", "https://codeup.example.com"),
    ],
)
def test_a_server_without_a_path_gets_the_usual_one(host: HostName, server: str, expected: str) -> None:
    assert api_address(host, server) == expected
