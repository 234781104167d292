"""Which odds, slip, curve and utilisation hold for a phase: the prior of its stage, or what an officer set instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from projects.calculations.priors import percent, plain, slip_p90

from .capacity import CapacityEstimate, StageRisk
from .projection_inputs import ProjectionOverride

RISK_STAGES = {"pea": "scoping_pea", "care_maintenance": "suspended_or_care"}
"""Stages of a phase that the odds call by another name; every other stage bears its own."""
UTILISATION = Decimal("0.95")


@dataclass(frozen=True, slots=True)
class OddsInForce:
    """`override` says in words what an officer set, in place of what, why and on which sources; else empty."""

    risk_stage: str
    success_share: Decimal | None
    slip_median_months: Decimal | None
    slip_sigma: Decimal | None
    curve: str
    curve_reason: str
    utilisation: Decimal
    override: str


def odds_in_force(
    estimate: CapacityEstimate, odds: Mapping[str, StageRisk], override: ProjectionOverride | None
) -> OddsInForce:
    """The prior of the phase's own stage, and over it what an officer set for the project."""
    stage = RISK_STAGES.get(estimate.phase_stage, estimate.phase_stage)
    prior = odds.get(stage)
    values = {
        "success_share": prior.success_share if prior else None,
        "slip_median_months": prior.slip_median_months if prior else None,
        "slip_sigma": prior.slip_sigma if prior else None,
        "utilisation": UTILISATION,
    }
    curve, reason = estimate.ramp_curve, estimate.ramp_curve_reason
    if override is None:
        return OddsInForce(stage, curve=curve, curve_reason=reason, override="", **values)
    words = overridden(override, values, curve)
    values |= {name: getattr(override, name) for name in values if getattr(override, name) is not None}
    if override.ramp_curve:
        curve, reason = override.ramp_curve, override.reason
    return OddsInForce(stage, curve=curve, curve_reason=reason, override=words, **values)


def overridden(override: ProjectionOverride, before: Mapping[str, Decimal | None], curve: str) -> str:
    """The override in words: "override of share that succeeds: 50% for 88%; because ... (source: mp1)"."""
    parts = []
    if override.success_share is not None:
        was = before["success_share"]
        parts.append(
            f"share that succeeds: {percent(override.success_share)} for {percent(was) if was is not None else 'none'}"
        )
    if override.slip_median_months is not None:
        parts.append(f"slip: {slip(override)} for {slip_of(before['slip_median_months'], before['slip_sigma'])}")
    if override.ramp_curve:
        parts.append(f"ramp-up curve: {override.ramp_curve} for {curve or 'the mixture'}")
    if override.utilisation is not None:
        parts.append(
            f"utilisation: {percent(override.utilisation)} for {percent(before['utilisation'] or UTILISATION)}"
        )
    sources = override.citation.text if override.citation else "none"
    return f"judgement: override of {', '.join(parts)}; because {override.reason} (sources: {sources})"


def slip(override: ProjectionOverride) -> str:
    return slip_of(override.slip_median_months, override.slip_sigma)


def slip_of(median: Decimal | None, sigma: Decimal | None) -> str:
    """A slip in words: its median, and within how many months nine in ten stay."""
    if median is None:
        return "none"
    p90 = slip_p90(median, sigma)
    return f"{plain(median)} months (nine in ten within {'unknown' if p90 is None else plain(p90)})"
