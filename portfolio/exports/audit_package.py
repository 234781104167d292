"""The audit package: one ZIP with the reports as CSV and Parquet, the ledger for Beancount, the files, the approvals,
what columns and methods mean, a manifest, and a checker.

The manifest has the SHA-256 of everything else in it. The checker needs Python alone.
"""

import csv
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from io import StringIO
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.conf import settings
from django.core.files import File

from portfolio.models import Transaction
from portfolio.reports import transactions
from portfolio.reports.base import Definition, Report
from record.calculations.as_of import AsOf
from record.calculations.formatting import moment
from record.calculations.hash_chain import GENESIS, canonical
from record.models import Attachment, Recording
from record.models.recorded_tables import chain

from . import beancount, datapackage, parquet
from .audit_approvals import approvals_of
from .text import guarded

CHECKER = Path(__file__).parent / "audit_checker.py"
METHODS = Path(__file__).parent / "methods.csv"
"""What each name in a column of methods means."""
FIGURES = Path(settings.BASE_DIR) / "docs" / "methods.md"
"""Every rule and formula behind a figure."""
MOMENT = (1980, 1, 1, 0, 0, 0)
"""Of every part: a package asked again differs in nothing but the moment that its manifest names."""

LISTED = [
    "path",
    "name",
    "type",
    "bytes",
    "sha256",
    "belongs_to",
    "of",
    "attached_by",
    "attached_at",
    "recording",
    "note",
]


@dataclass(slots=True)
class Package:
    """A package under way: the archive, what is in it so far, and what is not as it was recorded."""

    archive: ZipFile
    parts: list[dict[str, Any]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def add(self, path: str, content: Iterable[bytes]) -> str:
        """Put a part in. Returns its SHA-256."""
        digest, size = sha256(), 0
        named = ZipInfo(path, date_time=MOMENT)
        named.compress_type = ZIP_DEFLATED
        with self.archive.open(named, "w", force_zip64=True) as part:
            for piece in content:
                part.write(piece)
                digest.update(piece)
                size += len(piece)
        self.parts.append({"path": path, "bytes": size, "sha256": digest.hexdigest()})
        return digest.hexdigest()


def write(out: IO[bytes], definitions: Iterable[Definition], *, at: AsOf) -> Package:
    """Write the package at `at`. What projects is to stand before. Returns it with what it found amiss."""
    definitions = list(definitions)
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        package = Package(archive)
        resources = [report_into(package, definition.report(at=at)) for definition in definitions]
        package.add("datapackage.json", [json.dumps(datapackage.describe_all(resources, at)).encode()])
        package.add("ledger.beancount", in_bytes(beancount.text(transactions.DEFINITION.report(at=at).lines, at)))
        package.add("columns.csv", [table(columns_of(definitions))])
        package.add("methods.csv", [METHODS.read_bytes()])
        package.add("methods.md", [FIGURES.read_bytes()])
        package.add("approvals.csv", [table(approvals_of(at))])
        package.add("files.csv", [table(files_into(package, at))])
        package.add("chain.jsonl", chain_lines(at))
        package.add("check.py", [CHECKER.read_bytes()])
        archive.writestr(ZipInfo("manifest.json", date_time=MOMENT), json.dumps(manifest(package, at), indent=1))
    return package


def report_into(package: Package, report: Report) -> dict[str, Any]:
    """Put a report in, as CSV and as Parquet. Returns what its CSV is, for the data package."""
    path = f"reports/{report.name}.csv"
    counted = datapackage.Counted(report)
    package.add(path, counted)
    with TemporaryFile() as typed:
        parquet.write(report, typed)
        typed.seek(0)
        package.add(f"parquet/{report.name}.parquet", in_pieces(typed))
    return counted.resource(path)


def in_bytes(pieces: Iterable[str]) -> Iterator[bytes]:
    return (piece.encode() for piece in pieces)


def manifest(package: Package, at: AsOf) -> dict[str, Any]:
    """What the package is about, and the SHA-256 of each part."""
    last = Transaction.objects.filter(recording_id__lte=at.serial).order_by("-number").first()
    return {
        "as_of": at.as_of.isoformat(),
        "known_at": moment(at.known_at),
        "recording": at.serial,
        "record_head": Recording.objects.filter(serial=at.serial).values_list("hash", flat=True).first() or GENESIS,
        "ledger_head": last.hash if last else GENESIS,
        "problems": package.problems,
        "parts": package.parts,
    }


def chain_lines(at: AsOf) -> Iterator[bytes]:
    """Each recording known at `at` as a line of JSON: its hash and what that covers."""
    for own, content in chain(at.serial):
        yield canonical({"hash": own, "content": content}) + b"\n"


def files_into(package: Package, at: AsOf) -> Iterator[list[str]]:
    """Put every file known at `at` into the package; yields a line of `files.csv` for each, the headings first."""
    yield LISTED
    held: set[str] = set()
    for file in Attachment.objects.known(at).select_related("recording").order_by("pk"):
        path = f"files/{file.sha256}/{file.name}"
        if path not in held:
            try:
                with file.stored() as stored:
                    found = package.add(path, in_pieces(stored))
            except FileNotFoundError:
                package.problems.append(f"{path} is not in the storage.")
                path = ""
            else:
                held.add(path)
                if found != file.sha256:
                    package.problems.append(f"{path} was changed in the storage: its SHA-256 is {found}.")
        row = file.row
        noun = str(row._meta.verbose_name) if row is not None else file.table
        recording = file.recording
        yield [
            path, file.name, file.media_type, str(file.size), file.sha256, noun, str(row), recording.by_name,
            moment(recording.moment), str(recording.serial), file.note,
        ]  # fmt: skip


def in_pieces(stored: "File[bytes] | IO[bytes]") -> Iterator[bytes]:
    """The bytes of a file, a megabyte at a time."""
    while piece := stored.read(2**20):
        yield piece


def columns_of(definitions: Iterable[Definition]) -> Iterator[list[str]]:
    """What each column of each report means."""
    yield ["report", "question", "column", "label", "type", "unit", "meaning"]
    for definition in definitions:
        for column in definition.columns:
            told = (column.name, column.label, str(column.type.value), column.unit, column.meaning)
            yield [definition.name, definition.question, *told]


def table(rows: Iterable[list[str]]) -> bytes:
    """Rows as CSV, guarded as all text of a file is."""
    text = StringIO()
    csv.writer(text, lineterminator="\n").writerows([guarded(cell) for cell in row] for row in rows)
    return text.getvalue().encode()
