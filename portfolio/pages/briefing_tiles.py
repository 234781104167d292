"""The six tiles of the briefing: paid, at risk, listed holdings, magnets, late, decisions due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from portfolio.positions.decisions_due import DecisionDue
from portfolio.positions.investments import InvestmentAt
from portfolio.positions.names import names_borne
from portfolio.positions.packages import Package
from portfolio.reports.production.drawn_lines import DrawnLines
from portfolio.reports.production.gains import share_on_estimates
from portfolio.reports.production.projected import COUNTED, projected_at
from portfolio.reports.sums import AwardSums, Sum
from projects.calculations.schedule import Health
from projects.models import ProjectedOutput
from record.calculations.as_of import AsOf
from record.calculations.formatting import three_digits

from .briefing_sentences import EXPOSURE, exposure_high, is_listed, paid_of, without_amount
from .quoted import Quoted, Sentence, counted, dollars

MINERAL, YEAR = "magnet", 2030
"""What the tile of production shows: the headline of the program, and the year that it is asked about."""
HOME, USD = "domestic", "USD"
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure under its label, and what is known of it. `figure` may be words where nothing is published.

    `number` is what is compared with another day, as `unit` says: None where there is no figure; `change` in words.
    """

    label: str
    figure: Sentence
    known: Sentence = ()
    number: Decimal | None = None
    unit: str = ""
    change: str = ""


def paid(money: Sequence[InvestmentAt]) -> Tile:
    out = paid_of(money)
    if out.total is None:
        return Tile("Paid", ("not published",), (f"for none of {out.of:,} awards", "; an entry of a payment would say"))
    known: Sentence = (f"known for {out.known:,} of ", counted(out.of, "award", EXPOSURE))
    return Tile("Paid", (dollars(out.total, EXPOSURE, "disbursed_usd"), at_least_after(out)), known, out.total, USD)


def at_risk(money: Sequence[InvestmentAt]) -> Tile:
    low, high, missing = AwardSums(money).exposure, exposure_high(money), without_amount(money)
    if high.total is None:
        return Tile("At risk", ("not published",), (f"for none of {high.of:,} awards",))
    least = dollars(low.total or Decimal(0), EXPOSURE, "exposure_usd")
    most = dollars(high.total, EXPOSURE, "exposure_high_usd")
    known = f"{missing:,} award{'s' if missing != 1 else ''} no amount" if missing else "every award has an amount"
    return Tile("At risk", (least, " to ", most), (known,), high.total, USD)


def holdings(packages: Sequence[Package]) -> Tile:
    """Listed holdings whose cost and value are both known, together; bought together is one."""
    held = [one for one in packages if one.holding.value == "held" and not one.values[0].is_loan]
    priced = [one for one in held if is_listed(one) and one.cost is not None and one.value is not None]
    if not priced:
        return Tile("Listed holdings", ("no close on record",), (f"for none of {len(held):,} holdings",))
    cost = sum((one.cost or Decimal(0) for one in priced), Decimal(0))
    worth = sum((one.value or Decimal(0) for one in priced), Decimal(0))
    stale = sum(any(value.is_stale for value in one.values) for one in priced)
    figure = ("cost ", dollars(cost, "valuations", "cost_usd"), ", worth ", dollars(worth, "valuations", "value_usd"))
    return Tile("Listed holdings", figure, (f"{len(priced):,} of {len(held):,} priced, {stale:,} stale",), worth, USD)


def production(at: AsOf) -> Tile | None:
    """The middle and likely range of the headline mineral in the headline year; None where no run reaches it."""
    found = projected_at(at)
    if found is None:
        return None
    line = next((row for row in found.lines if is_headline(row)), None)
    name = names_borne("mineral", at).get(MINERAL, MINERAL)
    if line is None:
        return None
    label = f"{name} in {line.year}"
    if line.p50_estimated is None:
        return Tile(label, ("no firm figure",), (f"{line.phases:,} plants count",))
    low, middle, high = (three_digits(one or 0) for one in (line.p10_estimated, line.p50_estimated, line.p90_estimated))
    exact, narrowed = f"{line.p50_estimated}", {"mineral": line.mineral}
    quoted = Quoted(f"{middle} {line.unit}", exact, "production-gains", "p50_estimated", narrowed)
    share = share_on_estimates(DrawnLines(found), line)
    known = f"{float(share):.0%} on estimates" if share is not None else "no part on estimates"
    return Tile(label, (quoted, f" ({low} to {high})"), (known,), Decimal(line.p50_estimated), line.unit)


def is_headline(row: ProjectedOutput) -> bool:
    return (row.mineral, row.standing, row.reach, row.year) == (MINERAL, HOME, COUNTED, YEAR)


def late(healths: dict[Health, int]) -> Tile:
    """Milestones late or overdue, of all that are on record."""
    overdue, of = healths.get(Health.OVERDUE, 0), sum(healths.values())
    number = overdue + healths.get(Health.LATE, 0)
    figure: Sentence = (Quoted(f"{number:,}", str(number), "milestones"), f" of {of:,} milestones")
    link = Quoted(f"{overdue:,} overdue", str(overdue), "milestones", narrowed={"health": Health.OVERDUE.value})
    return Tile("Late", figure, (link,), Decimal(number))


def decisions(due: Sequence[DecisionDue], day: date) -> Tile:
    soon = [one for one in due if one.day - day <= SOON]
    figure: Sentence = (Quoted(f"{len(soon):,}", str(len(soon)), "decisions-due"), " within 30 days")
    following = f"next: {due[0].day}, {due[0].what}" if due else "nothing has to be decided"
    return Tile("Decisions due", figure, (following,))


def at_least_after(found: Sum) -> str:
    return " at least" if found.known < found.of else ""


def tiles(
    at: AsOf,
    lines: Sequence[InvestmentAt],
    packages: Sequence[Package],
    healths: dict[Health, int],
    due: Sequence[DecisionDue],
) -> list[Tile]:
    """In the order in which they are read."""
    money = [line for line in lines if line.is_money]
    found = [paid(money), at_risk(money), holdings(packages), production(at), late(healths), decisions(due, at.as_of)]
    return [one for one in found if one is not None]
