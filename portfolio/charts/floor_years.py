"""What price floors that are signed accrued by year, beside what they would pay as if all output counted."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from portfolio.reports.production.floor_answers import BASES, QuarterOfFloor
from projects.calculations.line_draws import Basis
from record.calculations.formatting import compact

from .pairs import Pairs, pairs

QUARTERS = 4
"""Of a year."""


def floor_years(lines: Iterable[QuarterOfFloor]) -> Pairs | None:
    """Accrued on the ledger and expected, by year; None without any. Means of quarters add up, percentiles do not."""
    accrued: dict[str, Decimal] = defaultdict(Decimal)
    expected: dict[str, Decimal] = defaultdict(Decimal)
    estimated: set[str] = set()
    for line in lines:
        if line.quarter is None or not line.floor.award.is_money:
            continue
        year = str(line.quarter // QUARTERS)
        if (settled := line.from_ledger("accrued")) is not None:
            accrued[year] += settled
        spread = next((line.owed[one] for one in BASES if one in line.owed), None)
        if spread is not None:
            expected[year] += spread.mean
            if line.owed.get(Basis.FACTS) != spread:
                estimated.add(year)
    sums = {year: (accrued.get(year), expected.get(year)) for year in sorted(accrued.keys() | expected.keys())}
    if not sums:
        return None

    def text(year: str) -> str:
        of_ledger = f"accrued {compact(accrued[year])}" if year in accrued else "nothing accrued on record"
        if year not in expected:
            return f"{of_ledger}, what it would pay is not known"
        return f"{of_ledger}, would pay about {compact(expected[year])}"

    all_of_it = sum(expected.values(), Decimal(0))
    summary = (
        f"From {next(iter(sums))} to {list(sums)[-1]} signed floors would pay about {compact(all_of_it)} at the prices "
        "asked, as if all output counted: a scenario. By year the expected figure; the table has its percentiles."
    )
    of = ("accrued, on the ledger", "would pay, expected")
    years = f"from {next(iter(sums))} to {list(sums)[-1]}"
    title = f"Price floors by year: about {compact(all_of_it)} {years}, if all output counted"
    return pairs(title, summary, of, sums, text, estimated=estimated)
