"""What to find out next of one mineral: the facts that would narrow its figure most, each with its form."""

from collections.abc import Sequence
from decimal import Decimal

from portfolio.positions.filters import Filters
from portfolio.reports.base import Type
from portfolio.reports.production.what_to_find_out import COLUMNS, UnknownLine, answer, in_order
from portfolio.reports.tables import Table
from record.calculations.as_of import AsOf
from record.calculations.formatting import three_digits

from .estimated_fields import NO_PLANT, FactTold, range_in

MOST = 3
LEAST = Decimal("0.005")
NAMES = ("unknown_field", "unknown_of", "stage", "range_in_force", "estimate_method", "who_to_ask", "record_at")
"""Of the report; its share of the variance is told in words."""
BY_NAME = {one.name: one for one in COLUMNS}
NARROWER = BY_NAME["share_narrowed"].of(lambda line: narrower(line), type=Type.TEXT)
RANGE = BY_NAME["range_in_force"].of(lambda line: range_now(line))
SHOWN = (
    *(RANGE if name == RANGE.name else BY_NAME[name] for name in NAMES[:5]),
    NARROWER,
    *(BY_NAME[name] for name in NAMES[5:]),
)
OVERLAP = (
    "The share of the variance that would go if this alone were known. It is no share of the range: where half of the "
    "variance goes, the range gets about 3 tenths narrower. Plants that share luck share a part of it, so shares "
    "overlap, and are never added up."
)


def narrower(line: UnknownLine) -> str:
    """In percent to three digits; a share below half a percent is told so, and what no figure has yet."""
    if line.share is None:
        return "not in a figure without it"
    return "under 0.5%" if line.share < LEAST else f"{three_digits(line.share * 100)}%"


def range_now(line: UnknownLine) -> str | None:
    """What stands in its place, in the unit of the line."""
    found = line.words.get("range")
    return range_in(found, line.output.unit) if found else None


def to_find_out(at: AsOf, mineral: str, year: int, told: Sequence[FactTold]) -> Table:
    """The three facts that would narrow the mineral's figure most, of how many; where none does, what a fact would do.

    `told`: what a fact would do, plant by plant, in sentences.
    """
    asked = answer(at, Filters(mineral=mineral, year=year)).lines
    lines = sorted((line for line in asked if line.unknown.is_field and line.opened is None), key=in_order)
    shown = lines[:MOST]
    return Table(
        name="to-find-out",
        title="What to find out next" + (f", {len(shown)} of {len(lines)}" if len(lines) > len(shown) else ""),
        columns=SHOWN,
        lines=shown,
        empty=" ".join(one.text for one in told) or NO_PLANT,
        notes=(
            f"{len(shown)} of {len(lines)} facts that would narrow it, most first. Chance is not among them.",
            OVERLAP,
        )
        if lines
        else (),
    )
