"""Put the reference data on record, or what is new in it."""

from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser

from projects.reference.load import FOLDER, load_reference
from record.reference.loading import sentence
from record.reference.rows import UnreadableFile


class Command(BaseCommand):
    """`manage.py load_reference`; again at any time."""

    help = "Put minerals, chains, conversions, national statistics, curves and odds on record from their files."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where the files are."""
        parser.add_argument("--folder", type=Path, default=FOLDER, help="Folder of the files (ours by default).")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        """Raises CommandError with one sentence when a file can't be loaded; nothing is written then."""
        self.stdout.write("Reference data:")
        try:
            recording = load_reference(say=self.stdout.write, folder=folder)
        except (UnreadableFile, ValidationError, OSError) as error:
            raise CommandError(sentence(error)) from error
        self.stdout.write(f"Recorded as {recording.serial}." if recording else "Nothing new.")
