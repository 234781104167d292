"""Adds the ledger up in advance: whole recordings in blocks, blocks in larger ones. Never under the write lock.

Until a block is made its entries are read, so an answer is right before and after. Each block is made in a transaction
of its own, and a job that is killed goes on where it was.
"""

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.db.models import Count, Max
from django.utils.timezone import localdate

from portfolio.models import LedgerBlock, LedgerSum, Transaction
from portfolio.models.ledger_blocks import ALL, BRANCHES, HALVES, MONTH, YEAR
from portfolio.positions.ledger_sums import standing
from portfolio.services.ledger_block_sql import by_period, of_entries
from record.services import jobs

RECORDINGS, ENTRIES = 1_000, 20_000
"""A block closes with the recording by which it has so many of either."""

Say = Callable[[int, str], None]
KEPT = ("grain", "period", "investment_id", "kind", "entries", *HALVES)


def add_up(say: Say = lambda percent, saying: None) -> int:
    """Make every block that can be closed; how many were made."""
    made = 0
    while (ends := next_end()) is not None:
        first, last, serial = ends
        say(0, f"adding up entries {first:,} to {last:,}")
        make_lowest(first, last, serial)
        made += 1
    for level in range(1, 20):
        groups = list(next_groups(level))
        if not groups:
            break
        for group in groups:
            make_above(level, group)
            made += 1
    return made


def next_end() -> tuple[int, int, int] | None:
    """First and last number and last recording of the next block of entries; None while it is open."""
    before = LedgerBlock.objects.filter(level=0).aggregate(last=Max("last_number"))["last"] or 0
    rows = Transaction.objects.filter(number__range=(before + 1, before + ENTRIES)).order_by("recording_id")
    counts = list(rows.values_list("recording_id").annotate(Count("number"))[:RECORDINGS])
    if len(counts) < RECORDINGS and sum(count for _, count in counts) < ENTRIES:
        return None
    serial = counts[-1][0]
    last = Transaction.objects.filter(recording=serial).aggregate(last=Max("number"))["last"]
    return before + 1, last, serial


@transaction.atomic
def make_lowest(first: int, last: int, serial: int) -> LedgerBlock:
    """The block of these entries: by month, and from the months by year and of all days."""
    entries = Transaction.objects.filter(number__range=(first, last))
    block = LedgerBlock.objects.create(
        level=0,
        first_number=first,
        last_number=last,
        last_serial=serial,
        last_hash=Transaction.objects.get(number=last).hash,
        last_day=entries.aggregate(day=Max("counts_from"))["day"],
    )
    write(block, of_entries(first, last))
    for grain in (YEAR, ALL):
        write(block, by_period([block.pk], MONTH, grain))
    return block


def next_groups(level: int) -> Iterator[list[LedgerBlock]]:
    """The blocks of the level below, BRANCHES side by side, that no block of `level` holds yet."""
    before = LedgerBlock.objects.filter(level=level).aggregate(last=Max("last_number"))["last"] or 0
    below = list(LedgerBlock.objects.filter(level=level - 1, first_number__gt=before))
    for place in range(0, len(below) - BRANCHES + 1, BRANCHES):
        yield below[place : place + BRANCHES]


@transaction.atomic
def make_above(level: int, parts: list[LedgerBlock]) -> LedgerBlock:
    """The block of several blocks, by year and of all days."""
    last = parts[-1]
    block = LedgerBlock.objects.create(
        level=level,
        first_number=parts[0].first_number,
        last_number=last.last_number,
        last_serial=last.last_serial,
        last_hash=last.last_hash,
        last_day=max(part.last_day for part in parts),
    )
    for grain in (YEAR, ALL):
        write(block, by_period([part.pk for part in parts], grain, grain))
    return block


def write(block: LedgerBlock, asked: tuple[str, list[Any]]) -> None:
    """Keep the sums that a statement gives, one of KEPT a column."""
    table = connection.ops.quote_name(LedgerSum._meta.db_table)
    sql, values = asked
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} (block_id, {', '.join(KEPT)}) SELECT %s, found.* FROM ({sql}) found",
            [block.pk, *values],
        )


def wrong() -> list[LedgerBlock]:
    """The blocks whose sums are not what their entries add up to, or whose last entry is not on the ledger."""
    blocks = list(LedgerBlock.objects.order_by("level", "first_number"))
    stands = standing(blocks)
    found = {block.pk for block in blocks if block.pk not in stands}
    for block in blocks:
        entries = Transaction.objects.filter(number__range=(block.first_number, block.last_number))
        ends = entries.aggregate(serial=Max("recording_id"), day=Max("counts_from"))
        if block.level == 0:
            sums = [of_entries(block.first_number, block.last_number)]
            sums += [by_period([block.pk], MONTH, grain) for grain in (YEAR, ALL)]
        else:
            parts = [one.pk for one in blocks if one.level == block.level - 1 and is_within(one, block)]
            sums = [by_period(parts, grain, grain) for grain in (YEAR, ALL)]
        if ends != {"serial": block.last_serial, "day": block.last_day} or differs(block, sums):
            found.add(block.pk)
    return [block for block in blocks if block.pk in found]


def is_within(one: LedgerBlock, block: LedgerBlock) -> bool:
    return block.first_number <= one.first_number and one.last_number <= block.last_number


def differs(block: LedgerBlock, sums: list[tuple[str, list[Any]]]) -> bool:
    """True where a stored row is not among what the statements give, or one of theirs is not stored."""
    table = connection.ops.quote_name(LedgerSum._meta.db_table)
    stored, number = f"SELECT {', '.join(KEPT)} FROM {table} WHERE block_id = %s", [block.pk]
    given = " UNION ALL ".join(f"SELECT * FROM ({sql}) g{place}" for place, (sql, _) in enumerate(sums))
    values = [value for _, own in sums for value in own]
    with connection.cursor() as cursor:
        for first, then, asked in ((stored, given, number + values), (given, stored, values + number)):
            cursor.execute(
                f"SELECT 1 FROM (SELECT * FROM ({first}) a EXCEPT SELECT * FROM ({then}) b) c LIMIT 1", asked
            )
            if cursor.fetchone():
                return True
        cursor.execute(f"SELECT count(*) FROM {table} WHERE block_id = %s", number)
        kept = cursor.fetchone()[0]
        cursor.execute(f"SELECT count(*) FROM ({given}) g", values)
        return bool(kept != cursor.fetchone()[0])


def drop_from(first: int) -> None:
    """Drop every block with an entry of that number or behind it; they are made anew by `add_up`."""
    LedgerBlock.objects.filter(last_number__gte=first).delete()


def period_for(now: datetime) -> tuple[str, dict[str, Any]]:
    day = localdate(now).isoformat()
    return day, {"checks": True}


def work(progress: jobs.Progress, *, checks: bool) -> str:
    """The job: check what stands, drop what does not, add up what can be closed.

    Raises SumsDiffered when blocks did not stand, once they are made anew: who runs the office must know.
    """
    off = wrong() if checks else []
    if off:
        drop_from(min(block.first_number for block in off))
    made = add_up(progress.say)
    if off:
        named = "; ".join(str(block) for block in off[:5])
        raise SumsDiffered(
            f"{len(off):,} of the ledger's sums were not what its entries add up to ({named}). They were made anew, and"
            " figures are right. Find out who changed them: no part of the product does."
        )
    return f"{made:,} blocks made; {LedgerBlock.objects.count():,} stand."


class SumsDiffered(Exception):
    """Sums that stood in the database were not those of the ledger."""


def ask_when_due(now: datetime) -> None:
    """Ask for the job when a block can be closed; else do nothing."""
    ends = next_end()
    if ends is not None:
        jobs.ask(KIND.name, key=f"to {ends[1]}", arguments={"checks": False}, now=now)


KIND = jobs.Kind(name="ledger-sums", label="Add up the ledger", work=work, period_for=period_for)
