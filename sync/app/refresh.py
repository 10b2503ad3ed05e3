"""Reads the clouds for a run: the found world, and what deployed code shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sync.app.observer import Observer, ReadingStarted, SignaturesNotKept
from sync.app.project import Project
from sync.core.effective_config import as_called, as_wanted
from sync.core.identity import in_question
from sync.core.worlds import Found, FoundFunction, Gap
from sync.discovery.cache import SignatureCache
from sync.discovery.gaps import gap_of
from sync.discovery.signatures import read_signatures
from sync.discovery.world import RefusedError, discover
from sync.errors import CloudError, InputError
from sync.ports import Readers

MOST_PACKAGES = 8  # code packages read at once


def refresh(project: Project, readers: Readers, observer: Observer, *, with_code: bool = True, again: bool = False) -> Found:
    """The clouds now; `with_code` also what deployed code shows, unless the settings switch it off.

    Raises `InputError` when they refuse the credentials, but not when they are read `again` after a change: the change must
    then be reported.
    """
    observer.notify(ReadingStarted())
    found = read_world(project, readers, observer, again=again)
    return _with_signatures(project, readers, found, observer) if with_code and project.settings.signatures else found


def read_world(project: Project, readers: Readers, observer: Observer, *, again: bool = False) -> Found:
    """The clouds now, without code. Raises as `refresh` does."""
    try:
        found = discover(
            readers,
            project.wanted,
            project.recorded,
            elsewhere=project.settings.regions,
            workers=project.settings.workers,
            progress=observer.notify,
        )
    except RefusedError as refused:
        if again:  # a world of gaps like any other
            return refused.found
        used = project.connections.key(project.access)
        raise InputError(f"the credentials ({used}) are refused everywhere: {refused.message}", refused.hint) from refused
    return _with_stack(project, readers, found)


def _with_stack(project: Project, readers: Readers, found: Found) -> Found:
    """The same world with the functions that the Pulumi stack has where nobody has looked."""
    if project.stack is None:
        return found
    uids, known = {one.uid for one in project.wanted.functions}, {function.address for function in found.functions}
    more, unread = list[FoundFunction](), list[Gap]()
    for address in sorted({address for uid, address in project.stack.addresses.items() if uid in uids} - known):
        try:
            function = readers.functions.function(address)
        except CloudError as error:
            unread.append(gap_of(error, "function", address.region, address.generation))
        else:
            more += [function] if function is not None else []
    return replace(found, functions=(*found.functions, *more), unsearched=(*found.unsearched, *unread))


def _with_signatures(project: Project, readers: Readers, found: Found, observer: Observer) -> Found:
    """The same world, with what the code of the registry's functions shows now and what it would show after the plan."""
    cache, workers = SignatureCache(project.settings.cache), min(project.settings.workers, MOST_PACKAGES)
    now = list(as_called(project.wanted, project.recorded, found, project.settings.watch))
    signatures, gaps = read_signatures(readers.code, cache, now, workers=workers, progress=observer.notify)
    wanted = as_wanted(project.wanted, found)
    later, missed = read_signatures(readers.code, cache, wanted, workers=workers, progress=observer.notify)
    asked, unseen = read_signatures(readers.code, cache, _others(project, found, now), workers=workers, progress=observer.notify)
    if cache.trouble:
        observer.notify(SignaturesNotKept(trouble=cache.trouble))
    planned = (replace(item, planned=True) for item in later)
    return replace(
        found,
        signatures=(*signatures, *asked, *planned),
        gaps=(*found.gaps, *dict.fromkeys((*gaps, *missed))),
        unsearched=(*found.unsearched, *unseen),
    )


def with_suspects(project: Project, readers: Readers, found: Found, observer: Observer) -> Found:
    """The same world, with the code of functions that a missing one may have become; nothing is read where none is missing."""
    others = _others(project, found, ())
    if not others or not project.settings.signatures:
        return found
    cache, workers = SignatureCache(project.settings.cache), min(project.settings.workers, MOST_PACKAGES)
    signatures, unread = read_signatures(readers.code, cache, others, workers=workers, progress=observer.notify)
    return replace(found, signatures=(*found.signatures, *signatures), unsearched=(*found.unsearched, *unread))


def _others(project: Project, found: Found, read: Iterable[FoundFunction]) -> list[FoundFunction]:
    """Functions that a missing one may have become, as far as their code is not read anyway."""
    known = {function.address for function in read}
    return [one for one in in_question(project.wanted, project.recorded, found) if one.address not in known]
