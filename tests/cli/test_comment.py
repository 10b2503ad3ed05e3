"""`ivrsync comment` as a job runs it: what it takes from the environment, what it says, and how it ends."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest

from sync.hosts.ci import TOKENS
from tests.cli.command import Ran, environment, ivrsync
from tests.cli.test_help import help_of
from tests.fakes.code_hosts import BRANCH, HEAD, TOKEN, CodeupServer, Fault, GitHubServer, refuses

REPORT = "**After this change 客服热线 reaches no function at 身份验证**\n"


@pytest.fixture
def github() -> Iterator[GitHubServer]:
    with GitHubServer() as server:
        yield server


def job(folder: Path, host: GitHubServer, **more: str) -> dict[str, str]:
    """The environment of a job of GitHub Actions on a pull request."""
    event = folder / "event.json"
    event.write_text(json.dumps({"pull_request": {"number": 7, "head": {"sha": HEAD}}}), encoding="utf-8")
    told = {"GITHUB_ACTIONS": "true", "GITHUB_REPOSITORY": "acme/ivr", "GITHUB_RUN_NUMBER": "12", "GITHUB_TOKEN": TOKEN}
    told = {**told, **more}
    return environment(**told, GITHUB_API_URL=f"{host.address}/api/v3", GITHUB_EVENT_PATH=str(event))


def comment(folder: Path, *words: str, env: dict[str, str]) -> Ran:
    (folder / "review.md").write_text(REPORT, encoding="utf-8")
    return ivrsync("comment", *words, cwd=folder, env=env)


def test_a_job_needs_no_option(tmp_path: Path, github: GitHubServer) -> None:
    ran = comment(tmp_path, "review.md", env=job(tmp_path, github))
    assert (ran.code, ran.out, ran.err) == (0, "comment created on GitHub acme/ivr #7\n", "")
    marker = f"<!-- ivrsync registry=registry scope=default head={HEAD} run=12 -->"
    assert [note.text for note in github.notes] == [f"{marker}\n\n{REPORT}"]


def test_the_registry_of_the_settings_names_the_comment(tmp_path: Path, github: GitHubServer) -> None:
    (tmp_path / "ivrsync.toml").write_text(
        'registry = "ivr/specs"\n[accounts.a]\nid = "1"\n[accounts.b]\nid = "2"\n', encoding="utf-8"
    )
    assert comment(tmp_path, "review.md", "--scope", "hotline", env=job(tmp_path, github)).code == 0
    assert github.notes[0].text.startswith("<!-- ivrsync registry=ivr%2Fspecs scope=hotline ")


def test_the_text_may_come_from_stdin(tmp_path: Path, github: GitHubServer) -> None:
    ran = ivrsync("comment", "-", cwd=tmp_path, env=job(tmp_path, github), stdin="from a pipe\n")
    assert (ran.code, github.notes[0].text.endswith("\n\nfrom a pipe\n")) == (0, True)


def test_a_dry_run_shows_the_text_and_writes_nothing(tmp_path: Path, github: GitHubServer) -> None:
    ran = comment(tmp_path, "review.md", "--dry-run", env=job(tmp_path, github))
    marker = f"<!-- ivrsync registry=registry scope=default head={HEAD} run=12 -->"
    assert (ran.code, ran.out) == (0, f"comment would be created on GitHub acme/ivr #7\n\n{marker}\n\n{REPORT}")
    assert github.writes == []


def test_an_older_run_is_told_and_ends_well(tmp_path: Path, github: GitHubServer) -> None:
    env = job(tmp_path, github)
    assert comment(tmp_path, "review.md", env=env).code == 0
    (tmp_path / "older.md").write_text("older\n", encoding="utf-8")
    ran = comment(tmp_path, "older.md", "--run", "11", env=env)
    assert (ran.code, github.writes) == (0, ["create"])
    assert "it is of a newer run (commit bbbbbbbbbbbb, run 12) than this one (commit bbbbbbbbbbbb, run 11)" in ran.out


@pytest.mark.parametrize(("strict", "code"), [((), 0), (("--strict",), 1)])
def test_a_pull_request_from_a_fork_gets_its_text_on_stdout(
    tmp_path: Path, github: GitHubServer, strict: tuple[str, ...], code: int
) -> None:
    github.faults = [Fault(method="POST", part="/comments$", told=refuses(403, "Resource not accessible by integration"))]
    ran = comment(tmp_path, "review.md", *strict, env=job(tmp_path, github))
    assert (ran.code, ran.out) == (code, REPORT)
    assert "Resource not accessible by integration; the text follows on stdout" in ran.err


def test_a_job_with_a_summary_gets_it_there(tmp_path: Path, github: GitHubServer) -> None:
    summary = tmp_path / "summary.md"
    ran = comment(tmp_path, "review.md", env=job(tmp_path, github, GITHUB_TOKEN="", GITHUB_STEP_SUMMARY=str(summary)))
    assert (ran.code, ran.out, summary.read_text(encoding="utf-8")) == (0, "", REPORT)


def test_flow_tells_no_number_and_codeup_is_asked_for_it(tmp_path: Path) -> None:
    with CodeupServer() as codeup:
        told = {
            "PIPELINE_ID": "9",
            "CI_SOURCE_NAME": "ivr",
            "CI_COMMIT_REF_NAME_1": BRANCH,
            "CI_COMMIT_SHA": HEAD,
            "BUILD_NUMBER": "3",
        }
        words = ("review.md", "--repo", codeup.repo, "--server", codeup.address, "--exit-code", "4")
        ran = comment(tmp_path, *words, env=environment(**told, YUNXIAO_TOKEN=TOKEN))
        assert (ran.code, codeup.notes[0].resolved, codeup.statuses[0]["state"]) == (0, False, "failure")
        assert ran.out.splitlines() == [
            "comment created on Codeup 60de7a68/2813489 #7",
            "the commit bbbbbbbbbbbb has the status failure",
        ]


@pytest.mark.parametrize(
    ("words", "error", "hint"),
    [
        (("review.md",), "the host is not known", "add --host, --repo and --request"),
        (("review.md", "--host", "github"), "the repository is not known", "OWNER/NAME"),
        (("nothing.md",), "nothing.md: the text of the comment cannot be read: No such file or directory", "ivrsync review"),
        (("latin.md",), "latin.md: this is not the text of a comment: it is not UTF-8", "ivrsync review"),
        (("empty.md", "--host", "github", "--repo", "a/b"), "the text of the comment is empty", "ivrsync review"),
        (("review.md", "--when", "findings"), "--when findings needs the verdict", "see ivrsync comment --help"),
        (
            ("review.md", "--host", "gitlab", "--repo", "a/b", "--server", "http://git.example.com"),
            "a token is not sent there",
            "https://",
        ),
    ],
)
def test_what_is_missing_is_told_with_what_to_do(tmp_path: Path, words: tuple[str, ...], error: str, hint: str) -> None:
    (tmp_path / "latin.md").write_bytes(b"caf\xe9\n")
    (tmp_path / "empty.md").write_bytes(b"\n \n")
    ran = comment(tmp_path, *words, env=environment(IVRSYNC_COMMENT_TOKEN=TOKEN))
    assert (ran.code, ran.out) == (1, "")
    said, advice = ran.err.splitlines()
    assert error in said
    assert hint in advice


def test_no_token_is_in_any_output(tmp_path: Path, github: GitHubServer) -> None:
    raw = TOKEN.encode()
    encoded = [base64.b64encode(raw).decode(), base64.urlsafe_b64encode(raw).decode()]
    forms = [TOKEN, quote(TOKEN), quote(TOKEN, safe=""), *(form.rstrip("=") for form in encoded)]
    (tmp_path / "hostile.md").write_text(f"report {' '.join(forms)}\n", encoding="utf-8")
    env = job(tmp_path, github, IVRSYNC_DEBUG="1")
    ran = [comment(tmp_path, "hostile.md", "--dry-run", env=env), comment(tmp_path, "hostile.md", env=env)]
    for status in (400, 401, 403, 404, 422):
        github.faults = [Fault(method="GET", part="/comments$", told=refuses(status, f"you sent {' '.join(forms)}"))]
        ran.append(comment(tmp_path, "review.md", env=env))
    said = "".join(one.out + one.err for one in ran) + "".join(note.text for note in github.notes)
    assert [one.code for one in ran] == [0, 0, 1, 1, 0, 1, 1]
    assert [form for form in forms if form in said] == []


def test_the_help_names_every_token() -> None:
    text = help_of("comment")
    assert [names for names in TOKENS.values() if ", ".join(names) not in text] == []
