"""What `ivrsync import` does with files and clouds: where to look, what is there, and which files to write."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from sync.app import file_edits as drafts
from sync.app import project as wiring
from sync.core.importing import ImportedFunction, LeftOut, choose, specs_of
from sync.core.worlds import Found, FoundFunction, FoundSignature, Gap, WantedCenter
from sync.discovery.cache import SignatureCache
from sync.discovery.signatures import read_signatures
from sync.discovery.world import Progress
from sync.errors import CloudError, InputError
from sync.ports import Readers
from sync.render.documents import ImportedRow
from sync.settings import Settings
from sync.specs.dry_load import holds_nothing
from sync.specs.edit import EditError, with_document
from sync.specs.ids import Address, IdError, Region, parse_center_name, parse_region, parse_service_name
from sync.specs.models import CenterSpec, Generation, RegistrationMode
from sync.specs.yaml.emit import ComposedFunction, centers_document, service_document

Watch = Callable[[Progress], None]
Centers = tuple[WantedCenter, ...]
Home = tuple[str, Region, Generation]  # service, region, generation: what one document holds
_GENERATIONS: tuple[Generation, Generation] = ("2.0", "3.0")
_GROUP = "functions"  # FC 3.0 has no services; a document names a group


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Regions in which functions are imported that no registration reaches: of these services, or all when there are none."""

    regions: tuple[Region, ...] = ()
    services: frozenset[str] = frozenset()

    def hold(self, address: Address) -> bool:
        """Whether a function of that address was asked for."""
        return address.region in self.regions and (not self.services or address.service in self.services)


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """One document to add to a file."""

    path: Path
    document: str
    functions: tuple[ImportedFunction, ...] = ()


def centers_from(said: Iterable[str], mode: RegistrationMode) -> Centers:
    """`NAME=INSTANCE`, each. Raises `InputError`."""
    centers: list[WantedCenter] = []
    for text in said:
        name, equals, instance = text.partition("=")
        if not equals or not instance.strip():
            raise InputError(f"--center {text}: this is not NAME=INSTANCE", "e.g. --center hotline=my-instance")
        try:
            centers.append(WantedCenter(name=parse_center_name(name), instance=instance.strip(), mode=mode))
        except IdError as error:
            raise InputError(f"--center {text}: {error.message}", error.hint) from error
    return tuple(centers)


def places_from(regions: Iterable[str], services: Iterable[str], *, all_functions: bool) -> Places:
    """Where to look besides the registrations. Raises `InputError` when it is not said which functions are meant."""
    regions, services = tuple(regions), tuple(services)
    if bool(regions) != (bool(services) or all_functions) or (services and all_functions):
        raise InputError(
            "--region goes with either --service or --all-functions", "e.g. --region cn-hangzhou --service example-service"
        )
    try:
        return Places(
            regions=tuple(dict.fromkeys(map(parse_region, regions))), services=frozenset(map(parse_service_name, services))
        )
    except IdError as error:
        raise InputError(error.message, error.hint) from error


def opened(
    settings: Settings, centers: tuple[WantedCenter, ...], places: Places, warn: Callable[[str], None]
) -> tuple[wiring.Project, tuple[WantedCenter, ...]]:
    """The registry as it is, which may be none, with the centers to read; and which of these are new to it."""
    if holds_nothing(settings.registry):
        # Whatever opens a registry wants one: it is given one that names no center and no function.
        with tempfile.TemporaryDirectory(prefix="ivrsync-") as empty:
            Path(empty, "centers.yaml").write_text("centers: {}\n", encoding="utf-8")
            project = replace(wiring.open_project(replace(settings, registry=Path(empty)), warn), settings=settings)
    else:
        project = wiring.open_project(settings, warn)
    added = tuple(center for center in centers if _is_new(center, project.wanted.centers))
    _refuse_twice(added)
    everywhere = tuple(sorted((*project.wanted.centers, *added), key=lambda center: center.name))
    if not everywhere and not places.regions:
        raise InputError("nothing says where to look", "name your call center: --center hotline=INSTANCE")
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
class Seen:
    """What there is to import, what is left out, and what could not be read."""

    functions: tuple[ImportedFunction, ...]
    left_out: tuple[LeftOut, ...]
    gaps: tuple[Gap, ...]


def look(project: wiring.Project, readers: Readers, places: Places, watch: Watch) -> Seen:
    """The clouds as far as import needs them: centers, the functions they point at, the places asked for, and the code of each
    function that will be written.
    """
    found = _found(project, readers, places, watch)
    asked = {function.address for function in found.functions if places.hold(function.address)}
    chosen = choose(project.wanted, project.recorded, found, asked)
    signatures, unread = _signatures(project.settings, readers, [choice.function for choice in chosen.choices], watch)
    recorded = project.recorded.functions if project.recorded else {}
    # A uid that the lock knows stands for the function that had it: no other may get it.
    taken = {*recorded, *(function.uid for function in project.wanted.functions)}
    return Seen(
        functions=specs_of(chosen.choices, signatures, unread, taken),
        left_out=tuple(chosen.left_out),
        gaps=(*(gap for gap in found.gaps if gap.scope != "flows"), *unread),
    )


def _found(project: wiring.Project, readers: Readers, places: Places, watch: Watch) -> Found:
    found = wiring.look(project, readers, watch)
    functions = {(item.address, item.generation): item for item in found.functions}
    gaps = list(found.gaps)
    for region in places.regions:
        for generation in _GENERATIONS:
            watch(Progress(scope="region", subject=region, generation=generation, done=0, total=1))
            try:
                functions |= {(item.address, item.generation): item for item in readers.functions.functions(region, generation)}
            except CloudError as error:
                gaps.append(_gap(region, generation, error))
    return replace(found, functions=tuple(functions.values()), gaps=tuple(dict.fromkeys(gaps)))


def _signatures(
    settings: Settings, readers: Readers, functions: list[FoundFunction], watch: Watch
) -> tuple[tuple[FoundSignature, ...], tuple[Gap, ...]]:
    """Nothing is read for nothing: also the cache is left alone then."""
    if not settings.signatures or not functions:
        return (), ()
    workers = min(settings.workers, wiring.MOST_PACKAGES)
    return read_signatures(readers.code, SignatureCache(settings.cache), functions, workers=workers, progress=watch)


def _gap(region: Region, generation: Generation, error: CloudError) -> Gap:
    return Gap(
        scope="region",
        subject=region,
        generation=generation,
        operation=error.operation,
        code=error.code,
        message=error.reason,
        request_id=error.request_id,
    )


def read_ones(centers: Centers, gaps: Iterable[Gap]) -> Centers:
    """The new centers whose registrations could be read: another may be a mistyped instance, and is not written."""
    unread = {gap.subject for gap in gaps if gap.scope == "registrations"}
    return tuple(center for center in centers if center.name not in unread)


def additions(project: wiring.Project, centers: Centers, functions: Iterable[ImportedFunction]) -> tuple[Addition, ...]:
    """The documents to add: each service's to the file that has functions of it already, else to one of its name."""
    added: list[Addition] = []
    if centers:
        specs = {str(center.name): CenterSpec(instance=center.instance, registrations=center.mode) for center in centers}
        added.append(Addition(path=project.settings.registry / "centers.yaml", document=centers_document(specs)))
    homes: dict[Home, list[ImportedFunction]] = {}
    for function in functions:
        homes.setdefault((function.address.service, function.address.region, function.generation), []).append(function)
    for (service, region, generation), members in homes.items():
        composed = [ComposedFunction(uid=item.uid, spec=item.spec, remarks=item.remarks) for item in members]
        document = service_document(service or _GROUP, region, generation, composed)
        added.append(Addition(path=_file_of(project, service, region, generation), document=document, functions=tuple(members)))
    return tuple(added)


def _file_of(project: wiring.Project, service: str, region: Region, generation: Generation) -> Path:
    """Names of services differ by case alone on one side of the cloud and may not on this side's disk."""
    there = [item for item in project.wanted.functions if (item.address.service, item.generation) == (service, generation)]
    here = [item for item in there if item.address.region == region] or there
    if here:
        return Path(here[0].where.file)
    return project.settings.registry / "services" / f"{(service or _GROUP).lower()}.yaml"


def drafted(root: Path, added: Iterable[Addition]) -> tuple[drafts.Draft, ...]:
    """The files as they shall be, held against the laws of the registry as a whole. Raises `InputError`."""
    made: dict[Path, drafts.Draft] = {}
    for addition in added:
        path = addition.path
        before = made[path].before if path in made else drafts.text_of(path) if path.exists() else None
        text = made[path].after if path in made else before or ""
        try:
            made[path] = drafts.Draft(path=path, before=before, after=with_document(text, addition.document))
        except EditError as error:
            raise InputError(f"{path}:{error.line}: {error.message}", error.hint) from error
    if made:
        drafts.rehearsed(root, tuple(made.values()))
    return tuple(made.values())


def rows(added: Iterable[Addition]) -> tuple[ImportedRow, ...]:
    """One row for each spec, by file."""
    return tuple(
        ImportedRow(
            uid=function.uid,
            address=function.address,
            generation=function.generation,
            file=str(addition.path),
            centers=tuple(function.spec.registrations),
            signature=function.knowledge,
            remarks=function.remarks,
        )
        for addition in added
        for function in addition.functions
    )
