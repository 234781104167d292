"""What is known of a phase's capacity is recorded here."""

from datetime import date
from typing import Any

from django.core.exceptions import ValidationError

from projects.calculations.priors import plain
from projects.models import CapacityEstimate, CapacityKind
from projects.services.priors import known_by, require_curve
from record.calculations.as_of import AsOf
from record.models import Recording
from record.services import facts
from record.services.timing import require_past

from .known_words import unknown_words
from .output_units import newest_estimate
from .plausibility import far_from
from .unusual_output import above_world

MADE_BEFORE = "A baseline is what was made in a period that is over."


def record(estimate: CapacityEstimate, *, recording: Recording, today: date) -> CapacityEstimate:
    """Add an estimate. Raises ValidationError by field where it cannot be right."""
    facts.raise_together(
        lambda: facts.check_stated(estimate, today),
        lambda: require_past("baseline_on", estimate.baseline_on, today, what=MADE_BEFORE),
    )
    start, full = estimate.planned_start_on, estimate.planned_nameplate_on
    if start and full and full.surely_before(start):
        raise ValidationError(
            {"planned_nameplate_on": f"Nameplate on {full} lies before the start on {start}. Check both."}
        )
    if estimate.baseline_on and estimate.baseline_output is None:
        raise ValidationError({"baseline_on": "A period without a baseline says nothing. Give the baseline too."})
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
    facts.require_reason(estimate, [*unusual(estimate, known_by(recording)), *unknown_words(estimate, recording)])
    return facts.record(estimate, recording=recording)


def unusual(estimate: CapacityEstimate, at: AsOf) -> list[str]:
    """That a nameplate is far from the one on record of its phase, or above what the world makes of its mineral."""
    stated: Any = estimate.nameplate_added
    if stated is None:
        return []
    what = f"A nameplate of {plain(stated)} {estimate.unit}"
    before = newest_estimate(estimate.phase, at)
    is_alike = before is not None and (before.unit, before.kind) == (estimate.unit, estimate.kind)
    stood: Any = before.nameplate_added if before is not None and is_alike else None
    found = far_from(what, stood, stated, of="on record")
    return found or above_world(what, stated, estimate.unit, estimate.mineral)
