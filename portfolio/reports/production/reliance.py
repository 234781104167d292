"""What a domestic gain changes: against apparent consumption and import reliance, same stage and unit only."""

from decimal import Decimal

from portfolio.positions.filters import Filters
from portfolio.reports.base import Answer, Column, Definition, Row, Type
from projects.calculations.reliance import against_country, gain_since
from projects.models import ChainStage, Mineral, ProjectedOutput
from record.calculations.as_of import AsOf

from .projected import COUNTED, MINERAL, STAGE, STANDING, UNIT, YEAR, notes_of, passes, projected_at
from .statistics import Country, as_line, country_of, lithium_factor, newest_statistics, stages_of

SIX = Decimal("0.000001")
BASES = ("p50", "forecast")
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
    Column("consumption_of", "Of", "The stage that it is of, as the statistics name it.", unknown="none published"),
    Column("share_of_consumption", "Share of it", "Gain over apparent consumption.", Type.FRACTION, **WHY),
    Column("reliance_before", "Reliance before", "As printed, in percent.", unknown="none published"),
    Column("reliance_of", "Of", "The stage that it is of, as the statistics name it.", unknown="none published"),
    Column("reliance_after_percent", "Reliance after", "max(0, reliance - gain / consumption).", Type.QUANTITY,
           "percent", **WHY),
    Column("edition", "Edition", "Of the statistics.", unknown="none published"),
    Column("why", "Why blank", "Why there is no share or no reliance after.", unknown="both are known",
           is_optional=True, is_prose=True),
)  # fmt: skip


def answer(at: AsOf, filters: Filters) -> Answer:
    found = projected_at(at)
    if found is None:
        return Answer([], notes=notes_of(None))
    lines = [
        line for line in found.lines if line.standing == "domestic" and line.reach == COUNTED and passes(line, filters)
    ]
    notes = ("Figures of all forms of a mineral stand beside its headline stage alone, and only in the same unit.",)
    return Answer(against_lines(at, lines), notes=notes_of(found.run, *notes))


def against_lines(at: AsOf, lines: list[ProjectedOutput]) -> list[Row]:
    """The rows of lines, each year by P50 and by the forecast; in four questions."""
    newest, lce = newest_statistics(at), lithium_factor(at)
    minerals = {one.slug: one.name for one in Mineral.objects.at(at).values()}
    stages = ChainStage.objects.select_related("chain").at(at).values()
    chains = {stage.slug: stage.chain.name for stage in stages}
    headlines = {stage.slug for stage in stages if stage.is_headline}
    gains = {basis: by_year(lines, basis) for basis in BASES}
    rows: list[Row] = []
    for line in lines:
        is_headline, chain = line.stage in headlines, chains.get(line.stage, "")
        names = (minerals.get(line.mineral, ""), chain, chain.partition(" (")[0])
        country = country_of(line, newest, names, is_headline)
        rows += [
            row(line, basis, known[line.mineral, line.stage, line.unit], country, is_headline, lce)
            for basis, known in gains.items()
        ]
    return rows


def by_year(lines: list[ProjectedOutput], basis: str) -> dict[tuple[str, str, str], dict[int, Decimal]]:
    found: dict[tuple[str, str, str], dict[int, Decimal]] = {}
    for line in lines:
        own = found.setdefault((line.mineral, line.stage, line.unit), {})
        if getattr(line, basis) is not None:
            own[line.year] = getattr(line, basis)
    return found


def row(
    line: ProjectedOutput,
    basis: str,
    gains: dict[int, Decimal],
    country: Country,
    is_headline: bool,
    lce: Decimal | None,
) -> Row:
    printed, reliance = country.consumption, country.reliance
    named = stages_of(line, is_headline)
    since = gain_since(gains, line.year, printed.year) if printed else None
    found = against_country(
        since,
        stage=line.stage,
        unit=line.unit,
        consumption=as_line(printed, line, named, lce),
        reliance=as_line(reliance, line, named, lce),
    )
    return (
        line.mineral,
        line.stage,
        line.year,
        line.standing,
        line.unit,
        basis,
        since,
        printed and printed.year,
        printed and (printed.raw or None),
        printed and printed.unit,
        printed and printed.stage,
        None if found.share_of_consumption is None else found.share_of_consumption.quantize(SIX),
        found.reliance_before or None,
        reliance and reliance.stage,
        None if found.reliance_after_percent is None else found.reliance_after_percent.quantize(SIX),
        found.edition or None,
        found.why or None,
    )


DEFINITION = Definition(
    "reliance", "Import reliance", "How far would the gain go against what the country uses and imports?", COLUMNS,
    ("mineral",), answer,
)  # fmt: skip
