"""Walks the whole ledger and says what is off: the chain, the numbering, the recordings, the rules, the guards."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, CharField, ExpressionWrapper, F

from portfolio.calculations.chain import GENESIS, link
from portfolio.calculations.kinds import Instrument, Kind
from portfolio.calculations.ledger_rules import first_refusal
from portfolio.models import Investment, Terms, Transaction
from portfolio.models.ledger import reference
from projects.calculations.as_of import AsOf
from projects.calculations.spelling import moment
from projects.models import Recording
from projects.models.guards import missing

# So many ledgers are held in memory at once.
BATCH = 100

AS_STORED = {
    **{name: ExpressionWrapper(F(name), BigIntegerField()) for name in ("amount", "shares", "shares_received")},
    "effective_on": ExpressionWrapper(F("effective_on"), CharField()),
}
COLUMNS = (
    *("number", "previous_hash", "hash", "investment__slug", "kind"),
    *("stored_amount", "stored_shares", "stored_shares_received", "stored_effective_on"),
    *("counts_from", "reverses_id", "is_derived", "note", "citation__text"),
    *("recording_id", "recording__moment", "recording__by_name"),
)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is off, and with which row, recording or guard."""

    reference: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.reference}: {self.sentence}"


@dataclass(slots=True)
class LedgerCheck:
    """One walk; the counts and the head of the chain are known when `problems` has come to its end."""

    today: date
    entries: int = 0
    recordings: int = 0
    investments: int = 0
    head: str = GENESIS
    _last_moment: datetime | None = field(default=None, repr=False)

    def problems(self) -> Iterator[Problem]:
        """Everything that is off, in a fixed order; reads row by row, so that any ledger fits in memory."""
        for name in missing(connection):
            yield Problem(name, "this guard is missing from the database or altered. Run: manage.py migrate")
        yield from self._recordings()
        yield from self._chain()
        yield from self._reversals()
        yield from self._rules()

    def _recordings(self) -> Iterator[Problem]:
        rows = Recording.objects.order_by("serial").values_list("serial", "moment", "is_closed")
        for serial, when, is_closed in rows.iterator(chunk_size=10_000):
            self.recordings += 1
            name = f"Recording {serial}"
            if serial != self.recordings:
                yield Problem(name, f"it should be number {self.recordings}; a recording is missing.")
                self.recordings = serial
            if self._last_moment and when < self._last_moment:
                yield Problem(name, f"its moment {moment(when)} is before that of the recording before it.")
            if not is_closed:
                yield Problem(name, "it was never closed.")
            self._last_moment = when

    def _chain(self) -> Iterator[Problem]:
        """Numbering, order of recordings, links and contents; goes on after a break from the row's own hash."""
        number, serial, recorded = 0, 0, ("", "")
        for row in stored_rows():
            self.entries += 1
            name = reference(row["number"])
            if row["number"] != number + 1:
                yield Problem(name, f"it should be {reference(number + 1)}; an entry is missing or was moved.")
            if row["recording_id"] < serial:
                yield Problem(name, f"it belongs to recording {row['recording_id']}, after one of {serial}.")
            if row["recording_id"] != serial:
                recorded = (str(row["recording_id"]), moment(row["recording__moment"]))
            number, serial = row["number"], row["recording_id"]
            if row["previous_hash"] != self.head:
                yield Problem(name, "it does not follow the entry before it; an entry is missing, added or moved.")
            elif row["hash"] != link(self.head, spelt(row, recorded)):
                yield Problem(name, "its content is not what was recorded.")
            self.head = row["hash"]

    def _reversals(self) -> Iterator[Problem]:
        """Each has the date of what it undoes, as given; the rules see to the rest."""
        rows = Transaction.objects.filter(kind=Kind.REVERSAL).order_by("number")
        for row in rows.exclude(effective_on=F("reverses__effective_on")).select_related("reverses").iterator():
            undone = row.reverses
            yield Problem(row.reference, f"it undoes {undone.reference} of {undone.effective_on} on another date.")

    def _rules(self) -> Iterator[Problem]:
        """The first entry of each ledger that the rules would not take, on its day or a later one."""
        last = Recording.objects.last_serial()
        if not last:
            return
        at = AsOf(self.today, self._last_moment, last)
        instruments = dict(Investment.objects.order_by("pk").values_list("pk", "instrument"))
        keys = list(instruments)
        for place in range(0, len(keys), BATCH):
            batch = keys[place : place + BATCH]
            terms = Terms.objects.filter(investment__in=batch).at(at).only("investment", "principal", "covered_share")
            bounds = terms.latest_by("investment_id")
            ledgers = Transaction.objects.filter(investment__in=batch).order_by("number").entries_by_investment()
            for key, entries in ledgers.items():
                self.investments += 1
                found = first_refusal(
                    entries,
                    instrument=Instrument(instruments[key]),
                    today=self.today,
                    principal=bounds[key].principal if key in bounds else None,
                    covered_share=bounds[key].covered_share if key in bounds else None,
                )
                if found:
                    yield Problem(found[0].reference, found[1])


def stored_rows() -> Iterator[dict[str, Any]]:
    """Every entry in order as its table holds it: scaled integers, dates as text."""
    stored = {f"stored_{name}": column for name, column in AS_STORED.items()}
    rows = Transaction.objects.annotate(**stored).order_by("number").values_list(*COLUMNS)
    return (dict(zip(COLUMNS, row, strict=True)) for row in rows.iterator(chunk_size=10_000))


def spelt(row: dict[str, Any], recorded: tuple[str, str]) -> dict[str, str]:
    """What the hash covers; equal to `Transaction.content`, without a Decimal or a date made for each row."""
    return {
        "transaction": reference(row["number"]),
        "investment": row["investment__slug"],
        "kind": row["kind"],
        "amount_usd": digits(row["stored_amount"], 2),
        "shares": digits(row["stored_shares"], 6),
        "shares_received": digits(row["stored_shares_received"], 6),
        "effective_on": row["stored_effective_on"],
        "counts_from": row["counts_from"].isoformat(),
        "reverses": "" if row["reverses_id"] is None else reference(row["reverses_id"]),
        "derived": "true" if row["is_derived"] else "false",
        "note": row["note"],
        "sources": row["citation__text"] or "",
        "recording": recorded[0],
        "recorded_at": recorded[1],
        "recorded_by": row["recording__by_name"],
    }


def digits(scaled: int | None, places: int) -> str:
    """A scaled integer as plain digits with its places; empty for the unknown."""
    if scaled is None:
        return ""
    text = f"{abs(scaled):0{places + 1}d}"
    return f"{'-' if scaled < 0 else ''}{text[:-places]}.{text[-places:]}"
