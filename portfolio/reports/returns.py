"""What came of the money: invested, repaid, income, what is left, and the rate, or why there is none."""

from decimal import Decimal
from typing import Any

from portfolio.positions.filters import Filters
from portfolio.positions.packages import key_of
from portfolio.positions.returns import Position, Return, positions_on, returns_of
from portfolio.positions.value_book import ValueBook
from record.calculations.as_of import AsOf
from record.calculations.unknown import NotKnown

from .base import Absent, Answer, Column, Definition, Type
from .valuation_columns import GAIN, VALUE

FILTERS = ("agency", "program", "company", "project", "deal", "investment", "mineral", "state")
TIMES = Decimal("0.000001")
NO_SECURITY = Absent("none", "a loan at what is outstanding has no gain")
NOTHING_LASTS = "what was carried out is more than what was paid in"
NO_VALUE = "what is left has no known value"


def rate_of(found: Return) -> Decimal | None:
    """The yearly rate to six places. Raises NotKnown with the reason where there is none."""
    if found.rate.rate is None:
        raise NotKnown(found.rate.why)
    return Decimal(repr(found.rate.rate)).quantize(TIMES)


def basis_of(found: Return) -> str | None:
    """The methods by which what is left is valued."""
    return "; ".join(found.together.methods) or None


def value_of(found: Return) -> Decimal | None:
    if found.value is None:
        raise NotKnown(found.why_no_value)
    return found.value


def in_cents(name: str, label: str, meaning: str, of: str) -> Column:
    """A column of the tally; unknown where only the public record is known and it has no such entry."""

    def value(found: Return) -> Any:
        amount = getattr(found.tally, of)
        return amount if amount or found.is_complete else None

    return Column(name, label, meaning, Type.USD, "USD", unknown="no entry on the public record", value=value)


RATE_COLUMNS = (
    in_cents("received_usd", "Received", "All the cash that came, by the entries on record.", "received"),
    VALUE.of(value_of, unknown=NO_VALUE, absent=None),
    Column(
        "dpi",
        "DPI",
        "Received over paid in.",
        Type.FACTOR,
        unknown=NOTHING_LASTS,
        value=lambda line: line.dpi,
    ),
    Column(
        "rvpi",
        "RVPI",
        "Value of what is left over paid in.",
        Type.FACTOR,
        unknown=NOTHING_LASTS,
        value=lambda line: line.rvpi,
    ),
    Column(
        "tvpi",
        "Multiple (TVPI)",
        "Value of what is left, and what came, over paid in; unknown where what came is.",
        Type.FACTOR,
        unknown=NOTHING_LASTS,
        value=lambda line: line.tvpi,
    ),
    Column(
        "xirr",
        "XIRR",
        "Yearly rate at which payments and what is left come to nothing: actual days over 365; 0.1 is 10%.",
        Type.FRACTION,
        value=rate_of,
    ),
    Column(
        "is_under_a_year",
        "Under a year",
        "Whether the rate is of less than 365 days: then it tells little, and no page leads with it.",
        Type.BOOLEAN,
        value=lambda line: line.rate.is_under_a_year,
    ),
    Column(
        "why_no_rate",
        "Why no rate",
        "Why no rate is given.",
        unknown="there is one",
        is_optional=True,
        is_prose=True,
        value=lambda line: line.rate.why or None,
    ),
)
GROUP = (
    Column(
        "return_level",
        "By",
        "A package that was paid for, a company, an agency, a program, or the whole portfolio.",
        value=lambda line: line.level.value,
    ),
    Column(
        "return_of",
        "Of",
        "Deal and issuer of a package, of a loan the award; company; code of an agency or a program.",
        names="path",
        value=lambda line: line.key,
    ),
)
COLUMNS = (
    *GROUP,
    Column(
        "return_awards",
        "Awards",
        "How many awards it is of: held, or with a payment.",
        Type.INTEGER,
        value=lambda line: len(line.positions),
    ),
    Column(
        "invested_known",
        "Invested known",
        "Of how many of these awards it is known what was paid in, and so what of the cost remains.",
        Type.INTEGER,
        value=lambda line: sum(not one.why_not_invested for one in line.positions),
    ),
    Column(
        "value_known",
        "Value known",
        "Of how many of these awards what is left has a value.",
        Type.INTEGER,
        value=lambda line: sum(one.value is not None for one in line.positions),
    ),
    Column(
        "first_paid_on",
        "First paid",
        "The day of the first payment.",
        Type.DATE,
        unknown="no payment is on record",
        value=lambda line: line.first_paid_on,
    ),
    in_cents("invested_usd", "Invested", "Paid in: purchases, draws, cash exercises.", "invested"),
    in_cents(
        "repaid_principal_usd",
        "Principal repaid",
        "Loans repaid; of shares redeemed or sold the proceeds, at most their average cost.",
        "repaid",
    ),
    in_cents("income_usd", "Income", "Dividends, interest and fees.", "income"),
    in_cents(
        "warrant_proceeds_usd", "Warrant proceeds", "Money received for rights that were sold.", "warrant_proceeds"
    ),
    in_cents(
        "realised_usd",
        "Gain or loss realised",
        "Proceeds less average cost, less what was written off, and what was recovered; below 0 for a loss.",
        "realised",
    ),
    in_cents("remaining_usd", "Cost remaining", "Cost of what is left; of loans, outstanding.", "remaining"),
    GAIN.of(
        lambda line: line.together.gain,
        absent=lambda line: None if line.together.owned else NO_SECURITY,
    ),
    *RATE_COLUMNS,
    Column(
        "value_basis",
        "Valued by",
        "The methods by which what is left is valued. What is outstanding of a loan is no fair value.",
        unknown="no value",
        is_optional=True,
        value=basis_of,
    ),
    Column(
        "payments_known",
        "Payments",
        "Whether every payment is on record, or those of the public record alone.",
        value=lambda line: "all" if line.is_complete else "public record alone",
    ),
)
NOTES = (
    "No cost is split between what was bought together: a package is a deal with one issuer, a loan stands alone.",
    "A return is of what is owned or owed: grants, contracts and price floors have none.",
    "Lines of one level add up; those of several levels tell of the same money.",
    "Where what was paid in is known of fewer than all awards, invested and the cost remaining are at least that.",
)


def positions_at(at: AsOf, filters: Filters) -> tuple[ValueBook, list[Position]]:
    """The awards of every package of which one passes the filters, so that no package is torn."""
    book = ValueBook.read(at)
    found = positions_on(book, at.as_of)
    kept = {key_of(one.line) for one in found if one.line.passes(filters)}
    return book, [one for one in found if key_of(one.line) in kept]


def answer(at: AsOf, filters: Filters) -> Answer:
    _, positions = positions_at(at, filters)
    return Answer(returns_of(positions, at.as_of) if positions else [], notes=NOTES)


DEFINITION = Definition(
    "returns",
    "Returns",
    "What came of what was paid, by package, company, agency, program and in all?",
    COLUMNS,
    FILTERS,
    answer,
    version=2,
)
