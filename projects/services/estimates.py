"""What is known of a phase's capacity is recorded here."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from projects.calculations.priors import plain
from projects.models import CapacityEstimate, CapacityKind
from projects.services.priors import known_by, require_curve
from record.models import Recording
from record.services import facts
from record.services.timing import require_past


def record(estimate: CapacityEstimate, *, recording: Recording, today: date) -> CapacityEstimate:
    """Add an estimate. Raises ValidationError by field where it cannot be right."""
    facts.check(estimate)
    require_past("effective_on", estimate.effective_on, today)
    start, full = estimate.planned_start_on, estimate.planned_nameplate_on
    if start and full and full.surely_before(start):
        raise ValidationError(
            {"planned_nameplate_on": f"Nameplate on {full} lies before the start on {start}. Check both."}
        )
    baseline: Any = estimate.baseline_output
    stated: Any = estimate.nameplate_added
    is_total = estimate.kind == CapacityKind.TOTAL
    if is_total and stated is not None and baseline is not None and stated < baseline:
        raise ValidationError(
            {"nameplate_added": f"A total of {plain(stated)} is below the baseline of {plain(baseline)}. Check both."}
        )
    if estimate.ramp_curve:
        require_curve(estimate.ramp_curve, known_by(recording))
        if not estimate.ramp_curve_reason.strip():
            sentence = f"{estimate.ramp_curve} is chosen by judgement. Give the reason."
            raise ValidationError({"ramp_curve_reason": sentence})
    return facts.record(estimate, recording=recording)
