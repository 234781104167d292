"""The ledger: append-only, chained. Written only by `portfolio.services.ledger`."""

from collections import defaultdict

from django.db import models
from django.db.models import Q

from portfolio.calculations.balance import Balance, balance_of
from portfolio.calculations.entries import Entry
from portfolio.calculations.kinds import Kind
from projects.calculations.spelling import moment, plain
from projects.models.facts import Fact, FactQuerySet
from projects.models.fields import share_count, usd

from .investments import Investment


class TransactionQuerySet(FactQuerySet):
    def entries_by_investment(self) -> dict[int, list[Entry]]:
        """The entries of each investment, in the order of the query; asks the database once."""
        entries: dict[int, list[Entry]] = defaultdict(list)
        for row in self.only(
            "number", "investment_id", "kind", "amount", "shares", "shares_received", "counts_from", "reverses_id"
        ).iterator(chunk_size=10_000):
            entries[row.investment_id].append(row.entry)
        return entries

    def balances_by_investment(self) -> dict[int, Balance]:
        """The balance of each investment that has an entry."""
        return {investment: balance_of(entries) for investment, entries in self.entries_by_investment().items()}


class Transaction(Fact):
    """One entry. Amounts are positive and the kind carries the direction; a mistake is undone by a reversal."""

    number = models.BigIntegerField(primary_key=True)
    investment = models.ForeignKey(Investment, models.PROTECT, related_name="transactions")
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.label) for kind in Kind])
    amount = usd(null=True, blank=True)
    shares = share_count(null=True, blank=True, help_text="Shares or rights; given up, in an exercise or conversion.")
    shares_received = share_count(null=True, blank=True, help_text="Received in an exercise, conversion or split.")
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    is_derived = models.BooleanField(default=False, help_text="Implied by another figure, not published itself.")
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    objects = TransactionQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["investment", "counts_from", "recording"], name="transaction_of_investment"),
            models.Index(fields=["counts_from"], name="transaction_counts_from"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(amount__isnull=True) | Q(amount__gt=0), name="amount_is_positive"),
            models.CheckConstraint(condition=Q(shares__isnull=True) | Q(shares__gt=0), name="shares_are_positive"),
            models.CheckConstraint(
                condition=Q(shares_received__isnull=True) | Q(shares_received__gt=0),
                name="shares_received_are_positive",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | Q(shares__isnull=False), name="entry_has_amount_or_shares"
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.REVERSAL, reverses__isnull=False)
                | (~Q(kind=Kind.REVERSAL) & Q(reverses__isnull=True)),
                name="only_a_reversal_names_an_entry",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What an auditor calls the entry."""
        return reference(self.number)

    @property
    def content(self) -> dict[str, str]:
        """What the entry's hash covers, as the transactions CSV spells it before its guard against formulas."""
        return {
            "transaction": self.reference,
            "investment": self.investment.slug,
            "kind": str(self.kind),
            "amount_usd": plain(self.amount, 2),
            "shares": plain(self.shares, 6),
            "shares_received": plain(self.shares_received, 6),
            "effective_on": str(self.effective_on or ""),
            "counts_from": self.counts_from.isoformat(),
            "reverses": reference(self.reverses_id) if self.reverses_id else "",
            "derived": "true" if self.is_derived else "false",
            "note": self.note,
            "sources": self.citation.text if self.citation else "",
            "recording": str(self.recording_id),
            "recorded_at": moment(self.recording.moment),
            "recorded_by": self.recording.by_name,
        }

    @property
    def entry(self) -> Entry:
        return Entry(
            kind=Kind(self.kind),
            on=self.counts_from,
            amount=self.amount,
            shares=self.shares,
            shares_received=self.shares_received,
            reference=self.reference,
            reverses=None if self.reverses_id is None else reference(self.reverses_id),
        )


def reference(number: int) -> str:
    """T000042: what an auditor calls the entry of that number."""
    return f"T{number:06d}"
