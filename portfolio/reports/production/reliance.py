"""What a domestic gain changes: against apparent consumption and import reliance, same stage and unit only."""

from dataclasses import dataclass
from decimal import Decimal

from portfolio.reports.base import Answer, Column, Definition, Row, Type
from portfolio.reports.filters import Filters
from projects.calculations.as_of import AsOf
from projects.calculations.reliance import Statistic, against_country, gain_since
from projects.models import BaselineStatistic, ChainStage, Mineral, ProjectedOutput

from .projected import COUNTED, MINERAL, STAGE, STANDING, UNIT, YEAR, notes_of, passes, projected_at

CONSUMPTION, RELIANCE = "apparent_consumption", "net_import_reliance_pct"
OF_ALL = ("all", "all forms")
SIX = Decimal("0.000001")
WHY = {"unknown": "the row says why"}
COLUMNS = (
    MINERAL,
    STAGE,
    YEAR,
    STANDING,
    UNIT,
    Column("gain_as", "Gain as", "p50, or forecast."),
    Column("gain_since", "Gain since", "Gain of the year less that of the statistics' year.", Type.QUANTITY, **WHY),
    Column("statistics_year", "Statistics of", "Their newest year.", Type.INTEGER, unknown="none is published"),
    Column("consumption", "Consumption", "Apparent consumption, as printed; W is withheld.", unknown="none published"),
    Column("consumption_unit", "In", "Its unit.", unknown="none published"),
    Column("share_of_consumption", "Share of it", "Gain over apparent consumption.", Type.FRACTION, **WHY),
    Column("reliance_before", "Reliance before", "As printed, in percent.", unknown="none published"),
    Column("reliance_after_percent", "Reliance after", "max(0, reliance - gain / consumption).", Type.QUANTITY,
           "percent", **WHY),
    Column("edition", "Edition", "Of the statistics.", unknown="none published"),
    Column("why", "Why blank", "Why there is no share or no reliance after.", unknown="both are known",
           is_optional=True),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Country:
    """The newest figures of a mineral, of each metric."""

    consumption: Statistic | None
    reliance: Statistic | None


def answer(at: AsOf, filters: Filters) -> Answer:
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    newest = newest_statistics(at)
    minerals = {one.slug: one.name for one in Mineral.objects.at(at).values()}
    stages = ChainStage.objects.select_related("chain").at(at).values()
    chains = {stage.slug: stage.chain.name for stage in stages}
    headlines = {stage.slug for stage in stages if stage.is_headline}
    lines = [
        line for line in found.lines if line.standing == "domestic" and line.reach == COUNTED and passes(line, filters)
    ]
    gains = {basis: by_year(lines, basis) for basis in ("p50", "forecast")}
    rows: list[Row] = []
    for line in lines:
        country = country_of(line, newest, minerals.get(line.mineral, ""), chains.get(line.stage, ""))
        for basis, known in gains.items():
            own = known[line.mineral, line.stage, line.unit]
            rows.append(row(line, basis, own, country, line.stage in headlines))
    return Answer(
        rows,
        notes=notes_of(
            found.run,
            "Figures of all forms of a mineral stand beside its headline stage alone, and only in the same unit.",
        ),
    )


def by_year(lines: list[ProjectedOutput], basis: str) -> dict[tuple[str, str, str], dict[int, Decimal]]:
    found: dict[tuple[str, str, str], dict[int, Decimal]] = {}
    for line in lines:
        own = found.setdefault((line.mineral, line.stage, line.unit), {})
        if getattr(line, basis) is not None:
            own[line.year] = getattr(line, basis)
    return found


def newest_statistics(at: AsOf) -> dict[tuple[str, str], Statistic]:
    """(mineral, metric) → the figure of the newest year, as printed."""
    found: dict[tuple[str, str], Statistic] = {}
    rows = BaselineStatistic.objects.at(at).filter(metric__in=(CONSUMPTION, RELIANCE)).order_by("year", "pk")
    for one in rows:
        found[one.mineral, one.metric] = Statistic(
            one.value, one.raw, one.unit, one.stage, one.year, one.edition, one.qualifier
        )
    return found


def country_of(line: ProjectedOutput, newest: dict, mineral: str, chain: str) -> Country:
    """The figures published under the mineral's name, else under its chain's."""
    for name in (mineral, chain, chain.partition(" (")[0]):
        if (name, CONSUMPTION) in newest or (name, RELIANCE) in newest:
            return Country(newest.get((name, CONSUMPTION)), newest.get((name, RELIANCE)))
    return Country(None, None)


def row(line: ProjectedOutput, basis: str, gains: dict[int, Decimal], country: Country, is_headline: bool) -> Row:
    consumption, reliance = country.consumption, country.reliance
    since = gain_since(gains, line.year, consumption.year) if consumption else None
    stage = line.stage
    if consumption and consumption.stage in OF_ALL and is_headline:
        stage = consumption.stage
    found = against_country(since, stage=stage, unit=line.unit, consumption=consumption, reliance=reliance)
    why = consumption.why if consumption and consumption.why else found.why
    return (
        line.mineral,
        line.stage,
        line.year,
        line.standing,
        line.unit,
        basis,
        since,
        consumption and consumption.year,
        consumption and (consumption.raw or None),
        consumption and consumption.unit,
        None if found.share_of_consumption is None else found.share_of_consumption.quantize(SIX),
        found.reliance_before or None,
        None if found.reliance_after_percent is None else found.reliance_after_percent.quantize(SIX),
        found.edition or None,
        why or None,
    )


DEFINITION = Definition(
    "reliance", "Import reliance", "How far would the gain go against what the country uses and imports?", COLUMNS,
    ("mineral",), answer,
)  # fmt: skip
