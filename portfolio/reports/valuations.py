"""What is owned is worth: each holding by its method and level, and how much of the whole is stale or at cost."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from portfolio.calculations.partial_sums import least_of
from portfolio.calculations.row_states import Priced
from portfolio.calculations.valuation import Method
from portfolio.models import Valuation
from portfolio.positions.failed_runs import VALUATION
from portfolio.positions.filters import Filters
from portfolio.positions.packages import Package, packages_of
from portfolio.positions.values import Valued, values_at
from record.calculations.as_of import AsOf

from .base import Answer, Definition, Total
from .investments import AWARD_FILTERS
from .left_out import in_no_fiscal_year
from .valuation_columns import VALUE_COLUMNS
from .value_lines import ValueLine

NOTES = (
    "No cost is split between what was bought together: cost, gain and multiple stand in the line of the package.",
    "Shares that are agreed and not issued have no value. Loans stand at what is outstanding: no fair value.",
    "A close older than 10 trading days of its exchange is stale. A dividend that accrues in kind is in no value.",
)


def packages_at(at: AsOf, filters: Filters) -> list[Package]:
    """The packages of which an award passes the filters, each whole: a deal tears none."""
    found = packages_of(values_at(at, Filters(deal=filters.deal)))
    return [
        one
        for one in found
        if any(valued.line.passes(filters) for valued in one.values)
        if not filters.priced or one.is_of(Priced(filters.priced))
    ]


def lines_of(packages: Iterable[Package], filters: Filters, stored: dict[int, Valuation]) -> list[ValueLine]:
    """The line of each package of several awards, then those of its awards that pass the filters."""
    lines = []
    for package in packages:
        if not package.is_one:
            lines.append(ValueLine(package))
        lines += [
            ValueLine(package, one, stored.get(one.line.investment.pk))
            for one in package.values
            if one.line.passes(filters)
        ]
    return lines


def one_a_holding(lines: Iterable[ValueLine]) -> list[ValueLine]:
    """Of what was bought together the line of the package alone."""
    return [line for line in lines if line.is_group or line.package.is_one]


def stored_on(at: AsOf) -> dict[int, Valuation]:
    """What the nightly valuation of that day found; the newest where it was valued again."""
    return Valuation.objects.at(at).filter(counts_from=at.as_of).latest_by("investment_id")


def answer(at: AsOf, filters: Filters) -> Answer:
    """Asked which holdings are priced, a line for each holding: what was bought together is priced together."""
    packages = packages_at(at, filters)
    lines = lines_of(packages, filters, stored_on(at))
    return Answer(
        one_a_holding(lines) if filters.priced else lines,
        totals=[*totals(lines), *listed(packages)],
        notes=(*NOTES, *in_no_fiscal_year(at, filters, lambda award: award.instrument.family.holds_shares)),
    )


def totals(lines: Sequence[ValueLine]) -> list[Total]:
    """Securities held; of them on stale closes, at cost, and by level. Loans apart."""
    held = [line.one for line in lines if line.one is not None and line.package.holding.value == "held"]
    owned = [one for one in held if not one.is_loan]
    found = [total("Securities held", owned), total("of it on stale closes", [one for one in owned if one.is_stale])]
    at_cost = [one for one in owned if one.worth and one.worth.method is Method.COST]
    found.append(total("of it at cost", at_cost))
    for level in (1, 2, 3):
        of_level = [one for one in owned if one.worth and one.worth.method.level == level]
        found.append(total(f"of it at level {level}", of_level))
    return [*found, total("Loans outstanding, no fair value", [one for one in held if one.is_loan])]


def listed(packages: Iterable[Package]) -> list[Total]:
    """Listed holdings of which cost and value are both known, together; none where there is none."""
    priced = [one for one in packages if one.is_priced]
    if not priced:
        return []
    cost, value = (sum((getattr(one, name) for one in priced), Decimal(0)) for name in ("cost", "value"))
    return [Total("Listed holdings, cost and value known", {"cost_usd": cost, "value_usd": value}, rows=len(priced))]


def total(label: str, values: Sequence[Valued]) -> Total:
    known = [one.value for one in values if one.value is not None]
    note = f"Value known for {len(known):,} of {len(values):,}" if len(known) < len(values) else ""
    return Total(label, {"value_usd": least_of(known, len(values))}, note, len(values))


DEFINITION = Definition(
    "valuations",
    "Valuations",
    "What is it worth, by which price of which day?",
    VALUE_COLUMNS,
    (*AWARD_FILTERS, "priced"),
    answer,
    runs=(VALUATION,),
)
