"""What a tonne of new yearly capacity takes, by mineral, stage and kind of money: a bar for each that counts."""

from collections.abc import Iterable
from decimal import Decimal

from portfolio.positions.names import names_borne
from portfolio.reports.production.cost import COLUMNS, LINE, CostLine
from portfolio.reports.production.domestic_output import HOME
from portfolio.reports.production.projected import COUNTED
from portfolio.reports.tables import Table
from record.calculations.as_of import AsOf
from record.calculations.formatting import three_digits

from .bars import BarPicture, bar

TONNES = "t"
SHOWN = tuple(one for one in COLUMNS if one.name not in ("level", "phase", "project", "year", "standing", "reach"))


def cost_of_capacity(lines: Iterable[CostLine], at: AsOf) -> BarPicture | None:
    """The dearest first; None where no amount and capacity are both known. Only tonnes are compared with each other."""
    counted = [one for one in lines if (one.level, one.standing, one.reach) == (LINE, HOME, COUNTED)]
    known = [one for one in counted if ends(one) is not None and one.unit.split()[0] == TONNES]
    if not known:
        return None
    known.sort(key=lambda one: (-high(one), one.mineral, one.stage, one.kind))
    minerals, stages = names_borne("mineral", at), names_borne("stage", at)

    def named(one: CostLine) -> str:
        return f"{minerals.get(one.mineral, one.mineral)}, {stages.get(one.stage, one.stage)}: {one.kind}"

    most = high(known[0]) or Decimal(1)
    bars = [
        bar(
            named(one),
            float(high(one) / most),
            f"{in_words(one)} a {one.unit}",
            is_narrowest=False,
            is_known=True,
            by_facts=0.0 if one.facts.per_unit is None else 1.0,
        )
        for one in known
    ]
    first, last = known[0], known[-1]
    title = (
        f"On {at.as_of} a tonne of new yearly capacity at home takes, with estimates,"
        f" from {in_words(last)} ({named(last)}) to {in_words(first)} ({named(first)})"
    )
    words = (
        f"Known for {len(known)} of {len(counted)} lines that signed awards reach, with estimates."
        " Loan principal, grants and equity cash are never added."
    )
    table = Table(name="cost", title="Cost of capacity at home", columns=SHOWN, lines=known)
    return BarPicture(title=title, bars=bars, summary=words, table=table, hatch="cost-hatch")


def ends(one: CostLine) -> tuple[Decimal, Decimal] | None:
    """The least and the most in USD for a unit: by facts where these say it, else with estimates."""
    return one.facts.per_unit or one.estimated.per_unit


def high(one: CostLine) -> Decimal:
    found = ends(one)
    return found[1] if found else Decimal(0)


def in_words(one: CostLine) -> str:
    """$517, or $500 to $517."""
    least, most = (f"${three_digits(end)}" for end in ends(one) or ())
    return least if least == most else f"{least} to {most}"
