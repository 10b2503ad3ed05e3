"""The decoys: what happens to a fleet that must fool nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bench.identity.fleet import NOUNS, REGIONS, VARIABLES, Habits, Job, remade
from bench.identity.story import LEVELS, MARKS, TODAY, Level, Marks, Story, World, place_of
from sync.specs.ids import Uid

ANY = Habits()


def make(seed: int, size: int, level: Level, marks: Marks, habits: Habits = ANY) -> World:
    """A world of so many uids. The same arguments make the same world."""
    return _Tale(seed, size, level, marks, habits).world


class _Tale(Story):
    """A story with decoys."""

    # What must not fool anybody

    def _decoys(self, order: list[str], size: int) -> None:
        """So many of each, in a fleet of a hundred."""
        stories: list[tuple[float, Callable[[list[str]], None], int]] = [
            (2.0, self._gone, 1),
            (1.0, self._replaced, 1),
            (2.0, self._twin_beside_deleted, 1),
            (1.0, self._taken_over, 1),
            (0.7, self._split, 1),
            (0.7, self._joined, 2),
            (0.7, self._swapped_anew, 2),
            (0.5, self._swapped_code, 2),
            (1.0, self._namesake, 1),
            (1.0, self._clone_beside, 1),
            (1.0, self._staging_beside, 1),
            (1.0, self._staging_only, 1),
            (1.0, self._green_beside, 1),
            (0.7, self._old_kept, 1),
            (0.7, self._by_hand, 1),
            (0.5, self._repointed_wrongly, 1),
            (0.5, self._same_name_elsewhere, 1),
        ]
        for share, story, needs in stories:
            for _ in range(max(1, round(size * share / 100))):
                if len(order) >= needs:
                    story([order.pop() for _ in range(needs)])

    def _stranger(self, like: Job, **changes: object) -> Job:
        team = next((team for team in self.teams if team.service == like.service), self.teams[0])
        return remade(self.maker.job(team), self.maker, **changes)

    def _gone(self, uids: list[str]) -> None:
        self._end(uids[0], "gone", None)

    def _replaced(self, uids: list[str]) -> None:
        """Another job under the same name."""
        old = self.jobs[uids[0]]
        self._end(uids[0], "replaced", None)
        self.living[old.address] = self._stranger(old, words=old.words, style=old.style, service=old.service, region=old.region,
                                                  is_3=old.is_3, name=old.name)  # fmt: skip

    def _twin_beside_deleted(self, uids: list[str]) -> None:
        """Deleted; another function of the same making, with a job of its own, is there or comes."""
        old = self.jobs[uids[0]]
        if not old.is_templated and self.rng.random() < 0.7:  # code of one's own is seldom used for more than one job
            self._stay(uids[0])
            return
        self._end(uids[0], "gone beside a twin", None)
        twin = replace(self._sibling(old), pieces=old.pieces | (self.maker.bits(20) if self.rng.random() < 0.5 else frozenset()))
        self._live(replace(twin, created=TODAY - self.rng.uniform(1, 300) * 86400) if self.rng.random() < 0.5 else twin)

    def _sibling(self, old: Job) -> Job:
        """Of the same making: other words, other values of its own variables, another description."""
        words = (old.words[0], *self.rng.sample(NOUNS, max(1, len(old.words) - 1)))
        own = {name: f"v-{self.rng.getrandbits(30):x}" if name in VARIABLES else value for name, value in old.environment.items()}
        if own == old.environment:
            own["TOPIC"] = f"v-{self.rng.getrandbits(30):x}"
        described = " ".join(words) if old.description else ""
        return remade(old, self.maker, words=words, name="", environment=own, description=described, flows=frozenset(), mark=None)

    def _taken_over(self, uids: list[str]) -> None:
        """The package of one function, used by another job."""
        old = self.jobs[uids[0]]
        self._end(uids[0], "package taken over", None)
        other = self._stranger(old)
        self._live(replace(other, pieces=old.pieces, layout=old.layout, handler=old.handler, inputs=old.inputs, results=old.results,
                           runtime=old.runtime))  # fmt: skip

    def _split(self, uids: list[str]) -> None:
        old = self.jobs[uids[0]]
        self._end(uids[0], "split", None)
        ordered = sorted(old.pieces)
        self.rng.shuffle(ordered)
        cut = round(len(ordered) * self.rng.uniform(0.4, 0.6))
        for half in (ordered[:cut], ordered[cut:]):
            words = (*old.words, self.rng.choice(NOUNS)) if self.rng.random() < 0.6 else self.maker.words(self.teams[0])
            new = remade(old, self.maker, words=words, name="", pieces=frozenset(half) | self.maker.bits(len(half) // 8), layout=1)
            self._live(replace(new, inputs=old.inputs[: max(1, len(old.inputs) // 2)], mark=None))

    def _joined(self, uids: list[str]) -> None:
        first, second = self.jobs[uids[0]], self.jobs[uids[1]]
        for uid in uids:
            self._end(uid, "joined", None)
        words = self.rng.choice([(*first.words, second.words[-1]), first.words, self.maker.words(self.teams[0])])
        new = remade(first, self.maker, words=words, name="", pieces=first.pieces | second.pieces | self.maker.bits(10), layout=1,
                     inputs=tuple(dict.fromkeys(first.inputs + second.inputs)), environment=second.environment | first.environment,
                     mark=None, description="", service=self.rng.choice([first.service, f"{first.service}-all"]))  # fmt: skip
        self._live(new)

    def _swapped_anew(self, uids: list[str]) -> None:
        """Two functions made anew under each other's names."""
        first, second = self.jobs[uids[0]], self.jobs[uids[1]]
        for uid, job, there in ((uids[0], first, second), (uids[1], second, first)):
            new = self._changed(remade(job, self.maker, **place_of(there)), likely=0.3)
            self.living[there.address] = new
            self.world.truth[Uid(uid)] = there.address
            self.world.events[Uid(uid)] = "swapped anew"

    def _swapped_code(self, uids: list[str]) -> None:
        """Each got the other's package; the rest stays at its place. Where its mark stays too, nobody can tell."""
        first, second = self.jobs[uids[0]], self.jobs[uids[1]]
        if first.pieces == second.pieces:
            for uid in uids:
                self._stay(uid)
            return
        for uid, code, there in ((uids[0], first, second), (uids[1], second, first)):
            self.living[there.address] = replace(
                there, pieces=code.pieces, layout=code.layout, inputs=code.inputs, results=code.results
            )
            self.world.truth[Uid(uid)] = None if code.mark else there.address
            self.world.events[Uid(uid)] = "swapped code"

    def _namesake(self, uids: list[str]) -> None:
        """Deleted or moved away, and the other generation has had something of that name all along."""
        job = self.jobs[uids[0]]
        other = self._stranger(job, **place_of(job) | {"is_3": not job.is_3})
        other = replace(other, created=TODAY - self.rng.uniform(1, 600) * 86400)
        self._live(other)
        self._end(uids[0], "namesake", None if self.rng.random() < 0.6 else self._changed(self._renamed(job), likely=1.0))

    def _same_name_elsewhere(self, uids: list[str]) -> None:
        """Deleted; a stranger of the same name comes in another service."""
        job = self.jobs[uids[0]]
        self._end(uids[0], "gone, same name elsewhere", None)
        self._live(
            self._stranger(job, words=job.words, style=job.style, name=job.name, service=self.rng.choice(self.teams).service)
        )

    def _copy(self, job: Job, *, staging: bool) -> None:
        rng = self.rng
        if staging:
            suffix = rng.choice(["", "-staging", "_test", "-pre"])
            region = rng.choice([region for region in REGIONS if region != job.region])
            new = remade(
                job, self.maker, region=region, name=job.address.name + suffix, environment=job.environment | {"STAGE": "staging"}
            )
        else:
            new = remade(job, self.maker, name=job.address.name + rng.choice(["-copy", "2", "_bak", "-clone", "-new"]))
        if rng.random() < 0.7:
            new = replace(new, created=TODAY - rng.uniform(1, 200) * 86400)
        self._live(replace(new, flows=frozenset()))

    def _clone_beside(self, uids: list[str]) -> None:
        self._copy(self.jobs[uids[0]], staging=False)
        self._end(uids[0], "cloned", self.jobs[uids[0]])

    def _staging_beside(self, uids: list[str]) -> None:
        self._copy(self.jobs[uids[0]], staging=True)
        self._end(uids[0], "has a staging copy", self.jobs[uids[0]])

    def _staging_only(self, uids: list[str]) -> None:
        """Deleted; its staging copy, made before the last sync, lives on."""
        job = self.jobs[uids[0]]
        region = self.rng.choice([region for region in REGIONS if region != job.region])
        name = job.address.name + self.rng.choice(["", "-staging", "-test"])
        environment = job.environment | {"STAGE": "staging"}
        copy = remade(job, self.maker, region=region, name=name, flows=frozenset(), environment=environment)
        self._live(replace(copy, created=TODAY - self.rng.uniform(1, 200) * 86400))
        self._end(uids[0], "gone, staging copy left", None)

    def _green_beside(self, uids: list[str]) -> None:
        job = self.jobs[uids[0]]
        green = self._changed(remade(job, self.maker, name=f"{job.address.name}-green"), likely=0.3)
        self._live(green)
        self._end(uids[0], "blue beside green", job)

    def _old_kept(self, uids: list[str]) -> None:
        job = self.jobs[uids[0]]
        self._live(self._changed(self._renamed(job), likely=1.0))
        self._end(uids[0], "copied under a new name", job)

    def _by_hand(self, uids: list[str]) -> None:
        """All is done but the deletion: the new one is registered, the old one still lives."""
        job = self.jobs[uids[0]]
        new = self._changed(self._renamed(job), likely=1.0)
        if new.address != job.address and self._live(new):
            self.living[job.address] = job
            self.points[uids[0]] = (new.address,)
            self.world.truth[Uid(uids[0])] = new.address
            self.world.events[Uid(uids[0])] = "moved by hand, the old one kept"
        else:
            self._stay(uids[0])

    def _repointed_wrongly(self, uids: list[str]) -> None:
        """Lives where it did, and somebody made its registration call something else."""
        other = self.maker.job(self.rng.choice(self.teams))
        if self._live(other):
            self.points[uids[0]] = (other.address,)
        self._end(uids[0], "registration spoilt", self.jobs[uids[0]])

    def _stay(self, uid: str) -> None:
        """Most stay: as they were, edited, set otherwise, or made anew in their place."""
        job, rng = self.jobs[uid], self.rng
        if rng.random() < 0.25:
            job = replace(job, pieces=self.maker.edited(job.pieces, rng.uniform(0.4, 0.98)), layout=rng.getrandbits(30))
        if rng.random() < 0.06:
            job = self._resettled(job)
        if rng.random() < 0.04:
            job = remade(job, self.maker)
        self._end(uid, "stayed", job)


__all__ = ["LEVELS", "MARKS", "Level", "Marks", "World", "make"]
