"""Ledger entries. What is on record stays; what is not is appended in the order of the file."""

from collections import Counter
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from portfolio.calculations.kinds import Kind as EntryKind
from portfolio.exports.text import formatter
from portfolio.imports.row_outcomes import Becomes, RowOutcome
from portfolio.imports.rows import PROGRESS_EVERY, Row, Rows, Wanted
from portfolio.imports.write import RowRefused, Writing, read_row_outcome, refused
from portfolio.models import Investment, Transaction
from portfolio.models.ledger import reference
from portfolio.reports import transactions
from portfolio.services import ledger

from .awards import AWARD_NUMBER, NotOurs, investment_of

READ = (
    "transaction", "investment", "kind", "amount_usd", "shares", "shares_received", "effective_on", "reverses",
    "derived", "note", "sources",
)  # fmt: skip
FIGURES = {"amount_usd": "amount", "shares": "shares", "shares_received": "shares_received"}
TOLD = ("kind", "amount_usd", "shares", "shares_received", "effective_on", "reverses", "note")
KINDS = {kind.value: kind for kind in EntryKind}
SPELLERS = {column.name: formatter(column.type) for column in transactions.COLUMNS}

Stated = tuple
"""What an entry says, comparable between the file and the ledger."""


@dataclass(slots=True)
class Book:
    """The entries on record that a file may speak of: how many say the same, and each by its reference."""

    columns: tuple[str, ...]
    left: Counter[Stated] = field(default_factory=Counter)
    by_reference: dict[str, Stated] = field(default_factory=dict)
    in_file: dict[str, Transaction] = field(default_factory=dict)

    def read(self, investments: set[int]) -> None:
        """Read the ledgers of these investments."""
        rows = Transaction.objects.filter(investment__in=investments).select_related("investment", "citation")
        for row in rows.order_by("number").iterator(chunk_size=5_000):
            stated = tuple(_stands(row, name) for name in self.columns)
            self.left[stated] += 1
            self.by_reference[row.reference] = stated


@dataclass(frozen=True)
class TransactionKind:
    name: str = "transactions"
    title: str = "Ledger entries"
    wanted: tuple[Wanted, ...] = (
        *(
            Wanted(column, is_required=column.name == "kind", shown_only=column.name not in READ)
            for column in transactions.COLUMNS
        ),
        Wanted(AWARD_NUMBER),
    )

    def apply(self, rows: Rows, writing: Writing) -> list[RowOutcome]:
        compared = ("investment", "kind", "effective_on", *FIGURES, "reverses")
        book = Book((*compared, *(name for name in ("derived", "note", "sources") if name in rows.given)))
        batch = ledger.Batch(writing.recording, today=writing.today)
        found = [self._investment(row, rows, writing) for row in rows.rows]
        book.read({one.pk for one in found if isinstance(one, Investment)})
        row_outcomes: list[RowOutcome] = []
        appended: dict[str, int] = {}
        for place, (row, investment) in enumerate(zip(rows.rows, found, strict=True)):
            if place % PROGRESS_EVERY == 0:
                writing.say(80 * place // len(rows.rows), f"comparing row {row.number:,} with the ledger")
            row_outcome = read_row_outcome(row, subject(row)) if row.refused or row.left_out else None
            if row_outcome is None:
                try:
                    if isinstance(investment, RowRefused):
                        raise investment
                    row_outcome = self._row_outcome(row, investment, book, batch, writing)
                    if row_outcome.becomes is Becomes.NEW:
                        appended[batch.rows[-1].reference] = place
                except NotOurs as error:
                    row_outcome = RowOutcome(row.number, Becomes.LEFT_OUT, subject(row), [], str(error))
                except RowRefused as error:
                    row_outcome = refused(row, subject(row), error.place)
            row_outcomes.append(row_outcome)
        writing.say(85, f"asking the rules of {len(batch.rows):,} entries")
        for name, sentence in batch.refusals().items():
            place = appended[name]
            row_outcomes[place] = refused(rows.rows[place], row_outcomes[place].subject, ("", "", sentence))
        if not any(row_outcome.becomes is Becomes.REFUSED for row_outcome in row_outcomes):
            writing.say(90, f"writing {len(batch.rows):,} entries")
            batch.append()
        return row_outcomes

    def _investment(self, row: Row, rows: Rows, writing: Writing) -> Investment | RowRefused | None:
        if row.refused or row.left_out:
            return None
        try:
            found = investment_of(row, writing, others_left_out=rows.others_left_out)
            writing.require_right("investment", found.slug, found.agency, found.program)
        except RowRefused as error:
            return error
        return found

    def _row_outcome(
        self, row: Row, investment: Investment, book: Book, batch: ledger.Batch, writing: Writing
    ) -> RowOutcome:
        kind = KINDS.get(row["kind"])
        if kind is None:
            near = get_close_matches(row["kind"], KINDS, 1)
            meant = f" Did you mean {near[0]}?" if near else f" Kinds: {', '.join(KINDS)}."
            raise RowRefused("kind", row["kind"], f"The ledger has no such kind.{meant}")
        citation = writing.cite("sources", row["sources"])
        row.values["sources"] = citation.text if citation else ""
        row.values["derived"] = bool(row["derived"])
        stated = tuple(investment.slug if name == "investment" else _formatted(row, name) for name in book.columns)
        own = row["transaction"]
        if own in book.by_reference:
            self._require_same(row, stated, book.by_reference[own], book)
        if book.left[stated] > 0:
            book.left[stated] -= 1
            return RowOutcome(row.number, Becomes.SAME, subject(row))
        undone = self._undone(row, kind, book)
        if row["effective_on"] is None and undone is None:
            raise RowRefused("effective_on", "", "An entry needs its day. Write it, as far as it is known.")
        draft = ledger.Draft(
            investment=investment,
            kind=kind,
            effective_on=row["effective_on"],
            reverses=undone,
            is_derived=row["derived"],
            note=row["note"],
            citation=citation,
            **{ours: row[name] for name, ours in FIGURES.items()},
        )
        entry = batch.add(draft, is_checked=True)
        if own:
            book.in_file[own] = entry
        described = [(name, "", SPELLERS[name](row[name])) for name in TOLD if row[name] not in (None, "")]
        return RowOutcome(row.number, Becomes.NEW, f"{investment.slug} {subject(row)}", described)

    def _require_same(self, row: Row, stated: Stated, stands: Stated, book: Book) -> None:
        for name, here, there in zip(book.columns, stated, stands, strict=True):
            if here != there:
                raise RowRefused(
                    name,
                    here,
                    f'{row["transaction"]} is on record with {name} "{there}", and no entry is changed. Reverse it, '
                    "and give the right one in a row without a reference.",
                )

    def _undone(self, row: Row, kind: EntryKind, book: Book) -> Transaction | None:
        """The entry that a reversal names, in the file or on record."""
        named = row["reverses"]
        if not named:
            return None
        if kind is not EntryKind.REVERSAL:
            raise RowRefused("reverses", named, "Only a reversal undoes an entry. Leave the cell empty.")
        if named in book.in_file:
            return book.in_file[named]
        number = named.removeprefix("T")
        is_number = number.isascii() and number.isdecimal() and len(number) < 19
        entry = Transaction.objects.filter(number=int(number)).first() if is_number else None
        if entry is None:
            raise RowRefused("reverses", named, "No entry on record bears this reference, and no row above does.")
        return entry


def subject(row: Row) -> str:
    return " ".join(filter(None, (row["transaction"], row["kind"], str(row["effective_on"] or ""))))


def _formatted(row: Row, name: str) -> Any:
    return SPELLERS[name](row[name])


def _stands(row: Transaction, name: str) -> Any:
    """What an entry on record says, spelt as the file's cells are."""
    if name == "investment":
        return row.investment.slug
    if name == "reverses":
        return reference(row.reverses_id) if row.reverses_id else ""
    if name == "sources":
        return row.citation.text if row.citation else ""
    value = getattr(row, {"amount_usd": "amount", "derived": "is_derived"}.get(name, name))
    return SPELLERS[name](value)
