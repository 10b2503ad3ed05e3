"""Accept: where functions were found is written into the registry, after it has been shown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sync.app import file_edits
from sync.app.connections import SDKS, Connections
from sync.app.file_edits import Draft
from sync.app.observer import NOBODY, Observer
from sync.app.planning import assessed, plan_from
from sync.app.project import Project, open_project
from sync.app.refresh import refresh
from sync.core.acceptance import Accepted, Elsewhere, callers, former_address, found_elsewhere, standing
from sync.core.assessment import Assessment
from sync.core.found_index import Presence
from sync.core.matching.identity import FunctionMatch
from sync.core.normalise import wanted_from
from sync.core.plan.fingerprint import fingerprints
from sync.core.plan.policy import Policy
from sync.core.worlds import Gap, WantedFunction
from sync.errors import InputError
from sync.settings import Settings
from sync.specs.edit import EditError
from sync.specs.ids import Address, IdError, Uid, parse_function_name, parse_region, parse_service_name
from sync.specs.load import load
from sync.specs.relocate import Relocation, relocated
from sync.specs.wording import did_you_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptOrder:
    """What to accept: uids, fingerprints of findings, or `UID=ADDRESS`; `certain`: also every function of which it is certain."""

    words: tuple[str, ...] = ()
    certain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Acceptance:
    """What would be written, or was, and what else was found elsewhere. `digest` is that of the registry it was made from."""

    accepted: tuple[Accepted, ...]
    others: tuple[Elsewhere, ...]
    edits: tuple[Draft, ...]
    gaps: tuple[Gap, ...]
    digest: str


def propose(settings: Settings, order: AcceptOrder, observer: Observer = NOBODY, connections: Connections = SDKS) -> Acceptance:
    """What accept would write. Writes nothing, here or in a cloud.

    Raises `InputError` for a word that names nothing that could be accepted, and where the registry would not be right then.
    """
    project = open_project(settings, observer, connections)
    joined = assessed(project, refresh(project, project.readers(), observer))
    everything = tuple(found_elsewhere(joined))
    chosen = _Choice(project, joined, everything).of(order)
    taken = {item.uid for item in chosen}
    edits, told = _written(project, joined, chosen) if chosen else ((), ())
    return Acceptance(
        accepted=told,
        others=tuple(item for item in everything if item.match.uid not in taken),
        edits=edits,
        gaps=joined.found.gaps,
        digest=project.basis.registry,
    )


def write(settings: Settings, acceptance: Acceptance) -> None:
    """Write it. Nothing is written when anything in the registry has changed since it was proposed: raises `InputError`."""
    if load(settings.registry).digest != acceptance.digest:
        raise InputError("the registry was changed in the meantime, so nothing is written", "run the command again")
    file_edits.write(acceptance.edits)


class _Choice:
    """Words to functions and their new addresses."""

    def __init__(self, project: Project, joined: Assessment, everything: Iterable[Elsewhere]) -> None:
        self._project = project
        self._joined = joined
        self._elsewhere = {item.match.uid: item.match for item in everything if item.match.found is not None}

    def of(self, order: AcceptOrder) -> tuple[Accepted, ...]:
        """Each function once, by uid. Raises `InputError`."""
        chosen: dict[Uid, Accepted] = {}
        for word in order.words:
            uid, equals, address = word.partition("=")
            item = self._named(uid, address) if equals else self._found(self._uid(word))
            if chosen.setdefault(item.uid, item).to != item.to:
                raise InputError(f"{item.uid} is given two addresses: {chosen[item.uid].to} and {item.to}", "leave one of them out")
        if order.certain:
            for uid, match in self._elsewhere.items():
                if match.certainty == "certain":
                    chosen.setdefault(uid, self._found(uid))
        self._refuse_taken(chosen)
        return tuple(chosen[uid] for uid in sorted(chosen))

    def _uid(self, word: str) -> Uid:
        """The uid that a word names, itself or by a finding about it."""
        uid = Uid(word)
        if uid in self._joined.functions:
            return uid
        findings = plan_from(self._project, self._joined, Policy()).findings
        about = {print_: finding.uid for print_, finding in zip(fingerprints(findings), findings, strict=True)}
        named = about.get(word)
        if named in self._joined.functions and named is not None:
            return named
        if word in about:
            raise InputError(f"the finding {word} is about no function of the registry", "name a uid, or another finding")
        hint = (
            did_you_mean(word, self._joined.functions) or "name a uid, or the fingerprint of a finding: ivrsync plan --format json"
        )
        raise InputError(f"{word}: neither a uid of the registry nor the fingerprint of a finding", hint)

    def _function(self, word: str) -> WantedFunction:
        function = self._joined.functions.get(Uid(word))
        if function is None:
            hint = did_you_mean(word, self._joined.functions) or "name a uid of the registry"
            raise InputError(f"{word}: the registry has no such uid", hint)
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
                either = " or ".join(f"{uid}={rival.address}" for rival in match.rivals[:3])
                return InputError(f"which function {uid} is now cannot be told: several may be it", f"ivrsync accept {either}")
            case "unsure" | "unread":
                hint = f"see the gaps of `ivrsync plan`; if you know where it is: {choose}"
                return InputError(f"where {uid} is cannot be told: not everything could be read", hint)
            case "moving":
                still = match.found if match is not None else ""
                hint = f"create it at {place}; or keep it where it is: ivrsync accept {uid}={still}"
                return InputError(f"the registry moves {uid} to {place}, and it still lives at {still}", hint)
            case "gone":
                message = f"{uid} is gone: there is no {place}, and nothing that was found is known to be it"
                return InputError(message, f"create it again, or remove it from the registry; if it is another function: {choose}")
            case _:
                return InputError(f"{uid} lives where the registry has it, at {place}", "leave it out: there is nothing to accept")

    def _named(self, word: str, text: str) -> Accepted:
        """The function at the address that somebody named."""
        function, to = self._function(word), _address(text)
        if to == function.address:
            raise InputError(f"{word} is at {to} already, according to the registry", "leave it out: there is nothing to accept")
        presence = self._joined.ground.presence(to)
        if presence is not Presence.PRESENT:
            raise self._nobody_lives_at(to, presence)
        return Accepted(uid=function.uid, before=function.address, to=to, match=self._joined.matches.get(function.uid), said=True)

    def _nobody_lives_at(self, address: Address, presence: Presence) -> InputError:
        if presence is Presence.UNKNOWN:
            return InputError(f"{address}: its region could not be read", "see the gaps of `ivrsync plan`")
        hint = did_you_mean(str(address), [str(place) for place in self._joined.ground.functions])
        return InputError(f"there is no function {address}", hint or "write it as REGION/SERVICE/NAME, or REGION//NAME for FC 3.0")

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
    moved = {item.uid: item.to for item in chosen}
    present = {moved.get(function.uid, function.address) for function in joined.wanted.functions}
    moves = [_relocation(joined, item, present) for item in chosen]
    texts = {file: file_edits.text_of(Path(file)) for file in _files(joined, chosen)}
    try:
        edited = relocated(texts, moves)
    except EditError as error:
        raise InputError(f"{error.file}:{error.line}: {error.message}", error.hint) from error
    return tuple(Draft(path=Path(file), before=texts[file], after=text) for file, text in edited.items())


def _relocation(joined: Assessment, item: Accepted, present: set[Address]) -> Relocation:
    """An address that another function has now is nobody's former one."""
    was = former_address(joined, joined.functions[item.uid])
    return Relocation(uid=item.uid, to=item.to, was=None if was in present else was)


def _files(joined: Assessment, chosen: Iterable[Accepted]) -> list[str]:
    """The files that hold these functions, or documents that may take them."""
    uids = {item.uid for item in chosen}
    homes = {(item.to.region, item.to.service) for item in chosen}
    every = joined.wanted.functions
    return sorted({one.where.file for one in every if one.uid in uids or (one.address.region, one.address.service) in homes})
