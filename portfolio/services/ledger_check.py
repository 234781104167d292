"""Walks the whole record and its ledger, and says what is off: the chains, their heads, the numbering, the rules."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from django.db.models import BigIntegerField, CharField, ExpressionWrapper, F, Field, IntegerField, Subquery

from portfolio.calculations.entry_chain import entry_link
from portfolio.calculations.kinds import Kind
from portfolio.calculations.ledger_rules.rules import first_refusal
from portfolio.models import Investment, RecordCheckRun, Terms, Transaction
from portfolio.models.ledger import reference
from portfolio.positions.figures import READ_BY, read_by
from record.calculations.as_of import AsOf
from record.calculations.formatting import moment
from record.calculations.hash_chain import GENESIS
from record.models import Recording
from record.services.record_check import Problem, RecordCheck

# So many ledgers are held in memory at once.
BATCH = 100

# As the table holds it: no Decimal and no date is made for a million rows only to be spelt again.
STORED: dict[str, Field] = {
    **{name: BigIntegerField() for name in ("amount", "shares", "shares_received")},
    "effective_on": CharField(),
    "counts_from": CharField(),
    "is_derived": IntegerField(),
}
COLUMNS = (
    *("number", "previous_hash", "hash", "recording_id", "investment__slug", "kind"),
    *("reverses_id", "note", "citation__text"),
    *STORED,
)


@dataclass(slots=True)
class LedgerCheck:
    """One walk; the counts and the head of the chain are known when `problems` has come to its end."""

    today: date
    entries: int = 0
    investments: int = 0
    head: str = GENESIS
    head_number: int = 0
    record: RecordCheck = field(default_factory=lambda: RecordCheck(to=0))
    _newest: int = field(default=0, repr=False)

    def problems(self) -> Iterator[Problem]:
        """Everything that is off, in a fixed order; reads row by row, so that any ledger fits in memory.

        It walks to the entry and the recording that are the newest as it begins: others may write meanwhile.
        """
        self.record.to, self._newest = newest()
        yield from self.record.problems()
        yield from self._chain()
        yield from self._heads()
        yield from self._reversals()
        yield from self._rules()

    def _chain(self) -> Iterator[Problem]:
        """Numbering, order of recordings, links and contents; goes on after a break from the row's own hash."""
        number, serial = 0, 0
        recorded = Recorded()
        for row in stored_rows(to=self._newest):
            self.entries += 1
            name = reference(row["number"])
            if row["number"] != number + 1:
                yield Problem(name, f"it should be {reference(number + 1)}; an entry is missing or was moved.")
            if row["recording_id"] < serial:
                yield Problem(name, f"it belongs to recording {row['recording_id']}, after one of {serial}.")
            number, serial = row["number"], row["recording_id"]
            if row["previous_hash"] != self.head:
                yield Problem(name, "it does not follow the entry before it; an entry is missing, added or moved.")
            elif row["hash"] != entry_link(self.head, formatted(row, recorded.of(serial))):
                yield Problem(name, "its content is not what was recorded.")
            self.head, self.head_number = row["hash"], row["number"]

    def _heads(self) -> Iterator[Problem]:
        """The earliest head that a check found sound and that is gone: what a chain made anew would not show."""
        changed = RecordCheckRun.objects.clean().with_a_lost_recording().first()
        if changed:
            yield Problem(
                f"Recording {changed.head_serial}",
                f"it was the newest when the record was found sound on {changed.day}, and is not on record any more as"
                " it was; the record was cut off or written anew, at this recording or before it.",
            )
        lost = RecordCheckRun.objects.clean().with_a_lost_head().first()
        if lost:
            yield Problem(
                lost.head_reference,
                f"it was the newest entry when the ledger was found sound on {lost.day}, and is not on record any more;"
                " the ledger was cut off or written anew, at this entry or before it.",
            )

    def _reversals(self) -> Iterator[Problem]:
        """Each has the date of what it undoes, as given; the rules see to the rest."""
        rows = Transaction.objects.filter(kind=Kind.REVERSAL).order_by("number")
        for row in rows.exclude(effective_on=F("reverses__effective_on")).select_related("reverses").iterator():
            undone = row.reverses
            yield Problem(row.reference, f"it undoes {undone.reference} of {undone.effective_on} on another date.")

    def _rules(self) -> Iterator[Problem]:
        """The first entry of each ledger that the rules would not take, on its day or a later one."""
        if not self.record.last_moment:
            return
        at = AsOf(self.today, self.record.last_moment, self.record.to)
        investments = Investment.objects.order_by("pk").only("instrument").in_bulk()
        keys = sorted(investments)
        for place in range(0, len(keys), BATCH):
            batch = keys[place : place + BATCH]
            terms = Terms.objects.filter(investment__in=batch).at(at).only("investment", *READ_BY)
            bounds = terms.latest_by("investment_id")
            read = Transaction.objects.filter(investment__in=batch, number__lte=self._newest)
            ledgers = read.order_by("number").entries_by_investment()
            for key, entries in ledgers.items():
                self.investments += 1
                found = first_refusal(entries, today=self.today, **asdict(read_by(investments[key], bounds.get(key))))
                if found:
                    yield Problem(found[0].reference, found[1])


class Recorded:
    """Who recorded what and when, by serial: read along with the ledger, since its serials never run back."""

    def __init__(self) -> None:
        self.serial = 0
        self.found: dict[str, str] = {}
        self.rows = Recording.objects.order_by("serial").values_list("serial", "moment", "by_name").iterator(10_000)

    def of(self, serial: int) -> dict[str, str]:
        """The columns that an entry's hash covers of its recording; empty texts for one that is not on record."""
        if serial < self.serial:
            self.__init__()
        while self.serial < serial:
            row = next(self.rows, None)
            if row is None:
                return {"recording": str(serial), "recorded_at": "", "recorded_by": ""}
            self.serial, when, by_name = row
            if self.serial == serial:
                self.found = {"recording": str(serial), "recorded_at": moment(when), "recorded_by": by_name}
        return self.found


def newest() -> tuple[int, int]:
    """The newest recording's serial and the newest entry's number, read in one statement; 0 for none."""
    entry = Transaction.objects.order_by("-number").values("number")[:1]
    found = Recording.objects.order_by("-serial").values_list("serial", Subquery(entry)).first()
    if found is None:  # a ledger without recordings is walked as well, and each of its entries named
        return 0, Transaction.objects.order_by("-number").values_list("number", flat=True).first() or 0
    return found[0], found[1] or 0


def stored_rows(*, to: int) -> Iterator[dict[str, Any]]:
    """Every entry up to the number `to`, in order, as its table holds it: scaled integers, dates as text."""
    stored = [ExpressionWrapper(F(name), STORED[name]) if name in STORED else F(name) for name in COLUMNS]
    rows = Transaction.objects.filter(number__lte=to).order_by("number").values_list(*stored)
    return (dict(zip(COLUMNS, row, strict=True)) for row in rows.iterator(chunk_size=10_000))


def formatted(row: dict[str, Any], recorded: dict[str, str]) -> dict[str, str]:
    """What the hash covers; equal to `Transaction.content`."""
    return {
        "transaction": reference(row["number"]),
        "investment": row["investment__slug"],
        "kind": row["kind"],
        "amount_usd": digits(row["amount"], 2),
        "shares": digits(row["shares"], 6),
        "shares_received": digits(row["shares_received"], 6),
        "effective_on": row["effective_on"],
        "counts_from": str(row["counts_from"]),
        "reverses": "" if row["reverses_id"] is None else reference(row["reverses_id"]),
        "derived": "true" if row["is_derived"] else "false",
        "note": row["note"],
        "sources": row["citation__text"] or "",
        **recorded,
    }


def digits(scaled: int | None, places: int) -> str:
    """A scaled integer as plain digits with its places; empty for the unknown."""
    if scaled is None:
        return ""
    text = f"{abs(scaled):0{places + 1}d}"
    return f"{'-' if scaled < 0 else ''}{text[:-places]}.{text[-places:]}"
