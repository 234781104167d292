"""The amounts of ledger entries that may be parts of one another: of one recipient, program and kind, within days."""

from collections import Counter
from collections.abc import Collection, Hashable, Iterator, Sequence
from typing import Any

from portfolio.calculations.kinds import Kind
from portfolio.imports.row_outcomes import RowOutcome
from portfolio.imports.rows import Row
from portfolio.imports.write import RowRefused, Writing
from portfolio.models import Investment, Transaction
from portfolio.models.ledger import reference
from portfolio.services import ledger

from .awards import investments
from .entry_book import Book, content
from .entry_columns import ANOTHER
from .part_of import Stated, wholes_of

Group = tuple[Hashable, ...]


def entry_wholes(
    rows: Sequence[Row], read: Sequence[Any], same: Sequence[RowOutcome | None], *, book: Book, writing: Writing
) -> dict[int, RowRefused]:
    """Number of a row → the question of each that may be the sum of others, of the file or on record."""
    new = list(_of_file(rows, read, same, book))
    return wholes_of(new, _of_record({one.group for one in new}, writing))


def group_of(award: Investment, kind: Kind | str) -> Group:
    """Recipient, program and kind; of an award without a program, the award itself."""
    return (award.recipient_id, award.program_id, 0 if award.program_id else award.pk, str(kind))


def _of_file(
    rows: Sequence[Row], read: Sequence[Any], same: Sequence[RowOutcome | None], book: Book
) -> Iterator[Stated]:
    """New entries of which the source has no own key. One that is like one on record is asked about as that."""
    like = Counter({alike: len(references) for alike, references in book.alike.items()})
    for row, one, known in zip(rows, read, same, strict=True):
        if known is not None or not isinstance(one, tuple) or row["source_key"] or one[0].is_derived:
            continue
        draft: ledger.Draft = one[0]
        if draft.amount is None or draft.effective_on is None or draft.kind is Kind.REVERSAL:
            continue
        if not row["same_as"] and like[content(draft)] > 0:
            like[content(draft)] -= 1
        elif row["same_as"] in ("", ANOTHER):
            yield Stated(group_of(draft.investment, draft.kind), draft.amount, draft.effective_on, row)


def _of_record(groups: Collection[Group], writing: Writing) -> Iterator[Stated]:
    """The entries of these groups that count; one question to the database for all of them."""
    if not groups:
        return
    heads = {group[:3] for group in groups}
    awards = {one.pk: one for one in investments(writing).values() if group_of(one, "")[:3] in heads}
    known = Transaction.objects.filter(investment__in=awards).known(writing.at)
    undone = known.filter(kind=Kind.REVERSAL).values("reverses_id")
    counting = known.filter(kind__in={group[3] for group in groups}, amount__isnull=False).exclude(number__in=undone)
    found = counting.order_by("number").values_list("number", "investment_id", "kind", "amount", "effective_on")
    for number, award, kind, amount, on in found.iterator(chunk_size=5_000):
        group = group_of(awards[award], kind)
        if group in groups:
            yield Stated(group, amount, on, on_record=reference(number))
