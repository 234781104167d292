"""What somebody has to decide at an AsOf: one list, each line with its owner, its day, and why it is there.

A decision that was recorded takes a line off for that day; with another day the line is back.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portfolio.calculations.kinds import Status
from portfolio.calculations.row_states import Due
from portfolio.calculations.tranches import TrancheState
from portfolio.models import (
    Agency,
    DueDecision,
    DueKind,
    Investment,
    Program,
    Trigger,
)
from record.calculations.as_of import AsOf
from record.models import Decision, Proposal

from .authorities import AuthorityAt
from .business_days import business_day_after
from .calendar import CalendarBook
from .calendar_sites import authorities
from .caps_near import caps_near
from .dated import Dated, DatedKind
from .due_dates import Came
from .filters import Filters
from .investments import NOT_STATED, InvestmentAt
from .names import program_name
from .proposal_owners import Owner, owners_of
from .stakes import Stake, stakes_at
from .tranche_state import TrancheAt, tranches_at

WORKING_DAYS = 3
"""A proposal that waits longer is on the list."""
OF_AWARD = ("company", "project", "mineral", "state", "country")
"""By what of its award a decision is narrowed."""
NEAR: dict[DatedKind, Trigger] = {
    DatedKind.RIGHT_EXPIRY: Trigger.RIGHT_EXPIRES,
    DatedKind.DRAW_DEADLINE: Trigger.DRAW_DEADLINE,
    DatedKind.MATURITY: Trigger.MATURITY,
    DatedKind.FLOOR_END: Trigger.FLOOR_ENDS,
    DatedKind.AUTHORITY_END: Trigger.AUTHORITY_ENDS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DecisionDue:
    """One line of the list. `subject` and `day` say of what it speaks; `owners` is empty where nobody owns it."""

    trigger: Trigger
    subject: str
    day: date
    what: str
    owners: tuple[Owner, ...] = ()
    """The agencies and programs that decide; several of what touches awards of several."""
    award: InvestmentAt | None = None
    amount: Decimal | None = None
    shares: Decimal | None = None
    sources: str = ""

    @property
    def owner(self) -> str:
        """The program that decides, of several each; the agency where no program is on record of it."""
        codes = sorted({program.code if program else agency.code for agency, program in self.owners})
        return "; ".join(codes) or NOT_STATED

    @property
    def owner_name(self) -> str:
        """The same by name, as a letter says it."""
        names = sorted({program_name(program, agency) if program else agency.name for agency, program in self.owners})
        return "; ".join(names) or NOT_STATED

    @property
    def agency(self) -> Agency | None:
        """The agency; None where it is of none, or of several."""
        agencies = {agency for agency, _ in self.owners}
        return agencies.pop() if len(agencies) == 1 else None

    def is_of(self, owns: Callable[[Agency, Program | None], bool]) -> bool:
        """True where `owns` says so of one owner."""
        return any(owns(agency, program) for agency, program in self.owners)

    def passes(self, filters: Filters) -> bool:
        """True when it is among what was asked for: by who decides, and by the award that it is about."""
        asked = filters.asked()
        if asked.get("kind", self.trigger.value) != self.trigger.value:
            return False
        of_award = filters.only(OF_AWARD)
        if of_award.asked() and (self.award is None or not self.award.passes(of_award)):
            return False
        narrowed = asked.keys() - {"kind", *OF_AWARD}
        owned = [
            {"agency": agency.code, "program": program.code if program else NOT_STATED}
            for agency, program in self.owners
        ] or [{"agency": "", "program": NOT_STATED}]
        return any(all(one[name] == asked[name] for name in narrowed) for one in owned)


def of_award(trigger: Trigger, award: InvestmentAt, **said: object) -> DecisionDue:
    labels = {"owners": ((award.agency, award.program),), "award": award, "sources": award.sources}
    return DecisionDue(trigger=trigger, **(labels | said))  # type: ignore[arg-type]


def decisions_due_at(at: AsOf, filters: Filters | None = None, book: CalendarBook | None = None) -> list[DecisionDue]:
    """What is to be decided at `at` and was not, by its day; a fixed number of questions to the database."""
    book = book or CalendarBook.read(at)
    tranches = tranches_at(at)
    found = [
        *near(book.of_awards),
        *lapsed(book.authorities, at.as_of),
        *missed(book),
        *closings(book),
        *verified(tranches),
        *waivers(tranches),
        *caps(stakes_at(at), at),
        *proposals(at, book.awards),
    ]
    decided = set(DueDecision.objects.at(at).values_list("trigger", "subject", "due_on"))
    standing = [one for one in found if (one.trigger.value, one.subject, one.day) not in decided]
    if filters is not None:
        standing = [one for one in standing if one.passes(filters.without("due"))]
        if filters.due:
            standing = [one for one in standing if Due(filters.due).has(one.day, at.as_of)]
    return sorted(standing, key=lambda one: (one.day, one.trigger.value, one.subject))


def overdue_and_ahead(due: Iterable[DecisionDue], on: date) -> tuple[list[DecisionDue], list[DecisionDue]]:
    """Those whose day is over on the day asked, and those of that day or later, each in the order given."""
    listed = list(due)
    overdue, ahead = ([one for one in listed if when.has(one.day, on)] for when in (Due.OVERDUE, Due.AHEAD))
    return overdue, ahead


def near(lines: Iterable[Dated]) -> Iterator[DecisionDue]:
    """What ends within 90 days: rights, draws, maturities, floors, authorities."""
    for line in lines:
        if line.kind in NEAR and line.is_near:
            yield DecisionDue(
                trigger=NEAR[line.kind],
                subject=line.key,
                day=line.day.end,
                what=f"{line.what.removesuffix(line.note)} on {line.day}{line.note}",
                owners=((line.agency, line.program),) if line.agency else (),
                award=line.award,
                amount=line.amount,
                shares=line.shares,
                sources=line.sources,
            )


def lapsed(lines: Iterable[AuthorityAt], on: date) -> Iterator[DecisionDue]:
    """Authorities whose last day is over while their source leaves open whether they were extended: a question."""
    for line in authorities(lines, on):
        if line.day.end < on and line.note:
            yield DecisionDue(
                trigger=Trigger.AUTHORITY_ENDS,
                subject=line.key,
                day=line.day.end,
                what=f"{line.what.removesuffix(line.note).removesuffix(' ends')} ended on {line.day}{line.note}",
                owners=((line.agency, line.program),) if line.agency else (),
                sources=line.sources,
            )


def missed(book: CalendarBook) -> Iterator[DecisionDue]:
    """Scheduled payments of which not all came by the next business day."""
    for one in book.due:
        if one.came is Came.DID_NOT_COME:
            part = f": {one.words}" if one.words else ""
            yield of_award(
                Trigger.PAYMENT_MISSED,
                one.award,
                subject=one.key,
                day=one.last_day,
                what=f"{one.kind.label.capitalize()} of the {one.award.in_words} due {one.fact.due_on} did not come"
                f"{part}",
                amount=one.fact.amount,
                sources=one.fact.citation.text if one.fact.citation else "",
            )


def closings(book: CalendarBook) -> Iterator[DecisionDue]:
    """Conditional and approved awards past their stated closing."""
    for one in book.due:
        is_waiting = one.award.status in (Status.CONDITIONAL, Status.APPROVED)
        if one.kind is DueKind.CLOSING and is_waiting and one.last_day < one.on:
            status = one.award.status.label.lower() if one.award.status else ""
            yield of_award(
                Trigger.CLOSING_PASSED,
                one.award,
                subject=one.key,
                day=one.last_day,
                what=f"The {one.award.in_words} is {status}, past its stated closing of {one.fact.due_on}",
                amount=one.award.terms.announced_amount if one.award.terms else None,
                sources=one.fact.citation.text if one.fact.citation else "",
            )


def verified(tranches: Iterable[TrancheAt]) -> Iterator[DecisionDue]:
    """Tranches whose conditions are all verified and that are not released."""
    for one in tranches:
        tranche = one.standing.tranche
        if one.standing.state is TrancheState.VERIFIED and one.waits:
            yield of_award(
                Trigger.TRANCHE_VERIFIED,
                one.award,
                subject=tranche.slug,
                day=one.standing.since,
                what=f"{tranche.name} of the {one.award.in_words}: all conditions are verified, and it is not released",
                amount=tranche.amount,
                shares=tranche.shares,
            )


def waivers(tranches: Iterable[TrancheAt]) -> Iterator[DecisionDue]:
    """Waivers that are asked and not decided, of tranches whose money still waits."""
    for one in tranches:
        for waiver, decided in one.standing.waivers:
            if decided is None and one.waits:
                tranche = one.standing.tranche
                yield of_award(
                    Trigger.WAIVER_ASKED,
                    one.award,
                    subject=tranche.slug,
                    day=waiver.counts_from,
                    what=f"{tranche.name} of the {one.award.in_words}: a waiver is asked: {waiver.note}",
                    amount=tranche.amount,
                    shares=tranche.shares,
                )


def caps(stakes: Iterable[Stake], at: AsOf) -> Iterator[DecisionDue]:
    """Holdings within one percentage point of their contractual cap, or above it, taken together across deals.

    The day is that of the newest terms, entry or share count by which the holding is so near: a newer one brings it
    back.
    """
    for one in caps_near(stakes, at):
        yield of_award(Trigger.CAP_NEAR, one.award, subject=one.stake.key, day=one.since, what=one.words)


def proposals(at: AsOf, awards: Collection[InvestmentAt]) -> Iterator[DecisionDue]:
    """Proposals that nobody had decided by then and that have waited above three working days."""
    by_id = {award.investment.pk: award for award in awards}
    decided = Decision.objects.filter(recording_id__lte=at.serial).values("proposal")
    waiting = [
        one
        for one in Proposal.objects.at(at).as_worded(at).exclude(pk__in=decided)
        if at.as_of >= business_day_after(one.counts_from, WORKING_DAYS + 1)
    ]
    owners = owners_of(waiting, awards)
    for proposal in waiting:
        is_award = proposal.table == Investment._meta.db_table
        award = by_id.get(proposal.entity_id or 0) if is_award else None
        yield DecisionDue(
            trigger=Trigger.PROPOSAL_WAITS,
            subject=f"proposal/{proposal.pk}",
            day=proposal.counts_from,
            what=f"Proposed on {proposal.counts_from}: {proposal.sentence}"[:500],
            owners=owners[proposal.pk],
            award=award,
            amount=proposal.amount,
            shares=proposal.shares,
            sources=proposal.sources,
        )
