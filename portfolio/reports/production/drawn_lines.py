"""The draws behind a stored run, line by line: drawn anew with its own seed, so they are the very draws kept."""

from collections import defaultdict

from projects.calculations.line_draws import Basis, LineDraws, contributions, line_draws
from projects.models import ProjectedPhase
from projects.models.projectable import as_phase, drawing_of, line_of

from .projected import Projected

Line = tuple[str, ...]
"""Mineral, stage, unit, standing, reach."""


class DrawnLines:
    """The lines of one run, each drawn at most once for a basis."""

    def __init__(self, found: Projected) -> None:
        run = found.run
        self.first_year: int = run.parameters["first_year"]
        self._drawing = drawing_of(run)
        self.horizon = self._drawing.horizon
        self.seed = self._drawing.draws.seed
        self.members: dict[Line, list[ProjectedPhase]] = defaultdict(list)
        for phase in found.phases:
            if phase.mineral and not (phase.why and phase.why_estimated):
                self.members[line_of(phase)].append(phase)
        self._known: dict[tuple[Line, Basis], LineDraws] = {}

    def of(self, line: Line, basis: Basis) -> LineDraws:
        """The draws of a line's phases on that basis; without any where none can be drawn."""
        if (line, basis) not in self._known:
            phases = [as_phase(row, self._drawing.curves) for row in self.members.get(line, ())]
            self._known[line, basis] = line_draws(phases, self.horizon, self._drawing.draws, basis)
        return self._known[line, basis]

    def period(self, year: int) -> int:
        """The period of a year. Raises ValueError for one outside the run."""
        if not self.reaches(year):
            last = self.first_year + self.horizon.count - 1
            raise ValueError(f"The run answers for {self.first_year} to {last}, not for {year}.")
        return year - self.first_year

    def reaches(self, year: int) -> bool:
        """True for a year of the run."""
        return 0 <= year - self.first_year < self.horizon.count

    def estimated_share(self, line: Line, year: int) -> float | None:
        """The part of a line's P50 that phases with an estimated field carry, from 0 to 1; None where it is 0."""
        if not any(row.estimate for row in self.members.get(line, ())):
            return 0.0
        parts = contributions(self.of(line, Basis.ESTIMATES), self.period(year))
        whole = sum(one.carried for one in parts)
        return sum(one.carried for one in parts if one.is_estimated) / whole if whole else None
