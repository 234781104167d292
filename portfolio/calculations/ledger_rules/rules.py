"""What the ledger will not accept, and why; asked by the form, the service and the checker alike."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from portfolio.calculations.balance import Balance, LedgerTerms, balance_of
from portfolio.calculations.entries import Entry, is_correction, standing
from portfolio.calculations.kinds import Kind
from portfolio.calculations.ledger_rules.entry_validation import entry_problem, reversal_problem
from portfolio.calculations.ledger_rules.limits import first_breach, first_violation, put_in
from portfolio.calculations.ledger_rules.messages import Refusal, sentence, shares
from portfolio.calculations.ledger_rules.walk import LedgerWalk
from record.calculations.formatting import dollars

__all__ = ["Balance", "Entry", "Kind", "balance_of", "correction_refusal", "first_refusal", "refusal", "warnings"]


def refusal(entries: Sequence[Entry], entry: Entry, *, today: date, **stated: Any) -> Refusal | None:
    """Why the ledger will not take one more entry, with the numbers and the next step; None when it will.

    `entries` are the investment's, in recorded order. The running balance is asked on the entry's day and on every
    later one, for a back-dated entry or a reversal may break what was recorded before it. `stated` is what the ledger
    is read by, as `LedgerTerms` names it: the instrument, and what its terms state.
    """
    terms = LedgerTerms(**stated)
    found = entry_problem(entry, instrument=terms.instrument, today=today)
    if found:
        return found
    undone = None
    if entry.kind is Kind.REVERSAL:
        undone = next((one for one in entries if one.reference == entry.reverses), None)
        is_undone = any(one.reverses == entry.reverses for one in entries)
        found = reversal_problem(entry, undone, is_undone=is_undone)
        if found:
            return found
    violation = first_violation(standing(entries), undone or entry, terms, is_removed=undone is not None)
    return None if violation is None else sentence(violation, entry)


def correction_refusal(
    entries: Sequence[Entry], reversal: Entry, new: Entry, *, today: date, **stated: Any
) -> Refusal | None:
    """Why the ledger will not take a reversal together with the entry that takes its place; None when it will.

    The balance is asked after both, so that an entry on which others rest can be put right. As `refusal` else.
    """
    terms = LedgerTerms(**stated)
    for one in (reversal, new):
        found = entry_problem(one, instrument=terms.instrument, today=today)
        if found:
            return found
    target = next((one for one in entries if one.reference == reversal.reverses), None)
    found = reversal_problem(reversal, target, is_undone=any(one.reverses == reversal.reverses for one in entries))
    if found or target is None:
        return found
    book = standing(entries)
    changed = put_in([entry for entry in book if entry is not target], new)
    violation = first_breach(book, changed, terms, since=min(target.on, new.on))
    return None if violation is None else sentence(violation, new, corrects=target.reference)


def first_refusal(entries: Sequence[Entry], *, today: date, **stated: Any) -> tuple[Entry, Refusal] | None:
    """The first entry, in recorded order, that should not have been taken, and why; None when all stand.

    A reversal and the entry after it under the same recording are one change where the reversal alone is refused.
    `stated` as in `refusal`. O(n log n) for n entries, except that a ledger with splits, with shares written off or
    redeemed in dollars, or with interest capitalised, walks its later days anew for each entry that these touch.
    """
    walk = LedgerWalk(entries, LedgerTerms(**stated), today=today)
    taken_along = None
    for place, (entry, following) in enumerate(zip_longest(entries, entries[1:])):
        if walk.is_doubtful(entry) and entry is not taken_along:
            found = refusal(entries[:place], entry, today=today, **stated)
            if found and following is not None and is_correction(entry, following):
                found = correction_refusal(entries[:place], entry, following, today=today, **stated)
                taken_along = following
            if found:
                return entry, found
        walk.take(entry)
    return None


def warnings(entries: Iterable[Entry], *, price: Decimal | None) -> list[str]:
    """What is unusual and is accepted with a reason: shares bought for cash while the terms state no price.

    `price` is the price per share, of a warrant or option its strike, in USD.
    """
    if price is not None:
        return []
    return [
        f"{shares(entry.shares)} shares for {dollars(entry.amount)} without a price per share. "
        "Record the price in the terms, or say why there is none."
        for entry in entries
        if entry.kind in (Kind.DISBURSEMENT, Kind.EXERCISE) and entry.amount and entry.shares
    ]
