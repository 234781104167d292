"""The type of a file is read from its content; what runs, or is not what its name says, is refused with a sentence."""

import pytest
from django.core.exceptions import ValidationError

from record.models import FileType
from record.services.file_types import clean_name, named_as, type_of
from tests.files import EXCEL, HTML, PNG, PROGRAM, WORD, archive, office, pdf

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 64
ODT = b"application/vnd.oasis.opendocument.text"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (pdf(), FileType.PDF),
        (PNG, FileType.PNG),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01" + b"\x00" * 40 + b"\xff\xd9", FileType.JPEG),
        (b"GIF89a" + b"\x01\x00\x01\x00" + b"\x00" * 20, FileType.GIF),
        (b"II*\x00\x08\x00\x00\x00" + b"\x00" * 20, FileType.TIFF),
        (b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\x00" * 24, FileType.WEBP),
        (office(WORD), FileType.DOCX),
        (office(EXCEL, xl__printerSettings1___bin=b"\x00\x01"), FileType.XLSX),
        (archive(mimetype=ODT, content___xml=b"<x/>"), FileType.ODT),
    ],
)
def test_a_whole_file_is_what_its_content_says(content, kind):
    assert type_of(content, "file") is kind


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "f.pdf is empty"),
        (HTML, "f.pdf is none of the files that are kept, whatever its name says"),
        (PROGRAM, "f.pdf is none of the files that are kept"),
        (b"just words", "f.pdf is none of the files that are kept"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>', "f.pdf is none of the files that are kept"),
        (pdf()[:40], "f.pdf is a PDF that breaks off"),
        (OLD_OFFICE, "f.pdf is an old Office file, or is locked by a password"),
        (archive(a___txt=b"words"), "f.pdf is an archive of files. Unpack it"),
        (office("application/vnd.ms-word.document.macroEnabled.main+xml"), "f.pdf holds a macro or an embedded object"),
        (office(WORD, word__vbaProject___bin=OLD_OFFICE), "an embedded object: word/vbaProject.bin"),
        (office(WORD, word__media__picture___png=PROGRAM), "f.pdf holds a program, a macro or an embedded object"),
        (office("application/vnd.ms-excel.macrosheet+xml"), "f.pdf holds a macro or an embedded object"),
        (archive(mimetype=ODT, Basic__Standard__Module1___xml=b"<x/>"), "f.pdf holds a macro or an embedded object"),
        (office(WORD)[:-30], "f.pdf is damaged or locked by a password"),
        (office("&lol;"), "f.pdf is damaged or locked by a password"),
    ],
)
def test_what_is_not_kept_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(ValidationError, match=sentence.replace(".", r"\.")):
        type_of(content, "f.pdf")


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("agreement.pdf", "agreement.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\deals\\second draw.pdf", "second draw.pdf"),
        ("a\x00b\r\nc\t.pdf", "a b c .pdf"),
        ("exe\u202efdp.pdf", "exe fdp.pdf"),
        ("..", ""),
        ("  .hidden.pdf ", "hidden.pdf"),
        ("é" * 200 + ".pdf", "é" * 146 + ".pdf"),
    ],
)
def test_a_name_loses_its_folders_and_what_cannot_be_seen(sent, kept):
    assert clean_name(sent) == kept


def test_a_name_has_the_ending_of_its_type_or_gains_it():
    assert named_as("Scan.PDF", FileType.PDF) == "Scan.PDF"
    assert named_as("scan", FileType.JPEG) == "scan.jpg"
    assert named_as("", FileType.PDF) == "file.pdf"
    with pytest.raises(ValidationError, match=r"scan.exe is a PDF, .* Give it the ending \.pdf"):
        named_as("scan.exe", FileType.PDF)
