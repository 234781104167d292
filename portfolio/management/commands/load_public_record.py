"""Put the public record on record, or what is new in it."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from portfolio.public_record.load import FOLDER, edition, load_public_record
from projects.services.watch import first_watch
from record.reference.loading import sentence
from record.reference.rows import UnreadableFile


class Command(BaseCommand):
    """`manage.py load_public_record`, after `load_reference`; again at any time."""

    help = "Put the deals, awards, payments, owners, milestones and capacities that are publicly known on record."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the files are."""
        parser.add_argument("--folder", type=Path, default=FOLDER, help="Folder of the files (ours by default).")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Raises CommandError with one sentence when a file can't be loaded; nothing is written then."""
        try:
            self.stdout.write(f"{edition(folder).capitalize()}:")
            recording = load_public_record(say=self.stdout.write, today=timezone.localdate(), folder=folder)
        except (UnreadableFile, ValidationError, OSError) as error:
            raise CommandError(sentence(error)) from error
        self.stdout.write(f"Recorded as {recording.serial}." if recording else "Nothing new.")
        watched = first_watch(timezone.localdate())
        if watched is not None:
            self.stdout.write(f"Watched {watched.milestones:,} milestones for the first time.")
