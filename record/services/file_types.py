"""What a file is, read from its content; its name is only asked whether it agrees."""

import unicodedata
import zlib
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree import ElementTree
from zipfile import BadZipFile, ZipFile

import puremagic
from django.core.exceptions import ValidationError

from record.models import FileType

ENDINGS: dict[FileType, tuple[str, ...]] = {
    FileType.PDF: (".pdf",),
    FileType.PNG: (".png",),
    FileType.JPEG: (".jpg", ".jpeg"),
    FileType.GIF: (".gif",),
    FileType.TIFF: (".tif", ".tiff"),
    FileType.WEBP: (".webp",),
    FileType.DOCX: (".docx",),
    FileType.XLSX: (".xlsx",),
    FileType.PPTX: (".pptx",),
    FileType.ODT: (".odt",),
    FileType.ODS: (".ods",),
    FileType.ODP: (".odp",),
}
"""Type → how its names end; the first is given to a name without an ending."""

MAIN_PARTS = {
    f"{FileType.DOCX.value}.main+xml": FileType.DOCX,
    f"{FileType.XLSX.value}.main+xml": FileType.XLSX,
    f"{FileType.PPTX.value}.main+xml": FileType.PPTX,
}
"""The content type of the main part of an office file → its type."""

OPEN_DOCUMENTS = {one.value: one for one in (FileType.ODT, FileType.ODS, FileType.ODP)}
RUNS = ("macroenabled", "vbaproject", "activex", "macrosheet", "oleobject")
"""In the content type of a part: it runs, or is an object of another program."""

OPEN_DOCUMENT_MACROS = ("basic/", "scripts/", "object ", "objectreplacements/")
ZIP, OLD_OFFICE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROGRAMS = (b"MZ", b"\x7fELF", b"\xca\xfe\xba\xbe", b"\xcf\xfa\xed\xfe", b"#!", OLD_OFFICE)
"""How a program, a macro or an object of another program begins."""

DAMAGED = (BadZipFile, ElementTree.ParseError, EOFError, NotImplementedError, RuntimeError, ValueError, zlib.error)
"""What reading an archive raises that is cut, locked, or packed in an odd way."""

MOST_PARTS, MOST_OF_LIST = 20_000, 4 * 2**20
LONGEST_NAME = 150
KEPT = "PDF, PNG, JPEG, GIF, TIFF, WebP, Word (docx), Excel (xlsx), PowerPoint (pptx) and OpenDocument (odt, ods, odp)"
NO_MACRO = "Save it without macros and embedded objects, or as PDF."


def type_of(content: bytes, name: str) -> FileType:
    """The type of a file. Raises ValidationError that says what it is instead, and what to do."""
    if not content:
        raise ValidationError(f"{name} is empty. Choose the file again.")
    if content.startswith(OLD_OFFICE):
        raise ValidationError(
            f"{name} is an old Office file, or is locked by a password. Save it without a password as DOCX, XLSX, PPTX "
            "or PDF."
        )
    if content.startswith(ZIP):
        return _office_type(content, name)
    found = _described(content)
    kept = [one for one in FileType if one.value in found]
    if not kept:
        is_like = next((words for words in found.values() if words), "")
        told = f" Its content is that of: {is_like}." if is_like else ""
        raise ValidationError(
            f"{name} is none of the files that are kept, whatever its name says.{told} Kept are {KEPT}. "
            "Print a web page or a letter to PDF."
        )
    if kept[0] is FileType.PDF and b"%%EOF" not in content[-2048:]:
        raise ValidationError(f"{name} is a PDF that breaks off. Fetch it again.")
    return kept[0]


def _described(content: bytes) -> dict[str, str]:
    """The types that the content may have, each with what it is called; the surest first."""
    try:
        found = puremagic.magic_string(content)
    except puremagic.PureError:
        return {}
    best = max((one.confidence for one in found), default=0)
    return {one.mime_type: one.name for one in found if one.confidence == best}


def _office_type(content: bytes, name: str) -> FileType:
    try:
        with ZipFile(BytesIO(content)) as archive:
            if len(archive.infolist()) > MOST_PARTS:
                raise ValidationError(f"{name} has {len(archive.infolist()):,} parts, more than {MOST_PARTS:,}.")
            found = _office_part(archive, name)
            _refuse_programs(archive, name)
    except DAMAGED as error:
        raise ValidationError(f"{name} is damaged or locked by a password. Fetch it again, or save it anew.") from error
    return found


def _office_part(archive: ZipFile, name: str) -> FileType:
    """The type by the parts of the archive."""
    parts = set(archive.namelist())
    if "[Content_Types].xml" in parts:
        types = set(_content_types(archive, name))
        if any(mark in one.casefold() for one in types for mark in RUNS):
            raise ValidationError(f"{name} holds a macro or an embedded object. {NO_MACRO}")
        main = next((MAIN_PARTS[one] for one in sorted(types) if one in MAIN_PARTS), None)
        if main is not None:
            return main
    elif "mimetype" in parts and archive.getinfo("mimetype").file_size < 100:
        stated = archive.read("mimetype").decode("ascii", "replace").strip()
        if stated in OPEN_DOCUMENTS:
            if any(one.casefold().startswith(OPEN_DOCUMENT_MACROS) for one in parts):
                raise ValidationError(f"{name} holds a macro or an embedded object. {NO_MACRO}")
            return OPEN_DOCUMENTS[stated]
    raise ValidationError(f"{name} is an archive of files. Unpack it, and attach each file by itself. Kept are {KEPT}.")


def _content_types(archive: ZipFile, name: str) -> Iterator[str]:
    listed = archive.getinfo("[Content_Types].xml")
    if listed.file_size > MOST_OF_LIST:
        raise ValidationError(f"{name} lists its parts in {listed.file_size:,} bytes, more than {MOST_OF_LIST:,}.")
    for part in ElementTree.fromstring(archive.read(listed)):
        yield part.get("ContentType", "")


def _refuse_programs(archive: ZipFile, name: str) -> None:
    """Raises ValidationError where a part is a program, a macro or an object, whatever the list of parts says."""
    for part in archive.infolist():
        if part.is_dir():
            continue
        with archive.open(part) as opened:
            if opened.read(8).startswith(PROGRAMS):
                found = f"a program, a macro or an embedded object: {part.filename}"
                raise ValidationError(f"{name} holds {found}. {NO_MACRO}")


def clean_name(text: str) -> str:
    """A name without folders and without what cannot be seen, short enough; empty where nothing is left."""
    text = unicodedata.normalize("NFC", text).replace("\\", "/")
    seen = "".join(" " if unicodedata.category(one)[0] in "CZ" else one for one in text.rpartition("/")[2])
    name = " ".join(seen.split()).strip(". ")
    path = PurePosixPath(name or "x")
    return name if len(name) <= LONGEST_NAME else path.stem[: LONGEST_NAME - len(path.suffix)].rstrip() + path.suffix


def named_as(name: str, kind: FileType) -> str:
    """The name with the ending of its type. Raises ValidationError where it has another one."""
    endings = ENDINGS[kind]
    ending = PurePosixPath(name).suffix.casefold()
    if ending in endings:
        return name
    if not ending:
        return f"{name or 'file'}{endings[0]}"[-LONGEST_NAME:]
    wanted = " or ".join(endings)
    raise ValidationError(f'{name} is a {kind.label}, and its name ends in "{ending}". Give it the ending {wanted}.')
