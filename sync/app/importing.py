"""Import: specs for functions that live in the clouds and that the registry does not know."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from sync.app import file_edits
from sync.app.connections import SDKS, Connections
from sync.app.file_edits import Draft
from sync.app.files import write_whole
from sync.app.observer import NOBODY, Observer, Reading, ReadingStarted
from sync.app.planning import assessed
from sync.app.project import Project, open_project
from sync.app.refresh import MOST_PACKAGES, read_world, with_suspects
from sync.core.importing import ImportedFunction, LeftOut, choose, specs_of
from sync.core.normalise import wanted_from
from sync.core.stack_imports import FILE, StackImports, imports_of, imports_text
from sync.core.worlds import Found, FoundFunction, FoundSignature, Gap, WantedCenter
from sync.discovery.cache import SignatureCache
from sync.discovery.gaps import gap_of
from sync.discovery.signatures import read_signatures
from sync.errors import CloudError, InputError
from sync.ports import Readers
from sync.settings import Settings
from sync.specs.dry_load import holds_nothing
from sync.specs.edit import EditError, with_document
from sync.specs.ids import GENERATIONS, Address, Generation, Region
from sync.specs.load import load
from sync.specs.models import CenterSpec
from sync.specs.remarks import remark_text
from sync.specs.wording import did_you_mean
from sync.specs.yaml.emit import ComposedFunction, centers_document, service_document

Centers = tuple[WantedCenter, ...]
Home = tuple[str, Region, Generation]  # service, region, generation: what one document holds
_GROUP = "functions"  # FC 3.0 has no services; a document names a group


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Regions in which functions are imported that no registration reaches: of these services, or all when there are none."""

    regions: tuple[Region, ...] = ()
    services: frozenset[str] = frozenset()

    def hold(self, address: Address) -> bool:
        """Whether functions of that address are to be imported."""
        return address.region in self.regions and (not self.services or address.service in self.services)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """One document to add to a file."""

    path: Path
    document: str
    functions: tuple[ImportedFunction, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportOutcome:
    """What was written, or would be: documents by file, the whole edits of these files, and the new centers; what was left out, and
    what could not be read.
    """

    additions: tuple[Addition, ...]
    edits: tuple[Draft, ...]
    centers: Centers
    left_out: tuple[LeftOut, ...]
    gaps: tuple[Gap, ...]
    adopted: StackImports | None = None  # what `pulumi up` takes over; None: nobody asked

    @property
    def is_complete(self) -> bool:
        """Whether everything that import looks at could be read."""
        return not self.gaps and all(item.reason != "unread" for item in self.left_out)


def import_functions(
    settings: Settings,
    centers: Centers,
    places: Places,
    observer: Observer = NOBODY,
    connections: Connections = SDKS,
    *,
    dry_run: bool = False,
    for_pulumi: bool = False,
) -> ImportOutcome:
    """Write specs for what registrations reach in these centers and in the registry's, and for what the places hold.

    `for_pulumi`: also the file of what the Pulumi program takes over of the registry as it is then.

    Raises `InputError` before anything is written where the registry would not be right then.
    """
    project, added = _opened(settings, centers, places, observer, connections)
    seen = _look(project, project.readers(), places, observer)
    _refuse_unknown_services(places, seen.found)
    added = _read_ones(added, seen.gaps)
    additions = _additions(project, added, seen.functions)
    edits = _edits(settings.registry, additions)
    if not dry_run:
        file_edits.write(edits)
    adopted = _adopted(project, seen.found) if for_pulumi else None
    if adopted is not None and not dry_run:
        _write_imports(settings.registry / FILE, adopted)
    return ImportOutcome(additions=additions, edits=edits, centers=added, left_out=seen.left_out, gaps=seen.gaps, adopted=adopted)


def _refuse_unknown_services(places: Places, found: Found) -> None:
    """Or a misspelt service would read as one of which everything is imported already. Raises `InputError`."""
    here = {function.address.service for function in found.functions if function.address.region in places.regions} - {""}
    is_unread = any(gap.scope == "region" and gap.subject in places.regions for gap in found.gaps)
    for service in sorted(places.services - here) if not is_unread else ():
        hint = did_you_mean(service, here) or "name a service that has functions there, or take --all-functions"
        raise InputError(f"{service}: there is no such service with functions in {', '.join(places.regions)}", hint)


def _adopted(project: Project, found: Found) -> StackImports:
    """What was found of the registry as it is on disk."""
    if holds_nothing(project.settings.registry):
        return StackImports()
    registry = load(project.settings.registry)
    joined = assessed(replace(project, wanted=wanted_from(registry)), found)
    return imports_of(joined, {function.uid for function in registry.functions if function.spec.code is not None})


def _write_imports(file: Path, imports: StackImports) -> None:
    """Without ids there is no file, unless there was one: it then says so."""
    if imports or file.exists():
        write_whole(file, imports_text(imports))


def _opened(
    settings: Settings, centers: Centers, places: Places, observer: Observer, connections: Connections
) -> tuple[Project, Centers]:
    """The registry as it is, which may be none, with the centers to read; and which of these are new to it."""
    if holds_nothing(settings.registry):
        # Opening needs a registry: it gets one without centers and functions.
        with tempfile.TemporaryDirectory(prefix="ivrsync-") as empty:
            Path(empty, "centers.yaml").write_text("centers: {}\n", encoding="utf-8")
            project = replace(open_project(replace(settings, registry=Path(empty)), observer, connections), settings=settings)
    else:
        project = open_project(settings, observer, connections)
    added = tuple(center for center in centers if _is_new(center, project.wanted.centers))
    _refuse_twice(added)
    everywhere = tuple(sorted((*project.wanted.centers, *added), key=lambda center: center.name))
    if not everywhere and not places.regions:
        raise InputError("neither a center nor a region is given", "name your call center: --center hotline=INSTANCE")
    return replace(project, wanted=replace(project.wanted, centers=everywhere)), added


def _is_new(center: WantedCenter, known: Iterable[WantedCenter]) -> bool:
    for other in known:
        if (other.name, other.instance) == (center.name, center.instance):
            return False
        if other.name == center.name or other.instance == center.instance:
            raise InputError(
                f"--center {center.name}={center.instance}: the registry has {other.name}={other.instance}",
                "leave --center out to use the registry's centers",
            )
    return True


def _refuse_twice(centers: Centers) -> None:
    for number, center in enumerate(centers):
        _is_new(center, centers[:number])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """What there is to import, what is left out, and what could not be read; `found` is what it was seen in."""

    found: Found
    functions: tuple[ImportedFunction, ...]
    left_out: tuple[LeftOut, ...]
    gaps: tuple[Gap, ...]


def _look(project: Project, readers: Readers, places: Places, observer: Observer) -> _Seen:
    """The clouds as far as import needs them: centers, the functions they point at, the places asked for, and the code of each
    function that will be written.
    """
    observer.notify(ReadingStarted())
    found = with_suspects(project, readers, _found(project, readers, places, observer), observer)
    asked = {function.address for function in found.functions if places.hold(function.address)}
    chosen = choose(assessed(project, found), asked)
    signatures, unread = _signatures(project.settings, readers, [choice.function for choice in chosen.choices], observer)
    recorded = project.recorded.functions if project.recorded else {}
    # A uid in the lock belongs to the function that had it: no other may get it.
    taken = {*recorded, *(function.uid for function in project.wanted.functions)}
    return _Seen(
        found=found,
        functions=specs_of(chosen.choices, signatures, unread, taken),
        left_out=tuple(chosen.left_out),
        gaps=(*(gap for gap in found.gaps if gap.scope != "flows"), *unread),
    )


def _found(project: Project, readers: Readers, places: Places, observer: Observer) -> Found:
    found = read_world(project, readers, observer)
    functions = {item.address: item for item in found.functions}
    gaps = list(found.gaps)
    for region in places.regions:
        for generation in GENERATIONS:
            observer.notify(Reading(scope="region", subject=region, generation=generation, done=0, total=1))
            try:
                functions |= {item.address: item for item in readers.functions.functions(region, generation)}
            except CloudError as error:
                gaps.append(gap_of(error, "region", region, generation))
    return replace(found, functions=tuple(functions.values()), gaps=tuple(dict.fromkeys(gaps)))


def _signatures(
    settings: Settings, readers: Readers, functions: list[FoundFunction], observer: Observer
) -> tuple[tuple[FoundSignature, ...], tuple[Gap, ...]]:
    """Without functions nothing is read, and the cache is not opened."""
    if not settings.signatures or not functions:
        return (), ()
    workers = min(settings.workers, MOST_PACKAGES)
    return read_signatures(readers.code, SignatureCache(settings.cache), functions, workers=workers, progress=observer.notify)


def _read_ones(centers: Centers, gaps: Iterable[Gap]) -> Centers:
    """The new centers whose registrations could be read: another may be a mistyped instance, and is not written."""
    unread = {gap.subject for gap in gaps if gap.scope == "registrations"}
    return tuple(center for center in centers if center.name not in unread)


def _additions(project: Project, centers: Centers, functions: Iterable[ImportedFunction]) -> tuple[Addition, ...]:
    """The documents to add: each service's to the file that has functions of it already, else to one of its name."""
    added: list[Addition] = []
    if centers:
        specs = {str(center.name): CenterSpec(instance=center.instance, registrations=center.mode) for center in centers}
        added.append(Addition(path=project.settings.registry / "centers.yaml", document=centers_document(specs)))
    homes: dict[Home, list[ImportedFunction]] = {}
    for function in functions:
        homes.setdefault((function.address.service, function.address.region, function.address.generation), []).append(function)
    for (service, region, generation), members in homes.items():
        composed = [
            ComposedFunction(uid=item.uid, spec=item.spec, remarks=tuple(map(remark_text, item.remarks))) for item in members
        ]
        document = service_document(service or _GROUP, region, generation, composed)
        added.append(Addition(path=_file_of(project, service, region, generation), document=document, functions=tuple(members)))
    return tuple(added)


def _file_of(project: Project, service: str, region: Region, generation: Generation) -> Path:
    """Service names may differ in case alone, file names on some disks may not."""
    there = [item for item in project.wanted.functions if (item.address.service, item.address.generation) == (service, generation)]
    here = [item for item in there if item.address.region == region] or there
    if here:
        return Path(here[0].where.file)
    return project.settings.registry / "services" / f"{(service or _GROUP).lower()}.yaml"


def _edits(root: Path, added: Iterable[Addition]) -> tuple[Draft, ...]:
    """The new files, checked against the rules for the whole registry. Raises `InputError`."""
    made: dict[Path, Draft] = {}
    for addition in added:
        path = addition.path
        before = made[path].before if path in made else file_edits.text_of(path) if path.exists() else None
        text = made[path].after if path in made else before or ""
        try:
            made[path] = Draft(path=path, before=before, after=with_document(text, addition.document))
        except EditError as error:
            raise InputError(f"{path}:{error.line}: {error.message}", error.hint) from error
    if made:
        file_edits.rehearsed(root, tuple(made.values()))
    return tuple(made.values())
