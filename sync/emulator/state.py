"""The world in a file, so that an emulator can be stopped and go on later.

The file is replaced as a whole: whoever reads it finds the old world or the new one, never a part. It holds the made-up keys,
so only its owner may read it.
"""

from __future__ import annotations

import json
import logging
import threading
from collections.abc import Callable
from pathlib import Path

from sync.emulator.world import World
from sync.files import write_whole

_SECONDS_BETWEEN = 0.2
_LOG = logging.getLogger(__name__)


class StateFileError(ValueError):
    """The file does not hold a world, or cannot be written; the message names it and says what to do."""


class StateFile:
    """Saves a world shortly after each change, and at the end."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._dirty = threading.Event()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._world: World | None = None

    def load(self, make: Callable[[], World] = World) -> World | None:
        """The world in the file, None when there is no file; raises `StateFileError`."""
        try:
            text = self.path.read_text(encoding="utf-8")
        except FileNotFoundError:
            return None
        except (OSError, UnicodeDecodeError) as error:
            raise StateFileError(f"{self.path}: cannot be read as the emulator's state: {error}") from error
        world = make()
        try:
            world.restore(json.loads(text))
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
            message = f"{self.path}: not a state the emulator wrote ({type(error).__name__}: {error}); move it away to start anew"
            raise StateFileError(message) from error
        return world

    def start(self, world: World) -> None:
        """Write the world now, and again after each change; raises `StateFileError` when it cannot be written."""
        try:
            self._save(world)
        except OSError as error:
            message = f"{self.path}: the emulator's state cannot be written: {error.strerror}"
            raise StateFileError(message) from error
        self._world = world
        self._stopping.clear()
        self._thread = threading.Thread(target=self._keep, args=(world,), name="emulator-state", daemon=True)
        self._thread.start()

    def changed(self) -> None:
        """Say that the world is no longer as it was."""
        self._dirty.set()

    def stop(self) -> None:
        """Write what is not written yet, and watch no more."""
        if self._thread is None or self._world is None:
            return
        self._stopping.set()
        self._dirty.set()
        self._thread.join()
        self._thread = None
        self._save(self._world)

    def _keep(self, world: World) -> None:
        while self._dirty.wait() and not self._stopping.is_set():
            self._dirty.clear()
            try:
                self._save(world)
            except OSError:
                self._dirty.set()
                _LOG.exception("%s: the emulator's state could not be written; it will be tried again", self.path)
            self._stopping.wait(_SECONDS_BETWEEN)

    def _save(self, world: World) -> None:
        with world.lock:
            state = world.to_json()
        write_whole(self.path, json.dumps(state, ensure_ascii=False), mode=0o600)
