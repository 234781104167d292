"""Whether an entry or an award is on record already: what is asked before it is written."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from portfolio.calculations.award_numbers import bare_number
from portfolio.models import Deal, Investment, Terms, Transaction
from projects.calculations.names import bare_name
from record.calculations.as_of import AsOf
from record.calculations.formatting import dollars
from record.calculations.partial_dates import PartialDate

NUMBERS = ("fain", "piid", "uri")
MOST = 3
QUESTION = "Is it the same award, or another one?"


@dataclass(slots=True)
class KnownAwards:
    """The identifiers of awards by their numbers, by deal, instrument and amount, and by recipient, agency, amount and
    day; a file adds its own here.
    """

    by_number: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    by_amount: dict[tuple[str, str, Decimal], list[str]] = field(default_factory=lambda: defaultdict(list))

    by_day: dict[tuple[str, str, Decimal, str], list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, award: Investment, terms: Terms | None) -> None:
        """Know one more, with its terms."""
        amount = terms.announced_amount if terms else None
        for number in numbers_of(award):
            self.by_number[number].append(award.slug)
        if amount is not None:
            self.by_amount[award.deal.slug, str(award.instrument), amount].append(award.slug)
        if (key := day_key(award, terms)) is not None:
            self.by_day[key].append(award.slug)

    def questions(self, award: Investment, terms: Terms | None) -> list[str]:
        """What is asked before the award bears its number, or that amount in its deal or on that day."""
        amount = terms.announced_amount if terms else None
        found = [
            f"{slug} bears the award number {number}. {QUESTION}"
            for number in sorted(numbers_of(award))
            for slug in self.by_number.get(number, [])
            if slug != award.slug
        ]
        if amount is not None:
            like = self.by_amount.get((award.deal.slug, str(award.instrument), amount), [])
            found += [
                f"{slug} has the same deal, instrument and amount of {dollars(amount)}. {QUESTION}"
                for slug in like
                if slug != award.slug
            ]
        told = {sentence.split()[0] for sentence in found} | {award.slug}
        if (key := day_key(award, terms)) is not None:
            found += [
                f"{slug} has the same recipient, agency, amount of {dollars(key[2])} and day, {key[3]}. {QUESTION}"
                for slug in self.by_day.get(key, [])
                if slug not in told
            ]
        return found


def day_key(award: Investment, terms: Terms | None) -> tuple[str, str, Decimal, str] | None:
    """Recipient, agency, amount and day of an award; None where one of them is not known."""
    day = (terms.announced_on or terms.closed_on) if terms else None
    amount = terms.announced_amount if terms else None
    if terms is None or day is None or amount is None:
        return None
    return award.recipient.slug, award.agency.code, amount, str(day)


def deal_questions(deal: Deal, deals: Iterable[Deal]) -> list[str]:
    """What is asked before a deal bears its name: others of `deals` that are called the same, case and marks apart."""
    name = bare_name(deal.name)
    same = [one for one in deals if one.slug != deal.slug and bare_name(one.name) == name]
    return [f"{one.slug} ({one.name}) bears the same name. Is it the same deal, or another one?" for one in same[:MOST]]


def numbers_of(award: Investment) -> set[str]:
    """Its award numbers, each without case, blanks and dashes."""
    return {bare_number(getattr(award, name)) for name in NUMBERS} - {""}


def award_questions(award: Investment, terms: Terms | None, *, at: AsOf) -> list[str]:
    """What is asked of an award before it is written; two questions to the database."""
    related = Investment.objects.standing().select_related("deal", "recipient", "agency")
    awards = {one.pk: one for one in related if one.pk != award.pk}
    near = [
        pk
        for pk, one in awards.items()
        if (award.deal.pk is not None and one.deal_id == award.deal.pk)
        or (award.recipient.pk is not None and one.recipient_id == award.recipient.pk)
    ]
    stated = Terms.objects.filter(investment__in=near).at(at).latest_by("investment_id")
    known = KnownAwards()
    for pk, one in awards.items():
        known.add(one, stated.get(pk))
    return known.questions(award, terms)


def entry_questions(entry: Transaction, *, corrects: Transaction | None = None) -> list[str]:
    """What is asked of an entry before it is written: the entries that count, of the same award, kind, amount, and of
    its day, or of a month or year in which that lies, as far as each is known.

    Not asked about the one whose place it takes.
    """
    same: dict[str, Any] = {name: getattr(entry, name) for name in ("kind", "amount", "shares")}
    like = Transaction.objects.filter(investment=entry.investment, reversed_by__isnull=True, **same)
    if corrects is not None:
        like = like.exclude(pk=corrects.pk)
    rows = like.select_related("recording").order_by("number")
    return [f"{like_it(one, entry.effective_on)} Is it the same entry, or another one?"
            for one in _first(row for row in rows if on_one_day(row.effective_on, entry.effective_on))]  # fmt: skip


def on_one_day(one: PartialDate | None, other: PartialDate | None) -> bool:
    """True where two entries may be of one day, as far as their days are known."""
    return one == other or (one is not None and other is not None and one.may_be(other))


def like_it(entry: Transaction, on: PartialDate | None) -> str:
    """That an entry on record may be the one asked about, of the day `on`, with who recorded it and why."""
    day = "day and amount" if entry.effective_on == on else f"amount, on {entry.effective_on}, which may be the day"
    recorded = entry.recording
    return f'{entry.reference} has the same award, kind, {day}; {recorded.by_name} recorded it ("{recorded.why}").'


def like_each_other(entries: Sequence[Transaction]) -> list[str]:
    """What is asked of entries of one award that are written together: those that may be one, by their places."""
    found = []
    for place, one in enumerate(entries):
        for before, other in enumerate(entries[:place]):
            is_same = (one.kind, one.amount, one.shares) == (other.kind, other.amount, other.shares)
            if is_same and on_one_day(one.effective_on, other.effective_on):
                found.append(
                    f"Rows {before + 1} and {place + 1} have the same kind and amount, and may be of one day. Are they "
                    "one entry, or two?"
                )
    return found


def _first(rows: Iterable[Transaction], most: int = 3) -> list[Transaction]:
    return [row for _, row in zip(range(most), rows, strict=False)]
