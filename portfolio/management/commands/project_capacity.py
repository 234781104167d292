"""Project capacity now, about any day."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from portfolio.services import capacity
from record.models import Recording


class Command(BaseCommand):
    """`manage.py project_capacity --as-of 2026-06-18`; with the same inputs and seed it changes nothing."""

    help = "Draw what every capacity phase will yield, as of a day and with what is known now, and keep the run."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which day, and with which seed."""
        parser.add_argument("--as-of", type=date.fromisoformat, default=None, help="The day; today by default.")
        parser.add_argument("--seed", type=int, default=None, help="Another seed than the usual one.")

    def handle(self, *args: Any, as_of: date | None, seed: int | None, **options: Any) -> None:
        """Say which run stands now, and its hashes."""
        at = Recording.objects.as_of(as_of or timezone.localdate(), timezone.now())
        run = capacity.run(at, **({} if seed is None else {"seed": seed}))
        self.stdout.write(f"{run}: {run.counted}; {run.draws:,} draws, seed {run.seed}.")
        self.stdout.write(f"Inputs {run.inputs_hash}\nAnswer {run.answer_hash}")
