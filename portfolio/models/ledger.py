"""The ledger: append-only, chained. Written only by `portfolio.services.ledger`."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django.db import models
from django.db.models import Count, ExpressionWrapper, F, Q

from portfolio.calculations.balance import Balance, LedgerTerms, balance_of
from portfolio.calculations.entries import Entry
from portfolio.calculations.kinds import Kind
from record.calculations.formatting import moment, plain
from record.calculations.hash_chain import GENESIS
from record.calculations.partial_dates import PartialDate
from record.models.facts import Fact, FactQuerySet
from record.models.fields import ExactSum, share_count, usd
from record.models.recordings import Refusal, in_schema

from .investments import Investment

# Kinds after which it matters in which order the entries came: the cost of what is sold or exchanged is an average.
ORDERED = (Kind.SALE, Kind.EXERCISE, Kind.CONVERSION, Kind.SPLIT, Kind.TRANSFER_OUT)

KINDS = {kind.value: kind for kind in Kind}

FIGURES = {"amount": 2, "shares": 6, "shares_received": 6}
"""The exact columns of an entry, each with its decimal places."""

Sums = dict[int, dict[str, list[int]]]
"""Investment → kind → how many entries stand, then the sum of each of FIGURES as the table's integers."""


class TransactionQuerySet(FactQuerySet):
    def entries_by_investment(self) -> dict[int, list[Entry]]:
        """The entries of each investment, in the order of the query; asks the database once."""
        entries: dict[int, list[Entry]] = defaultdict(list)
        # The table's integers, made Decimal here where there is one: most entries have neither shares nor a reversal.
        stored = [ExpressionWrapper(F(name), models.BigIntegerField()) for name in FIGURES]
        rows = self.values_list(
            "investment_id", "number", "kind", "counts_from", "reverses_id", "recording_id", *stored
        )
        for investment, number, kind, on, reverses, recording, amount, shares, received in rows.iterator(
            chunk_size=10_000
        ):
            entries[investment].append(
                Entry(
                    KINDS[kind],
                    on,
                    None if amount is None else Decimal(amount).scaleb(-2),
                    None if shares is None else Decimal(shares).scaleb(-6),
                    None if received is None else Decimal(received).scaleb(-6),
                    reference(number),
                    None if reverses is None else reference(reverses),
                    recording,
                )
            )
        return entries

    def amounts_by_date(self) -> dict[int, dict[tuple[Kind, PartialDate | None], Decimal]]:
        """The dollars of each investment by kind and date as given, less what was reversed; asks the database twice.

        Ask it of whole ledgers, as `balances_by_investment`. A reversal bears the date of the entry that it undoes.
        """
        sums: dict[int, dict[tuple[Kind, PartialDate | None], Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        rows = self.order_by()
        for found, prefix, sign in (
            (rows.exclude(kind=Kind.REVERSAL), "", 1),
            (rows.filter(kind=Kind.REVERSAL), "reverses__", -1),
        ):
            by_date = found.values_list("investment_id", f"{prefix}kind", "effective_on")
            for investment, kind, when, amount in by_date.annotate(ExactSum(f"{prefix}amount")):
                sums[investment][KINDS[kind], when] += sign * (amount or 0)
        return {one: {key: amount for key, amount in found.items() if amount} for one, found in sums.items()}

    def sums_by_kind(self) -> Sums:
        """What stands of each investment, by kind: what a reversal undoes is taken out of the kind that it was of.

        Ask it of whole ledgers, as `balances_by_investment`; or of a part, to be added to the sums of the others.
        """
        rows = self.order_by()
        sums = no_sums()
        undoing = False
        for investment, kind, *figures in rows.values_list("investment_id", "kind").annotate(**_totals()):
            if kind == Kind.REVERSAL:
                undoing = True
            else:
                add_sums(sums, investment, kind, figures)
        if undoing:
            undone = rows.filter(kind=Kind.REVERSAL).values_list("investment_id", "reverses__kind")
            for investment, kind, *figures in undone.annotate(**_totals("reverses__")):
                add_sums(sums, investment, kind, figures, sign=-1)
        return sums

    def balances_by_investment(
        self, terms: Mapping[int, LedgerTerms] | None = None, *, sums: Sums | None = None
    ) -> dict[int, Balance]:
        """The balance of each investment that has an entry, read by its `terms`; from its `sums`, where they are known.

        Asks the database once, once more where anything was reversed, and once where the order or the day of entries
        matters, however many entries there are. The database adds up; only ledgers with a kind of ORDERED, or with a
        refund of an award whose period ends, are read entry by entry. Ask it of whole ledgers as they stand at some
        `at(...)`: a reversal takes out its entry, so both have to be there.
        """
        terms = terms or {}
        sums = self.sums_by_kind() if sums is None else sums
        ending = {investment for investment, one in terms.items() if one.available_until}
        ordered = {
            investment
            for investment, kinds in sums.items()
            if not kinds.keys().isdisjoint(ORDERED) or (Kind.RECOVERY in kinds and investment in ending)
        }
        balances = {investment: _added_up(kinds) for investment, kinds in sums.items() if investment not in ordered}
        if ordered:
            entries = self.filter(investment_id__in=ordered).entries_by_investment()
            balances.update((one, balance_of(found, terms.get(one))) for one, found in entries.items())
        return balances


def no_sums() -> Sums:
    """Sums to add to."""
    return defaultdict(lambda: defaultdict(lambda: [0] * (1 + len(FIGURES))))


def add_sums(sums: Sums, investment: int, kind: str, figures: Iterable[int | None], *, sign: int = 1) -> None:
    """Add a count and a sum of each of FIGURES; None where no entry has one."""
    total = sums[investment][kind]
    for place, figure in enumerate(figures):
        if figure:
            total[place] += sign * figure


def _totals(prefix: str = "") -> dict[str, Count | ExactSum]:
    """How many entries, then the sum of each of FIGURES, as the table's integers."""
    stored = {name: ExpressionWrapper(F(prefix + name), models.BigIntegerField()) for name in FIGURES}
    return {"entries": Count(prefix + "number"), **{f"sum_of_{name}": ExactSum(one) for name, one in stored.items()}}


def _added_up(kinds: Mapping[str, list[int]]) -> Balance:
    balance = Balance()
    for kind, (count, *figures) in kinds.items():
        if count:
            amount, shares, received = (
                Decimal(figure).scaleb(-places) for figure, places in zip(figures, FIGURES.values(), strict=True)
            )
            balance = balance.after(Entry(KINDS[kind], date.min, amount, shares, received))
    return balance


class Transaction(Fact):
    """One entry. Amounts are positive and the kind carries the direction; a mistake is undone by a reversal."""

    is_retractable = False
    links_itself = True
    """Each row has the hash of the one before it, so that a recording's hash needs the last one alone."""

    number = models.BigIntegerField(primary_key=True)
    investment = models.ForeignKey(Investment, models.PROTECT, related_name="transactions")
    kind = models.CharField(max_length=30, choices=[(kind.value, kind.label) for kind in Kind])
    amount = usd(least=None, null=True, blank=True)
    shares = share_count(
        above=None, null=True, blank=True, help_text="Shares or rights; given up, in an exercise or conversion."
    )
    shares_received = share_count(
        above=None, null=True, blank=True, help_text="Received in an exercise, conversion or split."
    )
    reverses = models.OneToOneField("self", models.PROTECT, null=True, blank=True, related_name="reversed_by")
    is_derived = models.BooleanField(default=False, help_text="Implied by another figure, not published itself.")
    previous_hash = models.CharField(max_length=64, unique=True)
    hash = models.CharField(max_length=64, unique=True)

    hashed = b""
    """Under a dry run: the text that its hash covers."""

    objects = TransactionQuerySet.as_manager()

    @classmethod
    def refused_insert(cls) -> list[Refusal]:
        """The chain has no gap and no fork, and a reversal undoes one entry exactly."""
        ledger = in_schema(cls)
        head = f"coalesce((SELECT t.hash FROM {ledger} t WHERE t.number = NEW.number - 1), '{GENESIS}')"
        before = f"coalesce((SELECT t.number FROM {ledger} t WHERE t.number = NEW.number - 1), 0)"
        undone = (
            f"SELECT count(*) FROM {ledger} t WHERE t.number = NEW.reverses_id AND t.kind <> 'reversal'"
            " AND t.investment_id = NEW.investment_id"
            " AND t.counts_from = NEW.counts_from AND t.effective_on = NEW.effective_on"
            " AND coalesce(t.amount, 0) = coalesce(NEW.amount, 0) AND coalesce(t.shares, 0) = coalesce(NEW.shares, 0)"
            " AND coalesce(t.shares_received, 0) = coalesce(NEW.shares_received, 0)"
        )
        return [
            (f"NEW.number <> {before} + 1", "an entry takes the next number"),
            (f"NEW.previous_hash <> {head}", "an entry follows the newest one"),
            (
                f"NEW.kind = 'reversal' AND ({undone}) = 0",
                "a reversal undoes one entry of its investment exactly",
            ),
        ]

    class Meta:
        ordering = ["number"]
        indexes = [
            models.Index(fields=["investment", "counts_from", "recording"], name="transaction_of_investment"),
            models.Index(fields=["counts_from"], name="transaction_counts_from"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__isnull=True) | Q(amount__gt=0),
                name="amount_is_positive",
                violation_error_code="amount",
                violation_error_message="An entry is positive; its kind carries the direction.",
            ),
            models.CheckConstraint(
                condition=Q(shares__isnull=True) | Q(shares__gt=0),
                name="shares_are_positive",
                violation_error_code="shares",
                violation_error_message="An entry is positive; its kind carries the direction.",
            ),
            models.CheckConstraint(
                condition=Q(shares_received__isnull=True) | Q(shares_received__gt=0),
                name="shares_received_are_positive",
                violation_error_code="shares_received",
                violation_error_message="An entry is positive; its kind carries the direction.",
            ),
            models.CheckConstraint(
                condition=Q(amount__isnull=False) | Q(shares__isnull=False),
                name="entry_has_amount_or_shares",
                violation_error_code="amount",
                violation_error_message="An entry has an amount or a number of shares.",
            ),
            models.CheckConstraint(
                condition=Q(kind=Kind.REVERSAL, reverses__isnull=False)
                | (~Q(kind=Kind.REVERSAL) & Q(reverses__isnull=True)),
                name="only_a_reversal_names_an_entry",
                violation_error_code="reverses",
                violation_error_message="Only a reversal undoes an entry, and it names which.",
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
            recording=self.recording_id,
        )


def reference(number: int) -> str:
    """T000042: what an auditor calls the entry of that number."""
    return f"T{number:06d}"
