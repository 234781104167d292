"""The ledgers of the awards on record: what is new is entered, what the files no longer say is reversed."""

from collections import defaultdict
from datetime import date
from itertools import groupby

from portfolio.calculations.kinds import Kind
from portfolio.models import Transaction
from portfolio.services import ledger
from portfolio.services.ledger import Draft
from record.reference.loading import SAYS_NO_LONGER, Known, Loading, naming
from record.reference.rows import Row

from .awards import Award
from .editions import Files
from .entries import LAST, RANK, TRANSACTIONS, rank, wanted_entries


def load_ledger(load: Loading, files: Files, awards: Known[Award], *, today: date) -> None:
    """Raises UnreadableFile with the ledger's own sentence where an entry can't stand."""
    reported: dict[str, list[Row]] = defaultdict(list)
    for row in files.rows("transactions", TRANSACTIONS):
        reported[awards[row["investment"]].investment.slug].append(row)
    stated = _said(load)
    new: list[Draft] = []
    gone: list[Transaction] = []
    total = 0
    for slug, award in awards.items():
        wanted = wanted_entries(load, award, reported[slug])
        total += len(wanted)
        added, undone = _difference(wanted, stated.pop(award.investment.pk, []))
        new += added
        gone += undone
    gone += [entry for entries in stated.values() for entry in entries if not _is_reversed(entry)]
    _write(load, new, gone, today=today)
    load.tell("ledger entries", new=len(new), changed=len(gone), total=total)


def _write(load: Loading, new: list[Draft], gone: list[Transaction], *, today: date) -> None:
    """In an order that the rules accept at every step: what rests on something else goes first and comes last."""

    def reverse(level: int) -> None:
        for entry in gone:
            if rank(Kind(entry.kind)) == level:
                with naming(entry.investment):
                    ledger.reverse(entry, reason=SAYS_NO_LONGER, recording=load.recording, today=today)

    def enter(*levels: int) -> None:
        drafts = [draft for level in levels for draft in new if rank(draft.kind) == level]
        for investment, own in groupby(sorted(drafts, key=_slug), key=_slug):
            with naming(investment):
                ledger.record_all(own, recording=load.recording, today=today)

    reverse(LAST)
    reverse(RANK[Kind.OBLIGATION])
    enter(RANK[Kind.COMMITMENT])
    reverse(RANK[Kind.COMMITMENT])
    enter(RANK[Kind.OBLIGATION], LAST)


def _difference(wanted: list[Draft], stated: list[Transaction]) -> tuple[list[Draft], list[Transaction]]:
    """What is to be entered and what is to be reversed of one award.

    Where an obligation goes, what was paid against it goes with it and is entered anew.
    """
    left = list(stated)
    new, kept = [], []
    for draft in wanted:
        known = next((entry for entry in left if _content(entry) == _content(draft)), None)
        if known is None:
            new.append(draft)
        else:
            left.remove(known)
            kept.append((draft, known))
    gone = [entry for entry in left if not _is_reversed(entry)]
    if any(rank(Kind(entry.kind)) < LAST and entry.kind != Kind.COMMITMENT for entry in gone):
        moved = [(draft, entry) for draft, entry in kept if rank(draft.kind) == LAST and not _is_reversed(entry)]
        new += [draft for draft, _ in moved]
        gone += [entry for _, entry in moved]
    return new, gone


def _said(load: Loading) -> dict[int, list[Transaction]]:
    """Entries of earlier loads that no load reversed, by award. One that an officer reversed stays said."""
    entries = Transaction.objects.filter(recording__by_name=load.loader).exclude(kind=Kind.REVERSAL)
    stated = defaultdict(list)
    for entry in entries.select_related("investment", "reversed_by__recording", "citation", "recording").order_by("pk"):
        if not (_is_reversed(entry) and entry.reversed_by.recording.by_name == load.loader):
            stated[entry.investment_id].append(entry)
    return stated


def _slug(draft: Draft) -> str:
    return draft.investment.slug


def _is_reversed(entry: Transaction) -> bool:
    return hasattr(entry, "reversed_by")


def _content(entry: Draft | Transaction) -> tuple:
    """What an entry says, comparable between one on record and one that is to be."""
    return (
        str(entry.kind),
        entry.amount,
        entry.shares,
        entry.shares_received,
        entry.effective_on,
        entry.is_derived,
        entry.note,
        entry.citation.pk if entry.citation else None,
    )
