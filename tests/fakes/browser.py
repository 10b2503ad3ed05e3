"""Chromium without a window, driven over its own protocol: what a page does in a real browser."""

from __future__ import annotations

import asyncio
import base64
import re
import shutil
import subprocess
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import aiohttp

from tests.patience import PATIENCE

Result = TypeVar("Result")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
_CODES = {"Escape": 27, "Enter": 13}
_OPTIONS = (
    "--headless=new",
    "--no-sandbox",  # which root may not have
    "--disable-dev-shm-usage",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--remote-debugging-port=0",
)


class Browser:
    """One page of a browser. It keeps what the page asked for, and what the console said of it."""

    def __init__(self, loop: asyncio.AbstractEventLoop, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._loop, self._socket, self._asked = loop, socket, 0
        self._session: str | None = None
        self._loaded = False
        self.requests: list[str] = []
        self.console: list[str] = []

    def begin(self) -> None:
        """Open a page, and listen."""
        target = self.ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Network", "Log"):
            self.ask(f"{domain}.enable")

    def open(self, address: str) -> None:
        """Go to another page, and wait until it is loaded."""
        self._loaded = False
        self.ask("Page.navigate", url=address)
        while not self._loaded:
            self._wait(self._listen())

    def run(self, script: str) -> Any:
        """The value of a script in the page. What the page itself may not do, this may."""
        answer = self.ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in answer:
            raise AssertionError(answer["exceptionDetails"])
        return answer["result"].get("value")

    def press(self, *keys: str) -> None:
        """Press these keys, one after the other, and let the page draw what follows."""
        for key in keys:
            code = _CODES.get(key, 0)
            text = {"text": key} if len(key) == 1 else {"text": "\r"} if key == "Enter" else {}
            self.ask("Input.dispatchKeyEvent", {"type": "keyDown", "key": key, "windowsVirtualKeyCode": code, **text})
            self.ask("Input.dispatchKeyEvent", {"type": "keyUp", "key": key, "windowsVirtualKeyCode": code})
        self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")

    def picture(self, path: Path, *, width: int, height: int, dark: bool = False) -> None:
        """Keep what a window of that size shows."""
        scheme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        self.ask("Emulation.setEmulatedMedia", features=scheme)
        self.ask("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)
        self.run("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
        path.write_bytes(base64.b64decode(self.ask("Page.captureScreenshot", format="png")["data"]))

    def ask(self, method: str, settings: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
        """What the browser answers."""
        self._asked += 1
        message = {"id": self._asked, "method": method, "params": {**(settings or {}), **more}}
        if self._session is not None:
            message["sessionId"] = self._session
        return self._wait(self._exchange(message))

    async def _exchange(self, message: dict[str, Any]) -> dict[str, Any]:
        await self._socket.send_json(message)
        while True:
            said: dict[str, Any] = await self._socket.receive_json()
            if said.get("id") == message["id"]:
                if "error" in said:
                    raise AssertionError(message["method"], said["error"])
                result: dict[str, Any] = said["result"]
                return result
            self._hear(said.get("method", ""), said.get("params", {}))

    async def _listen(self) -> None:
        said: dict[str, Any] = await self._socket.receive_json()
        self._hear(said.get("method", ""), said.get("params", {}))

    def _hear(self, event: str, told: dict[str, Any]) -> None:
        match event:
            case "Page.loadEventFired":
                self._loaded = True
            case "Network.requestWillBeSent":
                self.requests.append(told["request"]["url"])
            case "Runtime.exceptionThrown":
                self.console.append(str(told["exceptionDetails"]))
            case "Runtime.consoleAPICalled":
                self.console.append(str(told["args"]))
            case "Log.entryAdded":
                self.console.append(told["entry"]["text"])
            case _:
                pass

    def _wait(self, work: Coroutine[Any, Any, Result]) -> Result:
        return self._loop.run_until_complete(asyncio.wait_for(work, PATIENCE))


@contextmanager
def browser(profile: Path) -> Iterator[Browser]:
    """A browser until the end of the block, with an empty profile in that folder."""
    assert CHROMIUM is not None
    command = [CHROMIUM, *_OPTIONS, f"--user-data-dir={profile}", "about:blank"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    loop = asyncio.new_event_loop()
    try:
        assert process.stderr is not None
        found = (re.search(r"ws://\S+", line) for line in process.stderr)
        address = next(match.group() for match in found if match)
        session = loop.run_until_complete(_session())
        socket = loop.run_until_complete(session.ws_connect(address, max_msg_size=0))
        page = Browser(loop, socket)
        page.begin()
        yield page
        loop.run_until_complete(socket.close())
        loop.run_until_complete(session.close())
    finally:
        process.kill()
        process.wait()
        if process.stderr is not None:
            process.stderr.close()
        loop.close()


async def _session() -> aiohttp.ClientSession:
    return aiohttp.ClientSession()
