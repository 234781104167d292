"""Obligation by obligation: what agencies' own files say of an award, beside the entries of ours that it means."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from portfolio.calculations.kinds import Kind
from portfolio.models import AgencyEntry, Transaction
from portfolio.positions.award_numbers import Numbers
from portfolio.positions.filters import Filters
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Total
from .listed import AGENCY_ENTRIES
from .listed.agency_awards import ACTED_ON, ENTRY_NUMBER
from .reconciliation import (
    DIFFERENCE,
    MATCHED_BY,
    ORIGIN,
    OUR_INVESTMENTS,
    OURS,
    RESOLVED,
    STATE,
    THEIRS,
    State,
    Unresolved,
)

SIGNS = {Kind.OBLIGATION: 1, Kind.DEOBLIGATION: -1}

COLUMNS = (
    STATE,
    RESOLVED,
    ORIGIN.of(lambda line: line.theirs and line.award.origin),
    c.AWARD_NUMBER.of(lambda line: line.award.number),
    OUR_INVESTMENTS.of(lambda line: line.award.slugs or None),
    MATCHED_BY.of(lambda line: line.award.matched_by or None),
    ENTRY_NUMBER.of(
        lambda line: line.theirs and line.theirs.entry_number,
        label="Entry there",
        unknown="not in the file",
        is_optional=True,
    ),
    Column(
        "transaction",
        "Entry here",
        "Reference of the ledger entry.",
        unknown="not on record",
        is_optional=True,
        value=lambda line: line.ours and line.ours.reference,
    ),
    ACTED_ON.of(lambda line: line.theirs and line.theirs.effective_on, label="Day there", is_optional=True),
    c.EFFECTIVE_ON.of(lambda line: line.ours and line.ours.effective_on, label="Day here", is_optional=True),
    OURS.of(lambda line: line.pair.here),
    THEIRS.of(lambda line: line.pair.there),
    DIFFERENCE,
    c.SOURCES.of(
        lambda line: line.theirs and line.theirs.citation and line.theirs.citation.text,
        unknown="none",
        is_optional=True,
    ),
)


@dataclass(frozen=True, slots=True)
class Pair:
    """An entry of the file, one of ours, or both that are the same."""

    theirs: AgencyEntry | None
    ours: Transaction | None
    is_ours: bool = True

    @property
    def here(self) -> Decimal | None:
        return self.ours and signed(self.ours)

    @property
    def there(self) -> Decimal | None:
        return self.theirs and self.theirs.obligated

    @property
    def difference(self) -> Decimal:
        return (self.there or Decimal(0)) - (self.here or Decimal(0))

    @property
    def state(self) -> State:
        if not self.is_ours:
            return State.NOT_OURS
        if self.ours is None:
            return State.MISSING_HERE
        if self.theirs is None:
            return State.MISSING_THERE
        return State.DIFFERING if self.difference else State.MATCHED


@dataclass(frozen=True, slots=True)
class Award:
    """One award of a file with its pairs. `explained`: what it differs by as was said by hand."""

    origin: str
    number: str
    slugs: str
    matched_by: str
    pairs: tuple[Pair, ...]
    explained: Decimal | None

    def is_resolved(self, pair: Pair) -> bool:
        if pair.state in (State.MATCHED, State.NOT_OURS):
            return True
        return self.explained is not None and self.explained == sum(one.difference for one in self.pairs)


@dataclass(frozen=True, slots=True)
class EntryLine:
    """An entry of the file, one of ours, or both, with the award that it is of."""

    award: Award
    pair: Pair

    @property
    def theirs(self) -> AgencyEntry | None:
        return self.pair.theirs

    @property
    def ours(self) -> Transaction | None:
        return self.pair.ours

    @property
    def state(self) -> State:
        return self.pair.state

    @property
    def is_resolved(self) -> bool:
        return self.award.is_resolved(self.pair)

    @property
    def difference(self) -> Decimal:
        return self.pair.difference


def signed(entry: Transaction) -> Decimal:
    """The amount of an obligation, negative where it is taken back."""
    return SIGNS[Kind(entry.kind)] * (entry.amount or Decimal(0))


def pairs(theirs: Iterable[AgencyEntry], ours: Iterable[Transaction]) -> tuple[Pair, ...]:
    """Equal amounts of one day first, then those of one day, then what is left on either side; each entry once."""
    here, found, left = list(ours), [], []
    for same_amount in (True, False):
        waiting, left = (list(theirs) if same_amount else left), []
        for entry in waiting:
            other = next((one for one in here if is_same(entry, one, same_amount)), None)
            if other is None:
                left.append(entry)
            else:
                here.remove(other)
                found.append(Pair(entry, other))
    return (*found, *(Pair(entry, None) for entry in left), *(Pair(None, entry) for entry in here))


def is_same(theirs: AgencyEntry, ours: Transaction, same_amount: bool) -> bool:
    if same_amount and theirs.obligated != signed(ours):
        return False
    one, other = theirs.effective_on, ours.effective_on
    return one is None or other is None or (one.start <= other.end and other.start <= one.end)


def awards(at: AsOf) -> list[Award]:
    """Every award of which a file has entries, in the order of files and numbers; a fixed number of questions."""
    standing = AGENCY_ENTRIES.standing(AgencyEntry.objects.at(at).select_related("citation"))
    theirs: dict[tuple[str, str], list[AgencyEntry]] = defaultdict(list)
    for _, found in sorted(standing.items()):
        theirs[found[-1].origin, found[-1].award_number].append(found[-1])
    if not theirs:
        return []
    numbers = Numbers.at(at)
    meant = {number: numbers.ours(number) for _, number in theirs}
    ours = obligations(at, {line.investment.pk for lines, _ in meant.values() for line in lines})
    result = []
    for (origin, number), entries in theirs.items():
        lines, by = meant[number]
        match = numbers.match(number)
        here = [entry for line in lines for entry in ours[line.investment.pk]]
        found = pairs(entries, here) if lines or by != "by hand" else tuple(Pair(one, None, False) for one in entries)
        slugs = ";".join(line.slug for line in lines)
        result.append(Award(origin, number, slugs, by, found, match.explained if match else None))
    return result


def obligations(at: AsOf, investments: set[int]) -> dict[int, list[Transaction]]:
    """Investment → its obligations and deobligations that no reversal undoes, oldest first."""
    known = Transaction.objects.at(at).filter(investment_id__in=investments)
    undone = set(known.filter(kind=Kind.REVERSAL).values_list("reverses_id", flat=True))
    found: dict[int, list[Transaction]] = defaultdict(list)
    for entry in known.filter(kind__in=list(SIGNS)):
        if entry.pk not in undone:
            found[entry.investment_id].append(entry)
    return found


def lines(at: AsOf) -> list[EntryLine]:
    return [EntryLine(award, pair) for award in awards(at) for pair in award.pairs]


def unresolved_entries(at: AsOf) -> Unresolved | None:
    """How many entries wait to be explained; None before any file of entries was imported."""
    found = lines(at)
    waiting = [line for line in found if not line.is_resolved]
    dollars = sum((abs(line.difference) for line in waiting), Decimal(0))
    return Unresolved(len(waiting), dollars, len(found)) if found else None


def answer(at: AsOf, filters: Filters) -> Answer:
    found = sorted(lines(at), key=lambda line: (line.is_resolved, list(State).index(line.state)))
    totals = []
    for state in State:
        of_state = [line for line in found if line.state is state]
        if of_state:
            values = {"difference_usd": sum((line.difference for line in of_state), Decimal(0))}
            totals.append(Total(state.value, values, f"{len(of_state):,} entries"))
    note = "No agency's file of entries had been imported. Import one as agency entries, by a shipped mapping."
    return Answer(found, totals, () if found else (note,))


DEFINITION = Definition(
    "reconciliation-entries",
    "Reconciliation, entry by entry",
    "Which obligations do the agencies' own files give otherwise than the ledger?",
    COLUMNS,
    (),
    answer,
)
