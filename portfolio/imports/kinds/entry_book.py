"""The entries on record that a file of entries may speak of: what each says, which are alike, which keys they bear."""

from collections import defaultdict
from collections.abc import Container, Iterable
from dataclasses import dataclass, field
from typing import Any

from portfolio.calculations.kinds import Kind
from portfolio.exports.text import formatter
from portfolio.imports.write import RowRefused
from portfolio.models import Transaction
from portfolio.models.ledger import KINDS, reference
from portfolio.reports import transactions
from portfolio.services import ledger
from portfolio.services.identity import on_one_day
from portfolio.services.source_keys import Series, keyed_entries, series_of
from record.calculations.as_of import AsOf
from record.calculations.partial_dates import PartialDate

SPELLERS = {column.name: formatter(column.type) for column in transactions.COLUMNS}
OURS = {"amount_usd": "amount", "derived": "is_derived"}

Stated = tuple
"""What an entry says, comparable between the file and the ledger."""

Content = tuple
"""What makes two entries alike: award, kind, day, amount, shares."""


@dataclass(slots=True)
class Book:
    """What is on record; `columns` are those in which a row and an entry have to say the same."""

    columns: tuple[str, ...]
    left: dict[Stated, list[str]] = field(default_factory=lambda: defaultdict(list))
    """References of the entries that say the same, less those that rows above were found to be."""
    by_reference: dict[str, Stated] = field(default_factory=dict)
    contents: dict[str, Content] = field(default_factory=dict)
    """Of each entry that counts, by its reference, what makes another one like it."""
    alike: dict[Content, list[str]] = field(default_factory=lambda: defaultdict(list))
    """References of the entries that count, less those that rows of the file were found to be."""
    near: dict[Content, list[tuple[PartialDate, str]]] = field(default_factory=lambda: defaultdict(list))
    """Of each award, kind, year and figures, the days and references of the entries in `alike`."""
    series: dict[str, Series] = field(default_factory=dict)
    days: dict[str, tuple[Content, PartialDate]] = field(default_factory=dict)
    """Of each of these references, where it stands in `near`."""
    keyed: set[int] = field(default_factory=set)
    in_file: dict[str, Transaction] = field(default_factory=dict)

    def read(self, investments: set[int], keys: Iterable[str], at: AsOf, *, named: Container[str] = ()) -> None:
        """Read the ledgers of these investments, and the series of these keys, as they were known at `at`.

        An entry that was reversed is the same as a row only where the file names it, by the references `named`: what
        was undone may come anew.
        """
        rows = Transaction.objects.filter(investment__in=investments).known(at)
        undone = set(rows.filter(kind=Kind.REVERSAL).values_list("reverses_id", flat=True))
        for row in rows.select_related("investment", "citation").order_by("number").iterator(chunk_size=5_000):
            stated = tuple(_stands(row, name) for name in self.columns)
            if row.number not in undone or row.reference in named:
                self.left[stated].append(row.reference)
            self.by_reference[row.reference] = stated
            if row.kind != Kind.REVERSAL and row.number not in undone:
                self.contents[row.reference] = alike = content(row)
                self.alike[alike].append(row.reference)
                if row.effective_on is not None:
                    near = year_of(alike)
                    self.near[near].append((row.effective_on, row.reference))
                    self.days[row.reference] = (near, row.effective_on)
        self.series = series_of(list(keys), at)
        self.keyed = keyed_entries(investments, at)

    def find_same(self, stated: Stated) -> str | None:
        """The reference of an entry that says all of it, and that no row above was found to be."""
        found = self.left.get(stated)
        if not found:
            return None
        self.settle(reference := found.pop(0))
        return reference

    def settle(self, reference: str) -> None:
        """A row was found to be this entry, so no other row is asked about it."""
        alike = self.alike.get(self.contents.get(reference, ()), [])
        if reference in alike:
            alike.remove(reference)
        if reference in self.days:
            key, day = self.days.pop(reference)
            self.near[key].remove((day, reference))

    def like(self, draft: ledger.Draft | Transaction, *, without_key: bool = False) -> Transaction | None:
        """An entry that counts, of the same award, kind and amount, which no row was found to be: of the same day, else
        of one that may be the same as far as the two are known.
        """
        alike, day = content(draft), draft.effective_on
        found = [*self.alike.get(alike, [])]
        if day is not None:
            near = self.near.get(year_of(alike), [])
            found += [name for other, name in near if other != day and other.may_be(day)]
        like = next((one for one in found if not (without_key and number_of(one) in self.keyed)), None)
        return None if like is None else entry_of(like)

    def named(self, text: str) -> Transaction:
        """The entry that counts under a reference. Raises RowRefused."""
        text = text.upper()
        if text not in self.contents:
            raise RowRefused("same_as", text, f"No entry of this award that counts is {text}. Correct the reference.")
        return entry_of(text)


def number_of(reference: str) -> int:
    """42 of T000042."""
    return int(reference.removeprefix("T"))


def entry_of(reference: str) -> Transaction:
    """The entry on record of that reference, with its award and who recorded it."""
    related = ("investment__agency", "investment__program", "citation", "recording")
    return Transaction.objects.select_related(*related).get(number=number_of(reference))


def content(entry: ledger.Draft | Transaction) -> Content:
    """Award, kind, day and figures of an entry."""
    award, day = entry.investment.id, entry.effective_on
    return (award, KINDS[entry.kind], day.text if day else "", entry.amount, entry.shares, entry.shares_received)


def year_of(alike: Content) -> Content:
    """Award, kind, year and figures of an entry that has a day, of its content."""
    award, kind, day, *figures = alike
    return (award, kind, day[:4], *figures)


def may_be_one(one: ledger.Draft | Transaction, other: ledger.Draft | Transaction) -> bool:
    """True where two say the same of one award, and may be of one day."""
    first, second = content(one), content(other)
    return first[:2] + first[3:] == second[:2] + second[3:] and on_one_day(one.effective_on, other.effective_on)


def agrees(entry: Transaction, draft: ledger.Draft) -> bool:
    """True where a row says what an entry says; of its day, as far as the row knows it."""
    if content(entry) == content(draft):
        return True
    exact, stated = entry.effective_on, draft.effective_on
    encloses = exact and stated and stated.start <= exact.start and exact.end <= stated.end
    return bool(encloses) and may_be_one(entry, draft)


def _stands(row: Transaction, name: str) -> Any:
    """What an entry on record says, spelt as the file's cells are."""
    if name == "investment":
        return row.investment.slug
    if name == "reverses":
        return reference(row.reverses_id) if row.reverses_id else ""
    if name == "sources":
        return row.citation.text if row.citation else ""
    return SPELLERS[name](getattr(row, OURS.get(name, name)))
