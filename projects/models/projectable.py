"""From what a run knew of a phase to the values that are projected: curves, odds, start, recorded months."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from projects.calculations.draws import Draws
from projects.calculations.months import Horizon
from projects.calculations.phases import Mixture, Odds, Phase, Start, check_mixture
from projects.calculations.ramp_up import Curve
from record.calculations.as_of import AsOf
from record.calculations.unknown import NotKnown
from record.models.recordings import Channel, Recording

from .estimated_phases import estimate_of
from .projections import PROJECTION, ProjectedPhase, ProjectionRun, RunOfDay

YEARLY = "operating"
"""The stage whose share of success is that of surviving each year."""

CURVE = ("asymptote_percent", "tau_months", "shape")

Line = tuple[str, str, str, str, str]


def line_of(row: ProjectedPhase) -> Line:
    """What its output may be added up with: mineral, stage, unit, standing, reach."""
    return (row.mineral, row.stage, row.unit, row.standing, row.reach)


def odds_of(row: ProjectedPhase) -> Odds | None:
    if row.success_share is None:
        return None
    return Odds(
        float(row.success_share),
        float(row.slip_median_months or 0),
        None if row.slip_sigma is None else float(row.slip_sigma),
        yearly=row.risk_stage == YEARLY,
    )


def as_phase(row: ProjectedPhase, curves: Mapping[str, Curve]) -> Phase:
    """The phase as calculations take it. One without a curve on record is drawn from the mixture."""
    start = Start(
        slug=row.start,
        due=row.due_on,
        happened=row.start_flag == "recorded",
        mineral=row.mineral,
        group=row.shared_group,
    )
    return Phase(
        slug=row.phase.slug,
        line=line_of(row),
        added=row.added,
        start=start,
        odds=odds_of(row),
        curve=curves.get(row.curve),
        utilisation=row.utilisation,
        recorded={int(month): Decimal(text) for month, text in row.recorded_months.items()},
        estimate=estimate_of(row.estimate),
    )


def curves_of(parameters: Mapping[str, list[dict[str, str]]]) -> dict[str, Curve]:
    """The curves that a run knew, by series; without those that are none, see `curve_flaws`."""
    flawed = curve_flaws(parameters)
    known = [one for one in parameters["curves"] if one["series"] not in flawed]
    return {one["series"]: Curve(one["series"], *(float(one[name]) for name in CURVE)) for one in known}


def curve_flaws(parameters: Mapping[str, list[dict[str, str]]]) -> dict[str, str]:
    """Series → why it is no curve, of those that a run knew and that are none."""
    found = {}
    for one in parameters["curves"]:
        try:
            Curve(one["series"], *(float(one[name]) for name in CURVE))
        except NotKnown as error:
            found[one["series"]] = str(error)
    return found


def mixture_flaw(parameters: Mapping[str, list[dict[str, str]]]) -> str:
    """Why no phase can be drawn from the mixture of a run's curves, empty where it can."""
    try:
        check_mixture(_mixture(parameters))
    except NotKnown as error:
        return str(error)
    return ""


def mixture_of(parameters: Mapping[str, list[dict[str, str]]]) -> Mixture:
    """The curves of a run with their shares: how a phase without a chosen curve may ramp up.

    Empty where they make no mixture, see `mixture_flaw`.
    """
    return () if mixture_flaw(parameters) else _mixture(parameters)


def _mixture(parameters: Mapping[str, list[dict[str, str]]]) -> Mixture:
    curves = curves_of(parameters)
    shares = {one["series"]: float(one["mixture_share"]) for one in parameters["curves"] if one["mixture_share"]}
    return tuple((curves[series], share) for series, share in shares.items() if series in curves)


def run_of(at: AsOf) -> ProjectionRun | None:
    """The run that was drawn for this day and this knowledge; None where nobody asked for it yet.

    A run's own recording changes nothing that a run reads, so that it answers for what was known after it as well.
    """
    asked = RunOfDay.objects.filter(day=at.as_of, read_serial__lte=at.serial).select_related("run")
    newest = asked.order_by("read_serial").last()
    if newest is None:
        return None
    since = Recording.objects.filter(serial__gt=newest.read_serial, serial__lte=at.serial)
    return None if since.exclude(by_name=PROJECTION, channel=Channel.JOB).exists() else newest.run


@dataclass(frozen=True, slots=True)
class Drawing:
    """With what a run draws: its years, its seed and draws, and the curves that it knew, by series."""

    horizon: Horizon
    draws: Draws
    curves: Mapping[str, Curve]


def drawing(parameters: Mapping[str, Any], as_of: date, seed: int, draws: int) -> Drawing:
    """What these settings draw with. Raises ValueError for draws below 1 or a correlation outside 0 to 0.5."""
    return Drawing(
        Horizon.years(parameters["first_year"], parameters["years"], as_of),
        Draws(seed, draws, parameters["correlation"], mixture_of(parameters)),
        curves_of(parameters),
    )


def drawing_of(run: ProjectionRun) -> Drawing:
    """What a stored run drew with: drawn anew with it, its phases give the very draws that were kept."""
    return drawing(run.parameters, run.counts_from, run.seed, run.draws)


def years_of(run: ProjectionRun) -> range:
    """The years for which a run answers."""
    first = int(run.parameters["first_year"])
    return range(first, first + int(run.parameters["years"]))


def newest_run(at: AsOf) -> ProjectionRun | None:
    """The run that answers at an AsOf: its own, else of the latest day before it, and of that day the last one."""
    return run_of(at) or ProjectionRun.objects.at(at).last()
