"""manage.py check_files: read every attached file again; exit 1 and name those that are not as they were recorded."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from record.models import Attachment
from record.services import attachments


class Command(BaseCommand):
    help = "Compare each attached file with the SHA-256 that was recorded; exit 1 when one is gone or was changed."

    def handle(self, **options: Any) -> None:
        """Print each problem, then one line with the count."""
        found = 0
        for problem in attachments.faults():
            found += 1
            self.stdout.write(problem)
        self.stdout.write(f"{Attachment.objects.count():,} files on record, {found:,} not as they were recorded")
        if found:
            raise CommandError(f"{found:,} files are not as they were recorded. Restore them from a backup.")
