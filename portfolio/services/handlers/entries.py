"""A ledger entry, and the reversal of one, as proposals."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import date

from portfolio.calculations.kinds import Kind
from portfolio.models import CorporateAction, Investment, Transaction
from portfolio.models.corporate_actions import SPLITS
from portfolio.models.ledger import KINDS
from portfolio.positions.figures import terms_of
from portfolio.positions.last_days import last_day_known
from portfolio.services import ledger
from portfolio.services.identity import entry_questions
from record.calculations.as_of import AsOf
from record.models import Recording
from record.services.approval_handlers import Payload, Stake, row_of
from record.services.moved import Moved
from record.services.row_formatting import Line, compared

from .base import AwardHandler
from .sentences import award_named, does, figures, labels, sentence


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

    def sentence(self, payload: Payload, at: AsOf) -> str:
        entry = self.entry(payload)
        done = does(entry.kind, (entry.amount, entry.shares), entry.investment)
        return sentence(f"{done} on {award_named(entry.investment)}")

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
        """As it was proposed. Raises Moved where the same award, kind, day, amount and shares were recorded since.

        So it does where rights that were to lapse with their last day stand longer, and where its shares were split.
        """
        require_no_twin(self.entry(payload), at, since=since)
        require_over(self.entry(payload), at, since=since)
        require_basis([self.entry(payload)], at, since=since)
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

    def sentence(self, payload: Payload, at: AsOf) -> str:
        return f"Reverse {entry_named(self.entry(payload))}"

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

    def sentence(self, payload: Payload, at: AsOf) -> str:
        before, after = self.corrected(payload), self.entry(payload)
        kind = "" if before.kind == after.kind else f"{KINDS[after.kind].label.lower()} of "
        both = [figures(figures_of(one), one.investment) for one in (before, after)]
        changed = both[0] != both[1] or kind
        what = f" to {kind}{both[1]}" if changed else f": {labels(self.fields(payload, at)[1:])}"
        return f"Correct {entry_named(before)}{what}"

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


def require_over(entry: Transaction, at: AsOf, *, since: int) -> None:
    """Raises Moved for the lapse of rights whose last day was over by the terms of then, and is not by those of now."""
    if entry.kind != Kind.LAPSE.value or entry.effective_on is None:
        return
    day = entry.effective_on.end
    was, stands = (last_day_known(terms_of(entry.investment, at=one)) for one in (replace(at, serial=since), at))
    if was is not None and was <= day and (stands is None or stands > day):
        until = f"until {stands}" if stands else "without a last day on record"
        raise Moved(f"The rights stand {until} since: they were to lapse on {entry.effective_on}. Nothing lapses.")


def require_basis(entries: Iterable[Transaction], at: AsOf, *, since: int) -> None:
    """Raises Moved for shares of a day from which on a split counts that was recorded after the recording `since`.

    The number was shown on the basis before it.
    """
    for entry in entries:
        if entry.effective_on is None or (entry.shares is None and entry.shares_received is None):
            continue
        splits = CorporateAction.objects.at(at).filter(company=entry.investment.issuer_id, kind__in=SPLITS)
        split = splits.filter(recording_id__gt=since, counts_from__lte=entry.effective_on.end).first()
        if split is not None:
            raise Moved(
                f"{split} was recorded since: these shares are of before it. Propose them as they are after it."
            )


def unreversed(payload: Payload, at: AsOf) -> Payload:
    """The payload of a proposal to reverse an entry. Raises Moved where that is done."""
    done = Transaction.objects.filter(reverses__number=payload["number"], recording_id__lte=at.serial).first()
    if done is not None and done.reverses is not None:
        raise Moved(f"{done.reverses.reference} was reversed since, by {done.reference}.")
    return payload


def entry_named(entry: Transaction) -> str:
    """An entry within a sentence: "the disbursement of $10M on the DOE grant to ioneer Ltd"."""
    kind, award = KINDS[entry.kind].label.lower(), entry.investment
    return f"the {kind} of {figures(figures_of(entry), award)} on {award_named(award)}"


def figures_of(entry: Transaction) -> Stake:
    return entry.amount, entry.shares
