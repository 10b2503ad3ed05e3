"""Which request a job of a CI system is for, as the job's environment tells."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from pydantic import JsonValue

from sync.core.commenting import HostName
from sync.hosts.client import number_of, text_of, whole_number
from sync.hosts.host import Place

Environment = Mapping[str, str]
NAMES: Mapping[HostName, str] = {"github": "GitHub", "gitlab": "GitLab", "gitee": "Gitee", "codeup": "Codeup"}
# The first that is set counts.
TOKENS: Mapping[HostName, tuple[str, ...]] = {
    "github": ("IVRSYNC_COMMENT_TOKEN", "GITHUB_TOKEN", "GH_TOKEN"),
    "gitlab": ("IVRSYNC_COMMENT_TOKEN", "GITLAB_TOKEN"),
    "gitee": ("IVRSYNC_COMMENT_TOKEN", "GITEE_TOKEN"),
    "codeup": ("IVRSYNC_COMMENT_TOKEN", "YUNXIAO_TOKEN"),
}
SERVERS: Mapping[HostName, str] = {
    "github": "https://api.github.com",
    "gitlab": "https://gitlab.com/api/v4",
    "gitee": "https://gitee.com/api/v5",
    "codeup": "https://openapi-rdc.aliyuncs.com",
}
# Where the API is on a server that is named without a path.
_API_PATHS: Mapping[HostName, str] = {"github": "/api/v3", "gitlab": "/api/v4", "gitee": "/api/v5", "codeup": ""}
_SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}", re.ASCII)


def detected(env: Environment) -> HostName | None:
    """The host whose CI this job runs on; None where none is recognised."""
    if env.get("GITHUB_ACTIONS") == "true":
        return "github"
    if env.get("GITLAB_CI") == "true":
        return "gitlab"
    if env.get("GITEE_PIPELINE_NAME") or env.get("GITEE_REPO"):
        return "gitee"
    return "codeup" if env.get("PIPELINE_ID") and env.get("CI_SOURCE_NAME") else None


def place_of(host: HostName, env: Environment, event: JsonValue) -> Place:
    """What the environment tells of the request; `event` is the content of `GITHUB_EVENT_PATH`.

    On another CI system, such as Jenkins, nothing of a host's own is set: the names of its multibranch jobs are understood.
    """
    return _TELLS[host](env, event) if detected(env) == host else _elsewhere(host, env)


def api_address(host: HostName, server: str) -> str:
    """The address of the API on a server; one without a path gets the usual one."""
    scheme, _, rest = server.rstrip("/").partition("://")
    return f"{scheme}://{rest}" + ("" if "/" in rest or f"{scheme}://{rest}" == SERVERS[host] else _API_PATHS[host])


def _github(env: Environment, event: JsonValue) -> Place:
    """A `workflow_run` tells of the run that it follows, so that a job with a token can speak for one without."""
    told = event if isinstance(event, dict) else {}
    run = told.get("workflow_run")
    if isinstance(run, dict):
        requests = run.get("pull_requests")
        first = requests[0] if isinstance(requests, list) and requests else {}
        owner, branch = text_of(run, "head_repository", "owner", "login"), text_of(run, "head_branch")
        return Place(
            host="github",
            server=_server("github", env.get("GITHUB_API_URL")),
            repo=env.get("GITHUB_REPOSITORY", ""),
            number=number_of(first, "number") if isinstance(first, dict) else 0,
            branch=f"{owner}:{branch}" if owner else branch,
            head=_sha(text_of(run, "head_sha")),
            run=number_of(run, "run_number"),
        )
    is_push = env.get("GITHUB_EVENT_NAME") == "push"
    # In other events GITHUB_SHA is a merge that GitHub made, or the head of the default branch.
    head = text_of(told, "pull_request", "head", "sha") or (env.get("GITHUB_SHA", "") if is_push else "")
    asked = number_of(told, "pull_request", "number")
    return Place(
        host="github",
        server=_server("github", env.get("GITHUB_API_URL")),
        repo=env.get("GITHUB_REPOSITORY", ""),
        number=asked or (number_of(told, "issue", "number") if text_of(told, "issue", "pull_request", "url") else 0),
        branch=env.get("GITHUB_REF_NAME", "") if is_push else "",
        head=_sha(head),
        run=_number(env, "GITHUB_RUN_NUMBER"),
    )


def _gitlab(env: Environment, _event: JsonValue) -> Place:
    return Place(
        host="gitlab",
        server=_server("gitlab", env.get("CI_API_V4_URL")),
        repo=env.get("CI_MERGE_REQUEST_PROJECT_ID") or env.get("CI_PROJECT_ID", ""),
        number=_number(env, "CI_MERGE_REQUEST_IID"),
        branch=env.get("CI_COMMIT_BRANCH", ""),
        head=_sha(env.get("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA") or env.get("CI_COMMIT_SHA", "")),
        run=_number(env, "CI_PIPELINE_IID"),
    )


def _gitee(env: Environment, _event: JsonValue) -> Place:
    """`GITEE_BRANCH` and `GITEE_COMMIT` are those of the target in a pull request."""
    repo = env.get("GITEE_REPO", "")
    return Place(
        host="gitee",
        server=SERVERS["gitee"],
        repo=repo if "/" in repo else "",
        number=_number(env, "GITEE_PULL_ID"),
        branch=env.get("GITEE_SOURCE_BRANCH", ""),
        head=_sha(env.get("GITEE_SOURCE_COMMIT", "")),
        run=_number(env, "GITEE_PIPELINE_BUILD_NUMBER"),
    )


def _codeup(env: Environment, _event: JsonValue) -> Place:
    """Flow tells no number of a request. With several sources only the numbered names are reliable, so they count first."""
    return Place(
        host="codeup",
        server=SERVERS["codeup"],
        repo="",
        branch=env.get("CI_COMMIT_REF_NAME_1") or env.get("CI_COMMIT_REF_NAME", ""),
        head=_sha(env.get("CI_COMMIT_SHA_1") or env.get("CI_COMMIT_SHA", "")),
        run=_number(env, "BUILD_NUMBER"),
    )


def _elsewhere(host: HostName, env: Environment) -> Place:
    return Place(
        host=host,
        server=SERVERS[host],
        repo="",
        number=_number(env, "CHANGE_ID"),
        branch=env.get("CHANGE_BRANCH", ""),
        run=_number(env, "BUILD_NUMBER"),
    )


_TELLS: Mapping[HostName, Callable[[Environment, JsonValue], Place]] = {
    "github": _github,
    "gitlab": _gitlab,
    "gitee": _gitee,
    "codeup": _codeup,
}


def _server(host: HostName, told: str | None) -> str:
    return told.rstrip("/") if told else SERVERS[host]


def _number(env: Environment, name: str) -> int:
    return whole_number(env.get(name, ""))


def _sha(text: str) -> str:
    return text if _SHA.fullmatch(text) else ""
