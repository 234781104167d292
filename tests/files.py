"""Files as people send them, made here byte by byte: whole ones, and such as no record should take."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.core.files.uploadedfile import SimpleUploadedFile

from record.services.attachments import SentFile, read

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
PROGRAM = b"MZ\x90\x00" + b"\x00" * 60
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00\x00\x00\x01" * 2 + b"\x08\x06\x00\x00\x00"


def pdf(words: str = "agreement") -> bytes:
    """The smallest file that is a PDF."""
    return b"%PDF-1.7\n1 0 obj << /Type /Catalog >> endobj\n% " + words.encode() + b"\ntrailer << >>\n%%EOF\n"


def office(main: str = WORD, **parts: bytes) -> bytes:
    """An Office file with a main part, and further parts: their names have __ for a slash and ___ for a dot."""
    file = BytesIO()
    with ZipFile(file, "w") as archive:
        types = f'<Types xmlns="x"><Override PartName="/main.xml" ContentType="{main}"/></Types>'
        archive.writestr("[Content_Types].xml", types)
        for name, content in parts.items():
            archive.writestr(name.replace("___", ".").replace("__", "/"), content)
    return file.getvalue()


def archive(**parts: bytes) -> bytes:
    """A ZIP of files, in their order."""
    file = BytesIO()
    with ZipFile(file, "w") as made:
        for name, content in parts.items():
            made.writestr(name.replace("___", ".").replace("__", "/"), content)
    return file.getvalue()


def upload(name: str = "agreement.pdf", content: bytes | None = None) -> Any:
    """A file in a form."""
    return SimpleUploadedFile(name, pdf() if content is None else content)


def sent(name: str = "agreement.pdf", content: bytes | None = None) -> SentFile:
    """The same, as it was read."""
    return read(upload(name, content))
