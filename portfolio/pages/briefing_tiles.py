"""The six tiles of the briefing: paid, at risk, listed holdings, magnets, late, decisions due."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from portfolio.positions.decisions_due import DecisionDue, overdue_and_ahead
from portfolio.positions.investments import InvestmentAt
from portfolio.positions.names import names_borne
from portfolio.positions.packages import Package
from portfolio.reports.production.drawn_lines import DrawnLines
from portfolio.reports.production.gains import share_on_estimates
from portfolio.reports.production.projected import COUNTED, projected_at
from portfolio.reports.sums import AwardSums, Sum
from projects.calculations.schedule import Health
from projects.models import ProjectedOutput
from projects.models.projectable import years_of
from record.calculations.as_of import AsOf
from record.calculations.formatting import percent, three_digits

from .briefing_sentences import EXPOSURE, exposure_high, is_listed, paid_of, without_amount
from .production_stages import shown_of, stages_of
from .quoted import Quoted, Sentence, counted, dollars
from .sheet_scope import WHOLE, Made, Scope

HOME, USD = "domestic", "USD"
SOON = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure under its label, and what is known of it. `figure` may be words where nothing is published.

    `number` is what is compared with another day, as `unit` says: None where there is no figure; `change` in words.
    `made` is given for the tile that a reader may ask of another mineral or year.
    """

    label: str
    figure: Sentence
    known: Sentence = ()
    number: Decimal | None = None
    unit: str = ""
    change: str = ""
    made: Made | None = None


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
    figure = (least,) if low.total == high.total else (least, " to ", most)
    return Tile("At risk", figure, (known,), high.total, USD)


def holdings(packages: Sequence[Package]) -> Tile:
    """Listed holdings whose cost and value are both known, together; bought together is one."""
    held = [one for one in packages if is_held(one)]
    priced = [one for one in held if is_listed(one) and one.cost is not None and one.value is not None]
    if not priced:
        of = f"{len(held):,} holding{'' if len(held) == 1 else 's'}"
        return Tile("Listed holdings", ("no close on record",), (f"for none of {of}; a cost and a close would say",))
    cost = sum((one.cost or Decimal(0) for one in priced), Decimal(0))
    worth = sum((one.value or Decimal(0) for one in priced), Decimal(0))
    stale = sum(any(value.is_stale for value in one.values) for one in priced)
    figure = ("cost ", dollars(cost, "valuations", "cost_usd"), ", worth ", dollars(worth, "valuations", "value_usd"))
    return Tile("Listed holdings", figure, (f"{len(priced):,} of {len(held):,} priced, {stale:,} stale",), worth, USD)


def is_held(package: Package) -> bool:
    """True for shares and rights that are held; a loan is no holding."""
    return package.holding.value == "held" and not package.values[0].is_loan


def production(at: AsOf, made: Made) -> Tile | None:
    """The middle and likely range of a mineral in a year, at its headline stage; None where no run reaches the year."""
    found = projected_at(at)
    if found is None or made.year not in years_of(found.run):
        return None
    stage = shown_of(stages_of(at, made.mineral), "")
    line = next((row for row in found.lines if is_asked(row, made) and stage in ("", row.stage)), None)
    label = f"{names_borne('mineral', at).get(made.mineral, made.mineral)} in {made.year}"
    if line is None:
        return Tile(label, ("no figure",), ("no plant with a signed award makes it",), made=made)
    if line.p50_estimated is None:
        return Tile(
            label,
            ("no firm figure",),
            (f"{line.phases:,} plant{' counts' if line.phases == 1 else 's count'}",),
            made=made,
        )
    low, middle, high = (three_digits(one or 0) for one in (line.p10_estimated, line.p50_estimated, line.p90_estimated))
    exact, narrowed = f"{line.p50_estimated}", {"mineral": line.mineral}
    quoted = Quoted(f"{middle} {line.unit}", exact, "production-gains", "p50_estimated", narrowed)
    share = share_on_estimates(DrawnLines(found), line)
    known = f"{percent(share, 0)} on estimates" if share is not None else "no part on estimates"
    figure = (quoted, f" ({low} to {high})")
    return Tile(label, figure, (known,), Decimal(line.p50_estimated), line.unit, made=made)


def is_asked(row: ProjectedOutput, made: Made) -> bool:
    return is_at_home(row) and (row.mineral, row.year) == (made.mineral, made.year)


def is_at_home(row: ProjectedOutput) -> bool:
    return (row.standing, row.reach) == (HOME, COUNTED)


def late(healths: dict[Health, int]) -> Tile:
    """Milestones late or overdue, of all that are on record."""
    overdue, of = healths.get(Health.OVERDUE, 0), sum(healths.values())
    number = overdue + healths.get(Health.LATE, 0)
    figure: Sentence = (Quoted(f"{number:,}", str(number), "milestones"), f" of {of:,} milestones")
    link = Quoted(f"{overdue:,} overdue", str(overdue), "milestones", narrowed={"health": Health.OVERDUE.value})
    return Tile("Late", figure, (link,), Decimal(number))


def decisions(due: Sequence[DecisionDue], day: date) -> Tile:
    """How many have their day within 30 days, and which is next; apart from them what is overdue."""
    overdue, ahead = overdue_and_ahead(due, day)
    soon = [one for one in ahead if one.day - day <= SOON]
    figure: Sentence = (Quoted(f"{len(soon):,}", str(len(soon)), "decisions-due"), " within 30 days")
    if not due:
        return Tile("Decisions due", figure, ("nothing has to be decided",))
    late = (f"{len(overdue):,} overdue, the oldest since {overdue[0].day}",) if overdue else ()
    following = f"next: {ahead[0].day}, {ahead[0].what}" if ahead else "no day ahead"
    return Tile("Decisions due", figure, ("; ".join((*late, following)),))


def at_least_after(found: Sum) -> str:
    return " at least" if found.known < found.of else ""


def tiles(
    at: AsOf,
    lines: Sequence[InvestmentAt],
    packages: Sequence[Package],
    healths: dict[Health, int],
    due: Sequence[DecisionDue],
    scope: Scope = WHOLE,
) -> list[Tile]:
    """In the order in which they are read; of one thing only those that apply to it."""
    money = [line for line in lines if line.is_money]
    made = None
    if scope.is_whole or scope.kind == "mineral":
        made = production(at, scope.made)
    found = [
        paid(money) if money or scope.is_whole else None,
        at_risk(money) if money or scope.is_whole else None,
        holdings(packages) if any(map(is_held, packages)) or scope.is_whole else None,
        made,
        late(healths) if healths or scope.is_whole else None,
        decisions(due, at.as_of),
    ]
    return [one for one in found if one is not None]
