"""What agencies' own files say beside what is on record here: matched, differing, missing on either side."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from portfolio.models import AgencyAward, Match
from portfolio.positions.award_numbers import Numbers
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Row, Total, Type
from .listed import AGENCY_AWARDS


class State(StrEnum):
    DIFFERING = "differing"
    MISSING_HERE = "missing here"
    MISSING_THERE = "missing there"
    NOT_OURS = "none of ours"
    NO_FIGURE = "no figure to compare"
    MATCHED = "matched"


def usd(name: str, label: str, meaning: str) -> Column:
    return Column(name, label, meaning, Type.USD, "USD", unknown="not known there or here", is_optional=True)


COLUMNS = (
    Column("state", "State", "differing, missing here, missing there, none of ours, no figure to compare, or matched."),
    Column("resolved", "Resolved", "Nothing differs, or the very difference was explained by hand.", Type.BOOLEAN),
    Column("origin", "Whose file", "The agency's file.", unknown="in no file", is_optional=True),
    Column("award_number", "Award number", "FAIN, PIID or URI.", unknown="none on record", is_optional=True),
    Column(
        "investments", "Investments", "Ours that bear the number.", page="investment", unknown="none", is_optional=True
    ),
    Column("matched_by", "Matched by", "FAIN, PIID, URI, or by hand.", unknown="not matched", is_optional=True),
    Column("recipient", "Recipient", "As the file names it, else as we do.", unknown="not named", is_optional=True),
    Column("measure", "Measure", "What is compared first: face value of loans, else obligations, else payments."),
    usd("ours_usd", "Here", "That measure on record here."),
    usd("theirs_usd", "There", "That measure by the file."),
    usd("difference_usd", "Difference", "There less here; what is missing on a side counts as 0 there."),
    usd("ours_disbursed_usd", "Paid here", "Disbursed on record here."),
    usd("theirs_disbursed_usd", "Paid there", "Outlays by the file."),
    usd("difference_disbursed_usd", "Difference paid", "There less here."),
    Column(
        "note", "Note", "What was said when it was matched by hand.", unknown="no note", is_optional=True, is_prose=True
    ),
    c.SOURCES,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One award of a file, or of ours that no file has, and how both compare."""

    award: AgencyAward | None
    ours: tuple[InvestmentAt, ...]
    matched_by: str
    match: Match | None

    @property
    def lends(self) -> bool:
        return any(line.instrument.family.is_lending for line in self.ours)

    @property
    def pairs(self) -> Iterator[tuple[str, Decimal | None, Decimal | None]]:
        """Measure, ours, theirs; in the order in which they are asked."""
        award = self.award
        if self.lends or (award and award.face_value):
            yield "face value", _sum(line.face_value for line in self.ours), award and award.face_value
        if not self.lends:
            yield "obligated", _sum(line.figures.obligated for line in self.ours), award and award.obligated
        yield "disbursed", _sum(line.figures.disbursed for line in self.ours), award and award.disbursed

    @property
    def leading(self) -> tuple[str, Decimal | None, Decimal | None]:
        """The first measure in which both differ, else the first that both know, else the first that one knows."""
        pairs = list(self.pairs)
        both = [pair for pair in pairs if None not in pair[1:]]
        differing = [pair for pair in both if pair[1] != pair[2]]
        known = [pair for pair in pairs if pair[1:] != (None, None)]
        return (differing or both or known or pairs)[0]

    @property
    def difference(self) -> Decimal | None:
        _, ours, theirs = self.leading
        if self.award is None or not self.ours:
            known = theirs if self.award is not None else ours
            return None if known is None else (known if self.award is not None else -known)
        return None if ours is None or theirs is None else theirs - ours

    @property
    def state(self) -> State:
        if self.award is None:
            return State.MISSING_THERE
        if not self.ours:
            return State.NOT_OURS if self.match and self.match.investment_id is None else State.MISSING_HERE
        if self.difference is None:
            return State.NO_FIGURE
        return State.DIFFERING if self.difference else State.MATCHED

    @property
    def is_resolved(self) -> bool:
        if self.state in (State.MATCHED, State.NOT_OURS, State.NO_FIGURE):
            return True
        return bool(self.match and self.match.explained is not None and self.match.explained == self.difference)


def lines(at: AsOf) -> list[Line]:
    """Every award of every file, then ours that no file has; none at all before a file was imported."""
    standing = AGENCY_AWARDS.standing(AgencyAward.objects.at(at).select_related("citation"))
    awards = [found[-1] for _, found in sorted(standing.items())]
    if not awards:
        return []
    numbers = Numbers.at(at)
    found, seen = [], set()
    for award in awards:
        ours, by = numbers.ours(award.award_number)
        seen.update(line.investment.pk for line in ours)
        found.append(Line(award, ours, by, numbers.matches.get(award.award_number)))
    for key, line in sorted(numbers.on_record.items(), key=lambda one: one[1].slug):
        if key not in seen and line.is_money:
            match = numbers.matches.get(line.investment.award_number or line.slug)
            found.append(Line(None, (line,), "", match))
    return found


def row(line: Line) -> Row:
    award, (measure, ours, theirs) = line.award, line.leading
    paid = next(pair for pair in line.pairs if pair[0] == "disbursed")
    return (
        line.state.value,
        line.is_resolved,
        award.origin if award else None,
        award.award_number if award else (line.ours[0].investment.award_number or None),
        ";".join(one.slug for one in line.ours) or None,
        line.matched_by or None,
        (award.recipient_name if award else line.ours[0].recipient.slug) or None,
        measure,
        ours,
        theirs,
        line.difference,
        paid[1],
        paid[2],
        None if None in paid[1:] else paid[2] - paid[1],
        (line.match.note if line.match else "") or None,
        award.citation.text if award and award.citation else None,
    )


@dataclass(frozen=True, slots=True)
class Unresolved:
    """How many differences wait, and what they come to without regard to their sign, in USD."""

    count: int
    dollars: Decimal
    of: int


def unresolved(at: AsOf) -> Unresolved | None:
    """What waits to be explained; None before any agency's file was imported."""
    found = lines(at)
    waiting = [line for line in found if not line.is_resolved]
    dollars = sum((abs(line.difference) for line in waiting if line.difference is not None), Decimal(0))
    return Unresolved(len(waiting), dollars, len(found)) if found else None


def answer(at: AsOf, filters: Filters) -> Answer:
    found = sorted(lines(at), key=lambda line: (line.is_resolved, list(State).index(line.state)))
    totals = []
    for state in State:
        of_state = [line for line in found if line.state is state]
        known = [line.difference for line in of_state if line.difference is not None]
        if of_state:
            open_ones = sum(not line.is_resolved for line in of_state)
            values = {"difference_usd": sum(known, Decimal(0))} if known else {}
            totals.append(Total(state.value, values, f"{len(of_state):,} awards, {open_ones:,} unresolved"))
    note = "No agency's file had been imported. Import one as agency awards; mappings for USAspending are shipped."
    return Answer([row(line) for line in found], totals, () if found else (note,))


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, or None when any part of it is unknown."""
    known = list(amounts)
    return None if not known or None in known else sum(known, Decimal(0))


DEFINITION = Definition(
    "reconciliation",
    "Reconciliation",
    "Where do the agencies' own files say otherwise than this record?",
    COLUMNS,
    (),
    answer,
)
