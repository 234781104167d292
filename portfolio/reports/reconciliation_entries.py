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

from .base import Answer, Column, Definition, Row, Total, Type
from .listed import AGENCY_ENTRIES
from .reconciliation import State, Unresolved, usd

SIGNS = {Kind.OBLIGATION: 1, Kind.DEOBLIGATION: -1}

COLUMNS = (
    Column("state", "State", "differing, missing here, missing there, none of ours, or matched."),
    Column("resolved", "Resolved", "Matched, or what the award differs by was explained by hand.", Type.BOOLEAN),
    Column("origin", "Whose file", "The agency's file.", unknown="in no file", is_optional=True),
    Column("award_number", "Award number", "FAIN, PIID or URI."),
    Column("investment", "Investment", "Ours that it means.", page="investment", unknown="none", is_optional=True),
    Column("matched_by", "Matched by", "FAIN, PIID, URI, or by hand.", unknown="not matched", is_optional=True),
    Column("entry_number", "Entry there", "Its number in the file.", unknown="not in the file", is_optional=True),
    Column("transaction", "Entry here", "Reference in the ledger.", unknown="not on record", is_optional=True),
    Column("acted_on", "Day there", "By the file.", Type.PARTIAL_DATE, unknown="undated", is_optional=True),
    Column("effective_on", "Day here", "By the ledger.", Type.PARTIAL_DATE, unknown="undated", is_optional=True),
    usd("ours_usd", "Here", "Obligated, negative where deobligated."),
    usd("theirs_usd", "There", "The same by the file."),
    usd("difference_usd", "Difference", "There less here; what is missing on a side counts as 0 there."),
    Column("sources", "Sources", "What the file's entry cites.", page="source", unknown="none", is_optional=True),
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
    investment: str
    matched_by: str
    pairs: tuple[Pair, ...]
    explained: Decimal | None

    def is_resolved(self, pair: Pair) -> bool:
        if pair.state in (State.MATCHED, State.NOT_OURS):
            return True
        return self.explained is not None and self.explained == sum(one.difference for one in self.pairs)


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
        match = numbers.matches.get(number)
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


def unresolved_entries(at: AsOf) -> Unresolved | None:
    """How many entries wait to be explained; None before any file of entries was imported."""
    every = [(award, pair) for award in awards(at) for pair in award.pairs]
    waiting = [pair for award, pair in every if not award.is_resolved(pair)]
    return (
        Unresolved(len(waiting), sum((abs(one.difference) for one in waiting), Decimal(0)), len(every))
        if every
        else None
    )


def row(award: Award, pair: Pair) -> Row:
    theirs, ours = pair.theirs, pair.ours
    return (
        pair.state.value,
        award.is_resolved(pair),
        award.origin if theirs else None,
        award.number,
        award.investment or None,
        award.matched_by or None,
        theirs and theirs.entry_number,
        ours and ours.reference,
        theirs and theirs.effective_on,
        ours and ours.effective_on,
        pair.here,
        pair.there,
        pair.difference,
        theirs.citation.text if theirs and theirs.citation else None,
    )


def answer(at: AsOf, filters: Filters) -> Answer:
    found = [(award, pair) for award in awards(at) for pair in award.pairs]
    found.sort(key=lambda one: (one[0].is_resolved(one[1]), list(State).index(one[1].state)))
    totals = []
    for state in State:
        of_state = [pair for _, pair in found if pair.state is state]
        if of_state:
            values = {"difference_usd": sum((pair.difference for pair in of_state), Decimal(0))}
            totals.append(Total(state.value, values, f"{len(of_state):,} entries"))
    note = "No agency's file of entries had been imported. Import one as agency entries, by a shipped mapping."
    return Answer([row(*one) for one in found], totals, () if found else (note,))


DEFINITION = Definition(
    "reconciliation-entries",
    "Reconciliation, entry by entry",
    "Which obligations do the agencies' own files give otherwise than the ledger?",
    COLUMNS,
    (),
    answer,
)
