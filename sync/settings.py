"""Settings: flags over environment over file, in one frozen value. The only reader of the environment.

Secrets are not settings: credentials come from the SDKs' own chain, and nothing here ever holds one.
"""

from __future__ import annotations

import ipaddress
import os
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from sync.errors import InputError
from sync.specs.ids import REGION_NAMES, IdError, Region, parse_region
from sync.specs.wording import did_you_mean, listed

Protocol = Literal["https", "http"]
Watch = Literal["managed", "targets", "center"]
DEFAULT_REGISTRY = "registry"
DEFAULT_FILE = "ivrsync.toml"
_READABLE = "the file must be readable and UTF-8"
Content = Callable[[Path], bytes | None]  # what a settings file holds; None where there is none
_HOSTS = ("ccc", "call_center", "sts")


class _Table(BaseModel):
    """A table of the settings file: frozen, and unknown keys are mistakes."""

    # Built when first used: without a settings file none is.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, defer_build=True)


class AccountTable(_Table):
    """One account that commands may work on; `--account` names it."""

    id: Annotated[str, Field(pattern=r"^[0-9]{1,32}$", description="The account's number, as text.")]
    role: Annotated[str | None, Field(description="ARN of a RAM role to assume with the credentials found.")] = None
    profile: Annotated[str | None, Field(description="A profile of `~/.aliyun/config.json` instead of the default chain.")] = None


class LimitsTable(_Table):
    """How fast the clouds are called."""

    workers: Annotated[int, Field(ge=1, le=128, description="Calls in flight at once, over all regions.")] = 16
    calls_per_second: Annotated[
        float, Field(gt=0, le=10_000, strict=False, description="Ceiling per account and API; throttling lowers it for a while.")
    ] = 200.0


class SettingsFile(_Table):
    """The whole of `ivrsync.toml`."""

    registry: Annotated[str | None, Field(description="Folder of the registry, relative to this file.")] = None
    account: Annotated[str | None, Field(description="The account used when `--account` is not given.")] = None
    signatures: Annotated[
        bool, Field(description="Whether deployed code is read, to compare signatures (needs `fc:GetFunctionCode`).")
    ] = True
    regions: Annotated[
        list[str] | None,
        Field(
            description="Regions, by id or console name, in which a function is looked for that left its place. Left out: every "
            "region of Function Compute; with replaced endpoints those that have one."
        ),
    ] = None
    watch: Annotated[
        Watch,
        Field(
            description="Which function modules are checked. `targets`: every module for whether it reaches a function, and those "
            "that reach functions of the registry also for whether they fit. `managed`: only the latter modules. `center`: "
            "everything, including the code of functions without a spec."
        ),
    ] = "targets"
    snapshot_max_age: Annotated[
        int, Field(ge=1, le=87_600, description="In hours: what is concluded from an older snapshot is incomplete.")
    ] = 36
    unsigned_snapshots: Annotated[
        bool, Field(description="Whether a snapshot needs no signature: it is then as good as the place where it is kept.")
    ] = False
    protocol: Annotated[Protocol, Field(description="`http` is accepted only while every endpoint is on this machine.")] = "https"
    accounts: Annotated[dict[str, AccountTable], Field(description="Accounts by short name.")] = {}
    endpoints: Annotated[
        dict[str, str],
        Field(description="Hosts instead of the vendor's: `fc:REGION`, `ccc`, `call_center`, `sts` = `host` or `host:port`."),
    ] = {}
    limits: Annotated[LimitsTable, Field(description="How fast the clouds are called.")] = LimitsTable.model_construct()


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """The account of a run. `id` is empty when nothing names it; STS is then asked where it is needed."""

    name: str = ""
    id: str = ""
    role: str | None = None
    profile: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """The flags of the command line; None or empty: not given."""

    registry: str | None = None
    settings: str | None = None
    account: str | None = None
    workers: int | None = None
    no_signatures: bool = False
    stack: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Everything that configures a run, besides its command."""

    registry: Path
    file: Path | None  # the settings file read
    account: Account
    endpoints: Mapping[str, str]  # fc:REGION, ccc, call_center, sts -> host[:port]
    protocol: Protocol
    workers: int
    calls_per_second: float
    signatures: bool  # whether deployed code is read
    watch: Watch  # which function modules are checked
    regions: tuple[Region, ...]  # where a function is looked for that left its place
    cache: Path | None  # the code cache; None where there is no home folder for it
    snapshot_max_age: timedelta = timedelta(hours=36)
    unsigned_snapshots: bool = False
    stack: str = ""  # a Pulumi stack, or the file of its state, that says who owns what


def environment() -> Mapping[str, str]:
    """A copy of the process environment, for `read` and for the child processes of tests."""
    return dict(os.environ)  # noqa: TID251  this is the one place


def is_debugging(env: Mapping[str, str]) -> bool:
    """Whether unexpected errors show their traceback (IVRSYNC_DEBUG)."""
    return env.get("IVRSYNC_DEBUG", "") not in {"", "0"}


def allows_colour(env: Mapping[str, str]) -> bool:
    """Whether the environment allows colour (NO_COLOR, see no-color.org; TERM=dumb)."""
    return not env.get("NO_COLOR") and env.get("TERM") != "dumb"


def on_disk(path: Path) -> bytes | None:
    """The content of a settings file; None where there is none. Raises `OSError`."""
    return path.read_bytes() if path.is_file() else None


def registry_folder(flags: Flags, env: Mapping[str, str], cwd: Path) -> Path:
    """Where the registry is, for a command that needs nothing else of the settings."""
    found = _settings_file(flags, env, cwd, on_disk)
    named = _parse(*found).registry if found else None
    return _registry(flags, env, cwd, (found[0].parent if found else cwd) / (named or DEFAULT_REGISTRY))


def read(flags: Flags, env: Mapping[str, str], cwd: Path, content: Content = on_disk) -> Settings:
    """The settings of one run; every mistake of the user at once, as one `InputError`. `content` answers what a file holds."""
    found = _settings_file(flags, env, cwd, content)
    table, file = (SettingsFile.model_construct(), None) if found is None else (_parse(*found), found[0])
    base = file.parent if file else cwd
    endpoints = _endpoints(_environment_endpoints(env) or table.endpoints)
    protocol = _protocol(env.get("IVRSYNC_PROTOCOL") or table.protocol, endpoints)
    return Settings(
        registry=_registry(flags, env, cwd, base / (table.registry or DEFAULT_REGISTRY)),
        file=file,
        account=_account(flags.account or env.get("IVRSYNC_ACCOUNT") or table.account, table.accounts, env),
        endpoints=endpoints,
        protocol=protocol,
        workers=flags.workers or _number("IVRSYNC_WORKERS", env) or table.limits.workers,
        calls_per_second=table.limits.calls_per_second,
        signatures=table.signatures and not flags.no_signatures,
        watch=table.watch,
        regions=_regions(table.regions, endpoints, file),
        cache=_cache(env, cwd),
        snapshot_max_age=timedelta(hours=table.snapshot_max_age),
        unsigned_snapshots=table.unsigned_snapshots,
        stack=flags.stack or "",
    )


def _registry(flags: Flags, env: Mapping[str, str], cwd: Path, otherwise: Path) -> Path:
    value = flags.registry or env.get("IVRSYNC_REGISTRY")
    return cwd / value if value else otherwise


def _regions(named: list[str] | None, endpoints: Mapping[str, str], file: Path | None) -> tuple[Region, ...]:
    if named is None:
        replaced = [Region(name.removeprefix("fc:")) for name in endpoints if name.startswith("fc:")]
        return tuple(sorted(replaced or REGION_NAMES))
    try:
        return tuple(sorted({parse_region(name) for name in named}))
    except IdError as error:
        raise InputError(f"{file}: regions: {error.message}", error.hint) from error


def _cache(env: Mapping[str, str], cwd: Path) -> Path | None:
    """Where the XDG base directory specification puts caches, unless IVRSYNC_CACHE says otherwise."""
    if value := env.get("IVRSYNC_CACHE"):
        return cwd / value
    folders = (env.get("XDG_CACHE_HOME", ""), f"{env['HOME']}/.cache" if env.get("HOME") else "")
    # The specification requires that relative paths be ignored.
    return next((Path(folder) / "ivrsync" for folder in folders if Path(folder).is_absolute()), None)


def _settings_file(flags: Flags, env: Mapping[str, str], cwd: Path, content: Content) -> tuple[Path, bytes] | None:
    """The file that is read, and what it holds."""
    value = flags.settings or env.get("IVRSYNC_SETTINGS")
    registry = cwd / (flags.registry or env.get("IVRSYNC_REGISTRY") or DEFAULT_REGISTRY)
    candidates = (cwd / value,) if value else (cwd / DEFAULT_FILE, registry.parent / DEFAULT_FILE)
    for path in candidates:
        try:
            held = content(path)
        except OSError as error:
            raise InputError(f"{path}: cannot be read: {error}", _READABLE) from error
        if held is not None:
            return path, held
    if value:
        raise InputError(f"no settings file at {value}", "give its path with --settings or IVRSYNC_SETTINGS")
    return None


def _parse(path: Path, held: bytes) -> SettingsFile:
    try:
        raw = tomllib.loads(held.decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path}: not TOML: {error}", "see docs/reference/settings.md for an example") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: cannot be read: {error}", _READABLE) from error
    try:
        return SettingsFile.model_validate(raw)
    except ValidationError as error:
        problems = [_problem(path, item["loc"], item["type"], item["msg"]) for item in error.errors(include_input=False)]
        raise InputError("\n".join(problems), "every key: docs/reference/settings.md") from error


def _problem(path: Path, loc: tuple[int | str, ...], kind: str, message: str) -> str:
    where = ".".join(str(part) for part in loc)
    if kind == "extra_forbidden":
        return f"{path}: {where}: unknown key{_meant(str(loc[-1]), _siblings(loc))}"
    return f"{path}: {where}: {message[0].lower()}{message[1:]}"


def _siblings(loc: tuple[int | str, ...]) -> Iterable[str]:
    """The known keys beside an unknown one."""
    tables: dict[str, type[BaseModel]] = {"accounts": AccountTable, "limits": LimitsTable}
    model = tables.get(str(loc[0]), SettingsFile) if len(loc) > 1 else SettingsFile
    return model.model_fields


def _meant(word: str, known: Iterable[str]) -> str:
    return f"; {did_you_mean(word, known) or f'known keys: {listed(sorted(known))}'}"


def _account(name: str | None, accounts: Mapping[str, AccountTable], env: Mapping[str, str]) -> Account:
    if name is None:
        if len(accounts) > 1:
            raise InputError(f"several accounts are configured: {', '.join(sorted(accounts))}", "choose one with --account NAME")
        if not accounts:
            return Account(id=env.get("IVRSYNC_ACCOUNT_ID", ""))
        name = next(iter(accounts))
    if name not in accounts:
        raise InputError(f"no account {name!r} in the settings{_meant(name, accounts) if accounts else ''}", "see [accounts.NAME]")
    table = accounts[name]
    return Account(name=name, id=table.id, role=table.role, profile=table.profile)


def _environment_endpoints(env: Mapping[str, str]) -> dict[str, str]:
    """IVRSYNC_ENDPOINTS: `fc:cn-hangzhou=127.0.0.1:9101,ccc=127.0.0.1:9102`."""
    pairs = [pair.strip() for pair in env.get("IVRSYNC_ENDPOINTS", "").split(",") if pair.strip()]
    broken = [pair for pair in pairs if "=" not in pair]
    if broken:
        raise InputError(
            f"IVRSYNC_ENDPOINTS: {broken[0]!r} is not NAME=HOST", "e.g. fc:cn-hangzhou=127.0.0.1:9101,ccc=127.0.0.1:9102"
        )
    return {name.strip(): host.strip() for name, _, host in (pair.partition("=") for pair in pairs)}


def _endpoints(given: Mapping[str, str]) -> Mapping[str, str]:
    return {_endpoint_name(name): _host(name, host) for name, host in sorted(given.items())}


def _endpoint_name(name: str) -> str:
    if name in _HOSTS:
        return name
    api, _, region = name.partition(":")
    if api != "fc" or not region:
        raise InputError(f"unknown endpoint {name!r}{_meant(name, ['ccc', 'call_center'])}", "use fc:REGION, ccc or call_center")
    try:
        return f"fc:{parse_region(region)}"
    except IdError as error:
        raise InputError(f"endpoint {name!r}: {error.message}", error.hint) from error


def _host(name: str, host: str) -> str:
    if not host or any(character in host for character in "/@?# ") or not host.isascii():
        raise InputError(f"endpoint {name!r}: {host!r} is not a host", "write host or host:port, without https:// and path")
    return host


def _protocol(value: Any, endpoints: Mapping[str, str]) -> Protocol:  # noqa: ANN401  text from the environment or the file
    if value == "https":
        return "https"
    if value != "http":
        raise InputError(f"unknown protocol {value!r}", "use https; http only for an emulator on this machine")
    far = sorted(name for name, host in endpoints.items() if not is_loopback(host))
    if far or not endpoints:
        culprit = f"endpoint {far[0]!r} is not on it" if far else "no endpoint is named"
        raise InputError(f"protocol http is only for this machine, and {culprit}", "remove protocol, or name loopback endpoints")
    return "http"


def is_loopback(host: str) -> bool:
    """Whether `host` or `host:port` is this machine."""
    name = host.rsplit(":", 1)[0].strip("[]")
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _number(name: str, env: Mapping[str, str]) -> int | None:
    value = env.get(name)
    if not value:
        return None
    if not value.isascii() or not value.isdecimal() or not 1 <= int(value[:9]) <= 128:  # noqa: PLR2004  the bounds of limits.workers
        raise InputError(f"{name}: {value!r} is not a number from 1 to 128", "unset it to use the file's limits.workers")
    return int(value)
