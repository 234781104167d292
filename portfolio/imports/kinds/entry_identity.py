"""Whether a row is an entry on record: the same, a correction or deletion of it, or another one; else it is asked.

A source's own key names a series of versions, at most one of which counts. Without a key on both sides, an entry of
the same award, kind, day and amount is asked about, whoever or whatever wrote it.
"""

import re
from dataclasses import dataclass, field

from portfolio.calculations.kinds import Kind
from portfolio.imports.cells import UnreadableCell, partial_date
from portfolio.imports.row_outcomes import Becomes, RowOutcome
from portfolio.imports.rows import Row, Wanted
from portfolio.imports.write import RowRefused, Writing
from portfolio.models import EntryVersion, Transaction
from portfolio.models.ledger import KINDS
from portfolio.reports.base import Column, Type
from portfolio.services import ledger, source_keys
from portfolio.services.source_keys import Series
from record.calculations.partial_dates import PartialDate

from .entry_book import OURS, SPELLERS, Book, content

ANOTHER = "another"
DELETES, CORRECTS = "D", "C"
COMPARED = ("investment", "kind", "effective_on", "amount_usd", "shares", "shares_received")
STAMP = re.compile(r"(\d{4}-\d{2}-\d{2})[T ][0-9:.+Z-]+", re.ASCII)


def version_day(cell: str) -> PartialDate | None:
    """The day of a day or a moment. Raises UnreadableCell."""
    stamp = STAMP.fullmatch(cell.strip())
    return partial_date(stamp[1] if stamp else cell)


def change_code(cell: str) -> str:
    """C, D or nothing. Raises UnreadableCell for anything else."""
    code = cell.strip().upper()
    if code not in ("", CORRECTS, DELETES):
        raise UnreadableCell(f'"{cell}" is none of: C for a correction, D for a deletion, or nothing.')
    return code


SAME_AS = Column(
    "same_as",
    "Same as",
    'Answers what is asked about a row: the reference or identifier of what it is, or "another".',
    is_optional=True,
)
CHANGE_CODE = Wanted(
    Column("change_code", "Correction or deletion", "C or D, as the source says.", is_optional=True), read=change_code
)
WANTED = (
    Wanted(Column("source_key", "Source's key", "The entry's own key in the source: the same key is the same entry.")),
    Wanted(
        Column(
            "source_version_on", "Source's version", "The day on which the source last changed it.", Type.PARTIAL_DATE
        ),
        read=version_day,
    ),
    CHANGE_CODE,
    Wanted(SAME_AS),
)


@dataclass(slots=True)
class Identity:
    """What one file says of entries on record. `versions` are written after the entries that they name."""

    book: Book
    batch: ledger.Batch
    writing: Writing
    versions: list[EntryVersion] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)

    def deleted(self, row: Row, *, is_ours: bool) -> RowOutcome | None:
        """The fate of a row by which its source takes an entry back, or states no money for it; None for any other."""
        key = row["source_key"]
        if not key or not (row["change_code"] == DELETES or row.left_out):
            return None
        series, version = self._series(key), row["source_version_on"]
        if series.is_older(version):
            return _older(row, series)
        if series.is_live and series.entry is not None:
            entry = series.entry
            self._require_right(entry)
            why = "Deleted at the source" if row["change_code"] == DELETES else "The source states 0 for it"
            self.batch.undo(entry, reason=f"{why}: {key}")
            self._note(key, None, version)
            changes = [(name, _spelt(entry, name), "") for name in COMPARED if _spelt(entry, name)]
            return RowOutcome(row.number, Becomes.CHANGED, _subject(entry), [*changes, _reversed(entry)], f"{why}.")
        if is_ours and series.is_newer(version):
            self._note(key, None, version)
            return RowOutcome(row.number, Becomes.NEW, key, [("source_key", "", f"{key}: no money since {version}")])
        return RowOutcome(row.number, Becomes.LEFT_OUT, key, [], row.left_out or "Nothing on record bears its key.")

    def versioned(self, row: Row, draft: ledger.Draft) -> RowOutcome:
        """The fate of a row with a key. Raises RowRefused for what has to be asked."""
        key, version = row["source_key"], row["source_version_on"]
        if draft.kind is Kind.REVERSAL:
            raise RowRefused("source_key", key, "A reversal has no key of its source. Leave the cell empty.")
        series = self._series(key)
        if before := self.rows.get(key):
            return self._repeated(row, draft, series, before)
        self.rows[key] = row.number
        if series.is_older(version):
            return _older(row, series)
        if series.entry is None:
            return self._first(row, draft)
        if series.is_live:
            return self._next(row, draft, series.entry, series)
        if content(series.entry) == content(draft) and not series.is_deleted:
            return RowOutcome(
                row.number, Becomes.LEFT_OUT, key, [], f"{series.entry.reference} says this and was reversed by hand."
            )
        like = None if row["same_as"] == ANOTHER else self.book.like(draft, without_key=True)
        if like is not None:  # it was put right by hand, without the key
            raise _asked(like)
        return self._new(row, draft)

    def unkeyed(self, row: Row, draft: ledger.Draft) -> RowOutcome | None:
        """The fate of a row without a key that is no new entry; None for one that is. Raises RowRefused to ask."""
        if draft.kind is Kind.REVERSAL or row["same_as"] == ANOTHER:
            return None
        if row["same_as"]:
            entry = self.book.named(row["same_as"])
            self._require_alike(entry, draft, row)
            self.book.settle(entry.reference)
            return RowOutcome(row.number, Becomes.SAME, _subject(entry), [], f"It is {entry.reference}.")
        like = self.book.like(draft)
        if like is None:
            return None
        if draft.is_derived:
            self.book.settle(like.reference)
            return RowOutcome(row.number, Becomes.SAME, _subject(like), [], f"{like.reference} is on record.")
        raise _asked(like)

    def write(self) -> None:
        """Keep the versions, once the entries are written."""
        source_keys.record(self.versions, recording=self.writing.recording)

    def _first(self, row: Row, draft: ledger.Draft) -> RowOutcome:
        """The first that is heard of a key: a new entry, or one on record that bears no key yet."""
        if row["same_as"] not in ("", ANOTHER):
            entry = self.book.named(row["same_as"])
            self.book.settle(entry.reference)
            return self._next(row, draft, entry, self._series(row["source_key"]), is_named=True)
        like = None if row["same_as"] == ANOTHER else self.book.like(draft, without_key=True)
        if like is not None:
            raise _asked(like)
        return self._new(row, draft)

    def _next(
        self, row: Row, draft: ledger.Draft, entry: Transaction, series: Series, *, is_named: bool = False
    ) -> RowOutcome:
        """A further version of an entry that counts."""
        key, version = row["source_key"], row["source_version_on"]
        if content(entry) == content(draft):
            if not is_named and not series.is_newer(version):
                return RowOutcome(row.number, Becomes.SAME, _subject(entry))
            before = str(series.newest or "") if not is_named else ""
            self._note(key, entry, version)
            change = ("source_key", "", key) if is_named else ("source_version_on", before, str(version))
            return RowOutcome(row.number, Becomes.CHANGED, _subject(entry), [change], f"It is {entry.reference}.")
        self._require_right(entry)
        if entry.investment.agency_id != draft.investment.agency_id and row["same_as"] != entry.reference:
            raise RowRefused(
                "source_key",
                key,
                f"{entry.reference} of {entry.investment.slug}, an award of {entry.investment.agency.code}, has this "
                f"key. If it is the same entry, write {entry.reference} in the column same_as; if the two agencies use "
                "one key for two entries, put the agency's code before the key.",
            )
        new = self.batch.replace(entry, draft, reason=f"Corrected at the source: {key}", is_checked=True)
        self._note(key, new, version)
        changes = [
            (name, _spelt(entry, name), _spelt(new, name))
            for name in COMPARED
            if _spelt(entry, name) != _spelt(new, name)
        ]
        return RowOutcome(row.number, Becomes.CHANGED, _subject(entry), [*changes, _reversed(entry)])

    def _new(self, row: Row, draft: ledger.Draft) -> RowOutcome:
        entry = self.batch.add(draft, is_checked=True)
        self._note(row["source_key"], entry, row["source_version_on"])
        return RowOutcome(row.number, Becomes.NEW)

    def _repeated(self, row: Row, draft: ledger.Draft, series: Series, before: int) -> RowOutcome:
        """A key that a row above has already: the newer of two versions counts."""
        version, entry = row["source_version_on"], series.entry
        if entry is not None and content(entry) == content(draft):
            return RowOutcome(row.number, Becomes.LEFT_OUT, row["source_key"], [], f"It repeats row {before}.")
        if series.is_older(version):
            return _older(row, series)
        if not series.is_newer(version):
            raise RowRefused(
                "source_key", row["source_key"], f"Row {before} says otherwise of the same key. Keep one of them."
            )
        return self._next(row, draft, entry, series) if entry is not None and series.is_live else self._new(row, draft)

    def _series(self, key: str) -> Series:
        return self.book.series.setdefault(key, Series())

    def _note(self, key: str, entry: Transaction | None, version: PartialDate | None) -> None:
        self.versions.append(source_keys.version(key, entry, version, recording=self.writing.recording))
        self._series(key).take(entry, version)

    def _require_right(self, entry: Transaction) -> None:
        award = entry.investment
        self.writing.require_right("investment", award.slug, award.agency, award.program)

    def _require_alike(self, entry: Transaction, draft: ledger.Draft, row: Row) -> None:
        if content(entry) != content(draft):
            raise RowRefused(
                "same_as",
                row["same_as"],
                f"{_subject(entry)} of {_spelt(entry, 'amount_usd') or 'shares'} is not what the row says. "
                f'Reverse it and give the right one, or write "{ANOTHER}".',
            )


def _asked(entry: Transaction) -> RowRefused:
    recorded = entry.recording
    return RowRefused(
        "same_as",
        "",
        f"{entry.reference} has the same award, kind, day and amount; {recorded.by_name} recorded it: {recorded.why} "
        f'Is it the same entry, or another one? Write {entry.reference} or "{ANOTHER}" in the column same_as.',
    )


def _older(row: Row, series: Series) -> RowOutcome:
    why = f"The version of {row['source_version_on']} is older than that of {series.newest}, which is on record."
    return RowOutcome(row.number, Becomes.LEFT_OUT, row["source_key"], [], why)


def _reversed(entry: Transaction) -> tuple[str, str, str]:
    return "transaction", entry.reference, "reversed"


def _subject(entry: Transaction) -> str:
    return (
        f"{entry.investment.slug} {entry.reference} {KINDS[str(entry.kind)].value} {entry.effective_on or ''}".strip()
    )


def _spelt(entry: Transaction, name: str) -> str:
    if name == "investment":
        return entry.investment.slug
    value = getattr(entry, OURS.get(name, name))
    return "" if value in (None, "") else SPELLERS[name](value)
