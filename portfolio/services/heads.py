"""The heads of the record outside of the database: a file of one line a night, and what of it does not stand any more.

Who can change the whole database can hash it anew and delete the checks that were kept; a head on another machine or in
a letter shows it all the same.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from portfolio.models import RecordCheckRun, Transaction
from portfolio.models.ledger import reference
from record.calculations.formatting import moment
from record.models import Recording
from record.services.record_check import Problem

COLUMNS = ("checked_at", "recording", "recording_hash", "entry", "entry_hash")


def line_of(run: RecordCheckRun) -> list[str]:
    """The heads that a check came to; the entry is empty in an empty ledger."""
    entry = [str(run.head_number), run.head] if run.head_number else ["", ""]
    return [moment(run.at), str(run.head_serial), run.head_recording, *entry]


def append(path: Path, run: RecordCheckRun) -> bool:
    """Add the heads of a clean check to the file, made where there is none; False where they are its last line."""
    line, known = line_of(run), list(read(path)) if path.exists() else []
    if known and list(known[-1].values())[1:] == line[1:]:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerows([line] if known else [COLUMNS, line])
    return True


def read(path: Path) -> Iterator[dict[str, str]]:
    """The lines of such a file. Raises ValueError where it is none."""
    with path.open(newline="", encoding="utf-8") as file:
        reader = csv.DictReader(file)
        if tuple(reader.fieldnames or ()) != COLUMNS:
            raise ValueError(f"{path} is no file of heads: its columns are not {', '.join(COLUMNS)}.")
        yield from reader


def lost(path: Path) -> Iterator[Problem]:
    """Each head of the file that is not on record any more. Raises ValueError where it is no such file."""
    for line in read(path):
        serial, kept = line["recording"], line["recording_hash"]
        if serial != "0" and not Recording.objects.filter(serial=serial, hash=kept).exists():
            yield Problem(f"Recording {serial}", f"its hash was {kept} on {line['checked_at']}, and is not any more.")
        number, kept = line["entry"], line["entry_hash"]
        if number and not Transaction.objects.filter(number=number, hash=kept).exists():
            name = reference(int(number))
            yield Problem(name, f"its hash was {kept} on {line['checked_at']}, and is not any more.")
