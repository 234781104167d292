"""Who makes each mineral: shares of the output of the world by country, at each stage, in the newest year published."""

from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from portfolio.positions.dependence import Dependence, dependence_at
from portfolio.positions.filters import Filters
from portfolio.reports import columns as c
from portfolio.reports.base import Answer, Column, Definition, Type
from projects.calculations.printed_symbols import SYMBOLS
from projects.models import Country, WorldOutput
from record.calculations.as_of import AsOf
from record.calculations.unknown import NotKnown

from .dependence_lines import counted_minerals, statute_of
from .projected import of_part, projected_at

NOT_GIVEN: dict[str, Any] = {"unknown": "the source gives a share alone", "is_optional": True}
ROUNDED = (
    "Shares are of rounded world totals. A country that is not listed made less than those that are, or is unknown."
)


@dataclass(frozen=True, slots=True)
class WorldLine:
    """What one country made of a mineral at a stage. `statute` where it is a country of concern."""

    fact: WorldOutput
    country: Country
    statute: str | None
    is_secondary: bool

    @property
    def sources(self) -> str:
        return self.fact.citation.text if self.fact.citation else ""

    @property
    def share(self) -> object:
        """Raises NotKnown where what it made is withheld, or not published."""
        if self.fact.share is None:
            raise NotKnown(SYMBOLS.get(self.fact.printed, f"printed as {self.fact.printed or 'nothing'}"))
        return self.fact.share


COLUMNS = (
    *of_part(
        lambda line: line.fact,
        c.MINERAL,
        Column("world_stage", "Stage", "As the source names it.", value=attrgetter("stage")),
        Column("output_year", "Year", "Of the output.", Type.INTEGER, is_grouped=False, value=attrgetter("year")),
    ),
    c.COUNTRY.of(lambda line: line.country.code),
    Column("is_of_concern", "Of concern", "True for a country of concern, and for all of them together.", Type.BOOLEAN,
           value=lambda line: line.statute is not None),
    Column("world_share", "Of the world", "Its output over that of the world, from 0 to 1.", Type.FRACTION,
           unknown="no source states it", value=lambda line: line.share),
    *of_part(
        lambda line: line.fact,
        Column("share_qualifier", "Share is", "Empty for the figure itself; > more than, < less than.",
               unknown="the figure itself", is_optional=True, value=lambda one: one.qualifier or None),
        Column("output_printed", "As printed", "W is withheld, NA not available, - nil.", **NOT_GIVEN,
               value=lambda one: one.printed or None),
        Column("output_quantity", "Output", "Of the year.", Type.QUANTITY, is_computed=False,
               unknown="withheld, or a share alone",
               is_optional=True, value=attrgetter("quantity")),
        Column("output_unit", "In", "Unit of the output.", **NOT_GIVEN, value=lambda one: one.unit or None),
        Column("world_total", "World", "Output of the world in the same unit.", Type.QUANTITY, is_computed=False,
               **NOT_GIVEN,
               value=attrgetter("world_total")),
        Column("estimated", "Estimated", "By the edition itself.", Type.BOOLEAN, value=attrgetter("is_estimated")),
        c.EDITION.of(lambda one: one.edition or None, is_optional=True),
        c.CONFIDENCE.of(lambda one: one.confidence or None),
        c.NOTE,
    ),
    c.SOURCES,
    c.SECONDARY,
)  # fmt: skip


def answer(at: AsOf, filters: Filters) -> Answer:
    return Answer(lines_at(at, filters.mineral), notes=(ROUNDED,))


def lines_at(at: AsOf, mineral: str = "") -> list[WorldLine]:
    """Of a mineral, or of every mineral of a counted project."""
    found = dependence_at(at)
    wanted = [mineral] if mineral else sorted(counted_minerals(at, projected_at(at)))
    return [line for one in wanted for line in of_mineral(found, one)]


def of_mineral(found: Dependence, mineral: str) -> list[WorldLine]:
    """Stage by stage, the largest share first."""
    lines = []
    for stage in found.world.get(mineral, []):
        own = [
            WorldLine(row, found.countries[pk], statute_of(found, pk), row.citation_id in found.secondary)
            for pk, row in stage.by_country.items()
        ]
        lines += sorted(own, key=lambda one: (one.fact.share is None, -(one.fact.share or 0), one.country.code))
    return lines


DEFINITION = Definition(
    "world-output", "Output of the world", "Which countries make each mineral, at each stage?", COLUMNS,
    ("mineral",), answer, is_projected=True,
)  # fmt: skip
