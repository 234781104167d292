"""Phases whose figures are impossible, or too large to be added up exactly: unknown, each with its reason."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from projects.calculations.drawable import beyond, flaw, most_units, stated

from .estimated_phases import estimate_of
from .odds_in_force import UTILISATION
from .projectable import Line, curve_flaws, curves_of, line_of, mixture_flaw
from .projections import ProjectedPhase

FIGURES = ("baseline", "added", "success_share", "slip_median_months", "slip_sigma")


def set_aside(rows: Sequence[ProjectedPhase], parameters: Mapping[str, Any], draws: int) -> None:
    """Say of each phase that cannot be drawn why not, and take its figures out; the others stay as they are.

    Twice is the same as once. A run does so before it draws, and who reads one does, so that whatever a table holds
    hurts one phase alone.
    """
    most = most_units(draws)
    curves, flawed, mixture = curves_of(parameters), curve_flaws(parameters), mixture_flaw(parameters)
    lines: dict[Line, list[ProjectedPhase]] = defaultdict(list)
    for row in rows:
        figures: dict[str, Any] = {name: getattr(row, name) for name in (*FIGURES, "utilisation")}
        why = flaw(**figures, recorded=map(Decimal, row.recorded_months.values()), most=most)
        if not (why or row.why):
            why = flawed.get(row.curve) or ("" if row.curve in curves else mixture)
        if why:
            leave_out(row, why)
        elif not row.why or row.estimate:
            lines[line_of(row)].append(row)
    for members in lines.values():
        for place in beyond([largest(row) for row in members], most):
            leave_out(members[place], f"the nameplates of its line add up to more than {stated(most)}")


def largest(row: ProjectedPhase) -> Decimal:
    """The most that a phase may add, as stated or as estimated."""
    estimate = estimate_of(row.estimate)
    most = Decimal(estimate.size.ends[1]) if estimate and estimate.size else Decimal(0)
    added: Any = row.added
    return max(added or Decimal(0), most)


def leave_out(row: ProjectedPhase, why: str) -> None:
    """The phase is unknown, for one reason; what was unknown of it before keeps its own."""
    row.why = row.why or why[:200]
    row.why_estimated, row.estimate = row.why_estimated or why[:200], {}
    for name in FIGURES:
        setattr(row, name, None)
    row.utilisation, row.recorded_months, row.curve = UTILISATION, {}, ""
