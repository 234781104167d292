"""The dated things of sites and programs: milestones, tranches that wait for them, stale forecasts, authorities."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from portfolio.models import AuthorityKind
from projects.calculations.schedule import STANDARD, Health
from record.calculations.partial_dates import PartialDate

from .authorities import AuthorityAt
from .dated import Dated, DatedKind, of_award
from .investments import InvestmentAt
from .milestones import MilestoneAt

GROWS_STALE = frozenset({Health.STALE, Health.ON_TRACK, Health.WATCH})
"""Of an overdue or late milestone a line says already that somebody is to be asked."""


def of_milestone(line: MilestoneAt, **said: object) -> Dated:
    citation = line.milestone.citation
    labels = {
        "project": line.project,
        "key": line.slug,
        "agencies": tuple(line.agencies),
        "programs": tuple(line.programs),
        "sources": citation.text if citation else "",
    }
    return Dated(**(labels | said))  # type: ignore[arg-type]


def milestones(lines: Iterable[MilestoneAt], awards: Iterable[InvestmentAt], on: date) -> Iterator[Dated]:
    """Milestones that have not happened, the tranches that wait for them, and when what was said grows stale."""
    by_id = {award.investment.pk: award for award in awards}
    for line in lines:
        in_force = line.stated.in_force
        if line.stated.done is not None or in_force is None:
            continue
        name = f"{line.milestone.name}, {line.project.name}"
        if in_force.happens is not None:
            yield of_milestone(
                line, kind=DatedKind.MILESTONE, day=in_force.happens, on=on, what=name, amount=line.waiting
            )
            for status in line.waiting_for_it:
                award = by_id.get(status.tranche.investment_id)
                if award is not None:
                    yield of_award(
                        award,
                        kind=DatedKind.CONDITION,
                        key=f"{status.tranche.slug}/{line.slug}",
                        day=in_force.happens,
                        on=on,
                        what=f"{status.tranche.name} of the {award.in_words} waits for: {name}",
                        amount=status.tranche.amount,
                        shares=status.tranche.shares,
                    )
        said = in_force.stated_on
        if said is not None and line.reading.health in GROWS_STALE:
            stale = said.end + timedelta(days=STANDARD.stale_above + 1)
            yield of_milestone(
                line,
                kind=DatedKind.STALE_FORECAST,
                day=PartialDate.of(stale),
                on=on,
                what=f"The forecast of {name}, last said on {said}, becomes older than {STANDARD.stale_above} days",
            )


def authorities(lines: Iterable[AuthorityAt], on: date) -> Iterator[Dated]:
    """The last days of authorities; a bill, a request or a statement is none."""
    for line in lines:
        last, program = line.fact.expires_on, line.program
        if last is None or program is None or line.kind.is_pending or line.kind.is_statement:
            continue
        law = f" ({line.fact.statute})" if line.fact.statute else ""
        state = f"; {line.fact.state}" if "unknown" in line.fact.state else ""
        what = "the authority" if line.kind is AuthorityKind.PROGRAM_EXPIRY else line.kind.label
        yield Dated(
            kind=DatedKind.AUTHORITY_END,
            key=f"{program.code}/{line.fact.kind}",
            day=last,
            on=on,
            what=f"{line.name}: {what}{law} ends{state}",
            note=state,
            agencies=(line.agency.code,),
            programs=(program.code,),
            agency=line.agency,
            program=program,
            amount=line.fact.amount,
            sources=line.fact.citation.text if line.fact.citation else "",
        )
