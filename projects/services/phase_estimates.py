"""Estimates of phases: recorded or refused, and which of them hold for a phase at an AsOf."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError

from projects.calculations.distributions import Distribution, Shape, size_class
from projects.calculations.lead_times import BEYOND, LeadTime
from projects.calculations.months import position_of, span_of
from projects.models import (
    CapacityEstimate,
    CountsAs,
    EstimatedField,
    EstimateRule,
    FeedShare,
    LeadTimePrior,
    PhaseEstimate,
    ProductionRecord,
    ProjectedPhase,
)
from projects.models.estimated_phases import as_text, estimate_of
from projects.models.feeds_on_record import SPLITTING
from record.calculations.as_of import AsOf
from record.models import Recording
from record.services import facts

from .priors import known_by

THREE_YEARS = 36
"""Months: a start is of class B where its P10 and P90 are less than this apart, else of class C."""
ByField = Mapping[str, PhaseEstimate]
National = tuple[Decimal, str]


def record_estimate(estimate: PhaseEstimate, *, recording: Recording, today: date) -> PhaseEstimate:
    """Record an estimate of one field. Raises ValidationError, with the figures, where it cannot be drawn."""
    facts.check_stated(estimate, today)
    if estimate.field == EstimatedField.SPLIT:
        require_feed(estimate, recording)
    elif estimate.rule != EstimateRule.RUNNING:
        try:
            found = estimate.distribution
        except (ValueError, TypeError) as error:
            raise ValidationError({"shape": str(error)}) from error
        if estimate.field == EstimatedField.START and found.shape is not Shape.LOGNORMAL:
            raise ValidationError({"shape": "A start is estimated by a lead time: lognormal, by its median and P90."})
    if estimate.field == EstimatedField.START and estimate.effective_on is None:
        raise ValidationError({"effective_on": "A lead time counts from a day. Give the day of the last statement."})
    if estimate.lead_time:
        known = LeadTimePrior.objects.at(known_by(recording)).filter(lead_time=estimate.lead_time)
        if not known.exists():
            told = f'No lead time "{estimate.lead_time}" is on record. Choose one of those, or leave it empty.'
            raise ValidationError({"lead_time": told})
    return facts.record(estimate, recording=recording)


def require_feed(estimate: PhaseEstimate, recording: Recording) -> None:
    """Raises ValidationError where no distribution of the feed is on record."""
    known = FeedShare.objects.at(known_by(recording)).filter(feed=estimate.feed, measure__in=SPLITTING)
    if not known.exists():
        told = f'No distribution of the feed "{estimate.feed}" is on record. Choose one of those.'
        raise ValidationError({"feed": told})


def estimates_at(at: AsOf) -> Mapping[int, ByField]:
    """By phase and field the estimate in force: an officer's outranks a rule's, then the latest wins."""
    found: dict[int, dict[str, PhaseEstimate]] = defaultdict(dict)
    for one in PhaseEstimate.objects.at(at):
        before = found[one.phase_id].get(one.field)
        if before is None or one.is_officers or not before.is_officers:
            found[one.phase_id][one.field] = one
    return found


def set_estimate(
    row: ProjectedPhase,
    stated: CapacityEstimate,
    own: ByField,
    records: Iterable[ProductionRecord],
    at: AsOf,
    national: National | None = None,
) -> None:
    """Fill the gaps of a phase, with the method of each field in words; say why where one stays open.

    `national`: what the whole country makes a year at its stage, in units of account, and as printed.
    """
    spec: dict[str, Any] = {}
    words: list[dict[str, str]] = []
    if row.added is None or is_bound_by_host(own):
        spec |= size_of(stated, own, words, national)
    if row.due_on is None and row.start_flag != "recorded":
        spec |= start_of(row, own, records, at, words)
    row.why_estimated = why_not_estimated(row, spec)
    if spec and not row.why_estimated:
        row.estimate = spec | {"words": words}
    set_classes(row, at)


def is_bound_by_host(own: ByField) -> bool:
    """True where a by-product is stated above what its host stream gives: the range of the host stands instead."""
    nameplate = own.get(EstimatedField.NAMEPLATE)
    return nameplate is not None and nameplate.rule == EstimateRule.HOST_STREAM


def size_of(
    stated: CapacityEstimate, own: ByField, words: list[dict[str, str]], national: National | None
) -> dict[str, Any]:
    """The size where facts give none; empty where no rule applies."""
    size: dict[str, Any] = {}
    nameplate, host = stated.nameplate_added, own.get(EstimatedField.NAMEPLATE)
    if host is not None and (nameplate is None or is_bound_by_host(own)):
        size["figure"] = told(host, words)
    elif nameplate is not None:
        size["figure"] = as_text(Distribution(Shape.FIXED, middle=float(nameplate)))
    else:
        return {}
    if stated.kind in ("total", "unknown") and host is None:
        size |= baseline_of(stated, own, words, national)
    factor, own_factor = stated.factor_to_unit_of_account, own.get(EstimatedField.FACTOR)
    if own_factor is not None and (factor is None or stated.counts_as == CountsAs.MIXED_PRODUCTS):
        size["factor"] = told(own_factor, words)
    elif factor is not None and stated.counts_as != CountsAs.MIXED_PRODUCTS:
        size["factor"] = as_text(Distribution(Shape.FIXED, middle=float(factor)))
    else:
        return {}
    return {"size": size}


def baseline_of(
    stated: CapacityEstimate, own: ByField, words: list[dict[str, str]], national: National | None
) -> dict[str, Any]:
    """The baseline of a total: as stated, as estimated, else anything from nought to the total.

    It is cut at what the country makes at that stage, where that is published and below the total.
    """
    total = Decimal(stated.nameplate_added or 0)
    may_be_plain = {"may_be_plain": True} if stated.kind == "unknown" else {}
    if stated.baseline_output is not None:
        fixed = Distribution(Shape.FIXED, middle=float(stated.baseline_output))
        return {"baseline": as_text(fixed), **may_be_plain}
    if EstimatedField.BASELINE in own:
        return {"baseline": told(own[EstimatedField.BASELINE], words), **may_be_plain}
    most, reason = total, ""
    factor = stated.factor_to_unit_of_account
    if national is not None and factor and national[0] / factor < total:
        most, reason = national[0] / factor, f"The country makes no more: {national[1]}."
    anything = Distribution(Shape.UNIFORM, low=0.0, high=float(most))
    said = "kind" if may_be_plain else "baseline"
    method = "half total, half increment" if may_be_plain else "total less a baseline of which nothing is known"
    if reason:
        method += ", cut at the national production"
    words.append({"field": said, "method": method, "range": f"0 to {float(most):,.10g} {stated.unit}",
                  "reason": reason})  # fmt: skip
    return {"baseline": as_text(anything), **may_be_plain}


def start_of(
    row: ProjectedPhase, own: ByField, records: Iterable[ProductionRecord], at: AsOf, words: list[dict[str, str]]
) -> dict[str, Any]:
    """The start where no source dates it: by a lead time, or of a plant that runs already."""
    estimate = own.get(EstimatedField.START)
    if estimate is None:
        return {}
    if estimate.rule == EstimateRule.RUNNING:
        return running_of(row, records, words, estimate)
    origin_on = estimate.counted_from or estimate.effective_on
    if origin_on is None or estimate.middle is None or estimate.high is None:
        return {}
    first, length = span_of(origin_on)
    origin = first + length
    lead = LeadTime.by_p90(origin, float(estimate.middle), float(estimate.high))
    if lead.overdue_at(position_of(at.as_of)):
        return {"unknown": BEYOND}
    told(estimate, words)
    figures = {"median_months": repr(float(estimate.middle)), "p90_months": repr(float(estimate.high))}
    return {"lead": {"origin": repr(origin), **figures}}


def running_of(
    row: ProjectedPhase, records: Iterable[ProductionRecord], words: list[dict[str, str]], estimate: PhaseEstimate
) -> dict[str, Any]:
    """The newest recorded period of a plant that runs; nothing where none is recorded above its baseline."""
    periods = [one.effective_on for one in records if one.effective_on is not None]
    if not periods or not row.recorded_months:
        return {"unknown": "already running, and no period of it is recorded"}
    newest = max(periods, key=lambda one: (one.end, one.start))
    first, length = span_of(newest)
    months = range(int(first), int(first) + max(1, int(length)))
    known = [Decimal(row.recorded_months[str(month)]) for month in months if str(month) in row.recorded_months]
    words.append({"field": "start", "method": estimate.get_rule_display(), "range": str(newest),
                  "reason": estimate.reason})  # fmt: skip
    output = max(sum(known, Decimal(0)), Decimal(0))
    return {"running": {"first_month": months.start, "months": len(months), "output": repr(float(output))}}


def told(estimate: PhaseEstimate, words: list[dict[str, str]]) -> dict[str, Any]:
    """The distribution as text; adds to `words` which field it fills, by which method, in what range and why."""
    found = estimate.distribution
    low, high = found.ends
    unit = "months" if estimate.field == EstimatedField.START else estimate.unit
    ends = f"{low:,.10g}" if low == high else f"{low:,.10g} to {high:,.10g}"
    words.append({"field": estimate.field, "method": estimate.get_rule_display(), "range": f"{ends} {unit}".strip(),
                  "reason": estimate.reason, "lead_time": estimate.lead_time})  # fmt: skip
    return as_text(found)


def why_not_estimated(row: ProjectedPhase, spec: Mapping[str, Any]) -> str:
    """Why the phase has no figure with estimates either; empty where it has."""
    if not row.mineral:
        return "no mineral is named"
    if "unknown" in spec:
        return str(spec["unknown"])
    if row.added is None and "size" not in spec:
        return row.why or "nameplate added is unknown"
    if row.due_on is None and "lead" not in spec and "running" not in spec:
        return "start is unknown, and no lead time is chosen"
    return "" if row.success_share is not None else "no odds for its stage"


def set_classes(row: ProjectedPhase, at: AsOf) -> None:
    """How wide the size is, and how sure the start; empty where there is none."""
    estimate = estimate_of(row.estimate)
    if estimate and estimate.size:
        row.size_class = size_class(estimate.size.ends).value
    elif row.added is not None:
        row.size_class = "A"
    if row.due_on is not None or (estimate and estimate.running):
        row.start_class = "A"
    elif estimate and estimate.lead:
        now = position_of(at.as_of)
        wide = estimate.lead.percentile(now, 90) - estimate.lead.percentile(now, 10)
        row.start_class = "B" if wide < THREE_YEARS else "C"
