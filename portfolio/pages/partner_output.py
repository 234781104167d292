"""What the plants of a country will make, in words: a likely range, or odds where one plant is all there is."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portfolio.reports.partner_lines import made_in_words, what_is_made
from portfolio.reports.production.odds import OddsYear
from portfolio.reports.production.partner_output import PartnerOutput
from portfolio.reports.production.projected import Projected
from portfolio.reports.quoted import plain
from projects.calculations.line_draws import Basis, line_draws
from projects.calculations.odds_of_output import chance_of, is_nothing_or_all
from projects.models.projectable import as_phase, drawing_of

from .production_odds import chances, said_range


@dataclass(frozen=True, slots=True)
class OutputInWords:
    """Says lines of one run by the names that stand for identifiers."""

    found: Projected
    names: Mapping[str, str]
    stages: Mapping[str, str]

    def said(self, one: PartnerOutput) -> str:
        """Odds where one plant carries the line, or where it is nothing or nearly all: a range would mislead."""
        row = one.output
        ends: Any = (row.p10_estimated, row.p50_estimated, row.p90_estimated)
        if None in ends or (row.known_estimated > 1 and not is_nothing_or_all(*ends)):
            return made_in_words(one, self.names, self.stages)
        odds = self.odds(one)
        share = odds.chance.share
        what = what_is_made(one, self.names, self.stages)
        if not share:
            return f"{what}: nothing by {row.year} in any draw"
        basis = ", est." if one.is_estimated else ""
        return f"{what}: {chances(share)} that it produces by {row.year}; {plain(said_range(row, odds))}{basis}"

    def odds(self, one: PartnerOutput) -> OddsYear:
        """Its plants drawn anew with the run's own seed."""
        drawing = drawing_of(self.found.run)
        phases = [as_phase(row, drawing.curves) for row in one.phases if not (row.why and row.why_estimated)]
        drawn = line_draws(phases, drawing.horizon, drawing.draws, Basis.ESTIMATES)
        period = one.output.year - self.found.run.parameters["first_year"]
        return OddsYear(one.output.year, one.output.unit, chance_of(drawn.total(period)))
