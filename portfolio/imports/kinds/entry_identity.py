"""Whether a row is an entry on record: the same, a correction or deletion of it, or another one; else it is asked.

A source's own key names a series of versions, at most one of which counts. An older version never undoes a newer one:
it is left out where the days of the versions say so, else it is asked about. Without a key on both sides, an entry of
the same award, kind, day and amount is asked about, whoever or whatever wrote it.
"""

from dataclasses import dataclass, field

from portfolio.calculations.kinds import Kind
from portfolio.imports.row_outcomes import Becomes, RowOutcome
from portfolio.imports.rows import Row
from portfolio.imports.write import RowRefused, Writing
from portfolio.models import EntryVersion, Transaction
from portfolio.models.ledger import KINDS
from portfolio.services import ledger, source_keys
from portfolio.services.identity import like_it
from portfolio.services.source_keys import Series

from .entry_book import OURS, SPELLERS, Book, agrees, content, may_be_one
from .entry_columns import ANOTHER, CHANGE_CODE, CORRECTS, DELETES, NEWER, OLDER
from .entry_rows import NewRows

NOTHING = "Nothing on record bears its key."
COMPARED = ("investment", "kind", "effective_on", "amount_usd", "shares", "shares_received")


@dataclass(slots=True)
class Identity:
    """What one file says of entries on record. `versions` are written after the entries that they name."""

    book: Book
    batch: ledger.Batch
    writing: Writing
    versions: list[EntryVersion] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    keys: dict[int, str] = field(default_factory=dict)
    """Number of an entry of the file → its key."""
    new: NewRows = field(default_factory=NewRows)

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
            if self._undoes(row, series, was_said=series.was_deleted):
                return _called_older(row)
            self._require_right(entry)
            why = "Deleted at the source" if row["change_code"] == DELETES else "The source states 0 for it"
            self.batch.undo(entry, reason=f"{why}: {key}")
            self._note(row, None)
            changes = [(name, _spelt(entry, name), "") for name in COMPARED if _spelt(entry, name)]
            return RowOutcome(row.number, Becomes.CHANGED, _subject(entry), [*changes, _reversed(entry)], f"{why}.")
        if is_ours and (series.is_newer(version) or (row["change_code"] and not series.is_heard)):
            self._note(row, None)
            since = f" since {version}" if version else ""
            return RowOutcome(row.number, Becomes.NEW, key, [("source_key", "", f"{key}: no money{since}")])
        return RowOutcome(row.number, Becomes.LEFT_OUT, key, [], row.left_out or _gone(series))

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
            if self._undoes(row, series):
                return _called_older(row)
            return self._first(row, draft)
        if series.is_live:
            return self._next(row, draft, series.entry, series)
        if content(series.entry) == content(draft) and not series.is_deleted:
            return RowOutcome(
                row.number, Becomes.LEFT_OUT, key, [], f"{series.entry.reference} says this and was reversed by hand."
            )
        if self._undoes(row, series, was_said=_was_said(draft, series)):
            return _called_older(row)
        like = None if row["same_as"] == ANOTHER else self.book.like(draft, without_key=True)
        if like is not None:  # it was put right by hand, without the key
            raise _asked(like, draft)
        return self._new(row, draft)

    def unkeyed(self, row: Row, draft: ledger.Draft) -> RowOutcome | None:
        """The fate of a row without a key that is no new entry; None for one that is. Raises RowRefused to ask."""
        if draft.kind is Kind.REVERSAL:
            return None
        if row["same_as"] == ANOTHER:
            self.new.require_first(row, draft)
            return None
        if row["same_as"]:
            entry = self.book.named(row["same_as"])
            self._require_alike(entry, draft, row)
            self.book.settle(entry.reference)
            return RowOutcome(row.number, Becomes.SAME, _subject(entry), [], f"It is {entry.reference}.")
        like = self.book.like(draft)
        if like is None:
            self.new.require_first(row, draft)
            return None
        if draft.is_derived:
            self.book.settle(like.reference)
            return RowOutcome(row.number, Becomes.SAME, _subject(like), [], f"{like.reference} is on record.")
        raise _asked(like, draft)

    def add(self, draft: ledger.Draft) -> None:
        """A new entry without a key. A reversal ends the version of a row above that it undoes."""
        self.batch.add(draft, is_checked=True)
        if draft.reverses is not None:
            key = self.keys.get(draft.reverses.number, "")
            if key:
                self._series(key).is_live = False

    def write(self) -> None:
        """Keep the versions, once the entries are written."""
        source_keys.record(self.versions, recording=self.writing.recording)

    def _first(self, row: Row, draft: ledger.Draft) -> RowOutcome:
        """The first that is heard of a key: a new entry, or one on record that bears no key yet."""
        if row["same_as"] not in ("", ANOTHER, OLDER, NEWER):
            entry = self.book.named(row["same_as"])
            self.book.settle(entry.reference)
            return self._next(row, draft, entry, self._series(row["source_key"]), is_named=True)
        like = None if row["same_as"] == ANOTHER else self.book.like(draft, without_key=True)
        if like is not None:
            raise _asked(like, draft)
        self.new.require_first(row, draft)
        return self._new(row, draft)

    def _next(
        self, row: Row, draft: ledger.Draft, entry: Transaction, series: Series, *, is_named: bool = False
    ) -> RowOutcome:
        """A further version of an entry that counts."""
        key, version = row["source_key"], row["source_version_on"]
        if agrees(entry, draft):
            is_marked = row["change_code"] == CORRECTS and not series.is_correction
            if not (is_named or is_marked or series.is_newer(version)):
                return RowOutcome(row.number, Becomes.SAME, _subject(entry))
            before = str(series.newest or "")
            change = ("source_key", "", key) if is_named else ("source_version_on", before, str(version))
            if is_marked and not is_named and not series.is_newer(version):
                change = (CHANGE_CODE.name, "", CORRECTS)
            self._note(row, entry)
            return RowOutcome(row.number, Becomes.CHANGED, _subject(entry), [change], f"It is {entry.reference}.")
        if not is_named and self._undoes(row, series, was_said=_was_said(draft, series)):
            return _called_older(row)
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
        self._note(row, new)
        changes = [
            (name, _spelt(entry, name), _spelt(new, name))
            for name in COMPARED
            if _spelt(entry, name) != _spelt(new, name)
        ]
        return RowOutcome(row.number, Becomes.CHANGED, _subject(entry), [*changes, _reversed(entry)])

    def _new(self, row: Row, draft: ledger.Draft) -> RowOutcome:
        entry = self.batch.add(draft, is_checked=True)
        self._note(row, entry)
        return RowOutcome(row.number, Becomes.NEW)

    def _repeated(self, row: Row, draft: ledger.Draft, series: Series, before: int) -> RowOutcome:
        """A key that a row above has already: the newer of two versions counts."""
        version, entry = row["source_version_on"], series.entry
        if entry is not None and not series.is_live and not series.is_deleted:
            return self._new(row, draft)
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

    def _undoes(self, row: Row, series: Series, *, was_said: bool = False) -> bool:
        """True for a row that its sender calls older than what is on record.

        Raises RowRefused to ask, where a later file or a correction made what the row would undo, and no days of the
        two versions say which is newer.
        """
        if not series.is_heard or series.is_decided(row["source_version_on"]):
            return False
        is_uncorrected = series.is_correction and not row["change_code"]
        if not (was_said or is_uncorrected):
            return row["same_as"] == OLDER
        if row["same_as"] in (OLDER, NEWER):
            return row["same_as"] == OLDER
        newest = series.entry
        stands = f"{newest.reference} states it now" if newest and series.is_live else "The source has taken it back"
        raise RowRefused(
            "same_as",
            "",
            f"{stands}, by a later file or a correction, and this row says otherwise without a day that decides. Is "
            f'the row older than what is on record, or newer? Write "{OLDER}" in the column same_as to leave it out, '
            f'"{NEWER}" to take it, or the day of the file in the column source_version_on.',
        )

    def _note(self, row: Row, entry: Transaction | None) -> None:
        key, day, marked = row["source_key"], row["source_version_on"], row["change_code"] == CORRECTS
        recording = self.writing.recording
        self.versions.append(source_keys.version(key, entry, day, is_correction=marked, recording=recording))
        self._series(key).take(entry, day, is_correction=marked)
        if entry is not None:
            self.keys[entry.number] = key

    def _require_right(self, entry: Transaction) -> None:
        award = entry.investment
        self.writing.require_right("investment", award.slug, award.agency, award.program)

    def _require_alike(self, entry: Transaction, draft: ledger.Draft, row: Row) -> None:
        if not may_be_one(entry, draft):
            raise RowRefused(
                "same_as",
                row["same_as"],
                f"{_subject(entry)} of {_spelt(entry, 'amount_usd') or 'shares'} is not what the row says. "
                f'Reverse it and give the right one, or write "{ANOTHER}".',
            )


def _asked(entry: Transaction, draft: ledger.Draft) -> RowRefused:
    return RowRefused(
        "same_as",
        "",
        f"{like_it(entry, draft.effective_on)} Is it the same entry, or another one? Write {entry.reference} or "
        f'"{ANOTHER}" in the column same_as.',
    )


def _older(row: Row, series: Series) -> RowOutcome:
    why = f"The version of {row['source_version_on']} is older than that of {series.newest}, which is on record."
    return RowOutcome(row.number, Becomes.LEFT_OUT, row["source_key"], [], why)


def _gone(series: Series) -> str:
    """Why there is nothing to take back: the entry is reversed already, the key was taken back, or none bore it."""
    if series.entry is not None:
        by = "as its source took it back before" if series.is_deleted else "by hand"
        return f"{series.entry.reference} bears its key and is reversed already, {by}."
    return "Its source took it back before; no entry came of it." if series.is_heard else NOTHING


def _called_older(row: Row) -> RowOutcome:
    why = "Its sender says that it is older than what is on record."
    return RowOutcome(row.number, Becomes.LEFT_OUT, row["source_key"], [], why)


def _was_said(draft: ledger.Draft, series: Series) -> bool:
    """True for what an earlier version of the key said."""
    return any(content(entry) == content(draft) for entry in series.said)


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
