"""Pictures without what they should not tell: place, camera, author, and what is hidden after them.

JPEG: every application segment but JFIF, colour profile and Adobe goes; which way is up is kept. PNG: text,
time and EXIF chunks go. Both end where the picture ends.
"""

import struct
import zlib
from collections.abc import Iterator

SOI, EOI, SOS, APP1, COM = 0xD8, 0xD9, 0xDA, 0xE1, 0xFE
KEPT_APPS = (0xE0, 0xE2, 0xEE)
ORIENTATION = 0x0112
PNG_START = b"\x89PNG\r\n\x1a\n"
PNG_DROPPED = {b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"}


class BrokenPicture(Exception):
    """The bytes are not one whole picture."""


def clean_jpeg(data: bytes) -> bytes:
    """The same picture, without what was written beside it."""
    out, turned = [b"\xff\xd8"], None
    for marker, segment in _jpeg_segments(data):
        if marker == APP1:
            turned = turned or _orientation(segment[4:])
        elif marker != COM and (not 0xE0 <= marker <= 0xEF or marker in KEPT_APPS):
            out.append(segment)
    if out[-1] != b"\xff\xd9":
        raise BrokenPicture("no end")
    if turned and turned != 1:
        out.insert(1, _orientation_segment(turned))
    return b"".join(out)


def _jpeg_segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """(marker, whole segment) up to the end of the picture; what lies after it is left out."""
    if data[:2] != b"\xff\xd8":
        raise BrokenPicture("no start")
    at = 2
    while at + 2 <= len(data):
        if data[at] != 0xFF:
            raise BrokenPicture("no marker")
        if data[at + 1] == 0xFF:
            at += 1
            continue
        marker = data[at + 1]
        if marker == EOI:
            yield EOI, b"\xff\xd9"
            return
        end = _segment_end(data, at)
        end = _scan_end(data, end) if marker == SOS else end
        yield marker, data[at:end]
        at = end
    raise BrokenPicture("cut short")


def _segment_end(data: bytes, at: int) -> int:
    if at + 4 > len(data):
        raise BrokenPicture("cut short")
    (length,) = struct.unpack(">H", data[at + 2 : at + 4])
    if length < 2 or at + 2 + length > len(data):
        raise BrokenPicture("wrong length")
    return at + 2 + int(length)


def _scan_end(data: bytes, at: int) -> int:
    """Where the picture's own bytes end: at the next marker that is neither stuffing nor a restart."""
    while True:
        at = data.find(b"\xff", at)
        if at < 0 or at + 1 >= len(data):
            raise BrokenPicture("no end")
        if data[at + 1] != 0 and not 0xD0 <= data[at + 1] <= 0xD7 and data[at + 1] != 0xFF:
            return at
        at += 1 if data[at + 1] == 0xFF else 2


def _orientation(body: bytes) -> int | None:
    """Which way is up, 1–8, as EXIF says; None where it does not."""
    if not body.startswith(b"Exif\0\0") or len(body) < 14:
        return None
    tiff, order = body[6:], {b"II": "<", b"MM": ">"}.get(body[6:8])
    if order is None:
        return None
    try:
        (start,) = struct.unpack_from(f"{order}I", tiff, 4)
        (count,) = struct.unpack_from(f"{order}H", tiff, start)
        for at in range(start + 2, start + 2 + 12 * min(count, 100), 12):
            tag, _kind, _n, value = struct.unpack_from(f"{order}HHIH", tiff, at)
            if tag == ORIENTATION and 1 <= value <= 8:
                return int(value)
    except struct.error:
        return None
    return None


def _orientation_segment(turned: int) -> bytes:
    """An EXIF segment that says which way is up, and nothing else."""
    ifd = struct.pack(">HHHIHHI", 1, ORIENTATION, 3, 1, turned, 0, 0)
    body = b"Exif\0\0MM\0\x2a\0\0\0\x08" + ifd
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body


def clean_png(data: bytes) -> bytes:
    """The same picture, without texts, times and EXIF; every chunk's check sum holds."""
    if not data.startswith(PNG_START):
        raise BrokenPicture("no start")
    out, at = [PNG_START], len(PNG_START)
    while at + 12 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        name, end = data[at + 4 : at + 8], at + 12 + length
        if (
            end > len(data)
            or zlib.crc32(data[at + 4 : end - 4]) != struct.unpack(">I", data[end - 4 : end])[0]
        ):
            raise BrokenPicture("wrong check sum")
        if name not in PNG_DROPPED:
            out.append(data[at:end])
        if name == b"IEND":
            return b"".join(out)
        at = end
    raise BrokenPicture("no end")
