"""The ledger added up in advance: blocks of recordings, and the sums of each. Derived, so it may be made anew.

A figure never rests on them alone: what no block holds is read from the ledger, and a block whose last entry is not
the one on the ledger is not used. Written only by `portfolio.services.ledger_blocks`.
"""

from django.db import models

from .ledger import FIGURES

MONTH, YEAR, ALL = "month", "year", "all"
BRANCHES = 4
"""So many blocks of one level, side by side, become one of the next."""


class LedgerBlock(models.Model):
    """A run of whole recordings that will not change: from one entry's number to another's."""

    level = models.PositiveSmallIntegerField(help_text="0: of entries; above: of the blocks of the level below.")
    first_number = models.BigIntegerField()
    last_number = models.BigIntegerField()
    last_serial = models.BigIntegerField(help_text="The recording of its last entry, whole.")
    last_hash = models.CharField(max_length=64, help_text="The hash of its last entry, as the ledger had it.")
    last_day = models.DateField(help_text="The newest day from which one of its entries counts.")

    class Meta:
        ordering = ["first_number", "level"]
        constraints = [models.UniqueConstraint(fields=["first_number", "level"], name="block_begins_once")]

    def __str__(self) -> str:
        return f"entries {self.first_number:,} to {self.last_number:,}"


class LedgerSum(models.Model):
    """What the entries of one award and kind in a block add up to, of one month, one year or all days.

    A reversal is booked under the kind of what it undoes, with the sign −1. A sum may be larger than a column of the
    ledger, so it is kept in two halves: high × 2^32 + low.
    """

    block = models.ForeignKey(LedgerBlock, models.CASCADE, related_name="sums", db_index=False)
    grain = models.CharField(max_length=5, choices=[(one, one) for one in (MONTH, YEAR, ALL)])
    period = models.DateField(help_text="The first day of its month or year; 0001-01-01 of all days.")
    investment_id = models.BigIntegerField()
    kind = models.CharField(max_length=30)
    entries = models.BigIntegerField(help_text="How many stand: those recorded less those undone.")
    amount_high = models.BigIntegerField(null=True)
    amount_low = models.BigIntegerField(null=True)
    shares_high = models.BigIntegerField(null=True)
    shares_low = models.BigIntegerField(null=True)
    shares_received_high = models.BigIntegerField(null=True)
    shares_received_low = models.BigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["block", "grain", "period"], name="sum_of_block")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.investment_id}, {self.grain} {self.period}"


HALVES = [f"{figure}_{half}" for figure in FIGURES for half in ("high", "low")]
