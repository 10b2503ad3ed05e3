"""CRC-64 as Function Compute and OSS compute it over a package: ECMA-182, reflected, all ones before and after.

This is the variant that gives 0x995DC9BBDF1939FA for the text 123456789.
"""

from __future__ import annotations

from functools import cache

_POLYNOMIAL = 0xC96C5795D7870F42
_ONES = 0xFFFFFFFFFFFFFFFF


def crc64(content: bytes) -> int:
    """The checksum of the content."""
    table = _table()
    crc = _ONES
    for byte in content:
        crc = table[(crc ^ byte) & 0xFF] ^ (crc >> 8)
    return crc ^ _ONES


@cache
def _table() -> tuple[int, ...]:
    return tuple(_remainder(byte) for byte in range(256))


def _remainder(byte: int) -> int:
    crc = byte
    for _ in range(8):
        crc = (crc >> 1) ^ _POLYNOMIAL if crc & 1 else crc >> 1
    return crc
