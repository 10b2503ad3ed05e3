"""Code packages: uploaded inline as base64 zips or taken from OSS, downloaded again from an address that works for ten minutes."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

from sync.emulator.functions import Function
from sync.emulator.messages import ApiError, Call, Reply, Request
from sync.emulator.world import World

DOWNLOADS = "/packages/"
_SECONDS_VALID = 600
_LARGEST = 100 << 20  # the documented limit of a package sent through the API
_OLDEST = (1980, 1, 1, 0, 0, 0)  # the oldest time a zip can hold: packages of the same files are the same bytes
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")


def zip_files(files: Mapping[str, str | bytes]) -> bytes:
    """A package of those files (path to content); the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            entry = zipfile.ZipInfo(path, _OLDEST)
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, content, zipfile.ZIP_DEFLATED)
    return packed.getvalue()


def zip_directory(directory: Path) -> bytes:
    """A package of every file below the directory, compiled Python files left out."""
    found = (path for path in directory.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return zip_files({path.relative_to(directory).as_posix(): path.read_bytes() for path in found})


def uploaded(world: World, body: Mapping[str, object]) -> bytes | None:
    """The package of a create or update request, None when it sends none; `ApiError` when it cannot be used."""
    code = body.get("code")
    if code is None:
        return None
    if not isinstance(code, dict):
        raise ApiError(400, "InvalidArgument", "code must be an object")
    if code.get("ossBucketName"):
        package = _stored(world, str(code["ossBucketName"]), str(code.get("ossObjectName")))
        return _unpackable(package, "the OSS object is not a zip file")
    text = code.get("zipFile")
    if text is None:
        return None
    return _sent(text)


def address(world: World, call: Call, function: Function) -> str:
    """Where the package can be downloaded for a while, without a signature, as from OSS."""
    expires = int(world.clock()) + _SECONDS_VALID
    proof = _proof(world, function.package, expires)
    return f"http://{call.endpoint}{DOWNLOADS}{function.package}?Expires={expires}&Signature={proof}"


def download(world: World, request: Request) -> Reply:
    """The package, or the part of it that a Range header asks for."""
    parts = urlsplit(request.target)
    query = dict(parse_qsl(parts.query))
    key, expires = parts.path.removeprefix(DOWNLOADS), query.get("Expires", "")
    if not expires.isdecimal() or not hmac.compare_digest(query.get("Signature", ""), _proof(world, key, int(expires))):
        raise ApiError(403, "SignatureDoesNotMatch", "the address is not one that GetFunctionCode gave")
    if world.clock() > int(expires):
        raise ApiError(403, "AccessDenied", "Request has expired.")
    package = world.packages.get(key)
    if package is None:
        raise ApiError(404, "NoSuchKey", "The specified key does not exist.")
    return _part(package, request.header("range"))


def _stored(world: World, bucket: str, key: str) -> bytes:
    if (bucket, key) not in world.objects:
        hint = "the emulator has no OSS of its own: send the package inline as code.zipFile"
        raise ApiError(400, "InvalidArgument", f"there is no object {key} in the bucket {bucket}; {hint}")
    return world.objects[bucket, key]


def _sent(text: object) -> bytes:
    no_zip = "code.zipFile is not a zip file in base64"
    try:
        package = _unpackable(base64.b64decode(text if isinstance(text, str) else "", validate=True), no_zip)
    except binascii.Error:
        raise ApiError(400, "InvalidArgument", no_zip) from None
    if len(package) > _LARGEST:
        raise ApiError(400, "EntityTooLarge", f"the package is larger than {_LARGEST} bytes")
    return package


def _unpackable(package: bytes, otherwise: str) -> bytes:
    try:
        zipfile.ZipFile(io.BytesIO(package)).close()
    except (ValueError, zipfile.BadZipFile):
        raise ApiError(400, "InvalidArgument", otherwise) from None
    return package


def _proof(world: World, key: str, expires: int) -> str:
    return hmac.new(world.url_secret.encode(), f"{key}\n{expires}".encode(), hashlib.sha256).hexdigest()


def _part(package: bytes, wanted: str) -> Reply:
    whole, kind = len(package), {"Content-Type": "application/zip", "Accept-Ranges": "bytes"}
    match = _RANGE.fullmatch(wanted.strip())
    # OSS, like HTTP itself, ignores a range it cannot read, and answers with the whole.
    if match is None or match.groups() == ("", ""):
        return Reply(body=package, headers=kind)
    first, last = match.groups()
    start = int(first) if first else max(0, whole - int(last))
    end = min(int(last), whole - 1) if first and last else whole - 1
    if start >= whole or start > end:
        raise ApiError(416, "InvalidRange", "The requested range cannot be satisfied.", {"Content-Range": f"bytes */{whole}"})
    headers = {**kind, "Content-Range": f"bytes {start}-{end}/{whole}"}
    return Reply(status=206, body=package[start : end + 1], headers=headers)
