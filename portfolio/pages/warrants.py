"""The warrant desk: a table of the rights that are held or agreed, and a picture of each with its strike."""

from collections.abc import Sequence
from dataclasses import dataclass

from portfolio.charts.price_with_strike import PriceChart, price_chart
from portfolio.positions.filters import Filters
from portfolio.positions.warrants import WarrantAt, warrants_at
from portfolio.reports import decisions as log
from portfolio.reports import warrants as report
from portfolio.reports.base import Column
from portfolio.reports.tables import Table, filled
from record.calculations.as_of import AsOf
from record.calculations.unknown import NotKnown

RIGHT = report.COLUMNS[0].of(lambda line: line.line.slug, label="Right")
"""A page calls a right by its issuer and what it is; the file keeps its identifier."""
NOW = (RIGHT, *report.WHERE_IT_STANDS)
IF_USED = (RIGHT, *report.IF_USED, report.LAST)
LOG = tuple(column for column in log.COLUMNS if column.name not in ("decision_about", "recorded_at", "recording"))


@dataclass(frozen=True, slots=True)
class WarrantsPage:
    sentence: str
    tables: list[Table]
    charts: list[PriceChart]
    without: list[str]
    """The rights that have no picture, each with the reason."""
    decisions: Table


def page(at: AsOf) -> WarrantsPage:
    lines = warrants_at(at, Filters())
    drawn = [(line, price_chart(line)) for line in lines]
    logged = sorted(
        {one.fact.pk: one for line in lines for one in line.decisions}.values(), key=lambda one: -one.fact.pk
    )
    return WarrantsPage(
        sentence(lines),
        [
            table("rights", "Rights held or agreed", NOW, lines, (report.NOTES[0], report.NOTES[2])),
            table("if-used", "If all of them were used for cash", IF_USED, lines, (report.NOTES[1],)),
        ],
        [chart for _, chart in drawn if chart is not None],
        [why_not_drawn(line) for line, chart in drawn if chart is None],
        Table(
            name="decided",
            title="Decisions about them",
            columns=filled(LOG, logged),
            lines=logged,
            empty="No decision about a right is in the log.",
        ),
    )


def table(
    name: str, title: str, columns: Sequence[Column], lines: Sequence[WarrantAt], notes: tuple[str, ...]
) -> Table:
    empty = "No right was held or agreed."
    return Table(name=name, title=title, columns=filled(columns, lines), lines=lines, empty=empty, notes=notes)


def why_not_drawn(line: WarrantAt) -> str:
    why = "no strike is on record" if line.part.strike is None else "no close in US dollars is on record"
    return f"{line.name}, since {why}"


def sentence(lines: Sequence[WarrantAt]) -> str:
    """How many rights there are, and how many of those whose close and strike are known are in the money."""
    expired, known = sum(line.part.is_expired for line in lines), []
    for line in lines:
        try:
            known.append(line.moneyness)
        except (NotKnown, ArithmeticError):
            continue
    if not lines:
        return "No right was held or agreed."
    rights = f"{len(lines)} right{'' if len(lines) == 1 else 's'} held or agreed"
    rights += f", {expired} expired" if expired else ""
    if not known:
        return f"{rights}; of none are both the close and the strike on record."
    found = {one: known.count(one) for one in dict.fromkeys(known)}
    counts = ", ".join(f"{count} {one.value}" for one, count in sorted(found.items()))
    return f"{rights}. Close and strike are known of {len(known)}: {counts}."
