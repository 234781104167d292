"""What moved a figure of the briefing or of a sheet since a day: each award, holding, line of output and milestone."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from portfolio.calculations.row_states import Moved
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt, investments_at
from portfolio.positions.kept_moments import moment_of
from portfolio.positions.milestones import LATE, MilestoneAt, milestones_at
from portfolio.positions.names import names_borne
from record.calculations.as_of import AsOf
from record.calculations.once import one_answer

from . import changes_since, valuations
from . import columns as c
from .base import Answer, Column, Definition, Total, Type
from .production.domestic_output import HOME
from .production.projected import COUNTED, projected_at, year_asked
from .words import labels_of, words

SCOPE = ("agency", "program", "company", "project", "mineral", "state", "country")
"""What a sheet may be of."""
ZERO, ONE = Decimal(0), Decimal(1)
NOT_OF_ONE = changes_since.NOT_OF_ONE
NAMED = {column.name: column for column in changes_since.COLUMNS}
NO_MONEY, NO_QUANTITY = "a figure that is no money", "a figure in dollars"


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedLine:
    """What one thing was of a figure and is now; None where it was not known, or not there: it adds nothing then."""

    figure: Moved
    what: str
    before: Decimal | None
    after: Decimal | None
    investment: str | None = None
    milestone: str | None = None
    company: str | None = None
    project: str | None = None
    mineral: str | None = None
    stage: str | None = None
    year: int | None = None
    unit: str | None = None

    @property
    def is_money(self) -> bool:
        return self.figure in (Moved.PAID, Moved.AT_RISK, Moved.HOLDINGS)

    @property
    def moved(self) -> Decimal | None:
        """By how much it moved the figure; of output None where either was not known, since a part is no change."""
        if self.figure is Moved.OUTPUT and None in (self.before, self.after):
            return None
        return (self.after or ZERO) - (self.before or ZERO)


def usd(name: str, label: str, meaning: str, value: Callable[[MovedLine], Decimal | None]) -> Column:
    return Column(name, label, meaning, Type.USD, "USD", is_optional=True, unknown=f"not known, or {NO_MONEY}",
                  value=lambda line: value(line) if line.is_money else None)  # fmt: skip


def quantity(name: str, label: str, meaning: str, value: Callable[[MovedLine], Decimal | None]) -> Column:
    return Column(name, label, meaning, Type.QUANTITY, is_optional=True, unknown=f"not known, or {NO_QUANTITY}",
                  value=lambda line: None if line.is_money else value(line))  # fmt: skip


COLUMNS = (
    NAMED["what_changed"],
    Column("moved_figure", "Figure", "The figure of the briefing or of a sheet that it moved.", words=labels_of(Moved),
           value=lambda line: line.figure.value),
    usd("before_usd", "Dollars before", "What it was of the figure then.", lambda line: line.before),
    usd("after_usd", "Dollars now", "What it is of the figure now.", lambda line: line.after),
    usd("moved_usd", "Moved by", "Now less then: the rows of a figure add up to its change.", lambda line: line.moved),
    quantity("before_quantity", "Before", "The same of a figure that is no money.", lambda line: line.before),
    quantity("after_quantity", "Now", "The same of a figure that is no money.", lambda line: line.after),
    quantity("moved_quantity", "Moved", "Now less then. Milestones add up; lines of output never do.",
             lambda line: line.moved),
    c.UNIT.of(lambda line: line.unit, unknown="a figure in dollars", is_optional=True),
    c.INVESTMENT.of(lambda line: line.investment, unknown=NOT_OF_ONE, is_optional=True),
    c.COMPANY.of(lambda line: line.company, unknown=NOT_OF_ONE, is_optional=True),
    c.PROJECT.of(lambda line: line.project, unknown=NOT_OF_ONE, is_optional=True),
    c.MINERAL.of(lambda line: line.mineral, unknown=NOT_OF_ONE, is_optional=True),
    c.STAGE.of(lambda line: line.stage, unknown=NOT_OF_ONE, is_optional=True),
    c.YEAR.of(lambda line: line.year, unknown=NOT_OF_ONE, is_optional=True),
)  # fmt: skip


def of_money(figure: Moved, amount: Callable[[InvestmentAt], Decimal | None]) -> "Reader":
    """How the awards that are committed or later moved a sum."""

    def lines(at: AsOf, then: AsOf, filters: Filters) -> Iterator[MovedLine]:
        names = names_borne("investment", at)
        sides = [
            {one.slug: one for one in investments_at(moment, filters.only(SCOPE)) if one.is_money}
            for moment in (then, at)
        ]
        for slug, before, after in beside(*sides):
            one = after or before
            yield MovedLine(
                figure=figure, what=names.get(slug, slug), before=before and amount(before),
                after=after and amount(after), investment=slug, company=one.recipient.slug,
            )  # fmt: skip

    return lines


def of_holdings(at: AsOf, then: AsOf, filters: Filters) -> Iterator[MovedLine]:
    """How listed holdings of which cost and value are known moved what all are worth."""
    sides = [
        {one.key: one for one in valuations.packages_at(moment, filters.only(SCOPE)) if one.is_priced}
        for moment in (then, at)
    ]
    for _, before, after in beside(*sides):
        first: InvestmentAt = (after or before).first
        issuer = first.issuer or first.recipient
        yield MovedLine(
            figure=Moved.HOLDINGS,
            what=f"{issuer.name}, {first.deal.name}",
            company=issuer.slug,
            before=before and before.value,
            after=after and after.value,
        )


def of_output(at: AsOf, then: AsOf, filters: Filters) -> Iterator[MovedLine]:
    """How the middle of the output gained at home moved, mineral by mineral and stage by stage, in one year."""
    now, before = projected_at(at), projected_at(then)
    if now is None or before is None:
        return
    year = year_asked(at, filters.year, now.run)
    minerals, stages = names_borne("mineral", at), names_borne("stage", at)
    sides = [
        {
            (row.mineral, row.stage, row.unit): row
            for row in one.lines
            if (row.standing, row.reach, row.year) == (HOME, COUNTED, year)
            if filters.mineral in ("", row.mineral) and filters.stage in ("", row.stage)
        }
        for one in (before, now)
    ]
    for (mineral, stage, unit), old, new in beside(*sides):
        name = minerals.get(mineral, words(mineral) or "several products")
        yield MovedLine(
            figure=Moved.OUTPUT, what=f"{name}, {stages.get(stage, words(stage))}: middle of the output gained",
            before=old and old.p50_estimated, after=new and new.p50_estimated,
            mineral=mineral, stage=stage, year=year, unit=unit,
        )  # fmt: skip


def of_milestones(at: AsOf, then: AsOf, filters: Filters) -> Iterator[MovedLine]:
    """The milestones that are late or overdue now and were not, and the other way round: each counts one."""
    sides: list[Mapping[str, MilestoneAt]] = [
        {one.slug: one for one in milestones_at(moment) if one.passes(filters.only(SCOPE))} for moment in (then, at)
    ]
    for slug, before, after in beside(*sides):
        one = after or before
        yield MovedLine(
            figure=Moved.LATE, what=f"{one.project.name}: {one.milestone.name}", before=counted(before),
            after=counted(after), milestone=slug, project=one.project.slug, unit="milestone",
        )  # fmt: skip


def counted(one: MilestoneAt | None) -> Decimal | None:
    return None if one is None else ONE if one.reading.health in LATE else ZERO


Reader = Callable[[AsOf, AsOf, Filters], Iterable[MovedLine]]
READERS: dict[Moved, Reader] = {
    Moved.PAID: of_money(Moved.PAID, lambda line: line.figures.disbursed),
    Moved.AT_RISK: of_money(Moved.AT_RISK, lambda line: line.exposure_high),
    Moved.HOLDINGS: of_holdings,
    Moved.OUTPUT: of_output,
    Moved.LATE: of_milestones,
}


def beside(before: Mapping, after: Mapping) -> Iterator[tuple]:
    """Each key of either, with what it has in both; None where it is not in one."""
    for key in sorted(before.keys() | after.keys()):
        yield key, before.get(key), after.get(key)


def answer(at: AsOf, filters: Filters) -> Answer:
    since = changes_since.since_of(at, filters)
    then = moment_of(at, since)
    with one_answer():
        lines = [
            line
            for figure, read in READERS.items()
            if filters.moved in ("", figure.value)
            for line in read(at, then, filters)
            if line.before != line.after and line.moved != ZERO
        ]
    return Answer(lines, totals(lines), notes=(f"Compared with {since.name}: {since.day}.",))


def totals(lines: list[MovedLine]) -> list[Total]:
    """By how much each figure moved; none of output, whose lines never add up."""
    found = []
    for figure in Moved:
        own = [line for line in lines if line.figure is figure]
        if own and figure is not Moved.OUTPUT:
            column = "moved_usd" if own[0].is_money else "moved_quantity"
            label = figure.label[:1].upper() + figure.label[1:]
            found.append(Total(label, {column: sum((line.moved or ZERO for line in own), ZERO)}, rows=len(own)))
    return found


DEFINITION = Definition(
    "figure-changes", "What moved a figure",
    "By how much did each award, holding, line of output and milestone move a figure of the briefing since a day?",
    COLUMNS, ("moved", "kept", "since", *SCOPE, "stage", "year"), answer, is_projected=True,
    chosen=("moved", "kept", "since", "year"),
)  # fmt: skip
