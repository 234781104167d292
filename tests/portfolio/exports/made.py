"""Reports made of any rows, for asking how they are spelt."""

from datetime import UTC, date, datetime
from decimal import Decimal
from operator import itemgetter

from portfolio.positions.filters import Filters
from portfolio.reports.base import Column, Report, Type
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate

AT = AsOf(date(2026, 6, 30), datetime(2026, 7, 1, 12, 30, tzinfo=UTC), 7)

# One value of each type, in this order.
VALUES = {
    Type.TEXT: "=1+1",
    Type.USD: Decimal("-0.01"),
    Type.PRICE: Decimal("30.03"),
    Type.SHARES: Decimal("13320013"),
    Type.FRACTION: Decimal("0.15"),
    Type.QUANTITY: Decimal("477.1"),
    Type.FACTOR: Decimal("0.4771"),
    Type.INTEGER: 42,
    Type.BOOLEAN: True,
    Type.DATE: date(2026, 2, 14),
    Type.PARTIAL_DATE: PartialDate.parse("2026-Q3"),
    Type.MOMENT: datetime(2026, 10, 5, 13, 0, 0, 120_000, tzinfo=UTC),
}
COLUMNS = {type_.value: type_ for type_ in VALUES}
ROW = tuple(VALUES.values())
ZEROES = {
    Type.TEXT: "0",
    Type.INTEGER: 0,
    Type.BOOLEAN: False,
    Type.DATE: date(1, 1, 1),
    Type.PARTIAL_DATE: PartialDate.parse("2026"),
    Type.MOMENT: datetime(2026, 1, 1, tzinfo=UTC),
}
ZERO = tuple(ZEROES.get(type_, Decimal(0)) for type_ in VALUES)
NONE = (None,) * len(ROW)


def report(columns: dict[str, Type], rows, *, totals=(), notes=("A note.",)) -> Report:
    """A report with one column a name."""
    made = tuple(
        Column(name, name.capitalize(), f"What {name} means.", type_, value=itemgetter(place))
        for place, (name, type_) in enumerate(columns.items())
    )
    return Report("made", "Made", "What was made?", AT, Filters(), made, rows, totals, notes)
