"""manage.py check_ledger: walk the whole ledger; exit 1 and name the row when anything is off."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from portfolio.services.ledger_check import LedgerCheck


class Command(BaseCommand):
    help = "Walk the ledger's chain, numbering, recordings, reversals, rules and guards; exit 1 when anything is off."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print each problem with its row's reference, then one line of counts and the head of the chain."""
        check = LedgerCheck(today=localdate())
        found = 0
        for problem in check.problems():
            found += 1
            self.stdout.write(str(problem))
        self.stdout.write(
            f"{check.entries:,} entries of {check.investments:,} investments under {check.recordings:,} recordings;"
            f" head {check.head}"
        )
        if found:
            raise CommandError(f"{found:,} problems. What is above does not stand as it was recorded.")
