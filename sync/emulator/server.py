"""The HTTP server: one port per region on 127.0.0.1, in a thread of its own.

No request says which region it is for (the real clouds say it by the host's name), so the port says it.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from types import MappingProxyType, TracebackType
from typing import Self

from aiohttp import web

from sync.emulator.calls import Observer, RecordedCall
from sync.emulator.connection import HttpServer
from sync.emulator.dispatch import Dispatcher
from sync.emulator.faults import Fault
from sync.emulator.http_handler import Exchange
from sync.emulator.routing import CENTER_REGION
from sync.emulator.state import StateFile
from sync.emulator.world import World

HOST = "127.0.0.1"
ANY_PORT: Mapping[str, int] = MappingProxyType({})
_BACKLOG = 1024
_THREADS = 64
_SECONDS_TO_START = 30
_SECONDS_TO_FINISH = 1.0


class Emulator:
    """A running emulator. Use it as a context manager, or call `stop`: it then answers no more and runs no more code."""

    def __init__(self, world: World, dispatcher: Dispatcher, state: StateFile | None) -> None:
        self.world = world
        self._dispatcher = dispatcher
        self._state = state
        self._ports: dict[str, int] = {}
        self._loop = asyncio.new_event_loop()
        self._pool = ThreadPoolExecutor(_THREADS, thread_name_prefix="emulated-call")
        self._runner: web.ServerRunner | None = None
        self._thread = threading.Thread(target=self._loop.run_forever, name="emulator", daemon=True)

    @classmethod
    def start(
        cls,
        world: World,
        *,
        regions: Iterable[str] = (),
        ports: Mapping[str, int] = ANY_PORT,
        faults: Iterable[Fault] = (),
        observer: Observer | None = None,
        state: StateFile | None = None,
    ) -> Self:
        """Answer for those regions, those the world holds something in, and the call center's.

        `ports` names the port of a region; others get a free one. Raises OSError when a port is taken, and
        `StateFileError` when the state cannot be written.
        """
        changed = state.changed if state else None
        observing = {"observer": observer} if observer else {}
        dispatcher = Dispatcher(world, clock=world.clock, changed=changed, **observing)
        dispatcher.faults.arm(*faults)
        emulator = cls(world, dispatcher, state)
        wanted = sorted({*regions, *ports, *world.regions(), CENTER_REGION})
        world.processes.accept()
        emulator._thread.start()
        try:
            asyncio.run_coroutine_threadsafe(emulator._listen(wanted, ports), emulator._loop).result(_SECONDS_TO_START)
            if state:
                state.start(world)
        except BaseException:
            emulator.stop()
            raise
        return emulator

    @property
    def endpoints(self) -> Mapping[str, str]:
        """host:port of each region."""
        return MappingProxyType({region: f"{HOST}:{port}" for region, port in self._ports.items()})

    @property
    def center_endpoint(self) -> str:
        """host:port of both call center APIs."""
        return self.endpoints[CENTER_REGION]

    def calls(self) -> tuple[RecordedCall, ...]:
        """Every call so far that passed the signature check, oldest first."""
        return self._dispatcher.calls.all()

    def forget_calls(self) -> None:
        """Start a new record of calls."""
        self._dispatcher.calls.clear()

    def arm(self, *faults: Fault | str) -> None:
        """Let something go wrong from now on."""
        self._dispatcher.faults.arm(*(fault if isinstance(fault, Fault) else Fault.parse(fault) for fault in faults))

    def clear_faults(self) -> None:
        """Let all be well from now on."""
        self._dispatcher.faults.clear()

    def armed(self) -> tuple[Fault, ...]:
        """What has yet to go wrong."""
        return self._dispatcher.faults.armed()

    def stop(self) -> None:
        """Close every port, end every running function, write the state. A second time does nothing."""
        if self._loop.is_closed():
            return
        self._dispatcher.stopping.set()
        self.world.processes.refuse()
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._pool.shutdown(wait=True, cancel_futures=True)
        if self._state:
            self._state.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.stop()

    async def _listen(self, regions: Iterable[str], ports: Mapping[str, int]) -> None:
        exchange = Exchange(self.world, self._dispatcher, self._pool, self._ports)
        self._runner = web.ServerRunner(HttpServer(exchange.handle), shutdown_timeout=_SECONDS_TO_FINISH)
        await self._runner.setup()
        for region in regions:
            site = web.TCPSite(self._runner, HOST, ports.get(region, 0), backlog=_BACKLOG)
            await site.start()
            self._ports[region] = site.port

    async def _close(self) -> None:
        if self._runner:
            await self._runner.cleanup()
