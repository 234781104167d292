"""The six tiles of the briefing: paid, at risk, listed holdings, magnets, late, decisions due."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from operator import attrgetter

from portfolio.calculations.row_states import SOON, Due, Moved, Priced
from portfolio.charts.fan_words import over
from portfolio.positions.decisions_due import DecisionDue, overdue_and_ahead
from portfolio.positions.investments import InvestmentAt
from portfolio.positions.milestones import LATE_OR_OVERDUE
from portfolio.positions.names import names_borne
from portfolio.positions.packages import Package
from portfolio.reports.production.drawn_lines import DrawnLines
from portfolio.reports.production.gains import share_on_estimates
from portfolio.reports.production.output import bases_of
from portfolio.reports.production.projected import COUNTED, projected_at
from portfolio.reports.production.quoted_gains import gain, part
from portfolio.reports.production.shares import key_of
from portfolio.reports.quoted import Quoted, Sentence, counted, dollars, missing, summed, unknown
from portfolio.reports.sums import AwardSums, Sum
from projects.calculations.schedule import Health
from projects.models import ProjectedOutput
from projects.models.projectable import years_of
from record.calculations.as_of import AsOf

from .briefing_sentences import EXPOSURE, exposure_high, paid_of, without_amount
from .production_odds import chance_told, chances, has_estimates, odds_in, said_range, that_it
from .production_stages import shown_of, stages_of
from .sheet_scope import WHOLE, Made, Scope

HOME, USD = "domestic", "USD"
DUE, GAINS, MILESTONES, VALUATIONS = "decisions-due", "production-gains", "milestones", "valuations"


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure under its label, and what is known of it. `figure` may be words where nothing is published.

    `number` is what is compared with another day, as `unit` says: None where there is no figure; `change` in words.
    `moved` is how the report of what moved a figure is narrowed to it.
    `made` is given for the tile that a reader may ask of another mineral or year.
    """

    label: str
    figure: Sentence
    known: Sentence = ()
    number: Decimal | None = None
    unit: str = ""
    change: Sentence = ()
    moved: Mapping[str, str] = field(default_factory=dict)
    made: Made | None = None


def of_figure(moved: Moved, **narrowed: str) -> dict[str, str]:
    return {"moved": moved.value, **narrowed}


def paid(money: Sequence[InvestmentAt]) -> Tile:
    out = paid_of(money)
    if out.total is None:
        none = missing(none_of(out), out.missing, EXPOSURE, **unknown("disbursed_usd"))
        return Tile("Paid", ("not published",), (none, "; an entry of a payment would say"))
    of = f"known for {out.known:,} of {out.of:,} award{'' if out.of == 1 else 's'}"
    known = (missing(of, out.of - out.known, EXPOSURE, **unknown("disbursed_usd")),)
    figure = (summed(out.total, EXPOSURE, "disbursed_usd"), at_least_after(out))
    return Tile("Paid", figure, known, out.total, USD, moved=of_figure(Moved.PAID))


def at_risk(money: Sequence[InvestmentAt]) -> Tile:
    low, high, silent = AwardSums(money).exposure, exposure_high(money), without_amount(money)
    if high.total is None:
        none = missing(none_of(high), high.missing, EXPOSURE, **unknown("exposure_high_usd"))
        return Tile("At risk", ("not published",), (none, "; an amount in the terms would say"))
    most = summed(high.total, EXPOSURE, "exposure_high_usd")
    least = most if low.total is None else summed(low.total, EXPOSURE, "exposure_usd")
    known = f"{silent:,} award{'s' if silent != 1 else ''} no amount" if silent else "every award has an amount"
    figure = (least,) if low.total == high.total else ("up to ", most) if low.total is None else (least, " to ", most)
    which = (missing(known, silent, EXPOSURE, **unknown("exposure_high_usd")),)
    return Tile("At risk", figure, which, high.total, USD, moved=of_figure(Moved.AT_RISK))


def holdings(packages: Sequence[Package]) -> Tile:
    """Listed holdings whose cost and value are both known, together; bought together is one."""
    held, priced = ([one for one in packages if test(one)] for test in (is_held, is_priced))
    if not priced:
        of = f"for none of {len(held):,} holding{'' if len(held) == 1 else 's'}"
        none = missing(of, len(held), VALUATIONS, priced=Priced.NO.value)
        return Tile("Listed holdings", ("no close on record",), (none, "; a cost and a close would say"))
    cost = sum((one.cost or Decimal(0) for one in priced), Decimal(0))
    worth = sum((one.value or Decimal(0) for one in priced), Decimal(0))
    both = {"priced": Priced.YES.value}
    figure = (
        "cost ", dollars(cost, VALUATIONS, "cost_usd", **both),
        ", worth ", dollars(worth, VALUATIONS, "value_usd", **both),
    )  # fmt: skip
    return Tile("Listed holdings", figure, priced_words(held, priced), worth, USD, moved=of_figure(Moved.HOLDINGS))


def priced_words(held: Sequence[Package], priced: Sequence[Package]) -> Sentence:
    """As in "3 of 9 priced, 2 stale": the first leads to the six others, the second to the two."""
    of, stale = (
        f"{len(priced):,} of {len(held):,} priced",
        sum(one.is_stale for one in priced),
    )
    old = Quoted(f"{stale:,} stale", str(stale), VALUATIONS, "", {"priced": Priced.STALE.value})
    others = missing(of, len(held) - len(priced), VALUATIONS, priced=Priced.NO.value)
    return (others, ", ", old if stale else "none stale")


is_held, is_priced = attrgetter("is_held"), attrgetter("is_priced")


def production(at: AsOf, made: Made) -> Tile | None:
    """The middle and likely range of a mineral in a year, at its headline stage; None where no run reaches the year."""
    found = projected_at(at)
    if found is None or made.year not in years_of(found.run):
        return None
    stage = shown_of(stages_of(at, made.mineral), "")
    asked = [row for row in found.lines if is_asked(row, made)]
    line = next((row for row in asked if stage in ("", row.stage)), None)
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
    drawn = DrawnLines(found)
    moved = of_figure(Moved.OUTPUT, mineral=line.mineral, stage=line.stage, year=str(line.year))
    basis, odds, exact = on_what(drawn, line), odds_in(drawn, line), Decimal(line.p50_estimated)
    if odds:
        base = over(bases_of(found)[key_of(line)])
        chance = chance_told(line, odds, chances(odds.chance.share))
        known: Sentence = (f"{that_it(odds)} by {line.year}; ", *said_range(line, odds), f", over {base}, ", basis)
        return Tile(label, (chance,), known, exact or None, line.unit, moved=moved, made=made)
    low, middle, high = (
        gain(line, column, getattr(line, column) or Decimal(0))
        for column in ("p10_estimated", "p50_estimated", "p90_estimated")
    )
    figure = (replace(middle, text=f"{middle.text} {line.unit}"), " (", low, " to ", high, ")")
    return Tile(label, figure, (basis,), exact, line.unit, moved=moved, made=made)


def on_what(drawn: DrawnLines, line: ProjectedOutput) -> str | Quoted:
    """The part of the middle that rests on estimates; where the middle is 0, and so has no parts, whether any does."""
    share = share_on_estimates(drawn, line)
    if share is not None:
        told = part(line, "estimated_share", share)
        return replace(told, text=f"{told.text} on estimates")
    if not has_estimates(drawn, line):
        return "no part on estimates"
    return "in part on estimates" if line.p90 else "rests on estimates"


def is_asked(row: ProjectedOutput, made: Made) -> bool:
    return is_at_home(row) and (row.mineral, row.year) == (made.mineral, made.year)


AT_HOME = {"standing": HOME, "support": COUNTED}
"""How the report of gains is narrowed to what counts."""


def is_at_home(row: ProjectedOutput) -> bool:
    return (row.standing, row.reach) == (HOME, COUNTED)


def late(healths: dict[Health, int]) -> Tile:
    """Milestones late or overdue, of all that are on record."""
    overdue, of = healths.get(Health.OVERDUE, 0), sum(healths.values())
    number = overdue + healths.get(Health.LATE, 0)
    both, one = ({"health": asked} for asked in (LATE_OR_OVERDUE, Health.OVERDUE.value))
    figure = (
        Quoted(f"{number:,}", str(number), MILESTONES, narrowed=both),
        " of ",
        counted(of, "milestone", MILESTONES),
    )
    link = Quoted(f"{overdue:,} overdue", str(overdue), MILESTONES, narrowed=one)
    return Tile("Late", figure, (link,), Decimal(number), moved=of_figure(Moved.LATE))


def decisions(due: Sequence[DecisionDue], day: date) -> Tile:
    """How many have their day within 30 days, and which is next; apart from them what is overdue."""
    overdue, ahead = overdue_and_ahead(due, day)
    soon = sum(Due.SOON.has(one.day, day) for one in ahead)
    figure = (Quoted(f"{soon:,}", str(soon), DUE, narrowed={"due": Due.SOON.value}), f" within {SOON.days} days")
    if not due:
        return Tile("Decisions due", figure, ("nothing has to be decided",))
    late: Sentence = ()
    if overdue:
        link = Quoted(f"{len(overdue):,} overdue", str(len(overdue)), DUE, narrowed={"due": Due.OVERDUE.value})
        late = (link, f", the oldest since {overdue[0].day}; ")
    following = f"next: {ahead[0].day}, {ahead[0].what}" if ahead else "no day ahead"
    return Tile("Decisions due", figure, (*late, following))


def none_of(found: Sum) -> str:
    """For how many awards it is known, where there is no sum: "for none of 5 awards"."""
    return f"{found.why_none} awards" if found.known else f"for none of {found.of:,} awards"


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
