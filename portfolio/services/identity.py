"""Whether an entry or an award is on record already: what is asked before it is written."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from portfolio.calculations.award_numbers import bare_number
from portfolio.models import Investment, Terms, Transaction
from record.calculations.as_of import AsOf

NUMBERS = ("fain", "piid", "uri")
QUESTION = "Is it the same award, or another one?"


@dataclass(slots=True)
class KnownAwards:
    """The identifiers of awards by their numbers, and by deal, instrument and amount; a file adds its own here."""

    by_number: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    by_amount: dict[tuple[str, str, Decimal], list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, award: Investment, amount: Decimal | None) -> None:
        """Know one more, with the amount of its terms."""
        for number in numbers_of(award):
            self.by_number[number].append(award.slug)
        if amount is not None:
            self.by_amount[award.deal.slug, str(award.instrument), amount].append(award.slug)

    def questions(self, award: Investment, amount: Decimal | None) -> list[str]:
        """What is asked before the award bears its number, or that amount in its deal."""
        found = [
            f"{slug} bears the award number {number}. {QUESTION}"
            for number in sorted(numbers_of(award))
            for slug in self.by_number.get(number, [])
            if slug != award.slug
        ]
        if amount is not None:
            like = self.by_amount.get((award.deal.slug, str(award.instrument), amount), [])
            found += [
                f"{slug} has the same deal, instrument and amount of {amount:,.2f}. {QUESTION}"
                for slug in like
                if slug != award.slug
            ]
        return found


def numbers_of(award: Investment) -> set[str]:
    """Its award numbers, each without case, blanks and dashes."""
    return {bare_number(getattr(award, name)) for name in NUMBERS} - {""}


def award_questions(award: Investment, amount: Decimal | None, *, at: AsOf) -> list[str]:
    """What is asked of an award before it is written; two questions to the database."""
    awards = {one.pk: one for one in Investment.objects.standing().select_related("deal") if one.pk != award.pk}
    in_deal = [pk for pk, one in awards.items() if award.deal.pk is not None and one.deal_id == award.deal.pk]
    terms = Terms.objects.filter(investment__in=in_deal).at(at).latest_by("investment_id")
    known = KnownAwards()
    for pk, one in awards.items():
        known.add(one, terms[pk].announced_amount if pk in terms else None)
    return known.questions(award, amount)


def entry_questions(entry: Transaction, *, corrects: Transaction | None = None) -> list[str]:
    """What is asked of an entry before it is written: the entries that count, of the same award, kind, day, amount.

    Not asked about the one whose place it takes.
    """
    same: dict[str, Any] = {name: getattr(entry, name) for name in ("kind", "effective_on", "amount", "shares")}
    like = Transaction.objects.filter(investment=entry.investment, reversed_by__isnull=True, **same)
    if corrects is not None:
        like = like.exclude(pk=corrects.pk)
    return [
        f"{one.reference} has the same award, kind, day and amount; {one.recording.by_name} recorded it: "
        f"{one.recording.why} Is it the same entry, or another one?"
        for one in _first(like.select_related("recording").order_by("number"))
    ]


def _first(rows: Iterable[Transaction], most: int = 3) -> list[Transaction]:
    return [row for _, row in zip(range(most), rows, strict=False)]
