"""The ledger of an award as its page shows it."""

from collections.abc import Callable
from dataclasses import dataclass

from portfolio.calculations.kinds import Kind, Need
from portfolio.models import Transaction
from portfolio.models.ledger import KINDS, reference
from portfolio.positions.figures import read_by
from portfolio.positions.investments import InvestmentAt
from portfolio.reports import columns as c
from portfolio.reports.base import Absent, Column
from portfolio.reports.tables import NOTE, RECORDING, SOURCES, Table, marks_of, stated_in_any
from portfolio.reports.transactions import KIND, SHARES_RECEIVED
from record.calculations.as_of import AsOf


@dataclass(frozen=True, slots=True)
class EntryOfAward:
    """An entry of the award's ledger, and whether a later one reversed it."""

    entry: Transaction
    is_reversed: bool
    is_late_refund: bool = False

    @property
    def kind(self) -> Kind:
        return KINDS[self.entry.kind]

    @property
    def marks(self) -> str | None:
        marks = [*marks_of(derived=self.entry.is_derived, undated=self.entry.effective_on is None)]
        if self.is_reversed:
            marks.append("reversed")
        if self.is_late_refund:
            marks.append("returned to the Treasury")
        if self.entry.reverses_id:
            marks.append(f"reverses {reference(self.entry.reverses_id)}")
        return ", ".join(marks) or None


def carried(need: Callable[[Kind], Need], reason: str) -> Callable[[EntryOfAward], Absent | None]:
    """Says of a figure of an entry that it is absent, not unknown, where the entry's kind has none."""
    return lambda line: Absent("none", reason) if need(line.kind) is Need.NONE else None


def of_entry(column: Column) -> Column:
    """A column of facts that takes its value from the entry of a line."""
    value = column.value
    return column if value is None else column.of(lambda line: value(line.entry))


ENTRY_COLUMNS = (
    Column("transaction", "Reference", "What an auditor calls the entry.", value=lambda line: line.entry.reference),
    KIND.of(lambda line: line.entry.kind),
    c.AMOUNT.of(
        lambda line: line.entry.amount,
        unknown="not stated",
        absent=carried(lambda kind: kind.amount, "it moves no money"),
    ),
    c.SHARES.of(
        lambda line: line.entry.shares,
        unknown="not stated",
        absent=carried(lambda kind: kind.shares, "it moves no shares"),
    ),
    SHARES_RECEIVED.of(
        lambda line: line.entry.shares_received,
        label="Received",
        unknown="not stated",
        is_optional=False,
        absent=carried(lambda kind: kind.shares_received, "it brings no shares"),
    ),
    c.EFFECTIVE_ON.of(lambda line: line.entry.effective_on),
    Column(
        "marks",
        "Beware",
        "Derived: implied by another figure, not published.",
        is_optional=True,
        value=lambda line: line.marks,
    ),
    of_entry(c.CONTROL),
    of_entry(NOTE),
    of_entry(RECORDING),
    of_entry(SOURCES),
)


def entries(at: AsOf, line: InvestmentAt) -> Table:
    """The ledger of the award at `at`, in the order of the entries' numbers."""
    investment, terms = line.investment, read_by(line.investment, line.terms)
    known = list(
        Transaction.objects.at(at)
        .filter(investment=investment)
        .select_related("citation", "recording", "reverses")
        .order_by("number")
    )
    undone = {entry.reverses_id for entry in known if entry.reverses_id}
    lines = [
        EntryOfAward(
            entry,
            entry.number in undone,
            is_late_refund=entry.kind == Kind.RECOVERY
            and line.instrument.family in c.SPENDING
            and terms.is_late(entry.counts_from),
        )
        for entry in known
    ]
    columns = stated_in_any(ENTRY_COLUMNS, lines) if lines else ENTRY_COLUMNS
    without = ", ".join(one.label.lower() for one in ENTRY_COLUMNS if one not in columns)
    return Table(
        name="entries",
        title="Ledger entries",
        columns=columns,
        lines=lines,
        empty="No entry is on record by then: what was paid is unknown."
        if not investment.ledger_is_complete
        else "No entry by then: nothing was committed, bound or paid.",
        notes=(f"Of no entry is on record: {without}.",) if without else (),
    )
