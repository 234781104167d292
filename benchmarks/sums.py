"""The totals by award and kind, from the blocks that were added up, beside the plain GROUP BY of the same moment.

`python -m benchmarks.sums` with DJANGO_SETTINGS_MODULE and DATABASE_URL, in a database with a book; `make bench` runs
it. Every figure is compared: the answer from blocks is that of the entries, or it raises.
"""

import time
from collections.abc import Callable
from datetime import date
from statistics import median

from django.db import connection

from portfolio.models import LedgerBlock, LedgerSum, Transaction
from portfolio.positions.ledger_sums import sums_at
from portfolio.services.ledger_blocks import add_up
from record.calculations.as_of import AsOf
from record.models import Recording

BY_AWARD = (
    "SELECT t.investment_id, i.slug, t.kind, count(*), sum(t.amount) FROM portfolio_transaction t"
    " JOIN portfolio_investment i ON i.id = t.investment_id"
    " WHERE t.recording_id <= {serial} AND t.counts_from <= '{day}' GROUP BY t.investment_id, i.slug, t.kind"
)
ROUNDS = 5


def moments() -> dict[str, AsOf]:
    """The moments that are asked: today; half of the record, all its days; half of it, and half of its days."""
    newest = Recording.objects.order_by("-serial").first()
    assert newest is not None
    middle = Recording.objects.filter(serial__lte=newest.serial // 2 + 1).order_by("-serial").first()
    assert middle is not None
    day, half = date(2026, 6, 18), date(2021, 2, 17)
    return {
        "today": AsOf(day, newest.moment, newest.serial),
        "today, as known at half of the recordings": AsOf(day, middle.moment, middle.serial),
        "a day in the middle, as known now": AsOf(half, newest.moment, newest.serial),
        "a day in the middle, as known at half of the recordings": AsOf(
            date(2021, 2, 17), middle.moment, middle.serial
        ),
    }


def timed(do: Callable[[], object]) -> tuple[float, object]:
    begun = time.perf_counter()
    found = do()
    return time.perf_counter() - begun, found


def rows_of(sql: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def plain(sums: dict) -> dict:
    return {(one, kind): figures for one, kinds in sums.items() for kind, figures in kinds.items() if any(figures)}


def main(say: Callable[..., None]) -> None:
    """Measure each moment, floor and ours in turn; the middle of ROUNDS."""
    asked = moments()
    right = {name: plain(Transaction.objects.at(at).sums_by_kind()) for name, at in asked.items()}
    made, _ = timed(add_up)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    blocks, stored = LedgerBlock.objects.count(), LedgerSum.objects.count()
    entries = Transaction.objects.count()
    for name, at in asked.items():
        if plain(sums_at(at)) != right[name]:
            raise SystemExit(f"{name}: the sums of the blocks are not those of the entries.")
        sql = BY_AWARD.format(serial=at.serial, day=at.as_of)
        times = [(timed(lambda at=at: sums_at(at))[0], timed(lambda sql=sql: rows_of(sql))[0]) for _ in range(ROUNDS)]
        ours, floor = (median(one[place] for one in times) for place in (0, 1))
        more = f"{blocks} blocks of {stored:,} sums, made in {made:.1f} s"
        what = f"totals by award and kind, {entries:,} entries: {name}"
        say(what, ours=ours, floor=floor, floor_is="GROUP BY of the same moment", more=more)
