"""The block of a page about worth: each holding by its method, what came of the money, and value over time."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portfolio.calculations.kinds import Family
from portfolio.charts.worth import ValueOverTime, paid_in, value_over_time
from portfolio.positions.filters import Filters
from portfolio.positions.holdings import Holding
from portfolio.positions.investments import InvestmentAt
from portfolio.positions.monthly import series
from portfolio.positions.packages import Package, key_of, packages_of
from portfolio.positions.return_groups import Level, company_of
from portfolio.positions.returns import Position, Return, positions_on, returns_of
from portfolio.positions.value_book import ValueBook
from portfolio.positions.values import Valued, values_on
from portfolio.reports import returns, valuations
from portfolio.reports.tables import Table, filled
from portfolio.reports.valuation_columns import VALUE_COLUMNS
from record.calculations.as_of import AsOf
from record.calculations.formatting import compact, half_up, percent

LEFT_OUT = {"package", "deal", "agency", "sources", "read_in_secondary_text", "stored_value_usd"}
VALUES = tuple(column for column in VALUE_COLUMNS if column.name not in LEFT_OUT)
RETURNS = returns.COLUMNS


@dataclass(frozen=True, slots=True)
class Worth:
    """Sentences and tables of all; the picture is of securities alone: a loan at what is owed has no value."""

    sentences: list[str]
    returned: list[str]
    """What came of the money, by package."""
    values: Table
    returns: Table
    chart: ValueOverTime | None


def of_award(at: AsOf, line: InvestmentAt) -> Worth | None:
    """Of the package that an award was paid for with; None where nothing is or was owned or owed of it."""
    book = ValueBook.read(at, Filters(deal=line.deal.slug))
    own = key_of(line)
    values = [one for one in values_on(book, at.as_of) if key_of(one.line) == own]
    positions = [one for one in positions_on(book, at.as_of) if key_of(one.line) == own]
    known = {one.line.slug for one in values} | {one.line.slug for one in positions}
    if line.slug not in known:
        return None
    return block(book, values, positions, [Level.PACKAGE], line.deal.name)


def of_company(at: AsOf, slug: str, name: str) -> Worth | None:
    """Of all that is owned of a company or owed by it; None where there is nothing."""
    book = ValueBook.read(at, Filters(company=slug))
    values = [one for one in values_on(book, at.as_of) if company_of(one.line) == slug]
    positions = [one for one in positions_on(book, at.as_of) if company_of(one.line) == slug]
    return block(book, values, positions, [Level.COMPANY, Level.PACKAGE], name) if values or positions else None


def block(
    book: ValueBook, values: Sequence[Valued], positions: Sequence[Position], levels: Sequence[Level], name: str
) -> Worth:
    packages = packages_of(values)
    owned = [one for one in positions if one.line.instrument.family.holds_shares]
    lines = valuations.lines_of(packages, Filters(), {})
    found = returns_of(positions, book.at.as_of, levels) if positions else []
    return Worth(
        [in_words(one) for one in packages if one.holding is Holding.HELD],
        [returned(one) for one in found if one.level is Level.PACKAGE and is_told(one)],
        Table(
            name="worth",
            title="What it is worth",
            columns=filled(VALUES, lines),
            lines=lines,
            empty="Nothing of it is held or agreed.",
            notes=valuations.NOTES if lines else (),
        ),
        Table(
            name="returns",
            title="What came of the money",
            columns=filled(RETURNS, found),
            lines=found,
            empty="Nothing was paid in, and nothing is held.",
        ),
        value_over_time(name, series(book, owned, levels[:1])),
    )


def in_words(package: Package) -> str:
    """What a package is worth against what was paid for it, by closes of which day; or why that is not known."""
    of = f"{package.first.deal.name}: "
    if package.value is not None and package.values[0].is_loan:
        return f"{of}{compact(package.value)} is outstanding, which is no fair value."
    if package.value is None:
        return f"{of}no value is known: {why_unknown(package)}."
    if package.is_over:
        return f"{of}nothing of it is held any more."
    if not package.cost:
        paid = "nothing was paid for it" if package.cost == 0 else "what was paid is not known"
        return f"{of}worth {compact(package.value)}; {paid}.{on_closes(package)}"
    times = "" if package.multiple is None else f", {half_up(package.multiple, 2)} times as much"
    return f"{of}worth {compact(package.value)} against {compact(package.cost)} paid{times}.{on_closes(package)}"


def why_unknown(package: Package) -> str:
    """The reason, once where it is that of all; else after the name of each."""
    unknown = [one for one in package.values if one.value is None]
    if len({one.why for one in unknown}) == 1:
        return unknown[0].why
    return "; ".join(dict.fromkeys(f"{one.line.in_words}: {one.why}" for one in unknown))


def is_told(found: Return) -> bool:
    """False for a loan of which nothing came back: at what is outstanding a rate would say nothing."""
    return bool(found.tally.received) or found.positions[0].line.instrument.family is not Family.LOAN


def returned(found: Return) -> str:
    """What was paid in, what came back and at which yearly rate; or why there is none."""
    of = f"{found.positions[0].line.deal.name}: "
    if not found.together.is_invested_known:
        return f"{of}what was paid in is not known, so no rate of return."
    paid = f"{of}{paid_in(found.tally)}"
    if found.together.why_not_received:
        return f"{paid}, {found.together.why_not_received}: no rate of return."
    came = f"{compact(found.tally.received)} came back by the entries on record"
    rate = found.rate
    if rate.rate is None:
        return f"{paid}, {came}; no yearly rate: {rate.why}."
    if rate.is_under_a_year:
        return f"{paid}, {came}; {over_the_period(found)}: held less than a year, so no yearly rate."
    return f"{paid}, {came}; {percent(rate.rate, 1)} a year (XIRR)."


def over_the_period(found: Return) -> str:
    """What was gained or lost since the first payment, over what was paid in: "50.2% up since 2026-09-17"."""
    gain = (found.tvpi or Decimal(1)) - 1
    if not gain:
        return "nothing gained or lost"
    return f"{percent(abs(gain), 1)} {'up' if gain > 0 else 'down'} since {found.first_paid_on}"


def on_closes(package: Package) -> str:
    """The day of the oldest close that the value rests on, and its age; empty where it rests on none."""
    closes = [one.close for one in package.values if one.rests_on_close and one.close]
    if not closes:
        return " At cost: no market bears it out."
    oldest = min(closes, key=lambda close: close.on)
    age = "of an unknown age" if oldest.age is None else f"{oldest.age:,} trading days old"
    return f" By the close of {oldest.on}, {age}{': stale' if oldest.is_stale else ''}."
