"""The one door to the ledger."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from portfolio.calculations.chain import GENESIS, link
from portfolio.calculations.entries import Entry
from portfolio.calculations.kinds import Instrument, Kind
from portfolio.calculations.ledger_rules import refusal
from portfolio.models import Investment, Terms, Transaction
from projects.calculations.as_of import AsOf
from projects.calculations.partial_dates import PartialDate
from projects.models import Citation, Recording
from projects.services import facts

from . import rights


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry as an officer writes it, before it has a number."""

    investment: Investment
    kind: Kind
    effective_on: PartialDate | None
    amount: Decimal | None = None
    shares: Decimal | None = None
    shares_received: Decimal | None = None
    reverses: Transaction | None = None
    is_derived: bool = False
    note: str = ""
    citation: Citation | None = None

    def entry(self, counts_from: date) -> Entry:
        return Entry(
            kind=self.kind,
            on=counts_from,
            amount=self.amount,
            shares=self.shares,
            shares_received=self.shares_received,
            reverses=self.reverses.reference if self.reverses else None,
        )


@dataclass(slots=True)
class Book:
    """The entries and terms of one investment as they stand now, for asking the rules."""

    investment: Investment
    entries: list[Entry] = field(default_factory=list)
    principal: Decimal | None = None
    covered_share: Decimal | None = None

    def refusal(self, entry: Entry, *, today: date) -> str | None:
        return refusal(
            self.entries,
            entry,
            instrument=Instrument(self.investment.instrument),
            today=today,
            principal=self.principal,
            covered_share=self.covered_share,
        )


def book(investment: Investment, *, at: AsOf) -> Book:
    """What is on record of an investment at `at`: every entry in order, and the terms that bound it."""
    terms = Terms.objects.filter(investment=investment).at(at).last()
    entries = [row.entry for row in Transaction.objects.filter(investment=investment).order_by("number")]
    return Book(
        investment,
        entries,
        principal=terms.principal if terms else None,
        covered_share=terms.covered_share if terms else None,
    )


def record(draft: Draft, *, recording: Recording, today: date) -> Transaction:
    """Append one entry. Raises ValidationError with the rule's sentence, and then nothing is written."""
    return record_all([draft], recording=recording, today=today)[0]


def record_all(drafts: Iterable[Draft], *, recording: Recording, today: date) -> list[Transaction]:
    """Append entries in order, each asked against those before it; all of them or none (the caller's transaction)."""
    last = Transaction.objects.order_by("-number").first()
    number, previous = (last.number, last.hash) if last else (0, GENESIS)
    at = AsOf(today, recording.moment, recording.serial)
    books: dict[int, Book] = {}
    rows = []
    for draft in drafts:
        known = books.get(draft.investment.pk)
        if known is None:
            rights.require_for(recording, draft.investment)
            known = books[draft.investment.pk] = book(draft.investment, at=at)
        counts_from = (
            draft.reverses.counts_from if draft.reverses else facts.counts_from(draft.effective_on, draft.citation)
        )
        entry = draft.entry(counts_from)
        sentence = known.refusal(entry, today=today)
        if sentence:
            raise ValidationError(sentence)
        number += 1
        row = _row(draft, number=number, previous=previous, counts_from=counts_from, recording=recording)
        previous = row.hash
        known.entries.append(row.entry)
        rows.append(row)
    return Transaction.objects.bulk_create(rows, batch_size=500)


def reverse(entry: Transaction, *, reason: str, recording: Recording, today: date) -> Transaction:
    """Exactly undo an entry, from the day on which it counted. Raises ValidationError the second time."""
    if not reason.strip():
        raise ValidationError(f"A reversal of {entry.reference} gives its reason. Say what was wrong.")
    return record(
        Draft(
            investment=entry.investment,
            kind=Kind.REVERSAL,
            effective_on=entry.effective_on,
            amount=entry.amount,
            shares=entry.shares,
            shares_received=entry.shares_received,
            reverses=entry,
            note=reason.strip(),
            citation=entry.citation,
        ),
        recording=recording,
        today=today,
    )


def _row(draft: Draft, *, number: int, previous: str, counts_from: date, recording: Recording) -> Transaction:
    row = Transaction(
        number=number,
        investment=draft.investment,
        kind=draft.kind,
        amount=draft.amount,
        shares=draft.shares,
        shares_received=draft.shares_received,
        reverses=draft.reverses,
        is_derived=draft.is_derived,
        effective_on=draft.effective_on,
        counts_from=counts_from,
        note=draft.note,
        citation=draft.citation,
        recording=recording,
        previous_hash=previous,
    )
    row.hash = link(previous, row.content)
    row.full_clean(exclude=["hash", "previous_hash"], validate_unique=False)
    return row
