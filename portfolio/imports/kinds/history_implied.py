"""What entries of a history imply, where no commitment or obligation of the file or on record covers them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from portfolio.calculations.kinds import Instrument
from portfolio.calculations.kinds import Kind as EntryKind
from portfolio.imports.row_outcomes import Becomes, RowOutcome
from portfolio.imports.rows import Row
from portfolio.models import EntryVersion, Investment, Transaction
from portfolio.models.ledger import KINDS
from record.calculations.as_of import AsOf
from record.calculations.formatting import dollars

from .entry_columns import DELETES

PROMISES = frozenset({EntryKind.COMMITMENT, EntryKind.DECOMMITMENT})
SAID = {EntryKind.DISBURSEMENT: "payment", EntryKind.OBLIGATION: "obligation", EntryKind.DEOBLIGATION: "deobligation"}


@dataclass(slots=True)
class Implied:
    """The rows that others imply, in order: what comes before them all, and what comes after."""

    first: list[Row] = field(default_factory=list)
    last: list[Row] = field(default_factory=list)


def implied_by(rows: list[Row], awards: dict[str, Investment], *, at: AsOf) -> Implied:
    """What the rows of a file imply of awards whose commitments neither the file nor the record states.

    A payment implies its commitment, and where no obligation is stated its obligation. Stated obligations imply the
    commitments instead, and each deobligation takes its part back. The obligation of a loan or guarantee is its subsidy
    cost, which implies nothing; nor does a later version of an entry that has its source's key: what it implied stands.
    """
    by_award: dict[str, list[Row]] = defaultdict(list)
    keys = {row["source_key"] for row in rows if row["source_key"]}
    heard = {*EntryVersion.objects.filter(source_key__in=keys).values_list("source_key", flat=True)}
    for row in rows:
        is_later = row["source_key"] in heard or row["change_code"] == DELETES
        if row["kind"] in KINDS and not (row.refused or row.left_out or is_later):
            by_award[row["investment"]].append(row)
    stated, derived = _kinds_on_record([awards[slug] for slug in by_award], at)
    found = Implied()
    for slug, award_rows in by_award.items():
        award = awards[slug]
        known = stated[award.pk] | {KINDS[row["kind"]] for row in award_rows}
        lends = Instrument(award.instrument).family.is_lending
        binds = EntryKind.OBLIGATION in known and not lends
        if binds and EntryKind.OBLIGATION in derived[award.pk]:
            continue  # payments implied obligations before these were known: what is beyond them is refused, and told
        for row in award_rows:
            if row["amount_usd"]:
                first, last = _of_row(KINDS[row["kind"]], known, binds=binds, lends=lends)
                found.first += [_derived(row, kind) for kind in first]
                found.last += [_derived(row, kind) for kind in last]
    return found


def _of_row(
    kind: EntryKind, known: set[EntryKind], *, binds: bool, lends: bool
) -> tuple[list[EntryKind], list[EntryKind]]:
    """The kinds of entries that one row implies before it and after it."""
    is_promised = bool(known & PROMISES)
    if kind is EntryKind.DISBURSEMENT and not binds:
        promise = [] if is_promised else [EntryKind.COMMITMENT]
        return [*promise, *([] if lends else [EntryKind.OBLIGATION])], []
    if binds and not is_promised:
        if kind is EntryKind.OBLIGATION:
            return [EntryKind.COMMITMENT], []
        if kind is EntryKind.DEOBLIGATION:
            return [], [EntryKind.DECOMMITMENT]
    return [], []


Kinds = dict[int, set[EntryKind]]


def _kinds_on_record(awards: Iterable[Investment], at: AsOf) -> tuple[Kinds, Kinds]:
    """Award → the kinds of its entries that stand, of those that were stated and of those that were derived."""
    rows = Transaction.objects.filter(investment__in=[one.pk for one in awards]).known(at)
    undone = rows.filter(reverses__isnull=False).values("reverses_id")
    found: tuple[Kinds, Kinds] = (defaultdict(set), defaultdict(set))
    standing = rows.filter(reverses__isnull=True).exclude(pk__in=undone)
    for award, kind, is_derived in standing.values_list("investment_id", "kind", "is_derived").distinct():
        found[is_derived][award].add(KINDS[kind])
    return found


def _derived(row: Row, kind: EntryKind) -> Row:
    empty: dict[str, Any] = {"shares": None, "shares_received": None, "reverses": "", "transaction": ""}
    empty |= {"source_key": "", "source_version_on": None, "change_code": None, "same_as": ""}
    by = SAID[KINDS[row["kind"]]]
    said = {"kind": kind.value, "derived": True, "note": f"Implied by the {by} of {dollars(row['amount_usd'])}"}
    return Row(row.number, {**row.values, **empty, **said})


def tell(row_outcome: RowOutcome, implied: RowOutcome) -> None:
    """Show with a row what it implies."""
    if implied.becomes is Becomes.REFUSED and row_outcome.becomes is not Becomes.REFUSED:
        row_outcome.becomes, row_outcome.changes = Becomes.REFUSED, list(implied.changes)
    elif implied.becomes is Becomes.NEW and row_outcome.becomes is Becomes.NEW:
        kind = next(after for column, _, after in implied.changes if column == "kind")
        row_outcome.changes.append(("implied", "", f"{kind}, derived"))
