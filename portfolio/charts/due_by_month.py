"""What falls due month by month: the dollars at stake as a bar, the dates in words."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from portfolio.positions.dated import Dated, DatedKind
from record.calculations.formatting import compact

from .pairs import Pairs, pairs

MONTHS = 12
"""From the month of the day asked on."""


def due_by_month(lines: Iterable[Dated]) -> Pairs | None:
    """A bar for each month in which something on record lies ahead, within a year; None where nothing does."""
    ahead = [line for line in lines if line.standing == "ahead"]
    by_month: dict[str, list[Dated]] = {}
    if ahead:
        by_month = {month: [] for month in months_from(ahead[0].on)}
    later = 0
    for line in ahead:
        own = by_month.get(named(line.day.end))
        if own is None:
            later += 1
        else:
            own.append(line)
    dates = {month: len(own) for month, own in by_month.items() if own}
    if not dates:
        return None
    sums = {month: (None, at_stake(by_month[month])) for month in dates}
    known = [amount for _, amount in sums.values() if amount]
    whole = sum(known, Decimal(0))
    summary = (
        f"{dates_in_words(sum(dates.values()))} within {MONTHS} months, with {compact(whole)} at stake where it is "
        f"stated; {dates_in_words(later)} later. A tranche counts once a month, and the end of an authority no dollars."
    )
    return pairs(
        finding(dates, {month: amount for month, (_, amount) in sums.items() if amount}),
        summary,
        ("", "dollars at stake, where they are stated"),
        sums,
        lambda month: f"{stake_in_words(sums[month][1])}, {dates_in_words(dates[month])}",
    )


def at_stake(lines: Sequence[Dated]) -> Decimal | None:
    """The dollars of one month; None where none are stated.

    What waits for a milestone is told by its tranches, each once, and by the milestone where these are not shown. The
    amount of an authority is what may be lent or spent under it, and does not fall due.
    """
    tranches: dict[str, Decimal] = {}
    told: set[str] = set()
    others: list[Decimal] = []
    for line in lines:
        if line.kind is DatedKind.CONDITION and "/" in line.key:
            tranche, milestone = line.key.split("/", 1)
            told.add(milestone)
            if line.amount is not None:
                tranches[tranche] = line.amount
    for line in lines:
        is_told = line.kind is DatedKind.CONDITION and "/" in line.key
        is_told |= line.kind is DatedKind.MILESTONE and line.key in told
        if line.amount is not None and line.kind is not DatedKind.AUTHORITY_END and not is_told:
            others.append(line.amount)
    found = [*tranches.values(), *others]
    return sum(found, Decimal(0)) if found else None


def finding(dates: dict[str, int], amounts: dict[str, Decimal]) -> str:
    """The month with the most at stake; where no dollars are stated, with the most dates. Of equals the first."""
    if amounts:
        most = max(amounts, key=lambda month: amounts[month])
        return f"{most} has the most at stake, where it is stated: {compact(amounts[most])}"
    most = max(dates, key=lambda month: dates[month])
    return f"{most} has the most that falls due: {dates_in_words(dates[most])}"


def months_from(on: date) -> list[str]:
    """The month of a day and those that follow it, as 2026-10."""
    places = range(on.year * 12 + on.month - 1, on.year * 12 + on.month - 1 + MONTHS)
    return [f"{place // 12:04d}-{place % 12 + 1:02d}" for place in places]


def named(on: date) -> str:
    return f"{on.year:04d}-{on.month:02d}"


def stake_in_words(amount: Decimal | None) -> str:
    return "no dollars stated" if amount is None else f"{compact(amount)} at stake"


def dates_in_words(number: int) -> str:
    return f"{number:,} date{'' if number == 1 else 's'}"
