"""manage.py verify_runs: ask every kept answer again; exit 1 and name it where another one comes out."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from portfolio.kept_answers import verify
from portfolio.models import KeptRun


class Command(BaseCommand):
    help = "Ask every kept answer again, at its day and recording, and compare the bytes; exit 1 where one is another."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each answer with what came of it. Raises CommandError where one is another or damaged."""
        wrong = count = 0
        for kept in KeptRun.objects.order_by("pk").iterator(1):
            verdict = verify(kept)
            count += 1
            wrong += not verdict.found.is_sound
            version = f"version {kept.schema_version}"
            self.stdout.write(f"{kept}, as of {kept.as_of}, recording {kept.read_serial}, {version}: {verdict.found}")
            for formula in verdict.formulas:
                self.stdout.write(f"  {formula}")
            if not verdict.found.is_sound:
                self.stdout.write(f"  kept {kept.sha256}, now {verdict.sha256}")
        self.stdout.write(f"{count:,} kept answers, {wrong:,} not as they were kept")
        if wrong:
            raise CommandError(f"{wrong:,} of {count:,} kept answers do not come out as they were kept.")
