"""Pictures of worth: cost against value, paid against received, and value over time with the purchases marked."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from portfolio.calculations.cash_flows import Bucket, Tally
from portfolio.positions.monthly import Month
from portfolio.positions.packages import Package
from portfolio.positions.return_groups import Level
from portfolio.positions.returns import Flow, Return, returns_of
from portfolio.reports.returns_by_month import COLUMNS
from portfolio.reports.tables import Table
from record.calculations.formatting import compact

from .axes import PAD_BOTTOM, Axes
from .pairs import Pairs, Two, pairs

WIDE, HIGH = 860, 220
SHOWN = ("month_end", "invested_usd", "remaining_usd", "received_usd", "value_usd", "why_no_rate")
MOST_TICKS, BETWEEN = 12, 4
"""A narrow page names every fourth of the months that a wide one names."""


def cost_against_value(packages: Iterable[Package], on: date) -> Pairs | None:
    """A pair of bars for each issuer of which something is held, the most worth first; None where nothing is.

    `on` is the day of the values.
    """
    held: dict[str, list[Package]] = {}
    for one in packages:
        if one.holding.value == "held" and one.first.issuer is not None and not one.values[0].is_loan:
            held.setdefault(one.first.issuer.name, []).append(one)
    if not held:
        return None
    found = {name: (known([one.cost for one in own]), known([one.value for one in own])) for name, own in held.items()}
    sums = by_second(found)

    def text(name: str) -> str:
        is_stale = any(one.is_stale for package in held[name] for one in package.values)
        return in_words(*sums[name], is_stale=is_stale)

    cost, value, number = of_both(sums)
    summary = f"Of {number} of {len(sums)} issuers both are known: {compact(value)} against {compact(cost)} paid."
    summary += closes_of(held)
    told = f"{compact(cost)} paid, worth {compact(value)}, both known for {number} of {len(sums)}"
    title = f"Cost against value by issuer on {on}: {told}"
    return pairs(title, summary, ("cost of what is held", "value"), sums, text)


def closes_of(held: Mapping[str, list[Package]]) -> str:
    """Of which days the closes are that the values rest on, in words; empty where none does."""
    days = [
        one.close.on
        for own in held.values()
        for package in own
        for one in package.values
        if one.rests_on_close and one.close is not None
    ]
    if not days:
        return ""
    return f" By the close of {days[0]}." if len(set(days)) == 1 else f" By closes of {min(days)} to {max(days)}."


def paid_against_all(found: Iterable[Return], on: date) -> Pairs | None:
    """What was paid in against what came and is left on a day, by company; None where nothing is of a company."""
    own = {one.key: one for one in found if one.level is Level.COMPANY}
    if not own:
        return None
    names = {key: (one.positions[0].line.issuer or one.positions[0].line.recipient).name for key, one in own.items()}
    every = by_second({names[key]: (paid_of(one), all_of(one)) for key, one in own.items()})
    sums = {name: two for name, two in every.items() if two != (None, None)}

    def text(name: str) -> str:
        paid, worth = sums[name]
        left = "what is left has no known value" if worth is None else f"received and left {compact(worth)}"
        return f"{left}; {'paid in not known' if paid is None else f'paid in {compact(paid)}'}"

    paid, worth, number = of_both(sums)
    summary = f"Of {number} of {len(every)} companies both are known: {compact(worth)} against {compact(paid)} paid in."
    neither = [name for name in every if name not in sums]
    if neither:
        summary += f" Neither is known of {len(neither)}: {', '.join(neither)}."
    of = ("paid in", "received by the entries on record, and value left")
    against = f"{compact(paid)} against {compact(worth)}"
    title = f"Paid in against received and left on {on}: {against}, both known for {number} of {len(every)} companies"
    return pairs(title, summary, of, sums, text)


def paid_of(one: Return) -> Decimal | None:
    """What was paid in; None where it is not known, or where the public record has no such entry."""
    is_known = one.together.is_invested_known and bool(one.tally.invested or one.is_complete)
    return one.tally.invested if is_known else None


def all_of(one: Return) -> Decimal | None:
    """What came and what is left; None where what is left has no known value."""
    return None if one.value is None else one.tally.received + one.value


def cash_by_year(flows: Iterable[Flow]) -> Pairs | None:
    """What was paid and what came by year; None where no payment has a day."""
    sums: dict[str, tuple[Decimal, Decimal]] = {}
    for flow in sorted((one for one in flows if one.entry.on.year > 1), key=lambda one: one.entry.on):
        paid, came = sums.get(str(flow.entry.on.year), (Decimal(0), Decimal(0)))
        amount = flow.entry.amount or Decimal(0)
        more = (amount, Decimal(0)) if flow.bucket.sign < 0 else (Decimal(0), amount)
        sums[str(flow.entry.on.year)] = (paid + more[0], came + more[1])
    if not sums:
        return None
    paid, came = (sum((two[place] for two in sums.values()), Decimal(0)) for place in (0, 1))
    summary = f"{compact(paid)} was paid and {came_of(came)}."
    title = f"Paid and received by year: {compact(paid)} paid, {came_of(came)}, {min(sums)} to {max(sums)}"
    return pairs(
        title, summary, ("paid", "received"), sums,
        lambda name: f"paid {compact(sums[name][0])}, {came_of(sums[name][1])}",
    )  # fmt: skip


def came_of(amount: Decimal) -> str:
    """What came by the entries on record: of the public record alone what came may not be on it."""
    return f"{compact(amount)} received" if amount else "nothing received on record"


def by_second(sums: Mapping[str, Two]) -> dict[str, Two]:
    """The largest second figure first; where it is not known, last."""
    order = sorted(sums, key=lambda name: (Decimal(1) if (value := sums[name][1]) is None else -value, name))
    return {name: sums[name] for name in order}


def of_both(sums: Mapping[str, Two]) -> tuple[Decimal, Decimal, int]:
    """The sums of both figures over the names of which both are known, and how many these are."""
    both = [(first, second) for first, second in sums.values() if first is not None and second is not None]
    return sum((one for one, _ in both), Decimal(0)), sum((one for _, one in both), Decimal(0)), len(both)


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
        title=f"Value over time: {name}, {left_of(months[-1])}",
        summary=finding(months) + left_out,
        values=[axes.path(segment) for segment in segments if len(segment) > 1],
        points=[(across(axes, on), axes.y(amount)) for on, amount in points],
        cost=axes.path([(month.on.toordinal(), month.found.tally.remaining) for month in months]),
        purchases=[
            Purchase(
                across(axes, flow.entry.on.toordinal()),
                f"{flow.entry.on}: {compact(flow.entry.amount or Decimal(0))}, {flow.line.in_words}",
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
    paid = paid_in(last.found.tally, f" since {last.found.first_paid_on}")
    received = last.found.tally.received
    is_told = bool(received) or last.found.is_complete
    came = f"{compact(received)} received" if is_told else "what came back is not on the public record"
    return f"{paid}, {came}; what is left {left_of(last)}."


def paid_in(tally: Tally, since: str = "") -> str:
    """What was paid in, in words, and what of it a spin-off or an exchange carried to another holding."""
    if tally.invested >= tally.paid:
        return f"{compact(tally.invested)} paid in{since}"
    whole = "all" if not tally.invested else compact(tally.paid - tally.invested)
    return f"{compact(tally.paid)} paid in{since}, {whole} of it carried to another holding"


def left_of(month: Month) -> str:
    """What is left at the end of a month, in words."""
    value = month.found.value
    return f"has no known value on {month.on}" if value is None else f"stands at {compact(value)} on {month.on}"
