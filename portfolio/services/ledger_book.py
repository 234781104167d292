"""The entries and terms of an investment as they stand, for asking the rules of one entry or of many."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from portfolio.calculations.balance import LedgerTerms
from portfolio.calculations.entries import Entry, is_correction
from portfolio.calculations.ledger_rules.messages import Refusal, counted_figure
from portfolio.calculations.ledger_rules.plausibility import unexplained
from portfolio.calculations.ledger_rules.rules import correction_refusal, first_refusal, refusal
from portfolio.calculations.tranches import Part, Size, award_refusal, release_refusal
from portfolio.models import Investment, Terms, Tranche, Transaction
from portfolio.positions.figures import read_by, size_by
from portfolio.positions.last_days import last_day_known
from portfolio.positions.tranche_state import parts_by_investment
from record.calculations.as_of import AsOf
from record.models.dry_runs import DryRun

# From so many new entries of one investment on, its whole ledger is walked once instead of once for each.
FEW = 8


@dataclass(slots=True)
class Book:
    """The entries and terms of one investment as they stand now, for asking the rules."""

    investment: Investment
    terms: LedgerTerms
    stated: Terms | None = None
    entries: list[Entry] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    """Its tranches, where it has any: no more is paid than they release."""

    def refusal(self, entry: Entry, *, today: date) -> Refusal | None:
        """Why the book will not take one more entry, or None."""
        found = refusal(self.entries, entry, today=today, **self._terms)
        return found or self._tranche_refusal(entry)

    def first_refusal(self, new: Sequence[Entry], *, today: date) -> tuple[str, Refusal] | None:
        """(reference, sentence) of the first of several new entries that is refused, or None; the others are taken."""
        if len(new) > FEW and not self.parts:
            found = first_refusal([*self.entries, *new], today=today, **self._terms)
            if found is None or found[0] in new:
                return found and (found[0].reference, found[1])
        taken_along = None
        for entry, following in zip_longest(new, new[1:]):
            sentence = None if entry is taken_along else self.refusal(entry, today=today)
            if sentence and following is not None and is_correction(entry, following):
                sentence = self.correction_refusal(entry, following, today=today)
                taken_along = following
            if sentence:
                return entry.reference, sentence
            self.entries.append(entry)
        return None

    def correction_refusal(self, reversal: Entry, new: Entry, *, today: date) -> Refusal | None:
        """Why the book will not take a reversal together with the entry that takes its place, or None."""
        found = correction_refusal(self.entries, reversal, new, today=today, **self._terms)
        return found or self._tranche_refusal(new, along=reversal)

    def _tranche_refusal(self, entry: Entry, *, along: Entry | None = None) -> Refusal | None:
        """Why its tranches do not allow an entry, together with the reversal that it takes the place of; or None."""
        if not self.parts:
            return None
        found = release_refusal(self.entries, entry, self.parts, self.terms, along=along)
        after = [*self.entries, entry] if along is None else [*self.entries, along, entry]
        found = found or award_refusal(self.parts, self.size(self.entries), self.size(after))
        return Refusal(found, counted_figure(entry)) if found else None

    def size(self, entries: Sequence[Entry]) -> Size:
        """Of how many USD and shares the award is by its terms and these entries."""
        return size_by(self.terms.instrument, entries, self.stated)

    def unexplained(self, entry: Entry, *, sisters: Collection[str], close: Decimal | None) -> str | None:
        """What about the entry asks for a reason; `sisters` and `close` as the rule has them."""
        stated = self.stated
        return unexplained(
            entry,
            original_price=stated.original_price if stated else None,
            conversion_price=stated.conversion_price if stated else None,
            strike=stated.strike_price if stated else None,
            sisters=sisters,
            close=close,
            last_day=last_day_known(stated),
        )

    @property
    def _terms(self) -> dict[str, Any]:
        return asdict(self.terms)


def book(investment: Investment, *, at: AsOf) -> Book:
    """What is on record of an investment at `at`: every entry in order, and the terms that bound it."""
    return books([investment], at=at)[investment.pk]


def books(investments: Collection[Investment], *, at: AsOf, dry_run: DryRun | None = None) -> dict[int, Book]:
    """The book of each investment, by its id; a fixed number of questions to the database however many there are.

    What a dry run has noted so far counts.
    """
    named = {investment.pk: investment for investment in investments}
    terms = Terms.objects.filter(investment__in=named).at(at).latest_by("investment_id")
    rows = Transaction.objects.filter(investment__in=named).known(at)
    entries = rows.order_by("number").entries_by_investment()
    for version in dry_run.of(Terms) if dry_run else ():
        before = terms.get(version.investment_id)
        if version.counts_from <= at.as_of and (before is None or version.counts_from >= before.counts_from):
            terms[version.investment_id] = version
    for row in dry_run.of(Transaction) if dry_run else ():
        entries[row.investment_id].append(row.entry)
    parts = parts_by_investment(at, named.values()) if Tranche.objects.exists() else {}
    return {
        key: Book(
            investment,
            read_by(investment, terms.get(key)),
            terms.get(key),
            entries.get(key, []),
            parts=parts.get(key, []),
        )
        for key, investment in named.items()
    }
