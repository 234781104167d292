"""Which payments that were due came: entries are set against due days, oldest first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

EARLY = timedelta(days=31)
"""A payment may come so long before its day; one that came earlier was for something else."""


@dataclass(frozen=True, slots=True)
class Payment:
    """A payment that is due on the last of its days; `amount` in USD is None where it is not stated."""

    first_day: date
    last_day: date
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A payment that came, in USD."""

    on: date
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of a payment that was due, in USD, and the day by which all of it had come; None while it has not."""

    came: Decimal
    came_on: date | None


def answers(payments: Sequence[Payment], receipts: Iterable[Receipt]) -> list[Answer]:
    """For each payment, in the order given, what came of it.

    Receipts are used oldest first, each on the payments that were due by 31 days after it, the earliest first, until
    the stated amount has come. Where no amount is stated, all that is left of one receipt answers it.
    """
    came = [Decimal(0) for _ in payments]
    days: list[date | None] = [None for _ in payments]
    in_order = sorted(range(len(payments)), key=lambda place: (payments[place].last_day, place))
    for receipt in sorted(receipts, key=lambda one: one.on):
        left = receipt.amount
        for place in in_order:
            payment = payments[place]
            if left <= 0 or days[place] is not None or receipt.on < payment.first_day - EARLY:
                continue
            used = left if payment.amount is None else min(left, payment.amount - came[place])
            came[place], left = came[place] + used, left - used
            if payment.amount is None or came[place] >= payment.amount:
                days[place] = receipt.on
    return [Answer(*one) for one in zip(came, days, strict=True)]
