"""manage.py check_ledger: walk the whole ledger, or an exported one; exit 1 and name the row when anything is off."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate

from portfolio.imports.ledger_file import LedgerFile
from portfolio.imports.tables import UnreadableFile
from portfolio.services.ledger_check import LedgerCheck


class Command(BaseCommand):
    help = "Walk the ledger's chain, numbering, recordings, reversals, rules and triggers; exit 1 when anything is off."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the ledger stands: in the database, or in a file."""
        parser.add_argument(
            "--from-csv", type=Path, help="Verify this exported CSV of the report transactions; asks no database."
        )

    def handle(self, *args: Any, from_csv: Path | None = None, **options: Any) -> None:
        """Print each problem with its row's reference, then one line of counts and the head of the chain."""
        if from_csv is not None:
            self.verify(from_csv)
            return
        check = LedgerCheck(today=localdate())
        found = 0
        for problem in check.problems():
            found += 1
            self.stdout.write(str(problem))
        self.stdout.write(
            f"{check.entries:,} entries of {check.investments:,} investments under {check.recordings:,} recordings;"
            f" head {check.head}"
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
