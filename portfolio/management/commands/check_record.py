"""manage.py check_record: walk the record, or an exported ledger; exit 1 and name the row when anything is off."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate

from portfolio.imports.ledger_file import LedgerFile
from portfolio.imports.tables import UnreadableFile
from portfolio.services import heads
from portfolio.services.ledger_check import LedgerCheck
from record.models import Recording
from record.services.record_check import Problem


class Command(BaseCommand):
    help = "Walk every recording, what was written under it, the ledger's chain and rules; exit 1 when anything is off."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the record stands, and which heads it must still have."""
        parser.add_argument(
            "--from-csv", type=Path, help="Verify this exported CSV of the report transactions; asks no database."
        )
        parser.add_argument("--head", action="append", default=[], help="RECORDING:HASH, as a letter gives it.")
        parser.add_argument("--heads", type=Path, help="A file of heads, as the nightly job writes it.")

    def handle(
        self,
        *args: Any,
        from_csv: Path | None = None,
        head: list[str],
        heads: Path | None = None,
        **options: Any,
    ) -> None:
        """Print each problem with its row's reference, then one line of counts and the heads of the two chains."""
        if from_csv is not None:
            self.verify(from_csv)
            return
        check = LedgerCheck(today=localdate())
        found = 0
        for problem in (*kept(head, heads), *check.problems()):
            found += 1
            self.stdout.write(str(problem))
        self.stdout.write(
            f"{check.record.recordings:,} recordings of {check.record.rows:,} rows; head {check.record.head}\n"
            f"{check.entries:,} entries of {check.investments:,} investments; head {check.head}"
        )
        if found:
            raise CommandError(f"{found:,} problems. What is above does not stand as it was recorded.")

    def verify(self, path: Path) -> None:
        """Follow the chain through an exported ledger. Raises CommandError at the first break."""
        file = LedgerFile(path)
        try:
            problem = file.problem()
        except (UnreadableFile, OSError) as error:
            raise CommandError(str(error)) from error
        if problem:
            raise CommandError(problem)
        self.stdout.write(f"{file.entries:,} entries follow each other as they were recorded; head {file.head}")


def kept(given: list[str], path: Path | None) -> Iterator[Problem]:
    """Each head, of the command line and of a file, that is not on record. Raises CommandError where one is none."""
    for one in given:
        serial, _, kept_hash = one.partition(":")
        if not serial.isdecimal() or len(kept_hash) != 64:
            raise CommandError(f"{one} is no head. Write the recording and its 64 digits: 120:{'0' * 8}...")
        if not Recording.objects.filter(serial=serial, hash=kept_hash.lower()).exists():
            yield Problem(f"Recording {serial}", f"{kept_hash} is not its hash.")
    if path is not None:
        try:
            yield from heads.lost(path)
        except (ValueError, OSError) as error:
            raise CommandError(str(error)) from error
