"""What agencies' own files say beside what is on record here: matched, differing, missing on either side."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from portfolio.calculations.partial_sums import least_of
from portfolio.calculations.row_states import YesNo
from portfolio.models import AgencyAward, Match
from portfolio.positions.award_numbers import Numbers
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Total, Type
from .listed import AGENCY_AWARDS
from .listed.agency_awards import DISBURSED


class State(StrEnum):
    DIFFERING = "differing"
    MISSING_HERE = "missing here"
    MISSING_THERE = "missing there"
    NOT_OURS = "none of ours"
    NO_FIGURE = "no figure to compare"
    MATCHED = "matched"


def usd(name: str, label: str, meaning: str, value: Callable[[Any], Decimal | None]) -> Column:
    return Column(
        name, label, meaning, Type.USD, "USD", unknown="not known there or here", is_optional=True, value=value
    )


STATE = Column(
    "reconciliation_state",
    "State",
    "differing, missing here, missing there, none of ours, no figure to compare, or matched.",
    value=lambda line: line.state.value,
)
RESOLVED = Column(
    "resolved",
    "Resolved",
    "Nothing differs, or the very difference of the award was explained by hand.",
    Type.BOOLEAN,
    value=lambda line: line.is_resolved,
)
ORIGIN = replace(c.ORIGIN, label="Whose file", unknown="in no file", is_optional=True)
OUR_INVESTMENTS = Column(
    "our_investments",
    "Investments",
    "Ours that bear the number.",
    page="investment",
    unknown="none",
    is_optional=True,
    value=lambda line: line.slugs or None,
)
MATCHED_BY = Column(
    "matched_by",
    "Matched by",
    "FAIN, PIID, URI, or by hand.",
    unknown="not matched",
    is_optional=True,
    value=lambda line: line.matched_by or None,
)
OURS = usd(
    "ours_usd", "Here", "On record here: the measure of the award, or the obligation.", lambda line: line.leading.ours
)
THEIRS = usd("theirs_usd", "There", "The same by the file.", lambda line: line.leading.theirs)
DIFFERENCE = usd(
    "difference_usd",
    "Difference",
    "There less here; what is missing on a side counts as 0 there.",
    lambda line: line.difference,
)

COLUMNS = (
    STATE,
    RESOLVED,
    ORIGIN.of(lambda line: line.award and line.award.origin),
    c.AWARD_NUMBER.of(lambda line: line.award_number or None, unknown="none on record", is_optional=True),
    OUR_INVESTMENTS,
    MATCHED_BY,
    Column(
        "recipient",
        "Recipient",
        "As the file names it, else as we do.",
        unknown="not named",
        is_optional=True,
        value=lambda line: line.recipient or None,
    ),
    Column(
        "measure",
        "Measure",
        "What is compared first: face value of loans, else obligations, else payments.",
        value=lambda line: line.leading.measure,
    ),
    OURS,
    THEIRS,
    DIFFERENCE,
    usd("ours_disbursed_usd", "Paid here", "Disbursed on record here.", lambda line: line.paid.ours),
    DISBURSED.of(lambda line: line.paid.theirs, label="Paid there", unknown=OURS.unknown),
    usd("difference_disbursed_usd", "Difference paid", "There less here.", lambda line: line.paid.difference),
    c.NOTE.of(lambda line: (line.match and line.match.note) or None),
    c.SOURCES.of(lambda line: line.award and line.award.citation and line.award.citation.text),
)


@dataclass(frozen=True, slots=True)
class Compared:
    """A measure of an award: on record here, and by the file."""

    measure: str
    ours: Decimal | None
    theirs: Decimal | None

    @property
    def is_known(self) -> bool:
        """On both sides."""
        return self.ours is not None and self.theirs is not None

    @property
    def difference(self) -> Decimal | None:
        return None if self.ours is None or self.theirs is None else self.theirs - self.ours


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
    def slugs(self) -> str:
        return ";".join(line.slug for line in self.ours)

    @property
    def award_number(self) -> str:
        return self.award.award_number if self.award else self.ours[0].investment.award_number

    @property
    def recipient(self) -> str:
        return self.award.recipient_name if self.award else self.ours[0].recipient.slug

    @property
    def measures(self) -> Iterator[Compared]:
        """In the order in which they are asked."""
        award = self.award
        if self.lends or (award and award.face_value):
            yield Compared("face value", _sum(line.face_value for line in self.ours), award and award.face_value)
        if not self.lends:
            obligated = _sum(line.figures.obligated for line in self.ours)
            yield Compared("obligated", obligated, award and award.obligated)
        yield self.paid

    @property
    def paid(self) -> Compared:
        """The agency's outlays are net of refunds, so ours are as well where the instrument has refunds."""
        disbursed = _sum(
            line.figures.disbursed if line.figures.net_outlays is None else line.figures.net_outlays
            for line in self.ours
        )
        return Compared("disbursed", disbursed, self.award and self.award.disbursed)

    @property
    def leading(self) -> Compared:
        """The first measure in which both differ, else the first that both know, else the first that one knows."""
        measures = list(self.measures)
        both = [one for one in measures if one.is_known]
        differing = [one for one in both if one.difference]
        known = [one for one in measures if one.ours is not None or one.theirs is not None]
        return (differing or both or known or measures)[0]

    @property
    def difference(self) -> Decimal | None:
        leading = self.leading
        if self.award is None:
            return None if leading.ours is None else -leading.ours
        return leading.difference if self.ours else leading.theirs

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
        found.append(Line(award, ours, by, numbers.match(award.award_number)))
    for key, line in sorted(numbers.on_record.items(), key=lambda one: one[1].slug):
        if key not in seen and line.is_money:
            match = numbers.match(line.investment.award_number or line.slug)
            found.append(Line(None, (line,), "", match))
    return found


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
    every = lines(at)
    asked = [line for line in every if filters.resolved in ("", YesNo.YES if line.is_resolved else YesNo.NO)]
    found = sorted(asked, key=lambda line: (line.is_resolved, list(State).index(line.state)))
    totals = []
    for state in State:
        of_state = [line for line in found if line.state is state]
        known = [line.difference for line in of_state if line.difference is not None]
        if of_state:
            open_ones = sum(not line.is_resolved for line in of_state)
            values = {"difference_usd": least_of(known, len(of_state))} if known else {}
            note = f"{len(of_state):,} awards, {open_ones:,} unresolved"
            if 0 < len(known) < len(of_state):
                note += f"; difference known for {len(known):,} of {len(of_state):,}"
            totals.append(Total(state.value, values, note))
    note = "No agency's file had been imported. Import one as agency awards; mappings for USAspending are shipped."
    return Answer(found, totals, () if every else (note,))


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, or None when any part of it is unknown."""
    known = list(amounts)
    return None if not known or None in known else sum(known, Decimal(0))


DEFINITION = Definition(
    "reconciliation",
    "Reconciliation",
    "Where do the agencies' own files say otherwise than this record?",
    COLUMNS,
    ("resolved",),
    answer,
)
