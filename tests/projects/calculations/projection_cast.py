"""Phases for the tests of projections: the four curves, and phases of every stage on shared factors."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

from projects.calculations.distributions import Distribution, Shape
from projects.calculations.estimates import Estimate, Size
from projects.calculations.lead_times import LeadTime
from projects.calculations.months import Horizon
from projects.calculations.phases import Odds, Phase, Start
from projects.calculations.ramp_up import Curve
from record.calculations.partial_dates import PartialDate

S1 = Curve("S1", 100.5, 3.8, 1.1)
S2 = Curve("S2", 95.5, 5.6, 0.95)
S3 = Curve("S3", 87.0, 8.6, 1.0)
S4 = Curve("S4", 59.0, 10.0, 0.95)
MIXTURE = ((S1, 0.3), (S2, 0.3), (S3, 0.27), (S4, 0.13))
STAGES = {
    "fs": Odds(0.45, 24, 0.857),
    "construction": Odds(0.88, 9, 0.765),
    "commissioning": Odds(0.95, 4, 1.031),
    "ramp_up": Odds(0.97),
    "operating": Odds(0.98, yearly=True),
    "cancelled": Odds(0.0),
}
AS_OF = date(2026, 6, 18)
TEN_YEARS = Horizon.years(2026, 10, AS_OF)


def phase(slug="plant", *, due="2027", added="1200", odds=None, curve=S3, happened=False, mineral="", group="", **more):
    start = more.pop("start", None) or Start(
        f"{slug}-start", PartialDate.parse(due) if due else None, happened, mineral, group
    )
    line = more.pop("line", (mineral, "chemical", "domestic"))
    return Phase(slug, line, None if added is None else Decimal(added), start, odds, curve, **more)


def with_estimates(phases):
    """Every fourth phase with a size that is estimated (one in five of them roughly), every sixth with a lead time."""
    result = []
    for number, one in enumerate(phases):
        size = lead = None
        if number % 4 == 0:
            low, high = float(one.added), float(one.added) * (2 if number % 5 == 0 else 1.5)
            size = Size(Distribution(Shape.UNIFORM, low=low, high=high))
            one = replace(one, added=None)
        if number % 6 == 0:
            lead = LeadTime.by_p90(12 * 2026.0, 30, 60)
            one = replace(one, start=replace(one.start, due=None, happened=False))
        result.append(replace(one, estimate=Estimate(size, lead)) if size or lead else one)
    return result


def many_phases(count, seed=1):
    """Phases of every stage on a few lines, minerals, programs and shared milestones."""
    chance = Random(seed)
    dues = ["2024", "2026", "2026-Q4", "2027-H1", "2028-03", "2029-07-15", "2033"]
    result = []
    for number in range(count):
        mineral = chance.choice(["Li", "Ni", "Co"])
        milestone = number // 2 if number % 5 == 0 else number
        start = Start(
            f"m{milestone}", PartialDate.parse(dues[milestone % 7]), milestone % 11 == 0, mineral, f"g{milestone % 3}"
        )
        result.append(
            phase(
                f"p{number}",
                added=str(chance.randrange(1, 50_000)),
                odds=chance.choice(list(STAGES.values())),
                curve=chance.choice([S1, S2, S3, S4, None]),
                start=start,
                line=(mineral, chance.choice(["mine", "refined"]), "domestic"),
                recorded={12 * 2026 + 1: Decimal(3)} if number % 7 == 0 else {},
            )
        )
    return result
