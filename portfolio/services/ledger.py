"""Every write to the ledger; nothing else adds an entry."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from django.core.exceptions import ValidationError

from portfolio.calculations.entries import Entry
from portfolio.calculations.kinds import Kind
from portfolio.calculations.ledger_rules.messages import Refusal
from portfolio.calculations.ledger_rules.plausibility import EXPLAINED
from portfolio.models import Investment, Transaction
from portfolio.models.ledger import FIGURES, KINDS
from portfolio.positions.basis import bases_at
from record.calculations.as_of import AsOf
from record.calculations.hash_chain import GENESIS
from record.calculations.partial_dates import PartialDate
from record.models import Citation, Recording
from record.services import facts
from record.services.recordings import require_open, save_all
from record.services.wording import check_columns

from . import rights
from .issuers import ACQUIRED, fresh_close, not_split, of_the_old_basis
from .ledger_book import Book, book, books
from .ledger_insert import chain, chained_again, insert

# What is no officer's figure: relations are at hand, and the rest is worked out here.
UNASKED = ("investment", "reverses", "citation", "recording", "counts_from", "previous_hash", "hash")

REASON = "reason"
"""What a refusal names that a reason answers."""

# What a correction may put right.
CORRECTED = ("kind", "effective_on", *FIGURES)

ON = Transaction._meta.get_field("effective_on")
RELATIONS = {name: Transaction._meta.get_field(name) for name in ("investment", "citation", "recording")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An entry as an officer writes it, before it has a number."""

    investment: Investment
    kind: Kind
    effective_on: PartialDate | None
    amount: Decimal | None = None
    shares: Decimal | None = None
    shares_received: Decimal | None = None
    reverses: Transaction | None = None
    is_derived: bool = False
    note: str = ""
    citation: Citation | None = None


def record(draft: Draft, *, recording: Recording, today: date) -> Transaction:
    """Append one entry. Raises ValidationError with the rule's sentence, and then nothing is written."""
    return record_all([draft], recording=recording, today=today)[0]


def record_all(drafts: Iterable[Draft], *, recording: Recording, today: date) -> list[Transaction]:
    """Append entries in order, each asked against those before it; all of them or none.

    Raises ValidationError with the rule's sentence of the first that is refused; PermissionDenied outside the writer's
    programs.
    """
    drafts = list(drafts)
    batch = Batch(recording, today=today)
    batch.require_rights(draft.investment for draft in drafts)
    for draft in drafts:
        batch.add(draft)
    refused = batch.refusals(most=1)
    if refused:
        first = refused[min(refused)]
        raise ValidationError({column_of(first): first} if len(drafts) == 1 else first)
    return batch.append()


def column_of(refusal: Refusal) -> str:
    """The column of an entry, or the reason for what is unusual, on which a refusal is told."""
    return {"on": "effective_on", REASON: "warning_reason"}.get(refusal.field, refusal.field)


class Batch:
    """Entries on their way to the ledger under one recording: numbered as they come, asked together, then appended."""

    def __init__(self, recording: Recording, *, today: date) -> None:
        require_open(recording)
        self.recording, self.today = recording, today
        self.rows: list[Transaction] = []
        known = Transaction.objects.filter(recording_id__lte=recording.reads).order_by("-number")
        tried = recording.dry_run.of(Transaction)[-1:] if recording.dry_run else []
        newest = [(row.number, row.hash) for row in tried] or known.values_list("number", "hash")[:1]
        self.number, self.head = next(iter(newest), (0, GENESIS))

    def require_rights(self, investments: Iterable[Investment]) -> None:
        """Raises PermissionDenied when one of them is outside the writer's programs."""
        for investment in {one.pk: one for one in investments}.values():
            rights.require_for(self.recording, investment)

    def add(self, draft: Draft, *, is_checked: bool = False) -> Transaction:
        """The entry with its number; a later reversal may name it. Raises ValidationError for an impossible figure.

        `is_checked`: whoever drew it up has asked already whether each figure fits its column.
        """
        row = _row(draft, number=self.number + 1, recording=self.recording)
        if not is_checked:
            check_columns(row, but=UNASKED)
        elif row.effective_on and not draft.reverses:
            ON.run_validators(row.effective_on)
        self.number += 1
        self.rows.append(row)
        return row

    def undo(self, entry: Transaction, *, reason: str) -> Transaction:
        """The reversal of an entry, on record or of this batch."""
        return self.add(undoing(entry, reason), is_checked=True)

    def replace(self, entry: Transaction, draft: Draft, *, reason: str, is_checked: bool = False) -> Transaction:
        """A new entry in the place of another, which is reversed: of one award, the two are asked together."""
        self.undo(entry, reason=reason)
        return self.add(draft, is_checked=is_checked)

    def refusals(self, *, most: int = 20) -> dict[str, Refusal]:
        """Reference → the rule's sentence, of up to `most` refused entries an investment, each taken to be left out."""
        new: dict[int, list[Entry]] = defaultdict(list)
        for row in self.rows:
            new[row.investment_id].append(row.entry)
        concerned = {row.investment_id: row.investment for row in self.rows}
        at = AsOf(self.today, self.recording.moment, self.recording.reads)
        known = books(concerned.values(), at=at, dry_run=self.recording.dry_run)
        refused: dict[str, Refusal] = {}
        for key, entries in new.items():
            for _ in range(most):
                asked = replace(known[key], entries=list(known[key].entries))
                found = asked.first_refusal(entries, today=self.today)
                if not found:
                    break
                refused[found[0]] = found[1]
                entries = [entry for entry in entries if entry.reference != found[0]]
        return self._unexplained(known) | refused

    def _unexplained(self, known: dict[int, Book]) -> dict[str, Refusal]:
        """Reference → what is unusual, of each entry whose note gives no reason for it."""
        found = {}
        at = AsOf(self.today, self.recording.moment, self.recording.reads)
        bases = bases_at(at) if any(row.kind in ACQUIRED and row.shares is not None for row in self.rows) else None
        for row in self.rows:
            if facts.EXPLAINED in row.note:
                continue
            if bases is not None and (old := of_the_old_basis(row, bases, along=self.rows)):
                found[row.reference] = Refusal(f"{old} Or give the reason.", REASON)
            if row.kind not in EXPLAINED:
                continue
            sisters = not_split(row.investment, row.counts_from, along=self.rows) if row.kind == Kind.SPLIT else ()
            close = fresh_close(row.investment, row.entry, at=at)
            unusual = known[row.investment_id].unexplained(row.entry, sisters=sisters, close=close)
            if unusual:
                found[row.reference] = Refusal(f"{unusual} Correct it, or give the reason.", REASON)
        return found

    def append(self) -> list[Transaction]:
        """Chain the entries and write them; under a dry run they are only noted."""
        is_dry = self.recording.dry_run is not None
        self.head = chain(self.rows, self.head, is_kept=is_dry)
        if not is_dry:
            return insert(self.rows)
        save_all(self.rows, recording=self.recording)
        return self.rows


def append_tried(rows: list[Transaction], *, tried: Recording, recording: Recording) -> list[Transaction]:
    """Write entries that were asked under a dry run, where nothing was recorded since: they have their numbers."""
    require_open(recording)
    return insert(chained_again(rows, tried, recording)) if rows else rows


def undoing(entry: Transaction, reason: str) -> Draft:
    """What undoes an entry exactly, from the day on which it counted."""
    return Draft(
        investment=entry.investment,
        kind=Kind.REVERSAL,
        effective_on=entry.effective_on,
        reverses=entry,
        note=reason.strip(),
        citation=entry.citation,
    )


def reverse(entry: Transaction, *, reason: str, recording: Recording, today: date) -> Transaction:
    """Exactly undo an entry, from the day on which it counted. Raises ValidationError the second time."""
    if not reason.strip():
        raise ValidationError(f"A reversal of {entry.reference} gives its reason. Say what was wrong.")
    return record(undoing(entry, reason.strip()), recording=recording, today=today)


def unusual(row: Transaction, *, at: AsOf) -> str | None:
    """What about an unsaved entry asks for a reason, as its form asks before it is written; None for nothing."""
    if row.kind in ACQUIRED and row.shares is not None:
        row.counts_from = facts.counts_from(row.effective_on, row.citation)
        return of_the_old_basis(row, bases_at(at))
    if row.kind not in EXPLAINED:
        return None
    on = facts.counts_from(row.effective_on, row.citation)
    entry = Entry(KINDS[row.kind], on, row.amount, row.shares, row.shares_received)
    sisters = not_split(row.investment, on) if row.kind == Kind.SPLIT else ()
    close = fresh_close(row.investment, entry, at=at)
    return book(row.investment, at=at).unexplained(entry, sisters=sisters, close=close)


def entry_of(draft: Draft) -> Entry:
    """The entry as the rules see it, before it has a number."""
    on = facts.counts_from(draft.effective_on, draft.citation)
    return Entry(draft.kind, on, draft.amount, draft.shares, draft.shares_received)


def explained(draft: Draft, reason: str) -> Draft:
    """The entry with the reason for what is unusual about it in its note."""
    return replace(draft, note=facts.explained(draft.note, reason))


def replace_entry(entry: Transaction, draft: Draft, *, reason: str, recording: Recording, today: date) -> Transaction:
    """Put another entry in the place of one: its reversal and `draft` as one change; the new entry.

    The rules are asked of the balance after both. Raises ValidationError with the rule's sentence, without a reason,
    for another award's entry and where nothing would change; then nothing is written.
    """
    if not reason.strip():
        raise ValidationError(f"A correction of {entry.reference} gives its reason. Say what was wrong.")
    if draft.investment.pk != entry.investment_id:
        raise ValidationError(
            f"{entry.reference} is an entry of {entry.investment}. Reverse it, and record one of {draft.investment}."
        )
    if all(getattr(draft, name) == getattr(entry, name) for name in CORRECTED):
        raise ValidationError(f"{entry.reference} says this already. Change its day, its kind or a figure.")
    return record_all([undoing(entry, reason.strip()), draft], recording=recording, today=today)[1]


def _row(draft: Draft, *, number: int, recording: Recording) -> Transaction:
    """The entry as it would stand, neither checked nor chained yet."""
    undone = draft.reverses if draft.kind == Kind.REVERSAL else None
    related = {"investment": draft.investment, "citation": draft.citation, "recording": recording}
    row = Transaction(
        number=number,
        kind=draft.kind,
        is_derived=draft.is_derived,
        effective_on=undone.effective_on if undone else draft.effective_on,
        note=draft.note,
        reverses_id=draft.reverses.pk if draft.reverses else None,
        **{f"{name}_id": one.pk if one else None for name, one in related.items()},
        **{
            name: getattr(undone, name) if undone and getattr(draft, name) is None else getattr(draft, name)
            for name in FIGURES
        },
    )
    # What is at hand is not asked of the database again; given by their ids, a row is made in half the time.
    for name, one in related.items():
        RELATIONS[name].set_cached_value(row, one)
    row.counts_from = undone.counts_from if undone else facts.counts_from(row.effective_on, draft.citation)
    return row
