"""What a file is, by its first bytes. Its name and what its sender says of it are no evidence."""

import io
from zipfile import BadZipFile, ZipFile

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
OFD = "application/ofd"
MEDIA_TYPES = (PDF, OFD, DOCX, XLSX, "image/jpeg", "image/png", "image/webp", "image/tiff", "video/mp4")
"""What is known here. None of it runs anything where it is only shown."""

_STARTS = (
    (b"%PDF-", PDF),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_ZIP = b"PK\x03\x04"
_MEMBERS = (("word/document.xml", DOCX), ("xl/workbook.xml", XLSX), ("OFD.xml", OFD))
_MACROS = "vbaproject.bin"
_MOST_MEMBERS = 10_000


def media_type_of(content: bytes) -> str | None:
    """The media type, or None for what is not known, is empty, or carries macros."""
    found = next((kind for start, kind in _STARTS if content.startswith(start)), None)
    if found is not None:
        return found
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp":
        return "video/mp4"
    return _in_zip(content) if content.startswith(_ZIP) else None


def _in_zip(content: bytes) -> str | None:
    """Only the directory at the end is read, nothing is unpacked."""
    try:
        with ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (BadZipFile, ValueError, OSError, NotImplementedError):
        return None
    if len(names) > _MOST_MEMBERS or any(name.lower().endswith(_MACROS) for name in names):
        return None
    return next((kind for member, kind in _MEMBERS if member in names), None)
