"""A ledger entry, and the reversal of one, as proposals."""

from collections.abc import Collection
from datetime import date

from portfolio.calculations.kinds import Kind
from portfolio.models import Investment, Transaction
from portfolio.services import ledger
from portfolio.services.identity import entry_questions
from record.calculations.as_of import AsOf
from record.models import Recording
from record.services.approval_handlers import Moved, Payload, Stake, row_of
from record.services.row_formatting import Line, compared

from .base import AwardHandler


def draft_of(row: Transaction) -> ledger.Draft:
    """The entry that an unsaved row spells."""
    return ledger.Draft(
        investment=row.investment,
        kind=Kind(row.kind),
        effective_on=row.effective_on,
        amount=row.amount,
        shares=row.shares,
        shares_received=row.shares_received,
        is_derived=row.is_derived,
        note=row.note,
        citation=row.citation,
    )


class EntryHandler(AwardHandler):
    kind, label = "entry", "ledger entry"

    def entry(self, payload: Payload) -> Transaction:
        return row_of(Transaction, payload)

    def investment(self, payload: Payload) -> Investment:
        return self.entry(payload).investment

    def entities(self, payload: Payload) -> list[Investment]:
        return [self.investment(payload)]

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        return compared(None, self.entry(payload), ("investment", "reverses"))

    def stake(self, payload: Payload, at: AsOf) -> Stake:
        entry = self.entry(payload)
        return entry.amount, entry.shares

    def questions(self, payload: Payload, at: AsOf) -> list[str]:
        """The entries on record that are just like it."""
        return entry_questions(self.entry(payload))

    def rebased(self, payload: Payload, changed: Collection[str], at: AsOf, *, since: int) -> Payload:
        """As it was proposed. Raises Moved where the same award, kind, day, amount and shares were recorded since."""
        require_no_twin(self.entry(payload), at, since=since)
        return payload

    def perform(self, payload: Payload, recording: Recording, today: date) -> Transaction:
        return ledger.record(draft_of(self.entry(payload)), recording=recording, today=today)


class ReversalHandler(EntryHandler):
    kind, label = "reversal", "reversal of an entry"
    is_repeated = False

    def questions(self, payload: Payload, at: AsOf) -> list[str]:
        return []

    def entry(self, payload: Payload) -> Transaction:
        """The entry that is undone."""
        return Transaction.objects.select_related("investment").get(number=payload["number"])

    def rebased(self, payload: Payload, changed: Collection[str], at: AsOf, *, since: int) -> Payload:
        """As it was proposed. Raises Moved where the entry was reversed since."""
        return unreversed(payload, at)

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        entry = self.entry(payload)
        return [["Entry", entry.reference, "reversed"], *compared(entry, None, ("investment", "reverses"))]

    def perform(self, payload: Payload, recording: Recording, today: date) -> Transaction:
        return ledger.reverse(self.entry(payload), reason=payload["reason"], recording=recording, today=today)


class CorrectionHandler(EntryHandler):
    """An entry in the place of another: the reversal of one and the other, as one write."""

    kind, label = "correction", "correction of an entry"
    is_repeated = False

    def rebased(self, payload: Payload, changed: Collection[str], at: AsOf, *, since: int) -> Payload:
        """As it was proposed. Raises Moved where the entry was reversed since, or the right one recorded."""
        return super().rebased(unreversed(payload, at), changed, at, since=since)

    def questions(self, payload: Payload, at: AsOf) -> list[str]:
        return entry_questions(self.entry(payload), corrects=self.corrected(payload))

    def corrected(self, payload: Payload) -> Transaction:
        return Transaction.objects.select_related("investment").get(number=payload["number"])

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        entry = self.corrected(payload)
        lines = compared(entry, self.entry(payload), ("investment", "reverses"))
        return [["Entry", entry.reference, "reversed, and recorded anew"], *lines]

    def stake(self, payload: Payload, at: AsOf) -> Stake:
        """The larger of what the two entries move."""
        both = (self.corrected(payload), self.entry(payload))
        amounts, shares = (
            [one for one in found if one is not None] for found in zip(*map(figures_of, both), strict=True)
        )
        return max(amounts, default=None), max(shares, default=None)

    def perform(self, payload: Payload, recording: Recording, today: date) -> Transaction:
        return ledger.replace_entry(
            self.corrected(payload),
            draft_of(self.entry(payload)),
            reason=payload["reason"],
            recording=recording,
            today=today,
        )


def require_no_twin(entry: Transaction, at: AsOf, *, since: int) -> None:
    """Raises Moved where the same award, kind, day, amount and shares were recorded after the recording `since`."""
    same = {name: getattr(entry, name) for name in ("investment", "kind", "effective_on", "amount", "shares")}
    twin = Transaction.objects.filter(**same, recording_id__gt=since, recording_id__lte=at.serial).first()
    if twin is not None:
        raise Moved(f"The same was recorded since: {twin.reference}. If this is another one, propose it and say so.")


def unreversed(payload: Payload, at: AsOf) -> Payload:
    """The payload of a proposal to reverse an entry. Raises Moved where that is done."""
    done = Transaction.objects.filter(reverses__number=payload["number"], recording_id__lte=at.serial).first()
    if done is not None and done.reverses is not None:
        raise Moved(f"{done.reverses.reference} was reversed since, by {done.reference}.")
    return payload


def figures_of(entry: Transaction) -> Stake:
    return entry.amount, entry.shares
