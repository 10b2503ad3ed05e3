"""`ivrsync emulate`: both clouds on this machine."""

from __future__ import annotations

import shlex
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sync.cli.options import Decorated, Scope, pass_scope, shared_options

if TYPE_CHECKING:
    from sync.emulator.faults import Fault
    from sync.emulator.server import Emulator
    from sync.emulator.world import Key, World

EPILOG = """\b
Faults: OPERATION:KIND[=VALUE][*TIMES][+AFTER], repeatable; the operation may be *
  ListFunctionMetas:throttle*3     three times: slow down
  ListFunctions:delay=250ms*2      responds late
  PublishContactFlow:error=503     a server error
  AddFunctionMeta:drop-before      connection lost, nothing happened
  AddFunctionMeta:drop-after+1     the second one happens, its answer is lost
  ListFunctions:repeat-page        a page comes twice
  ListFunctionMetas:lose-page      the rest of a list is not there
  ListFunctionMetas:stale*2        reads lag behind a write
  *:rate=20                        more than 20 calls a second are refused

\b
Examples:
  ivrsync emulate --world examples/demo/world.yaml --env-file /tmp/emulator.env
  source /tmp/emulator.env && ivrsync plan        (in another terminal)
  source /tmp/emulator.env && ivrsync emulate --change changes.yaml

\b
Exit codes: 0 stopped by Ctrl-C or SIGTERM, or changed, 1 error
"""
_STDIN = Path("-")
_SECONDS_TO_CHANGE = 60
_TO_START = frozenset({"world_file", "state", "faults", "regions", "port_base", "env_file", "settings_out"})
_PAGE = "docs/how-to/rehearse-on-an-emulator.md"


def _file(*names: str, **settings: Any) -> Callable[[Decorated], Decorated]:  # noqa: ANN401  click's own options
    return click.option(*names, type=click.Path(path_type=Path), metavar="FILE", **settings)


@click.command(epilog=EPILOG)
@_file("--world", "world_file", help="YAML file with the world to begin with; needed unless a --state goes on.")
@_file("--state", help="Keep the world here, and go on with it next time, without a look at --world.")
@click.option("--fault", "faults", multiple=True, metavar="FAULT", help="Inject a fault; see below. Repeatable.")
@click.option("--region", "regions", multiple=True, metavar="REGION", help="Serve this region too, even if empty. Repeatable.")
@click.option("--port-base", type=click.IntRange(1, 65000), metavar="N", help="Ports N, N+1, ... by region (default: free ones).")
@_file("--env-file", help="Write the exports that point ivrsync here, for `source`.")
@_file("--settings-out", help="Write a settings file that points ivrsync here.")
@_file("--change", "changes", help="Change the emulator that runs already, instead; - is stdin.")
@shared_options
@pass_scope
def command(
    scope: Scope,
    world_file: Path | None,
    state: Path | None,
    faults: tuple[str, ...],
    regions: tuple[str, ...],
    port_base: int | None,
    env_file: Path | None,
    settings_out: Path | None,
    changes: Path | None,
) -> None:
    """Emulate both clouds on this machine, for trials and tests.

    It serves the vendor's wire protocols on loopback, one port per region, checks signatures, runs uploaded code, and can
    inject faults. The keys that it accepts are made up and stand in the world file.
    """
    from sync.app.files import write_whole

    if changes:
        _refuse_others(click.get_current_context())
        _change(scope, changes)
        return
    stop = _stop_on_signals()
    emulator = _started(world_file, state, _parsed(faults), regions, port_base)
    with emulator:
        exports = _exports(emulator, settings_out)
        if settings_out:
            write_whole(settings_out, _settings(emulator))
        if env_file:
            write_whole(env_file, exports, mode=0o600)
        _announce(scope, emulator, exports, env_file)
        stop.wait()
    scope.note("stopped")


def _refuse_others(context: click.Context) -> None:
    """Whatever says how to start an emulator says nothing to one that runs: it would be overlooked."""
    from sync.errors import InputError

    for option in context.command.params:
        if option.name in _TO_START and context.get_parameter_source(option.name) is not click.core.ParameterSource.DEFAULT:
            raise InputError(
                f"{option.opts[0]} is for an emulator that is to start, and --change for one that runs already",
                f"leave out {option.opts[0]}; or leave out --change, and start the emulator first",
            )


def _change(scope: Scope, path: Path) -> None:
    """Send changes to the emulator that the settings point at, and say what was done."""
    from sync.errors import InputError

    settings = scope.settings()
    host = settings.endpoints.get("ccc", "")
    if settings.protocol != "http" or not host:  # http is only ever accepted for this machine
        raise InputError(
            "no emulator is named whose world could be changed", "source the file that `ivrsync emulate --env-file` wrote"
        )
    try:
        body = sys.stdin.buffer.read() if path == _STDIN else path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}", "give a file with changes, or - for stdin") from error
    folder = Path.cwd() if path == _STDIN else path.resolve().parent
    for done in _posted(host, folder, body):
        click.echo(f"{done.pop('change')}: " + ", ".join(f"{name} {value}" for name, value in done.items()))


def _posted(host: str, folder: Path, body: bytes) -> list[dict[str, object]]:
    import http.client
    import json
    from urllib.parse import urlencode

    from sync.errors import InputError

    connection = http.client.HTTPConnection(host, timeout=_SECONDS_TO_CHANGE)
    try:
        connection.request("POST", f"/_emulator/world?{urlencode({'folder': folder})}", body)
        response = connection.getresponse()
        answer = json.loads(response.read())
        if response.status == http.client.OK:
            done: list[dict[str, object]] = answer["done"]
            return done
        what, _, next_step = answer["Message"].rpartition("\n")
    except (OSError, http.client.HTTPException, ValueError, KeyError, TypeError) as error:
        raise InputError(
            f"{host}: no emulator answers there: {error}", "is it running? `ivrsync emulate` says where it listens"
        ) from error
    finally:
        connection.close()
    raise InputError(what or next_step, next_step if what else "")


def _stop_on_signals() -> threading.Event:
    """An event that Ctrl-C or SIGTERM sets, so that the state is written completely."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda _number, _frame: stop.set())
    return stop


def _world(path: Path | None) -> World:
    from sync.emulator.worldfile import WorldFileError, read_world
    from sync.errors import InputError

    if path is None:
        raise InputError("there is no world to begin with", f"give one with --world FILE; {_PAGE} describes it")
    try:
        return read_world(path)
    except WorldFileError as error:
        raise InputError(str(error), f"{_PAGE} describes the format") from error


def _parsed(texts: tuple[str, ...]) -> tuple[Fault, ...]:
    from sync.emulator.faults import Fault, FaultTextError
    from sync.errors import InputError

    try:
        return tuple(map(Fault.parse, texts))
    except FaultTextError as error:
        raise InputError(str(error), "ivrsync emulate --help lists the faults") from error


def _started(
    world_file: Path | None, state: Path | None, faults: tuple[Fault, ...], regions: tuple[str, ...], port_base: int | None
) -> Emulator:
    from sync.emulator.routing import CENTER_REGION
    from sync.emulator.server import Emulator
    from sync.emulator.state import StateFile, StateFileError
    from sync.errors import InputError
    from sync.specs.ids import IdError, parse_region

    try:
        kept = StateFile(state) if state else None
        world = (kept.load() if kept else None) or _world(world_file)
        named = sorted({*map(parse_region, regions), *world.regions(), CENTER_REGION})
        ports = {} if port_base is None else {region: port_base + at for at, region in enumerate(named)}
        return Emulator.start(world, regions=named, ports=ports, faults=faults, state=kept)
    except (IdError, StateFileError) as error:
        raise InputError(str(error), getattr(error, "hint", "")) from error
    except OSError as error:
        raise InputError(f"cannot listen: {error.strerror}", "choose another --port-base, or omit it") from error


def _endpoints(emulator: Emulator) -> Mapping[str, str]:
    center = emulator.center_endpoint
    functions = {f"fc:{region}": host for region, host in sorted(emulator.endpoints.items())}
    return {**functions, "ccc": center, "call_center": center}


def _exports(emulator: Emulator, settings_out: Path | None) -> str:
    """Shell lines that point ivrsync and the SDKs' credential chain at the emulator. Only made-up keys are ever in a world."""
    key = _first_key(emulator)
    if settings_out:
        where = {"IVRSYNC_SETTINGS": str(settings_out.resolve())}
    else:
        joined = ",".join(f"{name}={host}" for name, host in _endpoints(emulator).items())
        where = {"IVRSYNC_ENDPOINTS": joined, "IVRSYNC_PROTOCOL": "http", "IVRSYNC_ACCOUNT_ID": key.account}
    credentials = {
        "ALIBABA_CLOUD_ACCESS_KEY_ID": key.key_id,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": key.secret,
        "ALIBABA_CLOUD_SECURITY_TOKEN": key.token,
        "ALIBABA_CLOUD_ECS_METADATA_DISABLED": "true",
    }
    return "".join(f"export {name}={shlex.quote(value)}\n" for name, value in {**where, **credentials}.items() if value)


def _first_key(emulator: Emulator) -> Key:
    from sync.errors import InputError

    key = next(iter(emulator.world.keys.values()), None)
    if key is None:
        raise InputError("the world has no access key, so no client could use it", "give an account keys: [{id: ..., secret: ...}]")
    return key


def _settings(emulator: Emulator) -> str:
    account = _first_key(emulator).account
    lines = ["# Points ivrsync at an emulator on this machine.", 'protocol = "http"', ""]
    lines += ["[accounts.emulator]", f'id = "{account}"', ""]
    lines += ["[endpoints]", *(f'"{name}" = "{host}"' for name, host in _endpoints(emulator).items())]
    return "\n".join(lines) + "\n"


def _announce(scope: Scope, emulator: Emulator, exports: str, env_file: Path | None) -> None:
    for region, host in sorted(emulator.endpoints.items()):
        click.echo(f"region {region:<16} {host}{'  and the call center' if host == emulator.center_endpoint else ''}")
    if env_file:
        scope.note(f"in another terminal: source {shlex.quote(str(env_file.resolve()))}")
    else:
        click.echo(exports, nl=False)
    click.echo("ready")
    sys.stdout.flush()  # the reader of this line may be waiting on a pipe
