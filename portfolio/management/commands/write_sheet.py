"""manage.py write_sheet: the briefing, or one thing of the record on one page, as a PDF."""

from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.timezone import localdate, now

from portfolio.documents.sheets import pdf_at
from portfolio.pages.lookup import NotOnRecord
from portfolio.pages.sheet_scope import SCOPES, WHOLE, scope_of
from portfolio.services import capacity
from record.models import Recording


class Command(BaseCommand):
    help = "Write the briefing as a PDF of one page, or with --about one company, project, mineral or other thing."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where it goes, what it is about, and for which day and recording."""
        parser.add_argument("path", type=Path, help="The PDF to write; a file that is there already stays.")
        parser.add_argument(
            "--about", nargs=2, metavar=("KIND", "SLUG"), help=f"As in: company mp. A kind is {', '.join(SCOPES)}."
        )
        parser.add_argument("--as-of", type=date.fromisoformat, help="The day it is about; today where none is given.")
        parser.add_argument("--serial", type=int, help="Up to which recording it is known; the newest by default.")

    def handle(
        self,
        *args: Any,
        path: Path,
        about: list[str] | None = None,
        as_of: date | None = None,
        serial: int | None = None,
        **options: Any,
    ) -> None:
        """Write it. Raises CommandError for what is not on record, and where the file is there already."""
        at = Recording.objects.as_of(as_of or localdate(), now(), serial)
        if about and about[0] not in SCOPES:
            raise CommandError(f"There is no sheet of a {about[0]}. A kind is {', '.join(SCOPES)}.")
        try:
            scope = scope_of(at, *about) if about else WHOLE
        except NotOnRecord as error:
            near = "; ".join(f"{one.name} [{one.slug}]" for one in error.near)
            raise CommandError(f"{error} Near it: {near}." if near else str(error)) from error
        capacity.stand_at(at)
        content = pdf_at(at, scope, settings.SITE_ADDRESS)
        try:
            with path.open("xb") as out:
                out.write(content)
        except OSError as error:
            raise CommandError(f"{path} can't be written: {error.strerror}. Give another name.") from error
        self.stdout.write(f"{scope.name}: {len(content):,} bytes in {path}")
