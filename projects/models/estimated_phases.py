"""What an estimate is in a run: text that is kept with the phase, and the values that are drawn from it."""

from collections.abc import Mapping
from typing import Any

from projects.calculations.distributions import Distribution, Shape
from projects.calculations.estimates import ONE, Estimate, Running, Size
from projects.calculations.lead_times import LeadTime

Spec = Mapping[str, Any]


def as_text(one: Distribution) -> dict[str, Any]:
    """A distribution, fit for JSON and back; figures are kept as the shortest text that is read back as they are."""
    figures = {name: repr(value) for name in ("low", "middle", "high") if (value := getattr(one, name)) is not None}
    values = [[repr(value), repr(share)] for value, share in one.values]
    return {"shape": one.shape.value, **figures, **({"values": values} if values else {})}


def as_distribution(text: Spec) -> Distribution:
    figures = {name: float(text[name]) for name in ("low", "middle", "high") if name in text}
    values = tuple((float(value), float(share)) for value, share in text.get("values", ()))
    return Distribution(Shape(text["shape"]), **figures, values=values)


def estimate_of(spec: Spec) -> Estimate | None:
    """The estimate of a phase as a run kept it; None where it has none."""
    if not spec:
        return None
    return Estimate(_size(spec.get("size")), _lead(spec.get("lead")), _running(spec.get("running")),
                    spec.get("unknown", ""))  # fmt: skip


def _size(spec: Spec | None) -> Size | None:
    if spec is None:
        return None
    baseline = as_distribution(spec["baseline"]) if "baseline" in spec else None
    factor = as_distribution(spec["factor"]) if "factor" in spec else ONE
    return Size(as_distribution(spec["figure"]), baseline, factor, bool(spec.get("may_be_plain")))


def _lead(spec: Spec | None) -> LeadTime | None:
    if spec is None:
        return None
    return LeadTime.by_p90(float(spec["origin"]), float(spec["median_months"]), float(spec["p90_months"]))


def _running(spec: Spec | None) -> Running | None:
    if spec is None:
        return None
    return Running(int(spec["first_month"]), int(spec["months"]), float(spec["output"]))
