"""Of which output the briefing's tile of production may tell."""

from dataclasses import dataclass

from portfolio.positions.names import names_borne
from portfolio.reports.production.projected import projected_at
from projects.models.projectable import years_of
from record.calculations.as_of import AsOf

from .briefing_tiles import is_at_home
from .production_offered import FIGURE, Offered, offered
from .sheet_scope import Made


@dataclass(frozen=True, slots=True)
class MadeChoice:
    """The minerals that have a figure in one of the years, and the one that is told where it has none."""

    minerals: list[Offered]
    years: range


def made_choice(at: AsOf, made: Made) -> MadeChoice | None:
    """None where no projection is on record."""
    found = projected_at(at)
    if found is None:
        return None
    years = years_of(found.run)
    every = offered((row for row in found.lines if is_at_home(row)), years, names_borne("mineral", at))
    return MadeChoice([one for one in every if one.kind == FIGURE or one.slug == made.mineral], years)
