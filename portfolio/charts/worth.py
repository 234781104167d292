"""Two pictures of worth: cost against value by issuer, and value over time with the purchases marked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from portfolio.calculations.cash_flows import Bucket
from portfolio.positions.monthly import Month
from portfolio.positions.packages import Package
from portfolio.positions.returns import returns_of
from portfolio.reports.returns_by_month import COLUMNS
from portfolio.reports.tables import Table
from record.calculations.formatting import compact

from .axes import PAD_BOTTOM, Axes

LEFT, WIDTH, ROW, TOP, LEAST = 150, 520, 52, 8, 2.0
WIDE, HIGH = 860, 260
SHOWN = ("month_end", "invested_usd", "remaining_usd", "received_usd", "value_usd", "why_no_rate")
MOST_TICKS, BETWEEN = 12, 4
"""A narrow page names every fourth of the months that a wide one names."""


@dataclass(frozen=True, slots=True)
class IssuerBars:
    """What one issuer's securities cost and are worth; a width is None where the figure is 0 or not known."""

    name: str
    y: int
    cost: float | None
    value: float | None
    text: str


@dataclass(frozen=True, slots=True)
class CostAgainstValue:
    title: str
    summary: str
    bars: list[IssuerBars]
    height: int
    width: int = LEFT + WIDTH + 20
    left: int = LEFT


def cost_against_value(packages: Iterable[Package]) -> CostAgainstValue | None:
    """A pair of bars for each issuer of which something is held, the most worth first; None where nothing is."""
    held: dict[str, list[Package]] = {}
    for one in packages:
        if one.holding.value == "held" and one.first.issuer is not None and not one.values[0].is_loan:
            held.setdefault(one.first.issuer.name, []).append(one)
    sums = {
        name: (known([one.cost for one in found]), known([one.value for one in found])) for name, found in held.items()
    }
    drawn = sorted(sums, key=lambda name: (Decimal(1) if (value := sums[name][1]) is None else -value, name))
    if not drawn:
        return None
    most = max((figure for pair in sums.values() for figure in pair if figure), default=Decimal(1))

    def length(figure: Decimal | None) -> float | None:
        return round(max(LEAST, float(figure / most) * WIDTH), 1) if figure else None

    bars = [
        IssuerBars(
            name,
            place * ROW + TOP,
            length(sums[name][0]),
            length(sums[name][1]),
            in_words(*sums[name], is_stale=any(one.is_stale for package in held[name] for one in package.values)),
        )
        for place, name in enumerate(drawn)
    ]
    both = [pair for pair in sums.values() if None not in pair]
    cost, value = (sum((pair[place] or Decimal(0) for pair in both), Decimal(0)) for place in (0, 1))
    summary = f"Of {len(both)} of {len(sums)} issuers both are known: {compact(value)} against {compact(cost)} paid."
    return CostAgainstValue("Cost against value by issuer", summary, bars, len(bars) * ROW + TOP)


def known(figures: Sequence[Decimal | None]) -> Decimal | None:
    """The sum; None where one is not known."""
    found = [figure for figure in figures if figure is not None]
    return sum(found, Decimal(0)) if len(found) == len(figures) else None


def in_words(cost: Decimal | None, value: Decimal | None, *, is_stale: bool) -> str:
    worth = "value not known" if value is None else f"worth {compact(value)}{', stale' if is_stale else ''}"
    return f"{worth}; {'cost not known' if cost is None else f'cost {compact(cost)}'}"


@dataclass(frozen=True, slots=True)
class Purchase:
    """A day on which something was bought or drawn, in percent of the width."""

    x: float
    text: str


@dataclass(frozen=True, slots=True)
class ValueOverTime:
    """Value as lines, broken where it is not known; cost of what is left as a line; purchases as marks.

    Lines are drawn over `WIDE` and stretched to the width of the page; points, marks and words stand at percents of it.
    """

    title: str
    summary: str
    values: list[str]
    points: list[tuple[float, float]]
    cost: str
    purchases: list[Purchase]
    levels: list[tuple[float, str]]
    ticks: list[tuple[float, str, bool]]
    """Where a month stands, its name, and whether a narrow page leaves it out."""
    table: Table
    width: int = WIDE
    height: int = HIGH

    @property
    def floor(self) -> int:
        return self.height - PAD_BOTTOM


def value_over_time(name: str, months: Sequence[Month]) -> ValueOverTime | None:
    """The picture of one return month by month; None with fewer than two months."""
    months, left_out = with_a_value(months)
    if len(months) < 2:
        return None
    flows = [flow for one in months[-1].found.positions for flow in one.flows if flow.bucket is Bucket.INVESTED]
    first = min([months[0].on, *(flow.entry.on for flow in flows if flow.entry.on.year > 1)])
    last = months[-1].on
    figures = [month.found.value or Decimal(0) for month in months]
    most = max([*figures, *(month.found.tally.remaining for month in months)]) or Decimal(1)
    axes = Axes(first.toordinal(), last.toordinal(), most, WIDE, HIGH - PAD_BOTTOM)
    segments: list[list[tuple[int, Decimal]]] = [[]]
    for month in months:
        if month.found.value is None:
            segments.append([])
        else:
            segments[-1].append((month.on.toordinal(), month.found.value))
    points = [point for segment in segments for point in segment]
    return ValueOverTime(
        title=f"Value over time: {name}",
        summary=finding(months) + left_out,
        values=[axes.path(segment) for segment in segments if len(segment) > 1],
        points=[(across(axes, on), axes.y(amount)) for on, amount in points],
        cost=axes.path([(month.on.toordinal(), month.found.tally.remaining) for month in months]),
        purchases=[
            Purchase(
                across(axes, flow.entry.on.toordinal()),
                f"{flow.entry.on}: {compact(flow.entry.amount or Decimal(0))}, {flow.line.slug}",
            )
            for flow in flows
            if flow.entry.on.year > 1
        ],
        levels=[(axes.y(part), compact(part)) for part in (Decimal(0), most / 2, most)],
        ticks=[
            (across(axes, day.toordinal()), f"{day:%Y-%m}", bool(place % BETWEEN))
            for place, day in enumerate(ticks([month.on for month in months]))
        ],
        table=Table(
            name="worth-by-month",
            title=f"Value over time: {name}",
            columns=tuple(replace(one) for one in COLUMNS if one.name in SHOWN),
            lines=list(months),
        ),
    )


def across(axes: Axes, day: int) -> float:
    """Where a day stands, in percent of the width."""
    return round(axes.x(day) / WIDE * 100, 2)


def with_a_value(months: Sequence[Month]) -> tuple[Sequence[Month], str]:
    """The months; where the whole has no value in any of them, of the awards that always have one, and which part."""
    awards = {one.line.investment.pk for month in months for one in month.found.positions}
    unknown = {one.line.investment.pk for month in months for one in month.found.positions if one.value is None}
    if unknown == awards or any(month.found.value is not None for month in months):
        return months, ""
    kept = [
        Month(month.on, found)
        for month in months
        for found in returns_of(
            [one for one in month.found.positions if one.line.investment.pk not in unknown],
            month.on,
            (month.found.level,),
        )
    ]
    number = f"{len(awards) - len(unknown)} of {len(awards)} awards"
    return kept, f" Drawn are the {number} whose value is known in every month."


def ticks(days: Sequence[date]) -> list[date]:
    """At most so many of the days that their names do not overlap."""
    step = -(-len(days) // MOST_TICKS)
    return list(days[::step])


def finding(months: Sequence[Month]) -> str:
    """What the picture shows, in a sentence."""
    last = months[-1]
    paid = f"{compact(last.found.tally.invested)} paid in since {last.found.first_paid_on}"
    received = last.found.tally.received
    is_told = bool(received) or last.found.is_complete
    came = f"{compact(received)} received" if is_told else "what came is not on the public record"
    if last.found.value is None:
        return f"{paid}, {came}; what is left has no known value on {last.on}."
    return f"{paid}, {came}; what is left stands at {compact(last.found.value)} on {last.on}."
