"""What fills the fields of phases that no source states: by a rule with its reference row, each with its reason."""

from decimal import Decimal

from projects.models import CapacityPhase, PhaseEstimate
from record.reference.loading import Loading
from record.reference.rows import Row

from .editions import Files

COLUMNS = "estimate phase field shape low middle high unit rule lead_time feed effective_on counted_from reason sources"


def load_estimates(load: Loading, files: Files, phases: dict[str, CapacityPhase]) -> None:
    load.facts(PhaseEstimate, [_estimate(load, row, phases) for row in files.rows("phase_estimates", COLUMNS)])


def _estimate(load: Loading, row: Row, phases: dict[str, CapacityPhase]) -> PhaseEstimate:
    figures: dict[str, Decimal | None] = {name: row.number(name) for name in ("low", "middle", "high")}
    days = {name: row.day(name) for name in ("effective_on", "counted_from")}
    return PhaseEstimate(
        phase=phases[row["phase"]],
        field=row.text("field"),
        shape=row.text("shape"),
        unit=row.text("unit"),
        rule=row.text("rule"),
        lead_time=row.text("lead_time"),
        feed=row.text("feed"),
        reason=row.text("reason"),
        citation=load.cite(row.several("sources")),
        **figures,
        **days,
    )
