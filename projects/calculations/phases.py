"""What a projection knows of a capacity phase: its start, its odds, its curve, and what was recorded."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from projects.calculations.estimates import Estimate
from projects.calculations.ramp_up import Curve
from record.calculations.partial_dates import PartialDate
from record.calculations.unknown import NotKnown


@dataclass(frozen=True, slots=True)
class Odds:
    """The prior of a development stage: a judgement bounded by measured findings.

    `success_share` is the share that reaches production, a fraction; with `yearly` the share that survives each year
    (operating). Slip in months is lognormal: median * exp(sigma * z), 0 in every draw where the median is 0.
    """

    success_share: float
    slip_median_months: float = 0.0
    slip_sigma: float | None = None
    yearly: bool = False

    def __post_init__(self) -> None:
        if not 0 <= self.success_share <= 1:
            raise ValueError(f"{self.success_share} is no share of success. Give a fraction from 0 to 1.")
        if self.slip_median_months < 0 or (self.slip_sigma or 0) < 0:
            raise ValueError("A slip is never negative. Give a median and a sigma from 0 on.")

    def slip_months(self, z: float) -> float:
        """The slip in months at the standard normal z."""
        if not self.slip_median_months:
            return 0.0
        return self.slip_median_months * math.exp((self.slip_sigma or 0.0) * z)


@dataclass(frozen=True, slots=True)
class Start:
    """The milestone at which a phase starts. Success, slip and the day inside `due` are drawn once for it.

    `mineral` and `group` (the funding program) name the shared factors it is drawn with; an empty one shares nothing.
    `happened` says that `due` is when it started: no slip is drawn then.
    """

    slug: str
    due: PartialDate | None
    happened: bool = False
    mineral: str = ""
    group: str = ""

    @property
    def shared(self) -> list[str]:
        """The names of the shared factors; an empty one shares nothing."""
        return [f"{kind}:{name}" for kind, name in (("mineral", self.mineral), ("group", self.group)) if name]


@dataclass(frozen=True, slots=True)
class Phase:
    """One facility, one product, one stage, and the nameplate it adds.

    `line` is what its output is added up under, such as (mineral, stage, standing). `added` is nameplate added in units
    of account a year, None where unknown. `curve` None is drawn from the mixture. `recorded` replaces, by month, what
    is projected above the baseline with what was recorded above it. `estimate` fills what the sources leave open; it
    counts only where estimates are asked for.
    """

    slug: str
    line: tuple[str, ...]
    added: Decimal | None
    start: Start
    odds: Odds | None
    curve: Curve | None = None
    utilisation: Decimal = Decimal("0.95")
    recorded: Mapping[int, Decimal] = field(default_factory=dict)
    estimate: Estimate | None = None

    def __post_init__(self) -> None:
        if (self.added or 0) < 0 or self.utilisation < 0:
            raise ValueError(f"{self.slug}: a nameplate added and a utilisation are never negative.")

    @property
    def unknown(self) -> str:
        """Why the phase cannot be projected, empty where it can."""
        if self.added is None:
            return "nameplate added is unknown"
        if self.start.due is None:
            return "start is unknown"
        return ""

    @property
    def not_drawn(self) -> str:
        """Why the phase cannot be drawn, empty where it can."""
        return self.unknown or ("no odds for its stage" if self.odds is None else "")

    @property
    def not_estimated(self) -> str:
        """Why the phase cannot be drawn with its estimates either, empty where it can."""
        estimate = self.estimate
        if estimate is None:
            return self.not_drawn
        if estimate.unknown:
            return estimate.unknown
        if self.added is None and estimate.size is None:
            return "nameplate added is unknown"
        if self.start.due is None and estimate.lead is None and estimate.running is None:
            return "start is unknown"
        return "no odds for its stage" if self.odds is None else ""


Mixture = tuple[tuple[Curve, float], ...]
"""Curves with their shares, which sum to 1: how a phase without a chosen curve may ramp up."""


def check_mixture(mixture: Mixture) -> None:
    """Raises NotKnown where the shares do not sum to 1."""
    total = math.fsum(share for _, share in mixture)
    if abs(total - 1) > 1e-9 or any(share < 0 for _, share in mixture):
        raise NotKnown(f"The shares of the curves sum to {total:g}. Give shares from 0 on that sum to 1.")
