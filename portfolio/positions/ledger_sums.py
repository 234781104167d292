"""What every ledger adds up to at an AsOf: from the blocks that stand added up, and the rest from its entries."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import connection
from django.db.models import Q

from portfolio.models import LedgerBlock, LedgerSum, Transaction
from portfolio.models.ledger import Sums, add_sums, no_sums
from portfolio.models.ledger_blocks import ALL, HALVES, MONTH, YEAR
from record.calculations.as_of import AsOf
from record.calculations.typed_numbers import LARGEST
from record.models.facts import UNDATED
from record.models.fields import HALF

COUNTS = ("entries", *HALVES)


@dataclass(frozen=True, slots=True)
class Cover:
    """The blocks that are used for a moment, side by side from the first entry to `to`; behind it entries are read."""

    whole: list[LedgerBlock]
    """Every day of theirs counts by then."""
    part: list[LedgerBlock]
    """Only some of their days do."""
    lowest: list[LedgerBlock]
    """The blocks of entries that `part` is made of: they have sums by month."""
    to: int
    end: int
    """No entry behind this number was recorded by then: the last of the blocks that was not recorded whole."""


def sums_at(at: AsOf) -> Sums:
    """The sums of every ledger at `at`, equal to those of its entries, whatever of it was added up before."""
    cover = cover_at(at)
    sums = no_sums()
    of_years, of_months = at.as_of.replace(month=1, day=1), month_not_over(at.as_of)
    asked = (
        (cover.whole, ALL, UNDATED, date.max),
        (cover.part, YEAR, UNDATED, of_years),
        (cover.lowest, MONTH, of_years, of_months),
    )
    add_stored(sums, [one for one in asked if one[0]])
    if cover.part and of_months <= at.as_of:
        within = Q()
        for block in cover.part:
            within |= Q(number__range=(block.first_number, block.last_number))
        days = Transaction.objects.filter(within, counts_from__range=(of_months, at.as_of))
        merge(sums, days.sums_by_kind())
    merge(sums, Transaction.objects.filter(number__range=(cover.to + 1, cover.end)).at(at).sums_by_kind())
    return sums


def cover_at(at: AsOf) -> Cover:
    """The largest blocks that were recorded whole by `at` and end with the entry that is on the ledger."""
    every = list(LedgerBlock.objects.order_by("first_number", "-last_number"))
    blocks = [block for block in every if block.last_serial <= at.serial]
    stands = standing(every)
    used: list[LedgerBlock] = []
    to = 0
    for block in blocks:
        if block.first_number == to + 1 and block.pk in stands:
            used.append(block)
            to = block.last_number
    part = [block for block in used if block.last_day > at.as_of]
    lowest = [
        one
        for one in blocks
        if one.level == 0 and any(of.first_number <= one.first_number <= of.last_number for of in part)
    ]
    later = (one.last_number for one in every if one.last_serial > at.serial and one.pk in stands)
    end = min(later, default=LARGEST)
    return Cover([block for block in used if block.last_day <= at.as_of], part, lowest, to, end)


def standing(blocks: Iterable[LedgerBlock]) -> set[int]:
    """The blocks whose last entry is on the ledger with the hash that it had, and so are those they are made of."""
    blocks = list(blocks)
    ends = Transaction.objects.filter(number__in={block.last_number for block in blocks})
    hashes = dict(ends.values_list("number", "hash"))
    gone = [block for block in blocks if hashes.get(block.last_number) != block.last_hash]
    return {
        block.pk
        for block in blocks
        if not any(block.first_number <= one.last_number <= block.last_number for one in gone)
    }


def month_not_over(day: date) -> date:
    """The first day of the month that is not over on `day`: the next month on the last day of one, which the last month
    of the calendar has not.
    """
    return day.replace(day=1) if day == date.max else (day + timedelta(days=1)).replace(day=1)


def add_stored(sums: Sums, asked: Sequence[tuple[list[LedgerBlock], str, date, date]]) -> None:
    """Add what blocks hold of a grain, from a day on and before another; the database adds up, in one question."""
    if not asked:
        return
    table = connection.ops.quote_name(LedgerSum._meta.db_table)
    sql: list[str] = []
    values: list[int | str | date] = []
    adds = ", ".join(f"CAST(SUM({name}) AS bigint)" for name in COUNTS)
    for blocks, grain, since, before in asked:
        marks = ", ".join(["%s"] * len(blocks))
        sql.append(
            f"SELECT investment_id, kind, {', '.join(COUNTS)} FROM {table}"
            f" WHERE block_id IN ({marks}) AND grain = %s AND period >= %s AND period < %s"
        )
        values += [*(block.pk for block in blocks), grain, since, before]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT investment_id, kind, {adds} FROM ({' UNION ALL '.join(sql)}) found GROUP BY 1, 2", values
        )
        for investment, kind, entries, *halves in cursor.fetchall():
            pairs = zip(halves[::2], halves[1::2], strict=True)
            whole = (None if high is None else (high << HALF) + low for high, low in pairs)
            add_sums(sums, investment, kind, (entries, *whole))


def merge(sums: Sums, others: Sums) -> None:
    """Add the second to the first."""
    for investment, kinds in others.items():
        for kind, figures in kinds.items():
            add_sums(sums, investment, kind, figures)
