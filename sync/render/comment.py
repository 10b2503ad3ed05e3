"""A report made fit for a comment, and what became of the comment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from sync.core.commenting import Posted, RunName
from sync.core.plan.exit_status import ExitCode
from sync.render.escape import prose, visible
from sync.render.phrases import count

# GitLab carries out a line such as `/merge`, and bots of other hosts do: with the rights of the token.
_ORDER = re.compile(r"^([ \t>*+-]*)/(?=[A-Za-z])", re.MULTILINE)
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_FOLD = re.compile(r"<(/?)details\b", re.IGNORECASE)
_VERDICTS = {
    ExitCode.IN_SYNC: "nothing to do",
    ExitCode.ERROR: "the review failed",
    ExitCode.DRIFT: "the clouds differ from what was recorded",
    ExitCode.PENDING: "changes for apply",
    ExitCode.INCOMPATIBLE: "a published flow breaks",
    ExitCode.INCOMPLETE: "something could not be read",
}


def fitted(text: str, most: int, unit: Literal["characters", "bytes"]) -> str:
    """The text, cut at the end of a line if it is longer than that, and then saying so. No line of it is an order to a host."""
    text = _ORDER.sub(r"\1\\/", text.replace("\r\n", "\n")).strip("\n") + "\n"
    if _size(text, unit) <= most:
        return text
    lines = text.splitlines(keepends=True)
    room = most - _size(_cut(most, unit, len(lines)), unit)
    kept, used, tail = 0, 0, ""
    for number, (line, closing) in enumerate(zip(lines, _closings(lines), strict=True), start=1):
        used += _size(line, unit)
        if used > room:
            break
        if used + _size(closing, unit) <= room:
            kept, tail = number, closing
    return "".join(lines[:kept]) + tail + _cut(most, unit, len(lines) - kept)


def _cut(most: int, unit: str, left: int) -> str:
    why = f"One comment holds {most:,} {unit}; {count(left, 'line')} left out."
    return f"\n**This report is cut here.** {why} The job has the whole report.\n"


def _size(text: str, unit: str) -> int:
    return len(text) if unit == "characters" else len(text.encode())


def _closings(lines: list[str]) -> Iterator[str]:
    """After each line, what closes the code and the folds that are open there."""
    fence, folds = "", 0
    for line in lines:
        mark = _FENCE.match(line)
        if mark and not fence:
            fence = mark[1]
        elif mark and mark[1].startswith(fence) and not line[mark.end() :].strip():
            fence = ""
        elif not fence:
            folds += sum(-1 if end else 1 for end in _FOLD.findall(line))
        yield (f"{fence}\n" if fence else "") + "\n</details>" * max(folds, 0) + ("\n" if folds > 0 else "")


def verdict_line(exit_code: int | None) -> str:
    """The exit code of a review, for the status of a commit."""
    if exit_code is None or exit_code not in _VERDICTS:
        return "not concluded"
    return _VERDICTS[ExitCode(exit_code)]


def comment_lines(posted: Posted) -> tuple[str, ...]:
    """What was done, or would be in a dry run."""
    would = "would be " if posted.is_dry else ""
    lines = [_LINES[posted.outcome](posted, would)]
    if posted.removed:
        lines.append(f"{count(posted.removed, 'earlier comment')} {would}removed")
    if posted.status:
        lines.append(f"the commit {posted.ours.head[:12]} has the status {posted.status}")
    return tuple(lines)


def marker_note(posted: Posted) -> str:
    """That a comment may be somebody else's."""
    return f"note: {posted.host} does not tell whose token this is: the comment was found by its marker; --author NAME makes sure"


def _where(posted: Posted) -> str:
    number = f" #{posted.number}" if posted.number else ""
    return f"{posted.host} {visible(posted.repo)}{number}" + (f": {visible(posted.url)}" if posted.url else "")


def _run(name: RunName) -> str:
    parts = [f"commit {name.head[:12]}"] if name.head else []
    return ", ".join([*parts, f"run {name.run}"] if name.run else parts) or "unknown"


def _created(posted: Posted, would: str) -> str:
    return f"comment {would}created on {_where(posted)}"


def _edited(posted: Posted, would: str) -> str:
    return f"comment {would}updated on {_where(posted)}"


def _left(posted: Posted, would: str) -> str:
    return f"comment {would}left as it is, because it says the same: {_where(posted)}"


def _older(posted: Posted, would: str) -> str:
    theirs = f" ({_run(posted.theirs)})" if posted.theirs != RunName() else ""
    return (
        f"comment {would}left as it is, because it is of a newer run{theirs} than this one ({_run(posted.ours)}): {_where(posted)}"
    )


def _skipped(posted: Posted, would: str) -> str:
    return f"no comment {would}written: nothing was found, and there is none yet on {_where(posted)}"


def _denied(posted: Posted, _would: str) -> str:
    text = f"the text is in the job summary, {visible(posted.summary)}" if posted.summary else "the text follows on stdout"
    return f"no comment on {_where(posted)}: {prose(posted.reason)}; {text}"


_LINES = {
    "created": _created,
    "edited": _edited,
    "left": _left,
    "older": _older,
    "skipped": _skipped,
    "denied": _denied,
}
