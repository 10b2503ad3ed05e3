"""Accept: where functions were found is written into the registry, after it has been shown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from sync.app import file_edits
from sync.app.connections import SDKS, Connections
from sync.app.file_edits import Draft
from sync.app.observer import NOBODY, Observer
from sync.app.planning import assessed, plan_from
from sync.app.project import Project, open_project
from sync.app.refresh import refresh
from sync.core.acceptance import Accepted, Elsewhere, Unrecorded, callers, former_address, found_elsewhere, standing, unrecorded
from sync.core.assessment import Assessment
from sync.core.matching.identity import FunctionMatch
from sync.core.normalise import recorded_target, wanted_from
from sync.core.plan.fingerprint import fingerprints
from sync.core.plan.policy import Policy
from sync.core.worlds import Found, FoundFunction, Gap, WantedFunction
from sync.errors import CloudError, InputError
from sync.ports import Readers
from sync.settings import Settings
from sync.specs.edit import EditError
from sync.specs.ids import Address, IdError, Uid, parse_function_name, parse_region, parse_service_name
from sync.specs.load import load
from sync.specs.relocate import Relocation, relocated
from sync.specs.wording import did_you_mean, shown


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptOrder:
    """What to accept: uids, fingerprints of findings, or `UID=ADDRESS`; `certain`: also every function of which it is certain."""

    words: tuple[str, ...] = ()
    certain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What would be written, or was, and what else was found elsewhere; `unsearched`: where nobody could look for it.

    `unrecorded`: what is missing and not in the lock. `recorded`: there is a lock, without which hardly anything is recognised.
    `digest` is that of the registry it was made from.
    """

    accepted: tuple[Accepted, ...]
    others: tuple[Elsewhere, ...]
    edits: tuple[Draft, ...]
    gaps: tuple[Gap, ...]
    unsearched: tuple[Gap, ...]
    unrecorded: tuple[Unrecorded, ...]
    recorded: bool
    digest: str


def propose(settings: Settings, order: AcceptOrder, observer: Observer = NOBODY, connections: Connections = SDKS) -> Acceptance:
    """What accept would write. Writes nothing, here or in a cloud.

    Raises `InputError` for a word that names nothing that could be accepted, and where the registry would not be right then.
    """
    named = {word: _address(word.partition("=")[2]) for word in order.words if "=" in word}
    project = open_project(settings, observer, connections)
    readers = project.readers()
    joined = assessed(project, _with(named.values(), readers, refresh(project, readers, observer)))
    everything = tuple(found_elsewhere(joined))
    chosen = _Choice(project, joined, everything, named).of(order)
    taken = {item.uid for item in chosen}
    edits, told = _written(project, joined, chosen) if chosen else ((), ())
    return Acceptance(
        accepted=told,
        others=tuple(item for item in everything if item.match.uid not in taken),
        edits=edits,
        gaps=joined.found.gaps,
        unsearched=joined.found.unsearched,
        unrecorded=tuple(unrecorded(joined)),
        recorded=project.recorded is not None,
        digest=project.basis.registry,
    )


def _with(named: Iterable[Address], readers: Readers, found: Found) -> Found:
    """The same world with these functions, wherever they are: nobody may have looked there. Raises `InputError`."""
    known, more = {function.address for function in found.functions}, list[FoundFunction]()
    for address in sorted({*named} - known):
        try:
            function = readers.functions.function(address)
        except CloudError as error:
            raise InputError(f"{address} could not be read: {error.message}", error.hint or "see `ivrsync doctor`") from error
        more += [function] if function is not None else []
    return replace(found, functions=(*found.functions, *more))


def write(settings: Settings, acceptance: Acceptance) -> None:
    """Write it. Nothing is written when anything in the registry has changed since it was proposed: raises `InputError`."""
    if load(settings.registry).digest != acceptance.digest:
        raise InputError("the registry was changed in the meantime, so nothing is written", "run the command again")
    file_edits.write(acceptance.edits)


class _Choice:
    """Words to functions and their new addresses."""

    def __init__(self, project: Project, joined: Assessment, everything: Iterable[Elsewhere], named: Mapping[str, Address]) -> None:
        self._project = project
        self._joined = joined
        self._addresses = named
        self._elsewhere = {item.match.uid: item.match for item in everything if item.match.found is not None}

    def of(self, order: AcceptOrder) -> tuple[Accepted, ...]:
        """Each function once, by uid. Raises `InputError`."""
        chosen: dict[Uid, Accepted] = {}
        for word in order.words:
            item = self._named(word) if word in self._addresses else self._found(self._uid(word))
            if chosen.setdefault(item.uid, item).to != item.to:
                raise InputError(f"{item.uid} is given two addresses: {chosen[item.uid].to} and {item.to}", "leave one of them out")
        if order.certain:
            chosen = self._with_certain(chosen)
        self._refuse_taken(chosen)
        return tuple(chosen[uid] for uid in sorted(chosen))

    def _with_certain(self, named: Mapping[Uid, Accepted]) -> dict[Uid, Accepted]:
        """Also what is certain, less what comes to the place of a function that stays: of two that changed places, the other has to
        be accepted with it.
        """
        certain = [uid for uid, match in self._elsewhere.items() if match.certainty == "certain"]
        chosen = {uid: self._found(uid) for uid in certain} | {**named}
        while True:
            stays = {function.address for uid, function in self._joined.functions.items() if uid not in chosen}
            taken = [uid for uid, item in chosen.items() if item.to in stays and uid not in named]
            if not taken:
                return chosen
            for uid in taken:
                del chosen[uid]

    def _uid(self, word: str) -> Uid:
        """The uid that a word names, itself or by a finding about it."""
        uid = Uid(word)
        if uid in self._joined.functions:
            return uid
        if word not in self._prints:
            hint = did_you_mean(word, self._joined.functions) or "ivrsync plan --format json names the fingerprint of each finding"
            raise InputError(f"{word or shown(word)}: neither a uid of the registry nor the fingerprint of a finding", hint)
        about = self._prints[word]
        if about not in self._joined.functions or about is None:
            raise InputError(f"the finding {word} is about no function of the registry", "name a uid, or another finding")
        return about

    @cached_property
    def _prints(self) -> Mapping[str, Uid | None]:
        """Whom each finding is about, by its fingerprint."""
        findings = plan_from(self._project, self._joined, Policy()).findings
        return {name: finding.uid for name, finding in zip(fingerprints(findings), findings, strict=True)}

    def _function(self, word: str) -> WantedFunction:
        function = self._joined.functions.get(Uid(word))
        if function is None:
            hint = did_you_mean(word, self._joined.functions) or "name a uid of the registry"
            raise InputError(f"{word or shown(word)}: the registry has no such uid", hint)
        return function

    def _found(self, uid: Uid) -> Accepted:
        """The function where it was found."""
        function, match = self._joined.functions[uid], self._joined.matches.get(uid)
        if uid in self._elsewhere and match is not None and match.found is not None:
            return Accepted(uid=uid, before=function.address, to=match.found, match=match, said=False)
        raise self._nothing_to_accept(function, match)

    def _nothing_to_accept(self, function: WantedFunction, match: FunctionMatch | None) -> InputError:
        uid, place = function.uid, function.address
        choose = f"ivrsync accept {uid}=REGION/SERVICE/NAME"
        match standing(self._joined, function):
            case "unsure" if match is not None and match.rivals:
                others = [rival.address for rival in match.rivals if rival.address != place]
                either = " or ".join(f"{uid}={address}" for address in others[:3])
                return InputError(f"which function {uid} is now cannot be told: several may be it", f"ivrsync accept {either}")
            case "unsure" | "unread":
                hint = f"see the gaps of `ivrsync plan`; if you know where it is: {choose}"
                return InputError(f"where {uid} is cannot be told: not everything could be read", hint)
            case "moving":
                still = match.found if match is not None else ""
                hint = f"create it at {place}; or keep it where it is: ivrsync accept {uid}={still}"
                return InputError(f"the registry moves {uid} to {place}, and it still lives at {still}", hint)
            case "gone" if self._joined.recorded.function(uid) is None:
                message = f"there is no {place}, and where {uid} is now cannot be told: it was never recorded"
                return InputError(message, f"create it, or remove it from the registry; if you know where it is: {choose}")
            case "gone":
                message = f"{uid} is gone: there is no {place}, and nothing that was found is known to be it"
                return InputError(message, f"create it again, or remove it from the registry; if it is another function: {choose}")
            case _:
                return InputError(f"{uid} lives where the registry has it, at {place}", "leave it out: there is nothing to accept")

    def _named(self, word: str) -> Accepted:
        """The function at the address that somebody named."""
        function, to = self._function(word.partition("=")[0]), self._addresses[word]
        if to == function.address:
            message = f"{function.uid} is at {to} already, according to the registry"
            is_doubted = self._joined.is_elsewhere(function.uid) or self._joined.is_unclear(function.uid)
            keep = f"if what lives there is the right one, record that: ivrsync lock {function.uid}"
            raise InputError(message, keep if is_doubted else "leave it out: there is nothing to accept")
        if to not in self._joined.ground.functions:
            hint = did_you_mean(str(to), [str(place) for place in self._joined.ground.functions])
            raise InputError(f"there is no function {to}", hint or "write it as REGION/SERVICE/NAME, or REGION//NAME for FC 3.0")
        return Accepted(uid=function.uid, before=function.address, to=to, match=self._joined.matches.get(function.uid), said=True)

    def _refuse_taken(self, chosen: Mapping[Uid, Accepted]) -> None:
        """A function has one uid: not that of another function, which stays where it is."""
        owners = {function.address: uid for uid, function in self._joined.functions.items() if uid not in chosen}
        owners |= {match.found: uid for uid, match in self._certain() if uid not in chosen and match.found is not None}
        for item in chosen.values():
            owner = owners.setdefault(item.to, item.uid)
            if owner != item.uid:
                raise InputError(
                    f"{item.to} is {owner}, so it cannot be {item.uid}", f"accept {owner} too, where it is another now"
                )

    def _certain(self) -> Iterable[tuple[Uid, FunctionMatch]]:
        return ((uid, match) for uid, match in self._joined.matches.items() if match.certainty == "certain")


def _address(text: str) -> Address:
    """`REGION/SERVICE/NAME`; `REGION//NAME` or `REGION/NAME` for FC 3.0."""
    parts = text.split("/")
    if len(parts) not in {2, 3}:
        raise InputError(f"{text!r} is not an address", "write REGION/SERVICE/NAME, or REGION//NAME for FC 3.0")
    service = parts[1] if len(parts) == 3 else ""  # noqa: PLR2004  region, service and name
    try:
        return Address(parse_region(parts[0]), parse_service_name(service) if service else "", parse_function_name(parts[-1]))
    except IdError as error:
        raise InputError(f"{text}: {error.message}", error.hint) from error


def _written(project: Project, joined: Assessment, chosen: Sequence[Accepted]) -> tuple[tuple[Draft, ...], tuple[Accepted, ...]]:
    """The files as they would be, and the functions with what becomes of their callers."""
    edits = _edits(joined, chosen)
    registry = file_edits.rehearsed(project.settings.registry, edits)
    after = assessed(replace(project, wanted=wanted_from(registry)), joined.found)
    plan = plan_from(project, after, Policy())
    return edits, tuple(replace(item, callers=callers(item.uid, after, plan)) for item in chosen)


def _edits(joined: Assessment, chosen: Sequence[Accepted]) -> tuple[Draft, ...]:
    texts = {file: file_edits.text_of(Path(file)) for file in _files(joined, chosen)}
    try:
        edited = relocated(texts, tuple(_relocations(joined, chosen)))
    except EditError as error:
        raise InputError(f"{error.file}:{error.line}: {error.message}", error.hint) from error
    return tuple(Draft(path=Path(file), before=texts[file], after=text) for file, text in edited.items())


def _relocations(joined: Assessment, chosen: Sequence[Accepted]) -> Iterator[Relocation]:
    """An address that another function has now, or had before, is not stated as this one's former: it leads to one function."""
    moved = {item.uid: item.to for item in chosen}
    lost = dict(_lost(joined, moved))
    owners: defaultdict[Address, set[Uid]] = defaultdict(set)
    for function in joined.wanted.functions:
        for address in (moved.get(function.uid, function.address), *function.formerly):
            owners[address].add(function.uid)
    for item in chosen:
        was = former_address(joined, joined.functions[item.uid])
        former = was if owners[was] <= {item.uid} else None
        yield Relocation(uid=item.uid, to=item.to, was=former, lost=lost.pop(item.uid, frozenset()))
    for uid, addresses in lost.items():
        yield Relocation(uid=uid, to=joined.functions[uid].address, lost=addresses)


def _lost(joined: Assessment, moved: Mapping[Uid, Address]) -> Iterator[tuple[Uid, frozenset[Address]]]:
    """Functions accepted before, and not applied yet, at whose old address another one lives now: the lock still has that address.

    It has to know their registrations, too: else `formerly` is all that leads to these.
    """
    for function in joined.wanted.functions:
        entry = joined.recorded.function(function.uid)
        if entry is None or any(item.center not in entry.registrations for item in function.registrations):
            continue
        was = recorded_target(entry)
        if was in function.formerly and any(address == was for uid, address in moved.items() if uid != function.uid):
            yield function.uid, frozenset({was})


def _files(joined: Assessment, chosen: Iterable[Accepted]) -> list[str]:
    """The files that hold these functions and those that lose a former address to them, or documents that may take them."""
    moved = {item.uid: item.to for item in chosen}
    uids = {*moved, *(uid for uid, _ in _lost(joined, moved))}
    homes = {(item.to.region, item.to.service) for item in chosen}
    every = joined.wanted.functions
    return sorted({one.where.file for one in every if one.uid in uids or (one.address.region, one.address.service) in homes})
