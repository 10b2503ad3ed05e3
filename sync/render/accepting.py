"""What accept writes and what else was found elsewhere, and what lock records, for people."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from sync.core.acceptance import Accepted, Caller, Effect, Elsewhere
from sync.core.locking import LockEntry, Recording
from sync.core.matching.identity import FunctionMatch, Rival
from sync.core.rules.catalogue import BY_CODE
from sync.render.edit import edit_text
from sync.render.escape import visible
from sync.render.gaps import gap_lines, unsearched_lines
from sync.render.identity import evidence_words, kinds_words, rival_reason, share_words
from sync.render.outputs import AcceptOutput, LockOutput
from sync.render.page import Page, Style
from sync.render.phrases import address, count
from sync.render.width import columns, hang
from sync.specs.ids import Address, Uid

_EFFECTS: dict[Effect, str] = {
    "reached": "points there already",
    "repointed": "ivrsync apply will point it there",
    "by-hand": "must be pointed there by hand: ivrsync plan says how",
    "held-back": "will be pointed there once that is allowed: ivrsync plan says which flows it would affect",
}
_ACCEPT_NEXT = (
    "",
    "Next  ivrsync plan    what does this mean for the registrations?",
    "      ivrsync apply   carry it out",
)
_RECORDINGS: dict[Recording, tuple[Style, str]] = {
    "new": ("good", "RECORDED FOR THE FIRST TIME"),
    "changed": ("good", "RECORDED AGAIN"),
    "dropped": ("warn", "NO LONGER RECORDED: they left the registry"),
    "kept": ("warn", "STAY AS RECORDED, so that what differs stays visible"),
    "unrecorded": ("warn", "NOT RECORDED: not as the registry wants them"),
}


def accept_text(output: AcceptOutput, page: Page) -> str:
    """Every function with what was concluded and what becomes of its callers, and the diff; what is written; what to do next.

    Where nothing was chosen, what could be. On a quiet page only the summary.
    """
    if page.quiet:
        return "" if output.shown and not output.written else _accept_summary(output) + "\n"
    lines: list[str] = []
    if not output.shown:
        lines += _accepted(output, page)
        lines += [edit_text(edit, page) for edit in output.edits]
        lines += [] if output.accepted else [*_others(output.others, page), *_unrecorded(output, page)]
        for told in (gap_lines(output.gaps, page), unsearched_lines(output.unsearched, page)):
            lines += [*told, ""] if told else []
    if output.written or not output.edits:
        lines += [_accept_summary(output), *(_ACCEPT_NEXT if output.written else ())]
    return "".join(f"{line}\n" for line in lines)


def _accept_summary(output: AcceptOutput) -> str:
    """One line: how much was written, would be, or could be."""
    if output.edits:
        files = ", ".join(visible(edit.path) for edit in output.edits)
        number = count(len(output.accepted), "function")
        return f"{number} accepted; written to {files}" if output.written else f"{number} would be accepted in {files}"
    if not output.others:
        return f"nothing to accept: {_nothing(output)}"
    certain = sum(item.match.certainty == "certain" for item in output.others)
    sure = f"{certain} of them certain" if len(output.others) > 1 else "and that is certain" if certain else "but it is not certain"
    return f"{count(len(output.others), 'function')} found elsewhere, {sure}; nothing is written"


def _nothing(output: AcceptOutput) -> str:
    if not output.recorded:
        return "there is no lock, so only a function that bears its uid would be recognised; ivrsync lock writes one"
    if output.unrecorded:
        which = "1 function is" if len(output.unrecorded) == 1 else f"{len(output.unrecorded)} functions are"
        return f"{which} missing and not in the lock, so where to cannot be told"
    return "not everything could be read" if output.gaps else "no function was found elsewhere than the registry has it"


def _accepted(output: AcceptOutput, page: Page) -> Iterator[str]:
    unread = {(gap.scope, gap.subject) for gap in output.gaps}
    for item in output.accepted:
        yield from _head("", item.uid, item.before, address(item.to), page)
        yield from hang("    ", _reason(item), page.width)
        for caller in item.callers:
            is_known = ("flows", caller.center) not in unread
            yield from hang("    ", _caller(caller, is_known=is_known), page.width)
        if any(scope == "registrations" for scope, _ in unread):
            yield "    not every center's registrations could be read: it may have more"
        elif not item.callers:
            yield "    no registration of it was found, so no flow calls it"
        yield ""


def _head(margin: str, uid: str, before: Address, to: str, page: Page) -> Sequence[str]:
    label = f"{margin}{page.paint('strong', visible(uid))}  "
    return hang(label, f"{address(before)} -> {to}", page.width)


def _reason(item: Accepted) -> str:
    match = item.match
    if not item.said and match is not None:
        return _concluded(match)
    found = match.found if match is not None else None
    if match is None or found is None or found == item.before:
        return "as you say"
    if found == item.to:
        return f"as you say, and as was concluded: {_concluded(match)}"
    return f"as you say; what was concluded is {address(found)}: {_concluded(match)}"


def _concluded(match: FunctionMatch) -> str:
    """What happened, how sure that is, and why."""
    if match.found is None:
        return "it cannot be told which of these it is now" if match.rivals else "it cannot be told where it is now"
    sure = "certain" if match.certainty == "certain" else f"{match.certainty}, {share_words(match.probability)}"
    evidence = evidence_words([{"kind": item.kind, "weight": item.weight} for item in match.evidence])
    return f"it {kinds_words(match.kinds)} ({sure}): {evidence}"


def _rival(rival: Rival) -> str:
    return f"{address(rival.address)} ({share_words(rival.probability)}): {rival_reason(rival.lost)}"


def _caller(caller: Caller, *, is_known: bool) -> str:
    names = [visible(flow.name) or visible(flow.id) for flow in caller.flows]
    numbers = f" ({', '.join(map(visible, caller.numbers))})" if caller.numbers else ""
    none = "no published flow calls it" if is_known else "which flows call it could not be read"
    flows = f"published flows that call it: {', '.join(names)}{numbers}" if names else none
    misfits = [f"{code} {BY_CODE[code].name}" for code in caller.misfits]
    unfit = f"; they do not fit the function there: {', '.join(misfits)}" if misfits else ""
    return f"{visible(caller.center)} [{visible(caller.registration)}] {_EFFECTS[caller.effect]}; {flows}{unfit}"


def _others(items: Sequence[Elsewhere], page: Page) -> Iterator[str]:
    """What could be accepted, with the command for each."""
    certain = [item.match for item in items if item.match.certainty == "certain"]
    unsure = [item.match for item in items if item.match.certainty != "certain"]
    wanted = {item.match.uid: item.wanted for item in items}
    for title, style, matches in (("CERTAIN", "good", certain), ("TO BE DECIDED", "warn", unsure)):
        if matches:
            yield page.paint("good" if style == "good" else "warn", f"{title} ({len(matches)})")
        for match in matches:
            yield from _head("  ", match.uid, wanted[match.uid], address(match.found) if match.found else "?", page)
            yield from hang("      ", _concluded(match), page.width)
            for rival in match.rivals if match.found is None else ():
                yield from hang("      ", _rival(rival), page.width)
        if matches:
            yield ""
    if items:
        yield from _how(certain, unsure, wanted)


def _unrecorded(output: AcceptOutput, page: Page) -> Iterator[str]:
    """What is missing and could not be looked for; without a lock that is everything, and the summary says so."""
    if not output.recorded or not output.unrecorded:
        return
    title = f"MISSING, AND NEVER RECORDED: where they are now cannot be told ({len(output.unrecorded)})"
    yield from hang("", page.paint("warn", title), page.width)
    for item in output.unrecorded:
        yield from hang(f"  {page.paint('strong', visible(item.uid))}  ", address(item.wanted), page.width)
        command = f"ivrsync accept {visible(item.uid)}=REGION/SERVICE/NAME"
        yield from hang("      ", f"if you know where it is: {command}", page.width)
    yield ""


def _how(certain: Sequence[FunctionMatch], unsure: Sequence[FunctionMatch], wanted: Mapping[Uid, Address]) -> Iterator[str]:
    rows: list[tuple[str, str]] = []
    if certain:
        rows.append(("ivrsync accept --certain", "all that are certain"))
    found = [match for match in (*certain, *unsure) if match.found]
    at = {wanted[match.uid]: match for match in (*certain, *unsure)}
    if pair := next(((match, at[match.found]) for match in found if match.found in at), None):
        words = " ".join(_word(match, wanted) for match in pair)
        rows.append((f"ivrsync accept {words}", "together: the first is where the other is wanted"))
    if named := next((match for match in found if match.found not in at), None):
        rows.append((f"ivrsync accept {named.uid}", "one, certain or not"))
    if open_one := next((match for match in unsure if not match.found), None):
        rows.append((f"ivrsync accept {_word(open_one, wanted)}", "one at the address that you say"))
    for number, line in enumerate(columns(rows)):
        yield ("Next  " if not number else "      ") + visible(line)
    yield ""


def _word(match: FunctionMatch, wanted: Mapping[Uid, Address]) -> str:
    """How accept is told of a function: by its uid, with an address where none was chosen."""
    others = (rival.address for rival in match.rivals if rival.address != wanted[match.uid])
    return match.uid if match.found else f"{match.uid}={next(others)}"


def lock_text(output: LockOutput, page: Page) -> str:
    """What becomes of each function's entry, and of the lock. On a quiet page only the summary."""
    if page.quiet:
        return "" if output.shown and not output.written else _lock_summary(output) + "\n"
    lines: list[str] = []
    if not output.shown:
        lines += _entries(output.entries, page)
        gaps = gap_lines(output.gaps, page)
        lines += [*gaps, ""] if gaps else []
    if output.written or not _differing(output):
        lines.append(_lock_summary(output))
    if output.written:
        lines += ["", "Next  commit the file with the registry", "      ivrsync drift   what has changed since?"]
    return "".join(f"{line}\n" for line in lines)


def _differing(output: LockOutput) -> list[LockEntry]:
    return [entry for entry in output.entries if entry.recording in {"new", "changed", "dropped"}]


def _lock_summary(output: LockOutput) -> str:
    changed = _differing(output)
    left = sum(entry.recording in {"kept", "unrecorded"} for entry in output.entries)
    rest = f"; {count(left, 'function')} left as they were" if left > 1 else "; 1 function left as it was" if left else ""
    if not changed:
        return f"nothing to record{rest}"
    verb = "recorded in" if output.written else "would be recorded in"
    return f"{count(len(changed), 'function')} {verb} {visible(output.path)}{rest}"


def _entries(entries: Iterable[LockEntry], page: Page) -> Iterator[str]:
    known = list(entries)
    for recording, (style, title) in _RECORDINGS.items():
        members = [entry for entry in known if entry.recording == recording]
        if not members:
            continue
        yield page.paint(style, f"{title} ({len(members)})")
        for line in columns([(visible(one.uid), address(one.address), _about(one)) for one in members]):
            yield from hang("  ", line, page.width)
        yield ""


def _about(entry: LockEntry) -> str:
    codes = [f"{code} {BY_CODE[code].name}" for code in entry.codes]
    if entry.recording in {"kept", "unrecorded"}:
        return ", ".join(codes) or "could not be read"
    apart = [told for told in codes if told.startswith("RG")]  # it is recorded although its registration is not as it should be
    return "; ".join((", ".join(entry.changes) or count(entry.registrations, "registration"), *apart))
