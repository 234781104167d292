"""Ledger entries. What is on record stays; what is not is appended in the order of the file."""

from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from portfolio.calculations.entries import Entry
from portfolio.calculations.filter_match import folded
from portfolio.calculations.kinds import Kind as EntryKind
from portfolio.calculations.ledger_rules.entry_validation import own_problems
from portfolio.calculations.ledger_rules.messages import Refusal
from portfolio.imports.cells import text
from portfolio.imports.row_outcomes import NO_SOURCE, Becomes, RowOutcome
from portfolio.imports.rows import PROGRESS_EVERY, Row, Rows, Wanted
from portfolio.imports.write import (
    RowRefused,
    Writing,
    kept,
    left_out,
    naming,
    refused,
    refused_columns,
    require_told,
    telling,
)
from portfolio.models import EntryVersion, Investment, Transaction
from portfolio.reports import transactions
from portfolio.services import ledger
from record.models import Citation
from record.services import facts
from record.services.timing import require_past
from record.services.wording import check_columns

from .awards import AWARD_NUMBER, NotOurs, investment_of, investment_of_key, read_award_number
from .entry_book import SPELLERS, Book, Stated
from .entry_columns import DELETES, WANTED
from .entry_identity import Identity
from .entry_parts import entry_wholes

READ = (
    "transaction", "investment", "kind", "amount_usd", "shares", "shares_received", "effective_on", "reverses",
    "derived", "note", "sources",
)  # fmt: skip
FIGURES = {"amount_usd": "amount", "shares": "shares", "shares_received": "shares_received"}
COLUMN_OF = {"on": "effective_on", **{ours: name for name, ours in FIGURES.items()}}
"""Part of an entry → the column that says it, where the two are called otherwise."""
TOLD = ("kind", "amount_usd", "shares", "shares_received", "effective_on", "reverses", "note")
KINDS = {kind.value: kind for kind in EntryKind}
OF_LABEL = {folded(known): kind.value for kind in EntryKind for known in (kind.label, kind.value)}


def read_kind(cell: str) -> str:
    """The kind by its value or its label, whatever the case; as it is written where the ledger has none such."""
    return OF_LABEL.get(folded(given := text(cell).strip()), given)


BUT_KEY = tuple(one.name for one in EntryVersion._meta.concrete_fields if one.name != "source_key")
OF_VERSION = "Give the day on which the source last changed it."
DAY_NEEDED = "An entry needs its day. Write it, as far as it is known."
BESIDE = {"sources", "note", "reason"}
"""Columns of which no rule of the ledger asks."""

Read = tuple[ledger.Draft, Stated]
"""An entry as a row gives it, and what the row says in the columns that are compared."""


@dataclass(frozen=True)
class TransactionKind:
    name: str = "transactions"
    title: str = "Ledger entries"
    may_be_wide: bool = False
    wanted: tuple[Wanted, ...] = (
        *(
            Wanted(
                column,
                is_required=column.name == "kind",
                shown_only=column.name not in READ,
                read=read_kind if column.name == "kind" else None,
            )
            for column in transactions.COLUMNS
            if column.name not in {one.name for one in WANTED}
        ),
        Wanted(AWARD_NUMBER, read=read_award_number),
        *WANTED,
    )

    def apply(self, rows: Rows, writing: Writing) -> list[RowOutcome]:
        compared = ("investment", "kind", "effective_on", *FIGURES, "reverses")
        book = Book((*compared, *(name for name in ("derived", "note", "sources") if name in rows.given)))
        identity = Identity(book, ledger.Batch(writing.recording, today=writing.today), writing)
        found = [self._investment(row, rows, writing) for row in rows.rows]
        keys = [row["source_key"] for row in rows.rows]
        named = {row[column] for row in rows.rows if not row.refused for column in ("transaction", "reverses")}
        book.read({one.pk for one in found if isinstance(one, Investment)}, keys, writing.at, named=named)
        # What is on record word for word is found before any row is asked about what is merely like it.
        read = [self._read(row, award, book, writing) for row, award in zip(rows.rows, found, strict=True)]
        same = [self._same(row, one, book) for row, one in zip(rows.rows, read, strict=True)]
        wholes = entry_wholes(rows.rows, read, same, book=book, writing=writing)
        row_outcomes: list[RowOutcome] = []
        appended: dict[str, int] = {}
        for place, (row, one) in enumerate(zip(rows.rows, read, strict=True)):
            if place % PROGRESS_EVERY == 0:
                writing.say(80 * place // len(rows.rows), f"comparing row {row.number:,} with the ledger")
            before = len(identity.batch.rows)
            is_ours = isinstance(found[place], Investment)
            known = same[place]
            if known is None and row.number in wholes and isinstance(one, tuple) and not one[0].is_derived:
                known = refused(row, f"{one[0].investment.slug} {subject(row)}", wholes[row.number].place)
            row_outcomes.append(known or self._row_outcome(row, one, identity, is_ours=is_ours))
            appended |= {entry.reference: place for entry in identity.batch.rows[before:]}
        writing.say(85, f"asking the rules of {len(identity.batch.rows):,} entries")
        entries = {one.reference: one.entry for one in identity.batch.rows}
        for name, sentence in identity.batch.refusals().items():
            place = appended[name]
            row = rows.rows[place]
            with telling(row):
                raise RowRefused.of([cell_of(row, sentence)])
            self._tell_own(row, entries[name], writing.today)
            row_outcomes[place] = refused(row, row_outcomes[place].subject, *row.refused)
        for row, one, row_outcome in zip(rows.rows, read, row_outcomes, strict=True):
            if row.refused and isinstance(one, tuple) and row_outcome.becomes is not Becomes.LEFT_OUT:
                row_outcome.becomes, row_outcome.changes, row_outcome.why = Becomes.REFUSED, list(row.refused), ""
        if not any(row_outcome.becomes is Becomes.REFUSED for row_outcome in row_outcomes):
            writing.say(90, f"writing {len(identity.batch.rows):,} entries")
            identity.batch.append()
            identity.write()
        return row_outcomes

    def _investment(self, row: Row, rows: Rows, writing: Writing) -> Investment | RowRefused | None:
        if row.left_out and not row["source_key"]:
            return None
        try:
            is_bare = row["change_code"] == DELETES and not (row["investment"] or row["award_number"])
            of_key = investment_of_key(row["source_key"], writing) if is_bare else None
            if of_key is None and not row["investment"] and "award_number" in refused_columns(row):
                require_told(row)
            found = of_key or investment_of(row, writing, others_left_out=rows.others_left_out)
            writing.require_right("investment", found.slug, found.agency, found.program)
        except RowRefused as error:
            return error
        return found

    def _read(
        self, row: Row, investment: Investment | RowRefused | None, book: Book, writing: Writing
    ) -> Read | RowRefused | None:
        """The entry that a row gives, or why it gives none; None for a row that is left out.

        All that is wrong with the row is kept with it. Where that is its source or its words alone, the entry is asked
        the rules of the ledger all the same.
        """
        if row.left_out:
            return None
        with telling(row):
            if isinstance(investment, RowRefused):
                raise investment
        kind, citation = named_by(row, writing)
        if kind is None or not isinstance(investment, Investment) or not BESIDE.issuperset(refused_columns(row)):
            if row["effective_on"] is not None:
                figures = {ours: row[name] for name, ours in FIGURES.items()}
                on = facts.counts_from(row["effective_on"], citation)
                self._tell_own(row, Entry(kind or EntryKind.FEE, on, **figures), writing.today)
            return investment if isinstance(investment, NotOurs) else RowRefused.of(row.refused)
        row.values["sources"] = citation.text if citation else ""
        row.values["derived"] = bool(row["derived"])
        row.values["note"] = facts.explained(row["note"] or row["source_key"], row["reason"])
        stated = tuple(investment.slug if name == "investment" else SPELLERS[name](row[name]) for name in book.columns)
        draft = ledger.Draft(
            investment=investment,
            kind=kind,
            effective_on=row["effective_on"],
            is_derived=row["derived"],
            note=row["note"],
            citation=citation,
            **{ours: row[name] for name, ours in FIGURES.items()},
        )
        return draft, stated

    def _tell_own(self, row: Row, entry: Entry, today: date) -> None:
        """Keep with the row what is wrong with the entry taken by itself."""
        for refusal in own_problems(entry, today=today):
            with telling(row):
                raise RowRefused.of([cell_of(row, refusal)])

    def _same(self, row: Row, read: Read | RowRefused | None, book: Book) -> RowOutcome | None:
        """The fate of a row that says word for word what an entry on record says; None for any other."""
        if not isinstance(read, tuple):
            return None
        draft, stated = read
        own = row["transaction"].upper()
        try:
            if own in book.by_reference:
                self._require_same(row, stated, book.by_reference[own], book)
            elif row["source_key"] or row["same_as"]:
                return None
        except RowRefused as error:
            return refused(row, subject(row), error.place)
        reference = book.find_same(stated)
        of = f"{draft.investment.slug} {subject(row)}"
        return RowOutcome(row.number, Becomes.SAME, of, [], f"It is {reference}.") if reference else None

    def _row_outcome(
        self, row: Row, read: Read | RowRefused | None, identity: Identity, *, is_ours: bool
    ) -> RowOutcome:
        try:
            taken_back = identity.deleted(row, is_ours=is_ours)
            if taken_back is not None:
                return taken_back
            if isinstance(read, RowRefused):
                raise read
            if read is None:
                return left_out(row, subject(row))
            return self._entry(row, read[0], identity)
        except NotOurs as error:
            return RowOutcome(row.number, Becomes.LEFT_OUT, subject(row), [], str(error))
        except RowRefused as error:
            award = read[0].investment.slug if isinstance(read, tuple) else ""
            told = [place for place in error.places if place not in row.refused]
            return refused(row, f"{award} {subject(row)}".strip(), *row.refused, *told)

    def _entry(self, row: Row, draft: ledger.Draft, identity: Identity) -> RowOutcome:
        undone = self._undone(row, draft.kind, identity.book, identity.writing)
        if row["effective_on"] is None and undone is None:
            raise RowRefused("effective_on", "", DAY_NEEDED)
        draft = replace(draft, reverses=undone) if undone is not None else draft
        row_outcome = identity.versioned(row, draft) if row["source_key"] else identity.unkeyed(row, draft)
        if row_outcome is None:
            identity.add(draft)
            row_outcome = RowOutcome(row.number, Becomes.NEW)
        if row_outcome.becomes is Becomes.NEW:
            described = [(name, "", SPELLERS[name](row[name])) for name in TOLD if row[name] not in (None, "")]
            row_outcome.subject, row_outcome.changes = f"{draft.investment.slug} {subject(row)}", described
            row_outcome.why = "" if draft.citation or row["source_key"] else NO_SOURCE
            if row["transaction"]:
                identity.book.in_file[row["transaction"]] = identity.batch.rows[-1]
        return row_outcome

    def _require_same(self, row: Row, stated: Stated, stands: Stated, book: Book) -> None:
        for name, here, there in zip(book.columns, stated, stands, strict=True):
            if here != there:
                raise RowRefused(
                    name,
                    here,
                    f'{row["transaction"]} is on record with {name} "{there}", and no entry is changed. Reverse it, '
                    "and give the right one in a row without a reference.",
                )

    def _undone(self, row: Row, kind: EntryKind, book: Book, writing: Writing) -> Transaction | None:
        """The entry that a reversal names, in the file or on record."""
        named = row["reverses"]
        if not named:
            return None
        if kind is not EntryKind.REVERSAL:
            raise RowRefused("reverses", named, "Only a reversal undoes an entry. Leave the cell empty.")
        if named in book.in_file:
            return book.in_file[named]
        named = named.upper()
        number = named.removeprefix("T")
        is_number = number.isascii() and number.isdecimal() and len(number) < 19
        known = Transaction.objects.known(writing.at)
        entry = known.filter(number=int(number)).first() if is_number else None
        if entry is None:
            raise RowRefused("reverses", named, "No entry on record bears this reference, and no row above does.")
        return entry


def named_by(row: Row, writing: Writing) -> tuple[EntryKind | None, Citation | None]:
    """The kind and the sources of an entry; what can be none of them, and a missing day, is kept with the row."""
    kind = KINDS.get(row["kind"])
    with telling(row):
        if kind is None:
            near = get_close_matches(row["kind"] or "", KINDS, 1)
            meant = f" Did you mean {near[0]}?" if near else f" Kinds: {', '.join(KINDS)}."
            raise RowRefused("kind", row["kind"], f"The ledger has no such kind.{meant}")
    citation = kept(row, lambda: writing.cite("sources", row["sources"]))
    with telling(row), naming("", {}, row):
        if row["source_key"]:
            check_columns(EntryVersion(source_key=row["source_key"]), but=BUT_KEY)
    with telling(row), naming("", {}, row):
        require_past("source_version_on", row["source_version_on"], writing.today, what=OF_VERSION)
    with telling(row):
        if row["effective_on"] is None and not (row["reverses"] or row["transaction"]):
            raise RowRefused("effective_on", "", DAY_NEEDED)
    return kind, citation


def cell_of(row: Row, told: Refusal) -> tuple[str, str, str]:
    """The cell to mend, what it says, and why: the column that says what a refusal of the ledger is about."""
    name = COLUMN_OF.get(told.field, told.field)
    value = row.values.get(name)
    return name, "" if value in (None, "") else SPELLERS.get(name, str)(value), str(told)


def subject(row: Row) -> str:
    return " ".join(filter(None, (row["transaction"], row["kind"], str(row["effective_on"] or ""))))
