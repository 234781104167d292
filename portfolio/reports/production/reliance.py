"""What a domestic gain changes: against apparent consumption and import reliance, same stage and unit only."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portfolio.positions.filters import Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition, Type
from projects.calculations.reliance import Against, against_country, gain_since
from projects.models import ChainStage, Mineral, ProjectedOutput
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded
from record.models.entities_at import EntitiesAt

from .projected import COUNTED, GAIN_AS, STANDING, WHY_UNKNOWN, notes_of, of_part, passes, projected_at
from .statistics import Country, Published, published_at

SIX = Decimal("0.000001")
BASES = ("p50", "forecast")
WHY: dict[str, Any] = {"unknown": "the row says why"}


@dataclass(frozen=True, slots=True)
class RelianceLine:
    """A projected line by one measure of its gain, beside the country's figures."""

    output: ProjectedOutput
    basis: str
    since: Decimal | None
    country: Country
    found: Against

    @property
    def why(self) -> str:
        return self.found.why


COLUMNS = (
    *of_part(lambda line: line.output, c.MINERAL, c.STAGE, c.YEAR, STANDING, c.UNIT),
    GAIN_AS,
    Column("gain_since", "Gain since", "Gain of the year less that of the statistics' year.", Type.QUANTITY, **WHY,
           value=lambda line: line.since),
    *of_part(
        lambda line: line.country.consumption,
        Column("statistics_year", "Statistics of", "Their newest year.", Type.INTEGER, unknown="none is published",
               value=lambda printed: printed.year),
        Column("consumption", "Consumption", "Apparent consumption, as printed; W is withheld.",
               unknown="none published", value=lambda printed: printed.raw or None),
        Column("consumption_unit", "In", "Its unit.", unknown="none published", value=lambda printed: printed.unit),
        Column("consumption_of", "Of", "The stage that it is of, as the statistics name it.",
               unknown="none published", value=lambda printed: printed.stage),
    ),
    Column("share_of_consumption", "Share of it", "Gain over apparent consumption.", Type.FRACTION, **WHY,
           value=lambda line: six(line.found.share_of_consumption)),
    Column("reliance_before", "Reliance before", "As printed, in percent.", unknown="none published",
           value=lambda line: line.found.reliance_before or None),
    Column("reliance_of", "Of", "The stage that it is of, as the statistics name it.", unknown="none published",
           value=lambda line: line.country.reliance and line.country.reliance.stage),
    Column("reliance_after_percent", "Reliance after", "max(0, reliance - gain / consumption).", Type.QUANTITY,
           "percent", **WHY, value=lambda line: six(line.found.reliance_after_percent)),
    *of_part(lambda line: line.found, c.EDITION),
    WHY_UNKNOWN,
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


def against_lines(at: AsOf, lines: list[ProjectedOutput]) -> list[RelianceLine]:
    """The lines beside the country, each year by P50 and by the forecast; in a fixed number of questions."""
    published = published_at(at)
    minerals = {one.slug: one.name for one in Mineral.objects.at(at).values()}
    stages = EntitiesAt(at).fill(ChainStage.objects.at(at).values())
    chains = {stage.slug: stage.chain.name for stage in stages}
    headlines = {stage.slug for stage in stages if stage.is_headline}
    gains = {basis: by_year(lines, basis) for basis in BASES}
    found: list[RelianceLine] = []
    for line in lines:
        is_headline, chain = line.stage in headlines, chains.get(line.stage, "")
        names = (minerals.get(line.mineral, ""), chain, chain.partition(" (")[0])
        country = published.country_of(line, names, is_headline)
        found += [
            beside(line, basis, known[line.mineral, line.stage, line.unit], country, is_headline, published)
            for basis, known in gains.items()
        ]
    return found


def by_year(lines: list[ProjectedOutput], basis: str) -> dict[tuple[str, str, str], dict[int, Decimal]]:
    found: dict[tuple[str, str, str], dict[int, Decimal]] = {}
    for line in lines:
        own = found.setdefault((line.mineral, line.stage, line.unit), {})
        if getattr(line, basis) is not None:
            own[line.year] = getattr(line, basis)
    return found


def beside(
    line: ProjectedOutput,
    basis: str,
    gains: dict[int, Decimal],
    country: Country,
    is_headline: bool,
    published: Published,
) -> RelianceLine:
    printed, reliance = country.consumption, country.reliance
    named = published.stages_of(line, is_headline)
    since = gain_since(gains, line.year, printed.year) if printed else None
    found = against_country(
        since,
        stage=line.stage,
        unit=line.unit,
        consumption=published.as_line(printed, line, named),
        reliance=published.as_line(reliance, line, named),
    )
    return RelianceLine(line, basis, since, country, found)


def six(value: Decimal | None) -> Decimal | None:
    return None if value is None else rounded(value, SIX)


DEFINITION = Definition(
    "reliance", "Import reliance",
    "By facts alone: how far would the gain go against what the country uses and imports?",
    COLUMNS,
    ("mineral",), answer,
    is_projected=True,
)  # fmt: skip
