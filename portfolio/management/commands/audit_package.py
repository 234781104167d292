"""manage.py audit_package: everything that an auditor carries away, in one ZIP that checks itself."""

from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate, now

from portfolio.exports import audit_package
from portfolio.reports import REPORTS
from portfolio.services import capacity
from record.models import Recording


class Command(BaseCommand):
    help = "Write reports, files with their SHA-256, what the columns mean, a manifest and a checker as one ZIP."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where it goes, for which day and recording, and which reports."""
        parser.add_argument("path", type=Path, help="The ZIP to write.")
        parser.add_argument("--as-of", type=date.fromisoformat, help="The day it is about; today where none is given.")
        parser.add_argument("--serial", type=int, help="Up to which recording it is known; the newest by default.")
        parser.add_argument("--reports", nargs="*", choices=sorted(REPORTS), help="These alone; all by default.")

    def handle(
        self,
        *args: Any,
        path: Path,
        as_of: date | None = None,
        serial: int | None = None,
        reports: list[str] | None = None,
        **options: Any,
    ) -> None:
        """Write the package. Raises CommandError where a file is not as it was recorded, once all else is written."""
        at = Recording.objects.as_of(as_of or localdate(), now(), serial)
        capacity.stand_at(at)
        wanted = REPORTS if reports is None else reports
        with path.open("xb") as out:
            package = audit_package.write(out, [REPORTS[name] for name in wanted], at=at)
        self.stdout.write(f"{len(package.parts):,} parts at recording {at.serial} in {path}")
        if package.problems:
            raise CommandError("\n".join(package.problems))
