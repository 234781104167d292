"""Lines of the briefing under its tiles: room under the law, and how sure all of this is."""

from collections.abc import Sequence
from datetime import timedelta

from portfolio.charts.authorities import on_this_record
from portfolio.models import MissingAward
from portfolio.positions.authorities import AuthorityAt, authorities_at
from portfolio.positions.investments import InvestmentAt
from projects.models.projectable import newest_run
from record.calculations.as_of import AsOf
from record.calculations.formatting import compact

from .output_estimates import on_estimates
from .overview import Overview
from .programs import grouped, room_words
from .quoted import Quoted, Sentence, counted, dollars
from .sheet_scope import WHOLE, Made

CHECKED_WITHIN = timedelta(days=90)
AUTHORITIES = "authorities"


def room(at: AsOf, lines: Sequence[InvestmentAt]) -> list[Sentence]:
    """A line for each ceiling in force that lies inside no other, the largest first."""
    ceilings = grouped(at, authorities_at(at, list(lines)))["ceilings"]
    return [ceiling(one.authority) for one in ceilings if not one.depth and one.authority.fact.amount is not None]


def ceiling(line: AuthorityAt) -> Sentence:
    """Its amount, what is on this record of it, what was used, and what is left or why that is not known."""
    assert line.fact.amount is not None
    narrowed = {"program": line.program.code} if line.program else {}
    parts: list[str | Quoted] = [f"{line.name}: ", dollars(line.fact.amount, AUTHORITIES, "authority_usd", **narrowed)]
    parts.append(f", {' and '.join(on_this_record(line)) or 'nothing committed'} on this record")
    if line.used and line.used.amount is not None:
        least = "at least " if line.used.is_at_least else ""
        parts.append(f", {least}{compact(line.used.amount)} used by {line.used.effective_on or 'an unknown day'}")
    if line.room.amount is None:
        parts.append(f"; room {room_words(line)}.")
    else:
        at_most = "at most " if line.room.is_at_most else ""
        parts += [f"; {at_most}", dollars(line.room.amount, AUTHORITIES, "program_headroom_usd", **narrowed), " left."]
    return tuple(parts)


def how_sure(at: AsOf, overview: Overview, made: Made = WHOLE.made) -> list[Sentence]:
    """What is on record of what is known to be made, what is estimated or disputed, and what was checked."""
    missing = len(MissingAward.objects.at(at))
    found: list[Sentence] = [
        (
            counted(overview.awards, "award", "investments"),
            " on record, and ",
            Quoted(f"{missing:,} more", str(missing), "missing-awards"),
            " known to be made",
        ),
    ]
    run = newest_run(at)
    if run is not None:
        found.append(
            (f"{run.drawn:,} of ", Quoted(f"{run.phases:,} plant phases", str(run.phases), "capacity"),
             f" drawn by facts, {run.drawn_estimated:,} with estimates")
        )  # fmt: skip
    if estimated := on_estimates(at, made):
        found.append(estimated)
    disputed = sum(not one.rivals.is_settled for one in overview.conflicts)
    found.append((Quoted(f"{disputed:,} rival claims open", str(disputed), "conflicts"),))
    found.append((counted(len(overview.doubtful), "award", "investments", confidence="low"), " of low confidence"))
    if overview.unreconciled:
        open_ones, of = overview.unreconciled.count, overview.unreconciled.of
        found.append((Quoted(f"{open_ones:,} unexplained differences", str(open_ones), "reconciliation"),
                      f" from agencies' files, of {of:,} awards"))  # fmt: skip
    else:
        found.append(
            (Quoted("No agency's file", "0", "reconciliation"), " is compared: unexplained differences are not known")
        )
    ages = [at.as_of - line.checked.on for line in overview.lines if line.checked.on is not None]
    recent = sum(age <= CHECKED_WITHIN for age in ages)
    found.append((f"{recent:,} of ", counted(overview.awards, "award", "investments"), " checked in the last 90 days"))
    return found
