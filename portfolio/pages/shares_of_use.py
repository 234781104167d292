"""Which part of what the country uses a gain would be, a sentence for each stage: the largest demand first."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from portfolio.reports.production.demand_shares import SIX, DemandLine, beside, demands_at, demands_of
from portfolio.reports.quoted import Quoted, Sentence
from projects.calculations.demand import is_old, percent
from projects.models import NationalDemand, ProjectedOutput
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded, three_digits

SHARES = "demand-shares"


def shares_of_use(
    at: AsOf, gains: Iterable[ProjectedOutput], stages: Mapping[str, str], *, by_facts: bool
) -> list[Sentence]:
    """The gain of each stage as shares of what is used. Where none can be given, each reason once.

    By facts `gains` are those by facts, and so are the cells that the shares lead to.
    """
    demands = demands_at(at)
    found: list[Sentence] = []
    for row in gains:
        opens = f"Gain of {row.year}, {stages.get(row.stage, row.stage)}: "
        lines = [beside(row, one, stages) for one in demands_of(row, demands.get(row.mineral, ()))]
        parts = [of_demand(line, line.demand, by_facts=by_facts) for line in lines if line.demand and line.words]
        if parts:
            found.append((opens, *joined(parts), "."))
        reasons = dict.fromkeys(line.why for line in lines if not line.words)
        found += [(f"{opens}no share of what is used: {why}.",) for why in reasons]
    return [one for place, one in enumerate(found) if one not in found[:place]]


def joined(parts: list[Sentence]) -> Sentence:
    """The demands, a short sentence each."""
    first, *others = parts
    return (*first, *(piece for one in others for piece in (". It is ", *one)))


def of_demand(line: DemandLine, demand: NationalDemand, *, by_facts: bool) -> Sentence:
    """As in "12.5% (4.9% to 17.4%) of 412,000 t LCE, US demand from electric vehicles of 2030".

    No percentage is printed above 100%.
    """
    rows, kind = {"mineral": demand.mineral, "year": str(line.output.year)}, "facts" if by_facts else "estimated"

    def share(end: str, value: Decimal) -> Quoted:
        return Quoted(percent(value), f"{rounded(value, SIX)}", SHARES, f"share_{end}_{kind}", rows)

    def size(end: str, value: Decimal | int) -> Quoted:
        return Quoted(three_digits(value), f"{value}", SHARES, f"demand_{end}", rows)

    low, central, high = (getattr(line.estimated, end) for end in ("low", "central", "high"))
    if low > 1:
        told: Sentence = ("more than all",)
    elif central > 1:
        told = ("more than all, at the low end ", share("low", low), ",")
    elif low == high:
        told = (share("central", central),)
    else:
        most: Sentence = ("more than all",) if high > 1 else (share("high", high),)
        told = (share("central", central), " (", share("low", low), " to ", *most, ")")
    of = (" of ", size("central", demand.central), f" {demand.unit}")
    ends: Sentence = (
        () if demand.low == demand.high else (" (", size("low", demand.low), " to ", size("high", demand.high), ")")
    )
    return (*told, *of, *ends, f", {demand.measure} of {demand.years}{beware(line, demand)}")


def beware(line: DemandLine, demand: NationalDemand) -> str:
    """What a reader has to know of the demand."""
    stands_in = demand.is_main and demand.is_stand_in
    old = ", an old demand" if is_old(demand.last_year, line.output.year) else ""
    return f"{', which stands in for consumption that is not published' if stands_in else ''}{old}"
