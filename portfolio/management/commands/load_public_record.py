"""Put the public record on record, or what is new in it."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portfolio.public_record.editions import FOLDER
from portfolio.public_record.kept_runs import keep_projections
from portfolio.public_record.load import APPROVAL, LOADER, load_public_record
from projects.services.watch import first_watch
from record.reference.loading import sentence
from record.reference.rows import UnreadableFile
from record.services import approvals


class Command(BaseCommand):
    """`manage.py load_public_record`, after `load_reference`; again at any time."""

    help = "Put the deals, awards, payments, owners, milestones and capacities that are publicly known on record."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the files are, and how far to load them."""
        parser.add_argument("--folder", type=Path, default=FOLDER, help="Folder of the editions (ours by default).")
        parser.add_argument("--until", default="", help="Folder of the last edition to load, 2026_06 (all by default).")

    def handle(self, *args: Any, folder: Path, until: str, **options: Any) -> None:
        """Raises CommandError with one sentence when a file can't be loaded; nothing is written then."""
        if folder.resolve() != FOLDER.resolve() and approvals.is_asked():
            raise CommandError(
                f"{folder} is not the public record that comes with the program, and a second officer decides about "
                "money. Send the files as an officer: import_file KIND FILE --by OFFICER."
            )
        try:
            made = load_public_record(say=self.stdout.write, today=timezone.localdate(), folder=folder, until=until)
        except (UnreadableFile, ValidationError, OSError) as error:
            raise CommandError(sentence(error)) from error
        serials = ", ".join(str(recording.serial) for recording in made)
        self.stdout.write(f"Recorded as {serials}." if made else "Nothing new.")
        kept = keep_projections(made, by_name=LOADER, approval=APPROVAL)
        if kept:
            self.stdout.write(f"Kept: {', '.join(map(str, kept))}.")
        watched = first_watch(timezone.localdate())
        if watched is not None:
            self.stdout.write(f"Watched {watched.milestones:,} milestones for the first time.")
