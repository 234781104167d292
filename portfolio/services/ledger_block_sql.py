"""The statements that add up a block: its entries by month, and sums by a longer period."""

from typing import Any

from django.db import connection

from portfolio.models import LedgerSum, Transaction
from portfolio.models.ledger import FIGURES
from portfolio.models.ledger_blocks import ALL, HALVES, MONTH, YEAR
from record.models.facts import UNDATED
from record.models.fields import HALF, MASK

Statement = tuple[str, list[Any]]

PERIODS = {
    "sqlite": {MONTH: "substr({day}, 1, 7) || '-01'", YEAR: "substr({day}, 1, 4) || '-01-01'"},
    "postgresql": {
        MONTH: "date_trunc('month', {day}::timestamp)::date",
        YEAR: "date_trunc('year', {day}::timestamp)::date",
    },
}
"""The first day of the month or year of a day, as each database spells it."""


def of_entries(first: int, last: int) -> Statement:
    """The sums by month of the entries from one number to another; a reversal under the kind of what it undoes."""
    ledger = connection.ops.quote_name(Transaction._meta.db_table)
    sign = "CASE WHEN t.reverses_id IS NULL THEN 1 ELSE -1 END"
    halves = ", ".join(f"SUM({sign} * (t.{name} >> {HALF})), SUM({sign} * (t.{name} & {MASK}))" for name in FIGURES)
    sql = (
        f"SELECT '{MONTH}' AS grain, {period('t.counts_from', MONTH)} AS period, t.investment_id,"
        f" coalesce((SELECT u.kind FROM {ledger} u WHERE u.number = t.reverses_id), t.kind) AS kind,"
        f" SUM({sign}) AS entries, {halves} FROM {ledger} t WHERE t.number BETWEEN %s AND %s GROUP BY 2, 3, 4"
    )
    return sql, [first, last]


def by_period(blocks: list[int], grain: str, into: str) -> Statement:
    """The sums of one grain of several blocks, by the period of another."""
    table = connection.ops.quote_name(LedgerSum._meta.db_table)
    sums = ", ".join(f"SUM({name})" for name in ("entries", *HALVES))
    marks = ", ".join(["%s"] * len(blocks))
    sql = (
        f"SELECT '{into}' AS grain, {period('period', into)} AS period, investment_id, kind, {sums} FROM {table}"
        f" WHERE grain = '{grain}' AND block_id IN ({marks}) GROUP BY 2, 3, 4"
    )
    return sql, list(blocks)


def period(day: str, grain: str) -> str:
    """The first day of the period of a day, in SQL."""
    if grain == ALL:
        return f"'{UNDATED}'" if connection.vendor == "sqlite" else f"DATE '{UNDATED}'"
    return PERIODS[connection.vendor][grain].format(day=day)
