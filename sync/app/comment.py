"""Post one comment on a pull or merge request: found by marker and author, and never overwritten by an older run."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from sync.adapters.git_history import comes_before
from sync.app.request_place import place_for, secret_for
from sync.core.commenting import HostName, Mode, Outcome, Posted, RunName
from sync.core.plan.exit_status import ExitCode
from sync.errors import CloudError, Failure, InputError
from sync.hosts.ci import NAMES, TOKENS
from sync.hosts.client import ForbiddenError, masked
from sync.hosts.codeup import Codeup
from sync.hosts.decision import Decision, Wish, decide, is_older, ranked
from sync.hosts.gitee import Gitee
from sync.hosts.github import GitHub
from sync.hosts.gitlab import GitLab
from sync.hosts.host import Comment, Host, Limit, Place, Secret, State, Status
from sync.hosts.marker import Marker, marked, marker_of, unmarked
from sync.polling import Sleep

Fit = Callable[[str, int, Literal["characters", "bytes"]], str]  # the text, cut where it is longer than that
_HOSTS: Mapping[HostName, Callable[[Place, Secret, Sleep], Host]] = {
    "github": GitHub,
    "gitlab": GitLab,
    "gitee": Gitee,
    "codeup": Codeup,
}
_SUMMARY = Limit(most=1_000_000, unit="bytes")  # of 1 MiB that GitHub takes for a step
_UNANSWERED = frozenset({Failure.LOST, Failure.UNAVAILABLE})  # a comment may have been written
_TRIES, _BEFORE_LOOKING = 3, 3.0  # and seconds
_GOOD = frozenset({ExitCode.IN_SYNC, ExitCode.DRIFT, ExitCode.PENDING})
_CONTEXT = 50  # characters of a status's name


@dataclass(frozen=True, slots=True, kw_only=True)
class CommentOrder:
    """What is to be posted, and what the user says about where; what is empty or None is taken from the environment."""

    text: str
    verdict: str = ""  # a line about the exit code, for a commit status
    exit_code: int | None = None  # of the review
    registry: str = "registry"
    scope: str = "default"
    host: HostName | None = None
    server: str = ""
    repo: str = ""
    request: int | None = None
    head: str = ""
    run: int | None = None
    author: str = ""
    mode: Mode = "update"
    only_findings: bool = False
    is_blocking: bool = False
    is_dry: bool = False


def post_comment(order: CommentOrder, env: Mapping[str, str], folder: Path, fit: Fit, sleep: Sleep = time.sleep) -> Posted:
    """Post it, or find out what would be done. Where the token may not write, the outcome is `denied`, and nothing is lost:
    the text is in the job summary, if there is one, and in `body`.

    Raises `InputError` for an order that cannot be carried out, and `CloudError` for a host that does not do its part.
    """
    if not order.text.strip():
        raise InputError("the text of the comment is empty", "write the report first: ivrsync review --format markdown")
    place = place_for(order.host, env, _said(order))
    secret = secret_for(place.host, env)
    order = replace(order, text=masked(order.text, secret))
    nothing = Posted(outcome="denied", host=NAMES[place.host], repo=place.repo, number=place.number, body="", is_dry=order.is_dry)
    try:
        if not secret.value:
            names = ", ".join(TOKENS[place.host])
            return _instead(nothing, f"there is no token: none of {names} is set", order, env, fit)
        return _Desk(_HOSTS[place.host](place, secret, sleep), place, order, folder, fit, sleep).post()
    except ForbiddenError as error:
        return _instead(nothing, error.message, order, env, fit)


def _said(order: CommentOrder) -> Place:
    """What the user says about the place; the host is looked at elsewhere."""
    number, run = order.request or 0, order.run or 0
    return Place(host="github", server=order.server, repo=order.repo, number=number, head=order.head.lower(), run=run)


def _instead(nothing: Posted, reason: str, order: CommentOrder, env: Mapping[str, str], fit: Fit) -> Posted:
    """The text goes where it can be read: the summary of the job, if it has one."""
    summary = "" if order.is_dry else env.get("GITHUB_STEP_SUMMARY", "")
    if not summary:
        return replace(nothing, reason=reason, body=order.text)
    body = fit(order.text, _SUMMARY.most, _SUMMARY.unit)
    try:
        with Path(summary).open("a", encoding="utf-8") as file:
            file.write(body.rstrip("\n") + "\n")
    except OSError:
        return replace(nothing, reason=reason, body=order.text)
    return replace(nothing, reason=reason, body=body, summary=summary)


class _Desk:
    """One comment on one request of one host."""

    def __init__(self, host: Host, place: Place, order: CommentOrder, folder: Path, fit: Fit, sleep: Sleep) -> None:
        self._host = host
        self._order = order
        self._folder = folder
        self._sleep = sleep
        self._head = place.head
        self._resolved = not (order.is_blocking or order.exit_code == ExitCode.INCOMPATIBLE)
        self._number = place.number or _looked_up(host, place.branch)
        self._author = order.author or host.user()
        marker = Marker(registry=order.registry, scope=order.scope, head=place.head, run=place.run)
        room = host.limit.most - host.limit.size(marked(marker, ""))
        is_quiet = order.only_findings and order.exit_code == ExitCode.IN_SYNC
        self._wish = Wish(marker=marker, text=fit(order.text, room, host.limit.unit), mode=order.mode, is_quiet=is_quiet)
        self._body = marked(marker, self._wish.text)
        self._posted = Posted(
            outcome="skipped",
            host=host.name,
            repo=place.repo,
            number=self._number,
            body=self._body,
            is_dry=order.is_dry,
            ours=_run_of(marker),
        )

    def post(self) -> Posted:
        """See `post_comment`."""
        there = self._mine()
        decision = decide(there, self._wish, self._older(there))
        problems: list[str] = []
        if self._order.is_dry:
            done = _planned(decision)
            removed, status = len(decision.removed), ""
        else:
            done, removed, problems = self._carried_out(decision, there)
            status = self._told_commit(problems)
        about = decision.about
        found = marker_of(about.text) if about else None
        return replace(
            self._posted,
            outcome=done,
            url=about.url if about else "",
            theirs=_run_of(found) if found else RunName(),
            removed=removed,
            problems=tuple(problems),
            status=status,
            is_by_marker_alone=about is not None and not self._author,
        )

    def _mine(self) -> list[Comment]:
        """The comments of the token's user."""
        return [comment for comment in self._host.comments(self._number) if self._wrote(comment)]

    def _wrote(self, comment: Comment) -> bool:
        if self._author:
            return comment.author.casefold() == self._author.casefold()
        return self._host.may_be_ours(comment)

    def _older(self, there: Sequence[Comment]) -> Callable[[Marker], bool]:
        """The newest commit is asked for only where there is a comment that this run may be older than."""
        current = self._host.head_of(self._number) if ranked(there, self._wish.marker) else ""
        return lambda theirs: is_older(
            self._wish.marker, theirs, current, lambda earlier, later: comes_before(self._folder, earlier, later)
        )

    def _carried_out(self, decision: Decision, there: Sequence[Comment]) -> tuple[Outcome, int, list[str]]:
        outcome, known = _planned(decision), {comment.id for comment in there}
        if decision.action == "edit" and decision.about is not None and not self._edited(decision.about):
            outcome = "created"
        if outcome == "created":
            self._create(known)
        removed, problems = self._remove(decision.removed)
        if outcome == "created":
            stays, more, told = self._cleared(known)
            return outcome if stays else "older", removed + more, problems + told
        return outcome, removed, problems

    def _edited(self, comment: Comment) -> bool:
        """False: somebody deleted it meanwhile."""
        try:
            self._host.edit(self._number, comment, self._body, resolved=self._resolved)
        except CloudError as error:
            if error.failure is not Failure.ABSENT:
                raise
            return False
        return True

    def _create(self, known: set[str]) -> None:
        """Written once: where no answer came, it is looked for before it is sent again."""
        for attempt in range(1, _TRIES + 1):
            try:
                self._host.create(self._number, self._body, resolved=self._resolved)
            except CloudError as error:
                if error.failure not in _UNANSWERED:
                    raise
                self._sleep(_BEFORE_LOOKING)
                if any(comment.id not in known and self._is_same(comment) for comment in self._mine()):
                    return
                if attempt == _TRIES:
                    raise
            else:
                return

    def _is_same(self, comment: Comment) -> bool:
        return marker_of(comment.text) == self._wish.marker and unmarked(comment.text) == unmarked(self._wish.text)

    def _cleared(self, known: set[str]) -> tuple[bool, int, list[str]]:
        """After ours was written: whether it stays, how many others went, and what was not done.

        Of several runs at once the newest one's comment stays. Each of them looks, and each finds the same one.
        """
        try:
            mine = ranked(self._mine(), self._wish.marker)
        except CloudError as error:  # ours is written all the same
            return True, 0, [error.message]
        if self._wish.mode == "new":  # earlier ones stay; only a copy of this one goes
            mine = [comment for comment in mine if comment.id not in known and self._is_same(comment)]
        return not mine or self._is_same(mine[0]), *self._remove(mine[1:])

    def _remove(self, comments: Sequence[Comment]) -> tuple[int, list[str]]:
        """How many are gone, and why others are not."""
        problems: list[str] = []
        for comment in comments:
            try:
                self._host.delete(self._number, comment)
            except CloudError as error:
                problems.append(error.message)
        return len(comments) - len(problems), problems

    def _told_commit(self, problems: list[str]) -> str:
        """The state that the commit was given; a token that may not is a problem, not an error."""
        order, host = self._order, self._host
        if not host.takes_status or not self._head or (order.exit_code is None and not order.is_blocking):
            return ""
        state: State = "failure" if not self._resolved else "success" if order.exit_code in _GOOD else "error"
        try:
            host.set_status(self._head, Status(state=state, context=_context(order), description=order.verdict))
        except ForbiddenError as error:
            problems.append(error.message)
            return ""
        return state


def _planned(decision: Decision) -> Outcome:
    match decision.action:
        case "create":
            return "created"
        case "edit":
            return "edited"
        case "leave":
            return "left"
        case "older":
            return "older"
        case "skip":
            return "skipped"


def _looked_up(host: Host, branch: str) -> int:
    """The one open request of a branch. Raises `InputError`."""
    if not branch:
        raise InputError("which request the comment is for is not known: this job is of none", "add --request N")
    numbers = host.requests_of(branch)
    if len(numbers) == 1:
        return numbers[0]
    if not numbers:
        raise InputError(f"{host.name}: no open request comes from the branch {branch}", "open one, or add --request N")
    listed = ", ".join(map(str, sorted(numbers)))
    raise InputError(f"{host.name}: several open requests come from the branch {branch}: {listed}", "choose one with --request N")


def _run_of(marker: Marker) -> RunName:
    return RunName(head=marker.head, run=marker.run)


def _context(order: CommentOrder) -> str:
    """One name per registry and scope; a long one keeps its beginning, and stays different from others."""
    parts = ["ivrsync", *(part for part, usual in ((order.registry, "registry"), (order.scope, "default")) if part != usual)]
    name = "/".join(parts)
    if len(name) <= _CONTEXT:
        return name
    return f"{name[: _CONTEXT - 9]}-{hashlib.sha256(name.encode()).hexdigest()[:8]}"
