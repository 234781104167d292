"""A gain as a sentence prints it, with its cell of the report of gains."""

from collections.abc import Mapping
from decimal import Decimal

from portfolio.reports.quoted import Quoted
from projects.models import ProjectedOutput
from record.calculations.formatting import percent, three_digits

GAINS = "production-gains"


def rows_of(row: ProjectedOutput) -> Mapping[str, str]:
    """How the report of gains is narrowed to the mineral and the year of a row, and to what counts as it does."""
    return {"mineral": row.mineral, "year": str(row.year), "standing": row.standing, "support": row.reach}


def gain(row: ProjectedOutput, column: str, amount: Decimal | int) -> Quoted:
    """A quantity to three digits; `column` is that of the report."""
    return Quoted(three_digits(amount), f"{amount}", GAINS, column, rows_of(row))


def part(row: ProjectedOutput, column: str, share: Decimal) -> Quoted:
    """A fraction in whole percent."""
    return Quoted(percent(share, 0), f"{share}", GAINS, column, rows_of(row))
