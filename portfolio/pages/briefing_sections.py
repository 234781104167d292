"""Lines of the briefing under its tiles: room under the law, and how sure all of this is."""

from collections.abc import Sequence

from portfolio.calculations.row_states import CHECKED_WITHIN, LookedAt, YesNo
from portfolio.charts.letter_to_cash import Step
from portfolio.models import MissingAward
from portfolio.positions.authorities import AuthorityAt, authorities_at
from portfolio.positions.investments import InvestmentAt
from portfolio.positions.rivals import Use
from portfolio.reports.quoted import Quoted, Sentence, at_least, counted, dollars, known, missing, summed, unknown
from projects.models.projectable import newest_run, years_of
from record.calculations.as_of import AsOf

from .output_estimates import on_estimates
from .overview import Overview
from .programs import grouped, here, room_words
from .sheet_scope import WHOLE, Made

AUTHORITIES, CAPACITY, RECONCILIATION = "authorities", "capacity", "reconciliation"


def step_words(step: Step) -> Sentence:
    """What stands at a step from letter to cash: the sum, of how many awards it is known, and those of which not."""
    amount, report, column, of = step.amount, step.report, step.column, step.narrowed
    if not amount.of:
        return ("none",)
    if amount.total is None:
        return (missing(amount.why_none, amount.missing, report, **unknown(column), **of),)
    total = summed(amount.total, report, column, **of)
    if amount.known == amount.of:
        return (total, " in ", counted(amount.of, "award", report, figure=column, **of))
    some = f"known for {amount.known:,} of {amount.of:,}"
    return (at_least(amount), total, ", ", missing(some, amount.of - amount.known, report, **unknown(column), **of))


def room(at: AsOf, lines: Sequence[InvestmentAt]) -> list[Sentence]:
    """A line for each ceiling in force that lies inside no other, the largest first."""
    ceilings = grouped(at, authorities_at(at, list(lines)))["ceilings"]
    return [ceiling(one.authority) for one in ceilings if not one.depth and one.authority.fact.amount is not None]


def ceiling(line: AuthorityAt) -> Sentence:
    """Its amount, what is on this record of it, what was used, and what is left or why that is not known."""
    assert line.fact.amount is not None
    narrowed = {"authority_kind": line.kind.value, **({"program": line.program.code} if line.program else {})}
    parts: list[str | Quoted] = [f"{line.name}: ", dollars(line.fact.amount, AUTHORITIES, "authority_usd", **narrowed)]
    parts += [", ", *here(line), " on this record"]
    if line.used and line.used.amount is not None:
        used = dollars(line.used.amount, AUTHORITIES, "used_usd", **narrowed)
        least = "at least " if line.used.is_at_least else ""
        parts += [f", {least}", used, f" used by {line.used.effective_on or 'an unknown day'}"]
    if line.room.amount is None:
        parts.append(f"; room {room_words(line)}.")
    else:
        at_most = "at most " if line.room.is_at_most else ""
        parts += [f"; {at_most}", dollars(line.room.amount, AUTHORITIES, "program_headroom_usd", **narrowed), " left."]
    return tuple(parts)


def how_sure(at: AsOf, overview: Overview, made: Made = WHOLE.made) -> list[Sentence]:
    """What is on record of what is known to be made, what is estimated or disputed, and what was checked."""
    not_here = len(MissingAward.objects.at(at))
    found: list[Sentence] = [
        (
            counted(overview.awards, "award", "investments"),
            " on record, and ",
            Quoted(f"{not_here:,} more", str(not_here), "missing-awards"),
            " known to be made",
        ),
    ]
    run = newest_run(at)
    if run is not None:
        drawn = f"{run.drawn:,} of {run.phases:,} plant phases"
        years, both = years_of(run), run.drawn_estimated
        year = {"year": str(made.year if made.year in years else years[0])}
        with_estimates = Quoted(f"{both:,}", str(both), CAPACITY, "", known("p50_estimated") | year)
        by_facts = missing(drawn, run.phases - run.drawn, CAPACITY, **unknown("p50_facts"), **year)
        found.append((by_facts, " drawn by facts, ", with_estimates, " by facts or estimates"))
    if estimated := on_estimates(at, made):
        found.append(estimated)
    disputed = sum(not one.rivals.is_settled for one in overview.conflicts)
    claims = sum(one.rivals.use_of(claim) is Use.OPEN for one in overview.conflicts for claim in one.rivals.claims)
    of_figures = f" of {disputed:,} figure{'' if disputed == 1 else 's'} open"
    found.append((counted(claims, "rival claim", "conflicts", use=Use.OPEN.value), of_figures))
    found.append((counted(len(overview.doubtful), "award", "investments", confidence="low"), " of low confidence"))
    if overview.unreconciled:
        open_ones, of = overview.unreconciled.count, overview.unreconciled.of
        found.append((counted(open_ones, "unexplained difference", RECONCILIATION, resolved=YesNo.NO.value),
                      " from agencies' files, of ", counted(of, "award", RECONCILIATION)))  # fmt: skip
    else:
        found.append(
            (Quoted("No agency's file", "0", RECONCILIATION), " is compared: unexplained differences are not known")
        )
    recent = sum(LookedAt.LATELY.has(line.checked.on, at.as_of) for line in overview.lines)
    checked, lately = f"{recent:,} of {overview.awards:,} awards", {"checked": LookedAt.LATELY.value}
    others = missing(checked, overview.awards - recent, "investments", checked=LookedAt.LONG_AGO.value)
    all_of_them = Quoted(checked, str(recent), "investments", "", lately)
    found.append((all_of_them if others == checked else others, f" checked in the last {CHECKED_WITHIN.days} days"))
    return found
