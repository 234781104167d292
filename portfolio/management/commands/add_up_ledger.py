"""manage.py add_up_ledger: add up the entries that came since, or everything anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from portfolio.models import LedgerBlock
from portfolio.services import ledger_blocks


class Command(BaseCommand):
    help = "Add up the ledger in blocks, which makes figures of large ledgers quick; they are right without."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whether what stands is made anew."""
        parser.add_argument("--anew", action="store_true", help="Drop what was added up before, and begin at entry 1.")

    def handle(self, *args: Any, anew: bool = False, **options: Any) -> None:
        """Print how many blocks were made and how many stand."""
        if anew:
            ledger_blocks.drop_from(1)
        made = ledger_blocks.add_up(lambda percent, saying: self.stdout.write(saying))
        self.stdout.write(f"{made:,} blocks made; {LedgerBlock.objects.count():,} stand.")
