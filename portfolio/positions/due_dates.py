"""The days that agreements set at an AsOf, and which payments that were due came."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from portfolio.calculations.entries import Entry, standing
from portfolio.calculations.payments_due import Answer, Payment, Receipt, answers
from portfolio.models import DueDate, DueKind, Transaction
from record.calculations.as_of import AsOf
from record.calculations.formatting import dollars

from .business_days import business_day_after
from .date_ends import GIVEN_BACK_BY, stands
from .investments import InvestmentAt


class Came(StrEnum):
    """What came of a payment."""

    AHEAD = "ahead"
    CAME = "came"
    CAME_LATE = "came late"
    DID_NOT_COME = "did not come"
    NOT_ON_RECORD = "not on record"
    """Of an award whose payments are only known where a source publishes them: nothing says that it did not come."""


@dataclass(frozen=True, slots=True)
class DueAt:
    """A day that is set for an award; `answer` is what came of it, None for what is no payment."""

    fact: DueDate
    award: InvestmentAt
    on: date
    answer: Answer | None = None
    given_back_on: date | None = None
    """Of a payment: the newest day on which something under its award was paid back or went."""

    @property
    def kind(self) -> DueKind:
        return DueKind(self.fact.kind)

    @property
    def last_day(self) -> date:
        """The day that counts: the last of its interval."""
        return self.fact.day.end

    @property
    def key(self) -> str:
        """Of what it speaks, whatever its day."""
        return f"{self.award.slug}/{self.kind.value}"

    @property
    def came(self) -> Came | None:
        """None for what is no payment. It did not come when the next business day is there and not all of it came.

        Where the ledger is not complete that is unknown.
        """
        if self.answer is None:
            return None
        limit = business_day_after(self.last_day)
        if self.answer.came_on is not None:
            return Came.CAME if self.answer.came_on <= limit else Came.CAME_LATE
        if self.on < limit:
            return Came.AHEAD
        return Came.DID_NOT_COME if self.award.investment.ledger_is_complete else Came.NOT_ON_RECORD

    @property
    def stands(self) -> bool:
        """False once it has ended with what it belongs to. What came stays as it came."""
        has_come = self.answer is not None and self.answer.came_on is not None
        return has_come or stands(self.kind, self.award, self.last_day, self.given_back_on)

    @property
    def words(self) -> str:
        """What came of a payment of which something is missing, with the numbers; empty for all else."""
        if self.came is not Came.DID_NOT_COME or self.answer is None or not self.answer.came:
            return ""
        return f"{dollars(self.answer.came)} of {dollars(self.fact.amount or Decimal(0))} came"


def due_dates_at(at: AsOf, lines: Iterable[InvestmentAt]) -> list[DueAt]:
    """What is due of these awards at `at` and has not ended with what it belongs to, by its day.

    Two questions to the database, and one for the figures of the awards where these were not asked for before.
    """
    awards = {line.investment.pk: line for line in lines}
    rows = DueDate.objects.at(at).select_related("citation").latest_by("investment_id", "kind", "due_on")
    facts = [fact for fact in newest_closings(rows.values()) if fact.investment_id in awards]
    payments = [fact for fact in facts if DueKind(fact.kind).is_payment]
    entries = entries_of(at, payments)
    paid, back = answered(payments, entries), given_back(entries)
    found = [
        DueAt(fact, awards[award := fact.investment_id], at.as_of, paid.get(fact.pk), back.get(award)) for fact in facts
    ]
    return sorted((one for one in found if one.stands), key=lambda one: (one.fact.day.sort_key, one.key))


def newest_closings(facts: Iterable[DueDate]) -> list[DueDate]:
    """The facts, of stated closings of an award the one that was stated last: a closing that moved stands once."""
    stated = sorted(facts, key=lambda fact: (fact.counts_from, fact.recording_id, fact.pk))
    closings = {fact.investment_id: fact.pk for fact in stated if fact.kind == DueKind.CLOSING}
    return [fact for fact in stated if fact.kind != DueKind.CLOSING or closings[fact.investment_id] == fact.pk]


def entries_of(at: AsOf, payments: Collection[DueDate]) -> dict[int, list[Entry]]:
    """Award → its entries that stand at `at`, of awards with such a payment."""
    ids = {fact.investment_id for fact in payments}
    if not ids:
        return {}
    rows = Transaction.objects.filter(investment__in=ids).at(at).order_by("number")
    return {award: standing(found) for award, found in rows.entries_by_investment().items()}


def given_back(entries: dict[int, list[Entry]]) -> dict[int, date]:
    """Award → the newest day on which something under it was paid back or went."""
    days = {award: [one.on for one in found if one.kind in GIVEN_BACK_BY] for award, found in entries.items()}
    return {award: max(found) for award, found in days.items() if found}


def answered(payments: Iterable[DueDate], entries: dict[int, list[Entry]]) -> dict[int, Answer]:
    """What came of each payment, by the entries of its award."""
    of_award: dict[tuple[int, str], list[DueDate]] = defaultdict(list)
    for fact in payments:
        of_award[fact.investment_id, fact.kind].append(fact)
    found: dict[int, Answer] = {}
    for (award, kind), due in of_award.items():
        kinds = DueKind(kind).paid_by
        receipts = [
            Receipt(one.on, one.amount)
            for one in entries.get(award, ())
            if one.kind in kinds and one.amount is not None
        ]
        scheduled = [Payment(fact.day.start, fact.day.end, fact.amount) for fact in due]
        found.update(zip((fact.pk for fact in due), answers(scheduled, receipts), strict=True))
    return found
