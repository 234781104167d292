"""Value what is held on any day, now."""

from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from portfolio.services import valuations


class Command(BaseCommand):
    """`manage.py value_holdings 2026-09-18`; with the same facts on record it changes nothing."""

    help = "Store what each holding was worth on a day, by what is known now."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which day."""
        parser.add_argument("day", type=date.fromisoformat, help="The day, as 2026-09-18.")

    def handle(self, *args: Any, day: date, **options: Any) -> None:
        """Say how many values were stored."""
        written = valuations.value_day(day, now=timezone.now())
        self.stdout.write(f"{len(written):,} values stored for {day}.")
