"""One comment on each host: before and after, older and newer runs, lost answers, races, refusals, and no token anywhere."""

from __future__ import annotations

import base64
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

from sync.app.comment import CommentOrder, post_comment
from sync.core.commenting import Posted, RunName
from sync.errors import CloudError, Failure, InputError
from sync.hosts.marker import Marker, marked
from sync.render.comment import fitted
from tests.fakes.clock import FakeClock
from tests.fakes.code_hosts import (
    BRANCH,
    HEAD,
    LOST,
    NUMBER,
    OTHER,
    PARENT,
    SERVERS,
    TOKEN,
    CodeHost,
    CodeupServer,
    Fault,
    GitHubServer,
    GitLabServer,
    answers,
    refuses,
)
from tests.fakes.server import Told

ENV = {"IVRSYNC_COMMENT_TOKEN": TOKEN}
WRITING = {"github": "/comments$", "gitlab": "/notes$", "gitee": "/comments$", "codeup": "/comments$"}
LISTING = {
    "github": ("GET", "/comments$"),
    "gitlab": ("GET", "/notes$"),
    "gitee": ("GET", "/comments$"),
    "codeup": ("POST", "/list$"),
}
EDITING = {"github": "PATCH", "gitlab": "PUT", "gitee": "PATCH", "codeup": "PUT"}


def body(text: str, *, run: int = 1, head: str = PARENT, scope: str = "default") -> str:
    return marked(Marker(registry="registry", scope=scope, head=head, run=run), text)


@pytest.fixture(params=SERVERS, ids=lambda kind: kind.name)
def host(request: pytest.FixtureRequest) -> Iterator[CodeHost]:
    with request.param() as server:
        yield server


class Desk:
    """Posts to a host, in a folder, with time that passes when somebody sleeps."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FakeClock()

    def post(self, host: CodeHost, text: str = "new\n", *, env: dict[str, str] | None = None, **more: Any) -> Posted:
        said = {"host": host.name, "server": host.address, "repo": host.repo, "request": NUMBER, "head": HEAD, "run": 2}
        order = CommentOrder(text=text, **{**said, **more})
        return post_comment(order, ENV if env is None else env, self.folder, fitted, self.clock.sleep)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def texts(host: CodeHost) -> list[str]:
    return [note.text for note in host.notes]


def test_the_first_run_writes_a_comment(host: CodeHost, desk: Desk) -> None:
    host.put("people talk", "somebody")
    posted = desk.post(host)
    assert (posted.outcome, posted.number, host.writes) == ("created", NUMBER, ["create"])
    assert texts(host) == ["people talk", body("new\n", run=2, head=HEAD)]


def test_the_next_run_edits_it_however_many_pages_of_comments_there_are(host: CodeHost, desk: Desk) -> None:
    for number in range(5):
        host.put(f"people talk {number}", "somebody")
    note = host.put(body("old\n"))
    for number in range(5):
        host.put(f"people talk on {number}", "somebody")
    posted = desk.post(host)
    assert (posted.outcome, host.writes) == ("edited", [f"edit {note.id}"])
    assert note.text == body("new\n", run=2, head=HEAD)


def test_a_comment_that_says_the_same_is_left_alone(host: CodeHost, desk: Desk) -> None:
    host.put(body("new\r\n").replace("\n", "\r\n"))
    assert (desk.post(host).outcome, host.writes) == ("left", [])


def test_other_registries_scopes_and_authors_keep_theirs(host: CodeHost, desk: Desk) -> None:
    host.put(body("old\n", scope="other"))
    host.put(body("old\n"), "somebody")
    host.put(f"quoted:\n{body('old')}")
    assert (desk.post(host).outcome, host.writes) == ("created", ["create"])


def test_an_older_run_overwrites_nothing(host: CodeHost, desk: Desk) -> None:
    host.put(body("newer\n", run=3, head=HEAD))
    posted = desk.post(host)
    assert (posted.outcome, host.writes) == ("older", [])
    assert (posted.ours, posted.theirs) == (RunName(head=HEAD, run=2), RunName(head=HEAD, run=3))


def test_a_run_on_an_ancestor_of_the_newest_commit_overwrites_nothing(desk: Desk) -> None:
    commits = _commits(desk.folder)
    with GitHubServer(head=commits[1]) as host:
        host.put(body("old\n", run=1, head=OTHER))
        assert desk.post(host, head=commits[0], run=9).outcome == "older"
        assert desk.post(host, head=commits[1], run=9).outcome == "edited"
        assert host.writes == ["edit 101"]


def test_a_run_on_an_ancestor_of_the_marked_commit_overwrites_nothing(desk: Desk) -> None:
    commits = _commits(desk.folder)
    with GitHubServer(head="") as host:
        host.put(body("newer\n", run=1, head=commits[1]))
        assert (desk.post(host, head=commits[0], run=9).outcome, host.writes) == ("older", [])


def _commits(folder: Path) -> list[str]:
    """Two commits, the first the parent of the second."""

    def git(*words: str) -> str:
        named = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]
        return subprocess.run(["git", *named, *words], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()

    git("init", "--quiet")
    made = []
    for name in ("first", "second"):
        git("commit", "--quiet", "--allow-empty", "--message", name)
        made.append(git("rev-parse", "HEAD"))
    return made


@pytest.mark.parametrize(
    ("mode", "left"), [("update", ["new 2"]), ("new", ["old 0", "old 1", "new 2"]), ("delete-and-new", ["new 2"])]
)
def test_what_each_mode_leaves(host: CodeHost, desk: Desk, mode: str, left: list[str]) -> None:
    for run in range(2):
        host.put(body(f"old {run}\n", run=run))
    posted = desk.post(host, "new 2\n", mode=mode)
    assert posted.outcome == ("edited" if mode == "update" else "created")
    assert [text.split("\n")[2] for text in texts(host)] == left


def test_a_dry_run_reads_only_and_has_the_text(host: CodeHost, desk: Desk) -> None:
    host.put(body("old\n"))
    posted = desk.post(host, is_dry=True)
    assert (posted.outcome, posted.is_dry, posted.body) == ("edited", True, body("new\n", run=2, head=HEAD))
    assert host.writes == []


@pytest.mark.parametrize(
    ("there", "exit_code", "outcome"), [(False, 0, "skipped"), (False, 3, "created"), (True, 0, "edited"), (True, 3, "edited")]
)
def test_nothing_found_writes_no_first_comment_where_that_is_wanted(
    host: CodeHost,
    desk: Desk,
    there: bool,  # noqa: FBT001
    exit_code: int,
    outcome: str,
) -> None:
    if there:
        host.put(body("old\n"))
    assert desk.post(host, only_findings=True, exit_code=exit_code).outcome == outcome


def test_the_request_is_looked_up_by_the_branch(host: CodeHost, desk: Desk) -> None:
    host.branches = [(3, "feature/y"), (4, "feature/z"), (NUMBER, BRANCH)]
    env = {**ENV, "CHANGE_BRANCH": BRANCH}
    assert (desk.post(host, env=env, request=0).number, host.writes) == (NUMBER, ["create"])


@pytest.mark.parametrize(("branches", "why"), [([], "no open request"), ([(7, BRANCH), (9, BRANCH)], "several open requests")])
def test_a_branch_of_no_request_or_several_is_refused(
    host: CodeHost, desk: Desk, branches: list[tuple[int, str]], why: str
) -> None:
    host.branches = branches
    with pytest.raises(InputError, match=why):
        desk.post(host, env={**ENV, "CHANGE_BRANCH": BRANCH}, request=0)


# Answers that do not come


def test_a_lost_answer_does_not_make_two_comments(host: CodeHost, desk: Desk) -> None:
    host.faults = [Fault(method="POST", part=WRITING[host.name], told=LOST, is_done=True)]
    assert desk.post(host).outcome == "created"
    assert texts(host) == [body("new\n", run=2, head=HEAD)]


def test_a_lost_answer_of_a_new_comment_leaves_the_former_ones(host: CodeHost, desk: Desk) -> None:
    host.put(body("old\n"))
    host.faults = [Fault(method="POST", part=WRITING[host.name], told=LOST, is_done=True)]
    assert desk.post(host, mode="new").outcome == "created"
    assert texts(host) == [body("old\n"), body("new\n", run=2, head=HEAD)]


@pytest.mark.parametrize("told", [LOST, refuses(500), refuses(502)])
def test_a_comment_that_was_not_made_is_written_again(told: Told, desk: Desk) -> None:
    with GitHubServer() as host:
        host.faults = [Fault(method="POST", part="/comments", told=told)]
        assert (desk.post(host).outcome, host.writes) == ("created", ["create"])
        assert [asked.method for asked in host.asked if "/comments" in asked.path] == ["GET", "POST", "GET", "POST", "GET"]


def test_a_host_that_never_answers_is_an_error_after_three_tries(desk: Desk) -> None:
    with GitHubServer() as host:
        host.faults = [Fault(method="POST", part="/comments", told=refuses(500))] * 3
        with pytest.raises(CloudError) as error:
            desk.post(host)
        assert (error.value.failure, host.writes) == (Failure.UNAVAILABLE, [])


@pytest.mark.parametrize("told", [LOST, refuses(500), refuses(429)])
def test_reading_and_editing_are_repeated(host: CodeHost, desk: Desk, told: Told) -> None:
    note = host.put(body("old\n"))
    listing, part = LISTING[host.name]
    host.faults = [
        Fault(method=listing, part=part, told=told),
        Fault(method=EDITING[host.name], part=str(note.id), told=told),
    ]
    assert (desk.post(host).outcome, note.text) == ("edited", body("new\n", run=2, head=HEAD))
    assert host.faults == []


def test_reading_is_not_repeated_for_ever(host: CodeHost, desk: Desk) -> None:
    method, part = LISTING[host.name]
    host.faults = [Fault(method=method, part=part, told=refuses(503))] * 9
    with pytest.raises(CloudError) as error:
        desk.post(host)
    assert (error.value.failure, desk.clock.slept) == (Failure.UNAVAILABLE, [1.0, 2.0, 4.0])


@pytest.mark.parametrize(
    ("told", "slept"),
    [
        (refuses(429, Retry_After="7"), [7.0]),
        (refuses(403, Retry_After="7"), [7.0]),
        (refuses(403, x_ratelimit_remaining="0"), [1.0]),
        (refuses(429, Retry_After="soon"), [1.0]),
    ],
)
def test_a_host_that_asks_to_wait_is_waited_for(told: Told, slept: list[float], desk: Desk) -> None:
    with GitHubServer() as host:
        host.faults = [Fault(method="POST", part="/comments", told=told)]
        assert (desk.post(host).outcome, desk.clock.slept) == ("created", slept)


@pytest.mark.parametrize(("seconds", "slept"), [("61", []), ("60", [60.0, 60.0, 60.0])])
def test_waiting_has_a_bound(seconds: str, slept: list[float], desk: Desk) -> None:
    with GitHubServer() as host:
        host.faults = [Fault(method="POST", part="/comments", told=refuses(429, Retry_After=seconds))] * 9
        with pytest.raises(CloudError) as error:
            desk.post(host)
        assert (error.value.failure, desk.clock.slept, host.writes) == (Failure.THROTTLED, slept, [])


def test_a_comment_that_was_deleted_meanwhile_is_written_again(host: CodeHost, desk: Desk) -> None:
    host.put(body("old\n"))
    host.faults = [Fault(method=EDITING[host.name], part="101", told=refuses(404))]
    assert (desk.post(host).outcome, host.writes) == ("created", ["create", "delete 101"])


# Two runs at once


def test_of_two_runs_that_both_wrote_the_newer_one_stays(host: CodeHost, desk: Desk) -> None:
    def other_writes() -> None:
        host.put(body("newer\n", run=3, head=HEAD), is_bot=not host.tells_me)

    host.on_create = other_writes
    posted = desk.post(host)
    assert (posted.outcome, posted.removed) == ("older", 1)
    assert texts(host) == [body("newer\n", run=3, head=HEAD)]


def test_of_two_runs_that_both_wrote_the_older_one_goes(host: CodeHost, desk: Desk) -> None:
    host.on_create = lambda: host.put(body("old\n"))
    posted = desk.post(host)
    assert (posted.outcome, posted.removed) == ("created", 1)
    assert texts(host) == [body("new\n", run=2, head=HEAD)]


def test_what_a_race_has_left_goes_with_the_next_run(host: CodeHost, desk: Desk) -> None:
    host.put(body("old\n"))
    host.put(body("old too\n"))
    posted = desk.post(host)
    assert (posted.outcome, posted.removed, host.writes) == ("edited", 1, ["edit 102", "delete 101"])


def test_what_cannot_be_removed_is_told(desk: Desk) -> None:
    with GitHubServer() as host:
        host.put(body("old\n"))
        host.put(body("old too\n"))
        host.faults = [Fault(method="DELETE", part="101", told=refuses(403, "Must have admin rights"))]
        posted = desk.post(host)
        assert (posted.outcome, posted.removed) == ("edited", 0)
        assert posted.problems == ("GitHub: delete a comment: HTTP 403: Must have admin rights",)


def test_a_look_for_others_that_fails_takes_nothing_back(desk: Desk) -> None:
    with GitHubServer() as host:
        host.on_create = lambda: host.faults.append(Fault(method="GET", part="/comments$", told=refuses(403, "no longer")))
        posted = desk.post(host)
        assert (posted.outcome, posted.problems) == ("created", ("GitHub: list the comments: HTTP 403: no longer",))


# Who wrote it


def test_the_token_of_a_workflow_finds_the_comments_of_bots(desk: Desk) -> None:
    with GitHubServer(tells_me=False, me="github-actions[bot]") as host:
        host.put(body("forged\n", run=99), "somebody")
        note = host.put(body("old\n"), is_bot=True)
        posted = desk.post(host)
        assert (posted.outcome, posted.is_by_marker_alone, host.writes) == ("edited", True, [f"edit {note.id}"])


@pytest.mark.parametrize("kind", [GitLabServer, CodeupServer])
def test_an_author_may_be_named_where_the_host_does_not_tell_it(kind: type[CodeHost], desk: Desk) -> None:
    with kind(tells_me=False) as host:
        host.put(body("forged\n", run=99, head=HEAD), "somebody")
        assert desk.post(host).outcome == "older"
        posted = desk.post(host, author="IVRSYNC-bot")
        assert (posted.outcome, posted.is_by_marker_alone, host.writes) == ("created", False, ["create"])


# Tokens that may not


def test_a_token_that_may_not_write_puts_the_text_into_the_job_summary(host: CodeHost, desk: Desk) -> None:
    summary = desk.folder / "summary.md"
    summary.write_text("before\n", encoding="utf-8")
    host.faults = [Fault(method="POST", part=WRITING[host.name], told=refuses(403, "Resource not accessible by integration"))]
    posted = desk.post(host, env={**ENV, "GITHUB_STEP_SUMMARY": str(summary)})
    assert (posted.outcome, posted.summary, host.writes) == ("denied", str(summary), [])
    assert "Resource not accessible by integration" in posted.reason
    assert summary.read_text(encoding="utf-8") == "before\nnew\n"


@pytest.mark.parametrize("env", [{}, {"IVRSYNC_COMMENT_TOKEN": "  "}])
def test_without_a_token_the_text_is_kept(host: CodeHost, desk: Desk, env: dict[str, str]) -> None:
    posted = desk.post(host, env=env)
    assert (posted.outcome, posted.body, host.asked) == ("denied", "new\n", [])
    assert "IVRSYNC_COMMENT_TOKEN" in posted.reason


def test_a_summary_that_cannot_be_written_loses_nothing(desk: Desk) -> None:
    with GitHubServer() as host:
        posted = desk.post(host, env={"GITHUB_STEP_SUMMARY": str(desk.folder / "no" / "such")})
        assert (posted.outcome, posted.summary, posted.body) == ("denied", "", "new\n")


@pytest.mark.parametrize(
    ("told", "failure", "code"),
    [
        (refuses(401, "Bad credentials"), Failure.DENIED, "HTTP 401"),
        (refuses(404, "Not Found"), Failure.ABSENT, "HTTP 404"),
        (refuses(422, "Body is too long (maximum is 65536 characters)"), Failure.INVALID, "HTTP 422"),
        (refuses(301, "Moved Permanently", Location="http://elsewhere.example/"), Failure.INVALID, "HTTP 301"),
        (answers("text"), Failure.UNREADABLE, "UnexpectedAnswer"),
        (answers({"a": 1}), Failure.UNREADABLE, "UnexpectedAnswer"),
        (answers([1, 2]), Failure.UNREADABLE, "UnexpectedAnswer"),
        (answers(None), Failure.UNREADABLE, "UnexpectedAnswer"),
    ],
)
def test_what_a_host_refuses_or_answers_oddly_is_an_error(
    host: CodeHost, desk: Desk, told: Told, failure: Failure, code: str
) -> None:
    listing, part = LISTING[host.name]
    host.faults = [Fault(method=listing, part=part, told=told)]
    with pytest.raises(CloudError) as error:
        desk.post(host)
    assert (error.value.failure, error.value.code, host.writes) == (failure, code, [])
    assert "list the comments" in str(error.value)


def test_comments_of_an_odd_shape_are_nobodys(desk: Desk) -> None:
    with GitHubServer() as host:
        odd = [
            {"id": 1},
            {"id": 2, "body": None},
            {"id": True, "body": body("old"), "user": [3]},
            {"body": 7, "user": {"login": {}}},
            {"id": "9" * 5_000, "body": "people talk"},
        ]
        host.faults = [Fault(method="GET", part="/comments", told=answers(odd))]
        assert (desk.post(host).outcome, host.writes) == ("created", ["create"])


# What a host takes


@pytest.mark.parametrize(
    ("name", "most", "unit"),
    [
        ("github", 65_536, "characters"),
        ("gitlab", 1_000_000, "characters"),
        ("gitee", 65_535, "bytes"),
        ("codeup", 65_535, "bytes"),
    ],
)
def test_a_text_that_is_too_long_is_cut_to_what_the_host_takes(name: str, most: int, unit: str, desk: Desk) -> None:
    with next(kind for kind in SERVERS if kind.name == name)() as host:
        desk.post(host, "查询归属地\n" * 200_000)
        written = host.notes[0].text
        size = len(written) if unit == "characters" else len(written.encode())
        assert most * 0.9 < size <= most
        assert "left out" in written.splitlines()[-1]


@pytest.mark.parametrize("text", ["", " \n"])
def test_nothing_empty_is_written(host: CodeHost, desk: Desk, text: str) -> None:
    with pytest.raises(InputError, match="empty"):
        desk.post(host, text)
    assert host.asked == []


def test_an_edit_that_is_refused_is_an_error_and_makes_no_second_comment(host: CodeHost, desk: Desk) -> None:
    host.put(body("old\n"))
    host.faults = [Fault(method=EDITING[host.name], part="101", told=refuses(422, "Body is too long"))]
    with pytest.raises(CloudError, match="edit the comment: HTTP 422: Body is too long"):
        desk.post(host)
    assert (texts(host), host.writes) == ([body("old\n")], [])


# Codeup's merge rules


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault(method="PUT", part="101", told=answers({"result": False})), "it answers that nothing was edited"),
        (Fault(method="GET", part="/user", told=Told(body=b"<html>")), "the answer is not JSON"),
    ],
)
def test_codeup_may_answer_well_and_do_nothing(fault: Fault, error: str, desk: Desk) -> None:
    with CodeupServer(faults=[fault]) as host:
        host.put(body("old\n"))
        with pytest.raises(CloudError, match=error):
            desk.post(host)
        assert host.writes == []


def test_codeup_takes_no_comment_without_a_version(desk: Desk) -> None:
    with CodeupServer(faults=[Fault(method="GET", part="/patches$", told=answers([]))]) as host:
        with pytest.raises(CloudError, match="names no version of its source branch"):
            desk.post(host)
        assert host.writes == []


@pytest.mark.parametrize(
    ("more", "resolved", "state"),
    [
        ({}, True, None),
        ({"exit_code": 0}, True, "success"),
        ({"exit_code": 2}, True, "success"),
        ({"exit_code": 3}, True, "success"),
        ({"exit_code": 4}, False, "failure"),
        ({"exit_code": 5}, True, "error"),
        ({"exit_code": 1}, True, "error"),
        ({"is_blocking": True}, False, "failure"),
    ],
)
@pytest.mark.parametrize("there", [False, True])
def test_a_comment_is_resolved_unless_a_flow_breaks(
    more: dict[str, Any],
    resolved: bool,  # noqa: FBT001
    state: str | None,
    there: bool,  # noqa: FBT001
    desk: Desk,
) -> None:
    with CodeupServer() as host:
        if there:
            host.put(body("old\n")).resolved = not resolved
        posted = desk.post(host, verdict="a line", **more)
        assert (len(host.notes), host.notes[0].resolved, posted.status) == (1, resolved, state or "")
        told = [{"state": state, "context": "ivrsync", "description": "a line", "commit": HEAD}] if state else []
        assert host.statuses == told


def test_each_registry_and_scope_has_a_status_of_its_own(desk: Desk) -> None:
    with CodeupServer() as host:
        for registry, scope in (("registry", "hotline"), ("other", "default"), ("r" * 60, "one"), ("r" * 60, "two")):
            desk.post(host, exit_code=0, registry=registry, scope=scope)
        names = [status["context"] for status in host.statuses]
        assert names[:2] == ["ivrsync/hotline", "ivrsync/other"]
        assert (len(set(names)), max(map(len, names))) == (4, 50)


def test_a_status_that_may_not_be_set_is_told(desk: Desk) -> None:
    with CodeupServer() as host:
        host.faults = [Fault(method="POST", part="/statuses", told=refuses(403, "no permission"))]
        posted = desk.post(host, exit_code=0)
        assert (posted.outcome, posted.status) == ("created", "")
        assert posted.problems == ("Codeup: set the commit status: HTTP 403: no permission",)


# Where a token goes


@pytest.mark.parametrize(
    "server",
    [
        "http://git.example.com",
        "ftp://git.example.com",
        "git.example.com",
        "https://",
        "https://a:b@git.example.com",
        "https://[",
        "https://h/?a=1",
    ],
)
def test_a_token_is_not_sent_just_anywhere(server: str, desk: Desk) -> None:
    with GitHubServer() as host, pytest.raises(InputError):
        desk.post(host, server=server)


@pytest.mark.parametrize(
    "repo", ["ivr", "acme/ivr/..", "../..", "acme/i vr", "acme/ivr?x=1", "acme/ivr#", "acme//ivr", "/acme/ivr"]
)
def test_a_repository_is_a_name(host: CodeHost, desk: Desk, repo: str) -> None:
    with pytest.raises(InputError, match="--repo"):
        desk.post(host, repo=repo)


@pytest.mark.parametrize("head", ["main", "--help", "b" * 8, "b" * 65])
def test_a_head_is_a_hash(desk: Desk, head: str) -> None:
    with GitHubServer() as host, pytest.raises(InputError, match="--head"):
        desk.post(host, head=head)


def test_no_redirect_takes_the_token_elsewhere(host: CodeHost, desk: Desk) -> None:
    with GitHubServer() as elsewhere:
        host.faults = [Fault(method="GET", part="", told=refuses(302, Location=f"{elsewhere.address}/x"))]
        with pytest.raises(CloudError):
            desk.post(host)
        assert elsewhere.asked == []


def forms(value: str) -> list[str]:
    raw = value.encode()
    encoded = [base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode()]
    return [value, quote(value), quote(value, safe=""), *(form.rstrip("=") for form in encoded)]


@pytest.mark.parametrize("status", [400, 401, 403, 404, 422, 500])
def test_a_host_that_repeats_the_token_does_not_make_us_show_it(host: CodeHost, desk: Desk, status: int) -> None:
    echoed = " ".join(forms(TOKEN))
    host.faults = [Fault(method=method, part="", told=refuses(status, f"you sent {echoed}")) for method in ("GET", "POST")] * 4
    try:
        posted = desk.post(host, f"the report holds {echoed}\n", is_dry=True)
        said = repr(posted)
    except CloudError as error:
        said = repr(error) + str(error) + error.message + error.hint + repr(error.__cause__) + repr(error.__context__)
    assert [form for form in forms(TOKEN) if form in said] == []


def test_a_report_that_holds_the_token_is_written_without_it(host: CodeHost, desk: Desk) -> None:
    desk.post(host, f"the report holds {' '.join(forms(TOKEN))}\n")
    assert [form for form in forms(TOKEN) if form in host.notes[0].text] == []


def test_a_server_that_is_not_there_is_told_without_the_token(desk: Desk) -> None:
    with GitHubServer() as host, socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))  # nobody listens
        with pytest.raises(CloudError) as error:
            desk.post(host, server=f"http://127.0.0.1:{bound.getsockname()[1]}")
    assert error.value.failure is Failure.UNREACHED
    assert desk.clock.slept == [1.0, 2.0, 4.0]
    assert [form for form in forms(TOKEN) if form in str(error.value) + error.value.hint] == []
