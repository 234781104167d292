"""How many kilograms a price floor may count, by quarter and draw: recorded output, else draws of the projection."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from portfolio.calculations.quarters import dated, months_of, share_within
from portfolio.positions.price_floors import FloorAt
from portfolio.positions.recorded_output import outputs_by_period, recorded_at
from projects.calculations.line_draws import Basis, LineDraws, line_draws
from projects.calculations.months import Horizon
from projects.calculations.output_tables import MILLION
from projects.calculations.output_today import output_today
from projects.calculations.random_streams import Floats
from projects.calculations.recorded_months import by_month
from projects.models import ProjectedPhase
from projects.models.chains_on_record import Factors, factors_at
from projects.models.projectable import as_phase, drawing_of
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate

from .price_floors import kilograms
from .projected import ProjectedPhases, why_without_a_middle

QUARTERS_A_YEAR = 4
ALWAYS = date.max
RECORDED, DRAWN = "recorded output", "draws of the projection"


@dataclass(slots=True)
class Volumes:
    """Kilograms within the term by quarter and draw; `phases` of the product, and how many are known in a quarter."""

    phases: int = 0
    draws: int = 1
    kilograms: dict[int, Floats] = field(default_factory=dict)
    words: dict[int, str] = field(default_factory=dict)
    known: dict[int, int] = field(default_factory=dict)
    why: str = ""

    def mean(self, quarter: int) -> Decimal | None:
        """To whole grams; None where none is known."""
        found = self.kilograms.get(quarter)
        return None if found is None else Decimal(round(float(found.mean()) * 1000)) / 1000


class FloorVolumes:
    """The volumes of the price floors of one AsOf, by the run that answers there."""

    def __init__(self, at: AsOf, found: ProjectedPhases | None) -> None:
        self.at, self.found = at, found
        self.factors: Factors = factors_at(at)
        self._recorded = recorded_at(at)

    @property
    def drawn(self) -> range:
        """The quarters that the run answers for."""
        if self.found is None:
            return range(0)
        first = self.found.run.parameters["first_year"]
        return range(QUARTERS_A_YEAR * first, QUARTERS_A_YEAR * (first + self.found.run.parameters["years"]))

    def of(self, floor: FloorAt, quarters: Sequence[int], basis: Basis) -> Volumes:
        """The volumes of a floor; `why` says why a quarter has none."""
        if self.found is None:
            return Volumes(why="no projection is on record")
        own = self.phases_of(floor, self.found)
        result = Volumes(len(own), self.found.run.draws, why=self.why_none(floor, own, basis))
        if not own or len({(one.stage, one.unit) for one in own}) > 1:
            return result
        recorded = {one.pk: self.months_of(one) for one in own}
        reached = [quarter for quarter in quarters if quarter in self.drawn]
        line = LineDraws({}, {})
        if reached:
            run, drawing = self.found.run, drawing_of(self.found.run)
            horizon = Horizon(3 * reached[0], reached[-1] - reached[0] + 1, run.counts_from, months=3)
            line = line_draws([as_phase(one, drawing.curves) for one in own], horizon, drawing.draws, basis)
        for quarter in quarters:
            period = quarter - reached[0] if quarter in self.drawn else None
            self._add_quarter(result, floor, own, line, recorded, quarter, period)
        return result

    def phases_of(self, floor: FloorAt, found: ProjectedPhases) -> list[ProjectedPhase]:
        """The phases of its product at the projects that it reaches: of that very name, else all of its mineral."""
        sites = {project.slug for project in floor.award.projects}
        own = [one for one in found.phases if floor.mineral and one.mineral == floor.mineral
               and one.phase.project.slug in sites]  # fmt: skip
        exact = [one for one in own if one.phase.product.casefold() == floor.product.casefold()]
        return exact or own

    def today(self, floor: FloorAt) -> Decimal | None:
        """Output today of its product in kilograms; None where a plant of it has none on record."""
        amounts = []
        for one in self.phases_of(floor, self.found) if self.found else ():
            made = [
                kilograms(unit, today.output, self.factors)
                for unit, records in self._recorded.get(one.phase_id, {}).items()
                if (today := output_today(outputs_by_period(records), self.at.as_of))
            ]
            amounts.append(made[0] if made else None)
        known = [amount for amount in amounts if amount is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(amounts) else None

    def why_none(self, floor: FloorAt, own: Sequence[ProjectedPhase], basis: Basis) -> str:
        if not floor.mineral:
            return floor.why["product"]
        if not own:
            return "no phase of its product is on record at a site that it reaches"
        if len({(one.stage, one.unit) for one in own}) > 1:
            stages = ", ".join(sorted({one.stage for one in own}))
            return f"its product is made at several stages, {stages}; which of them counts is not on record"
        reasons = {one.why if basis is Basis.FACTS else why_without_a_middle(one) for one in own} - {""}
        if any(one.baseline is None for one in own):
            reasons.add("what it made before is unknown")
        return "; ".join(sorted(reasons)) or "the run answers for other years"

    def months_of(self, phase: ProjectedPhase) -> dict[int, tuple[Decimal, PartialDate]]:
        """Recorded kilograms by month, with the period that each was recorded in."""
        for unit, records in self._recorded.get(phase.phase_id, {}).items():
            periods = outputs_by_period(records)
            converted = {when: kilograms(unit, output, self.factors) for when, output in periods.items()}
            if all(amount is not None for amount in converted.values()):
                return by_month({when: amount for when, amount in converted.items() if amount is not None})
        return {}

    def _add_quarter(
        self,
        result: Volumes,
        floor: FloorAt,
        own: Sequence[ProjectedPhase],
        line: LineDraws,
        recorded: Mapping[int, Mapping[int, tuple[Decimal, PartialDate]]],
        quarter: int,
        period: int | None,
    ) -> None:
        """What each phase makes in the quarter, as far as the term covers it, added up within each draw."""
        share = float(share_within(quarter, floor.starts or date.min, floor.ends or ALWAYS))
        parts: list[Any] = []
        words: set[str] = set()
        for one in own:
            known = recorded[one.pk]
            if all(month in known for month in months_of(quarter)):
                parts.append(np.full(result.draws, float(sum(known[month][0] for month in months_of(quarter)))))
                words |= {stated(known[month][1], quarter) for month in months_of(quarter)}
            elif period is not None and one.phase.slug in line.parts and one.baseline is not None:
                made = kilograms(one.unit, Decimal(1), self.factors)
                if made is not None:
                    base = round(one.baseline * MILLION / QUARTERS_A_YEAR)
                    parts.append((line.parts[one.phase.slug].in_period(period) + base) * (float(made) / MILLION))
                    words.add(DRAWN)
        if parts:
            result.kilograms[quarter] = np.sum(parts, axis=0) * share
            result.words[quarter] = "; ".join(sorted(words)) + ("" if share == 1 else ", for a part of the quarter")
            result.known[quarter] = len(parts)


def stated(period: PartialDate, quarter: int) -> str:
    """What a recorded month rests on: the record of its own quarter, or an equal part of a longer period."""
    longer = (period.end - period.start).days > (dated(quarter).end - dated(quarter).start).days
    return f"{RECORDED} of {period}, in equal months" if longer else RECORDED
