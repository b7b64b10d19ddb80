"""What a file is, told by its bytes and never by its name; and what is refused, with words."""

import io
import re
import unicodedata
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

import filetype
from django.utils.translation import gettext_lazy as _

from samsyn.access.errors import RuleBroken, Text
from samsyn.journey.attachment.pictures import BrokenPicture, clean_jpeg, clean_png

PDF, PNG, JPEG, TEXT = "application/pdf", "image/png", "image/jpeg", "text/plain"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ENDINGS = {PDF: ("pdf",), PNG: ("png",), JPEG: ("jpg", "jpeg"), DOCX: ("docx",), TEXT: ("txt",)}
MOST_UNPACKED = 100 * 1024 * 1024
MOST_PARTS = 2000
LONGEST_NAME = 120
_MARKUP = re.compile(
    rb"<\s*(!doctype|html|svg|script|iframe|body|head|object|embed|\?xml|\?php)|%PDF-", re.IGNORECASE
)
_ACTIVE_PDF = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|RichMedia)\b")
_ZIP_END = b"PK\x05\x06"


@dataclass(frozen=True)
class Sniffed:
    """A file that may be kept: its type, its bytes as they are stored, its cleaned name."""

    name: str
    content_type: str
    data: bytes
    was_cleaned: bool = False


def _refuse(code: str, message: Text) -> RuleBroken:
    return RuleBroken(code, message, field="file")


def clean_name(name: str) -> str:
    """A file name without path, control or direction characters, of bearable length, its ending kept."""
    last = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    kept = "".join(c for c in last if unicodedata.category(c)[0] not in "CZ" or c == " ")
    plain = re.sub(r"[^\w .()\-]", "_", kept).strip(" .")
    stem, dot, ending = plain.rpartition(".")
    if not dot or not stem:
        return plain[:LONGEST_NAME] or "fil"
    return f"{stem[: LONGEST_NAME - len(ending) - 1].strip(' .')}.{ending}"


def examine(name: str, data: bytes, *, most: int) -> Sniffed:
    """Say what a file is and give it as it may be kept.

    Raises EMPTY_FILE, TOO_LARGE, WRONG_TYPE, WRONG_NAME, NOT_CLEAN (something else is hidden in it).
    """
    if not data:
        raise _refuse("EMPTY_FILE", _("Filen är tom. Välj en annan fil."))
    if len(data) > most:
        raise _refuse("TOO_LARGE", _("Filen är för stor. Den får vara högst 10 MB."))
    kind, cleaned = _type_of(data), clean_name(name)
    if kind is None:
        raise _refuse(
            "WRONG_TYPE", _("Filen kan inte tas emot. Välj PDF, PNG, JPEG, Word (docx) eller ren text (txt).")
        )
    if cleaned.rpartition(".")[2].lower() not in ENDINGS[kind]:
        raise _refuse(
            "WRONG_NAME",
            _("Filens innehåll stämmer inte med namnets ändelse. Spara filen på nytt och försök igen."),
        )
    try:
        kept = _CHECKS[kind](data)
    except (BrokenPicture, zipfile.BadZipFile, UnicodeDecodeError, ValueError) as error:
        raise _refuse(
            "NOT_CLEAN", _("Filen är skadad eller innehåller något mer än den ser ut som. Spara den på nytt.")
        ) from error
    return Sniffed(cleaned, kind, kept, was_cleaned=kept != data)


def _type_of(data: bytes) -> str | None:
    found = filetype.guess_mime(data)
    if found in (PDF, PNG, JPEG, DOCX):
        return found if found != PDF or data.startswith(b"%PDF-") else None
    if found == "application/zip" and _is_word(data):
        return DOCX
    return TEXT if found is None and _is_plain(data) else None


def _is_plain(data: bytes) -> bool:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return not _MARKUP.search(data) and all(c in "\t\r\n\f" or unicodedata.category(c) != "Cc" for c in text)


def _is_word(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return "word/document.xml" in packed.namelist()
    except zipfile.BadZipFile:
        return False


def _check_pdf(data: bytes) -> bytes:
    """A document to read: no script, nothing to start, no other file within or behind it."""
    if b"%%EOF" not in data[-2048:] or _ZIP_END in data[-70_000:] or _ACTIVE_PDF.search(data):
        raise ValueError("active or double PDF")
    return data


def _check_docx(data: bytes) -> bytes:
    """A Word document without macros, of bearable size when unpacked."""
    if not data.startswith(b"PK\x03\x04"):
        raise ValueError("something before the document")
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        names = [part.filename for part in parts]
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise ValueError("too much within")
        if any(
            name.startswith("/") or ".." in name.split("/") or name.endswith("vbaProject.bin")
            for name in names
        ):
            raise ValueError("macro or path")
        if "[Content_Types].xml" not in names or "word/document.xml" not in names:
            raise ValueError("no document")
    return data


def _check_text(data: bytes) -> bytes:
    return data


_CHECKS = {PDF: _check_pdf, PNG: clean_png, JPEG: clean_jpeg, DOCX: _check_docx, TEXT: _check_text}
