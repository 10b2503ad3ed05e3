"""Which request a comment is for: what the user says, and for the rest what the environment of the job tells."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from pydantic import JsonValue

from sync.app.files import read_text
from sync.core.commenting import HostName
from sync.errors import InputError
from sync.hosts.ci import TOKENS, api_address, detected, place_of
from sync.hosts.host import Place, Secret
from sync.settings import is_loopback

_SEGMENT = r"(?!\.{1,2}(?:/|$))[\w.-]+"
_PATH = rf"{_SEGMENT}(?:/{_SEGMENT})+"
_REPOS: Mapping[HostName, tuple[re.Pattern[str], str]] = {
    "github": (re.compile(rf"{_SEGMENT}/{_SEGMENT}", re.ASCII), "OWNER/NAME"),
    "gitlab": (re.compile(rf"\d{{1,18}}|{_PATH}", re.ASCII), "the project's number, or its path: GROUP/NAME"),
    "gitee": (re.compile(rf"{_SEGMENT}/{_SEGMENT}", re.ASCII), "OWNER/NAME"),
    "codeup": (re.compile(rf"\d{{1,18}}|{_PATH}", re.ASCII), "ORGANIZATION/NUMBER or ORGANIZATION/PATH"),
}
_SHA = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}", re.ASCII)


def place_for(host: HostName | None, env: Mapping[str, str], said: Place) -> Place:
    """What the user says wins. Raises `InputError` for what is missing or cannot be."""
    host = host or detected(env)
    if host is None:
        why = "the host is not known: this is no job of GitHub Actions, GitLab CI, Gitee Go or Yunxiao Flow"
        raise InputError(why, "add --host, --repo and --request")
    told = place_of(host, env, _event(env) if host == detected(env) == "github" else None)
    place = replace(
        told,
        server=api_address(host, _server(said.server)) if said.server else _server(told.server),
        repo=said.repo or told.repo,
        number=said.number or told.number,
        head=said.head or told.head,
        run=said.run or told.run,
    )
    pattern, form = _REPOS[host]
    if not place.repo:
        raise InputError("the repository is not known", f"add --repo: {form}")
    if not pattern.fullmatch(place.repo):
        raise InputError(f"--repo {place.repo!r} is no repository of this host", f"write {form}")
    if place.head and not _SHA.fullmatch(place.head):
        raise InputError(f"--head {place.head!r} is no commit", "give its whole hash: git rev-parse HEAD")
    return place


def secret_for(host: HostName, env: Mapping[str, str]) -> Secret:
    """The token; empty where there is none. Raises `InputError` for one that no header can hold."""
    name = next((name for name in TOKENS[host] if env.get(name, "").strip()), "")
    value = env.get(name, "").strip()
    if not (value.isascii() and value.isprintable() and " " not in value) and value:
        raise InputError(f"{name} holds no token: there is a space, a line break or an odd character in it", "set it again")
    return Secret(value)


def _server(address: str) -> str:
    """The address, if a token may be sent there. Its parts are not shown: they may hold a password."""
    hint = "write https://HOST or https://HOST/PATH; http only for a server on this machine"
    try:
        parts = urlsplit(address)
        named = bool(parts.hostname) and parts.port != 0
    except ValueError as error:
        raise InputError("--server is no address", hint) from error
    if "@" in parts.netloc or parts.query or parts.fragment:
        raise InputError("--server holds more than an address", f"{hint}; the token comes from the environment")
    if not named or not (parts.scheme == "https" or (parts.scheme == "http" and is_loopback(parts.netloc))):
        raise InputError(f"--server {address!r}: a token is not sent there", hint)
    return address


def _event(env: Mapping[str, str]) -> JsonValue:
    """What GitHub says about the event; None outside of its jobs."""
    path = env.get("GITHUB_EVENT_PATH", "")
    if not path:
        return None
    try:
        value: JsonValue = json.loads(read_text(Path(path), "the event of the job"))
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: the event of the job is not JSON", "add --repo and --request") from error
    return value
