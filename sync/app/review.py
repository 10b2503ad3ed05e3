"""`ivrsync review`: a change of the registry judged by what a snapshot holds of the clouds. No cloud is asked anything."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path

from sync import settings as settings_file
from sync.adapters.git_tree import Repository, repository_at
from sync.app.clock import now
from sync.app.snapshot_keys import PUBLIC
from sync.app.snapshot_places import age_of, default_place, read_trusted, snapshot_at
from sync.app.trees import FolderTree, RegistryTree, Tree
from sync.app.version import tool
from sync.core.assessment import Assessment
from sync.core.flows.call_graph import CallGraph, call_graph, ending_as
from sync.core.normalise import wanted_from
from sync.core.redaction import Variable
from sync.core.review.changes import Version, same_functions
from sync.core.review.courses import Circumstances, Judgement, judged
from sync.core.review.deployed import Deployment
from sync.core.review.model import NewFunction, Review
from sync.core.sensitive import without_secrets
from sync.core.signature.inferred import Inferred, Unknown
from sync.core.snapshot.model import NO_SNAPSHOT, Snapshot
from sync.core.snapshot.reading import Asking, found_in
from sync.core.snapshot.trust import gap_of
from sync.core.worlds import Found, FoundSignature, Gap, Wanted, WantedFunction
from sync.errors import InputError
from sync.settings import Flags, Settings
from sync.signatures.infer import infer
from sync.signatures.package import Package
from sync.specs.ids import Uid
from sync.specs.load import KnownFiles
from sync.specs.models import Function, Registry

WORKTREE = "worktree"
_HANDLER = "index.handler"
_SHA256 = 64  # hexadecimal digits of an id, in a repository that uses SHA-256
# What a pull request is merged into, as the CI of its host says; then the usual names.
_TARGETS = ("GITHUB_BASE_REF", "CI_MERGE_REQUEST_TARGET_BRANCH_NAME")
_USUAL = ("origin/HEAD", "origin/main", "origin/master", "main", "master")


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """A version of the registry: what the user named, and the commit; empty for the working folder."""

    name: str
    commit: str

    @property
    def shown(self) -> str:
        """The name, with the commit where that is not the name."""
        return self.name if self.commit.startswith(self.name) or not self.commit else f"{self.name} ({self.commit[:12]})"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewOutcome:
    """A review, of what, and by which snapshot. `to_make`: functions that have to be made first.

    `is_parted`: it is known where the two parted; else the tip of the base is compared.
    """

    review: Review
    base: Revision
    head: Revision
    snapshot: Snapshot | None
    age: timedelta | None
    doubts: tuple[Gap, ...]
    to_make: tuple[NewFunction, ...]
    is_parted: bool
    after: Assessment = field(repr=False)  # what comes with the change, before apply

    @property
    def graph(self) -> CallGraph:
        """Who calls what with the change; how each call ends is as it is after all of it."""
        known = (*self.review.impacts, *self.review.standing)
        return ending_as(call_graph(self.after), {(item.module.flow, item.module.activity): item.after for item in known})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One version read whole."""

    tree: RegistryTree
    version: Version

    @property
    def wanted(self) -> Wanted:
        """The registry's world."""
        return self.version.wanted

    @property
    def made(self) -> Mapping[int, WantedFunction]:
        """Its functions in the registry's world, by the identity of what the files say of them."""
        return {id(one): made for one, made in zip(self.version.registry.functions, self.wanted.functions, strict=True)}

    def of(self, uid: Uid) -> WantedFunction:
        """The function of that uid."""
        return next(function for function in self.wanted.functions if function.uid == uid)


def review(flags: Flags, env: Mapping[str, str], here: Path, *, base: str | None, head: str, snapshot: str | None) -> ReviewOutcome:
    """What the change from `base` to `head` does, and whom it hurts.

    Settings come from the base. Of the head only data is read: nothing of it is imported, run or followed out of the repository.
    Raises `InputError`, `RegistryErrors` and `LockError`.
    """
    repository = repository_at(here, env)
    named = base or _target(repository, env)
    target = repository.commit(named)
    settings = _settings(repository, target, flags, env, here)
    root = _root(settings, repository)
    head_tree, head_revision = _head(repository, head, target)
    parted = repository.merge_base(target, head_revision.commit or repository.commit("HEAD"))
    start = parted or target
    known = KnownFiles()
    before = _side(RegistryTree(tree=repository.tree(start), root=root), known, may_be_absent=True)
    after = _side(RegistryTree(tree=head_tree, root=root), known, before)
    held = _held(snapshot, repository, target, settings, root)
    made = _reviewed(before, after, held, settings)
    return ReviewOutcome(
        review=made.review,
        base=Revision(name=named, commit=start),
        head=head_revision,
        snapshot=held.snapshot if held is not None else None,
        age=age_of(held.snapshot, now()) if held is not None else None,
        doubts=held.doubts if held is not None else (),
        to_make=made.to_make,
        after=made.after,
        is_parted=parted is not None,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Held:
    """A snapshot, and what speaks against relying on it."""

    snapshot: Snapshot
    doubts: tuple[Gap, ...]


def _held(word: str | None, repository: Repository, commit: str, settings: Settings, root: str) -> _Held | None:
    """The snapshot that is named, or the one on the usual branch; held to the public key that the base has."""
    place = word or default_place(repository.top)
    if place is None:
        return None
    tree, path = repository.tree(commit), posixpath.normpath(posixpath.join(root, PUBLIC))
    key = tree.contents([path])[path].decode("utf-8", "replace") if tree.kind(path) == "file" else None
    found = snapshot_at(place, repository.top)
    snapshot, problems = read_trusted(found, key, now(), settings.snapshot_max_age, allow_unsigned=settings.unsigned_snapshots)
    return _Held(snapshot=snapshot, doubts=tuple(gap_of(problem, found.place) for problem in problems))


def _target(repository: Repository, env: Mapping[str, str]) -> str:
    named = [f"origin/{env[name]}" for name in _TARGETS if env.get(name)]
    for name in (*named, *_USUAL):
        try:
            repository.commit(name)
        except InputError:
            continue
        return name
    raise InputError("it is not known what the change is compared with", "give it: --base BRANCH, such as --base origin/main")


def _head(repository: Repository, head: str, target: str) -> tuple[Tree, Revision]:
    if head == WORKTREE:
        digest = "sha256" if len(target) == _SHA256 else "sha1"
        return FolderTree(top=repository.top, digest=digest), Revision(name=WORKTREE, commit="")
    commit = repository.commit(head)
    return repository.tree(commit), Revision(name=head, commit=commit)


def _settings(repository: Repository, commit: str, flags: Flags, env: Mapping[str, str], here: Path) -> Settings:
    """The settings of the base: a change must not choose how it is judged. A file outside the repository is the runner's own."""
    tree = repository.tree(commit)

    def content(path: Path) -> bytes | None:
        inside = _inside(path, repository.top)
        if inside is None:
            return settings_file.on_disk(path)
        return tree.contents([inside])[inside] if tree.kind(inside) == "file" else None

    return settings_file.read(flags, env, here, content)


def _root(settings: Settings, repository: Repository) -> str:
    root = _inside(settings.registry, repository.top)
    if root is None:
        raise InputError(f"the registry {settings.registry} is not in this repository", "name it with --registry DIR")
    return root


def _inside(path: Path, top: Path) -> str | None:
    """A path from the top of the repository, as git writes it; None for one outside it. Links of the head are not followed."""
    place, home = posixpath.normpath(path.absolute().as_posix()), top.as_posix()
    if place == home:
        return "."
    return place.removeprefix(f"{home}/") if place.startswith(f"{home}/") else None


def _side(tree: RegistryTree, known: KnownFiles, other: _Side | None = None, *, may_be_absent: bool = False) -> _Side:
    """One version. A base that has no registry yet has an empty one. What both versions have is read once."""
    is_absent = may_be_absent and tree.tree.kind(tree.root) == "absent"
    registry = Registry(functions=(), centers=(), digest="") if is_absent else tree.registry(known)
    lock = tree.lock()
    code = {function.uid: tree.code_ids(function) for function in registry.functions}
    wanted = wanted_from(registry, other.made if other is not None else {})
    return _Side(tree=tree, version=Version(registry=registry, wanted=wanted, lock=lock, code=code))


def _reviewed(base: _Side, head: _Side, snapshot: _Held | None, settings: Settings) -> Judgement:
    worlds = _found(base, snapshot, settings), _found(head, snapshot, settings)
    account = snapshot.snapshot.account if snapshot is not None else ""
    given = Circumstances(watch=settings.watch, account=account, tool=tool())
    return judged(base.version, head.version, worlds, _deployment(base, head), given)


def _found(side: _Side, held: _Held | None, settings: Settings) -> Found:
    if held is None:
        return Found(functions=(), registrations=(), flows=(), gaps=tuple(_nothing(side.wanted)))
    snapshot, lock = held.snapshot, side.version.lock
    if lock is not None and lock.account not in (None, snapshot.account):
        raise InputError(
            f"the snapshot is of account {snapshot.account}, and the lock was written for account {lock.account}",
            "use the snapshot of that account",
        )
    asking = Asking(
        wanted=side.wanted, recorded=lock, watch=settings.watch, elsewhere=settings.regions, with_code=settings.signatures
    )
    found = found_in(snapshot, asking)
    return replace(found, gaps=(*held.doubts, *found.gaps))


def _nothing(wanted: Wanted) -> Iterator[Gap]:
    """Without a snapshot nothing is known of any center or region."""
    for center in wanted.centers:
        yield Gap(scope="registrations", subject=center.name, generation=None, operation="", code=NO_SNAPSHOT, message="")
        yield Gap(scope="flows", subject=center.name, generation=None, operation="", code=NO_SNAPSHOT, message="")
    for region in sorted({function.address.region for function in wanted.functions}):
        yield Gap(scope="region", subject=region, generation=None, operation="", code=NO_SNAPSHOT, message="")


def _deployment(base: _Side, head: _Side) -> Deployment:
    same = same_functions(base.version, head.version)
    differing = [
        function
        for function in head.version.registry.functions
        if function.uid not in same or not head.version.has_same(function, base.version, same[function.uid])
    ]
    owned = frozenset(function.uid for function in differing if function.spec.code is not None)
    new_code = [function for function in differing if function.uid in owned and _has_new_code(function, same, base, head)]
    shown = {function.uid: _shown(function, package) for function, package in head.tree.codes(new_code)}
    return Deployment(functions=tuple(head.of(function.uid) for function in differing), owned=owned, shown=shown)


def _has_new_code(function: Function, same: Mapping[Uid, Uid], base: _Side, head: _Side) -> bool:
    """Whether the change puts other code there, calls it otherwise, or puts it at another place."""
    before = same.get(function.uid)
    if before is None:
        return True
    old = base.version.functions[before]
    is_called_alike = (old.spec.handler, old.spec.runtime) == (function.spec.handler, function.spec.runtime)
    return not is_called_alike or old.address != function.address or base.version.code[before] != head.version.code[function.uid]


def _shown(function: Function, package: Package | Unknown) -> FoundSignature:
    shown = package if isinstance(package, Unknown) else _inferred(package, function)
    return FoundSignature(address=function.address, signature=shown)


def _inferred(package: Package, function: Function) -> Inferred | Unknown:
    environment: Mapping[str, Variable] = function.spec.environment or {}
    signature = infer(package, function.spec.handler or _HANDLER, function.spec.runtime or "", environment)
    return signature if isinstance(signature, Unknown) else without_secrets(signature, environment)
