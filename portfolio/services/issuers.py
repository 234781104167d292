"""The holdings of one issuer: what happens to its shares happens to each of them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from portfolio.calculations.balance import balance_of
from portfolio.calculations.entries import Entry, standing
from portfolio.calculations.kinds import Instrument, Kind
from portfolio.calculations.ledger_rules.messages import shares
from portfolio.models import Investment, Transaction
from portfolio.positions.basis import Bases, bases_at
from portfolio.positions.market import Market
from record.calculations.as_of import AsOf
from record.calculations.unknown import NotKnown

ACQUIRED = frozenset({Kind.DISBURSEMENT, Kind.SHARE_ISSUE, Kind.WARRANT_ISSUE})
"""The kinds by which shares or rights come that a later split of the company multiplies as well."""
MULTIPLIED = frozenset({Instrument.COMMON_EQUITY, Instrument.WARRANT, Instrument.OPTION})


def of_the_old_basis(entry: Transaction, bases: Bases, *, along: Iterable[Transaction] = ()) -> str | None:
    """That shares come before a split on record, which did not split them; None where that is not so.

    Nor where an entry `along` with it splits shares of the award on that day.
    """
    award = entry.investment
    if entry.kind not in ACQUIRED or entry.shares is None or award.issuer_id is None:
        return None
    splits = bases.since(award.issuer_id, entry.counts_from) if award.instrument in MULTIPLIED else []
    split_on = {one.counts_from for one in along if one.kind == Kind.SPLIT and one.investment_id == award.pk}
    missing = next((one for one in splits if one.on not in split_on), None)
    if missing is None:
        return None
    return (
        f"This brings {shares(entry.shares)} shares or rights on {entry.counts_from}, before the split {missing}, "
        "which did not split them. Record their split along with it, in one file."
    )


def not_split(award: Investment, on: date, *, along: Iterable[Transaction] = ()) -> list[str]:
    """The other holdings of the award's issuer that are not split on that day, nor by an entry `along` with it."""
    if award.issuer_id is None:
        return []
    sisters = Investment.objects.filter(issuer=award.issuer_id).exclude(pk=award.pk)
    books = Transaction.objects.filter(investment__in=sisters).order_by("number").entries_by_investment()
    split = {one.investment_id for one in along if one.kind == Kind.SPLIT and one.counts_from == on}
    alone = []
    for key, entries in books.items():
        stands = standing(entries)
        balance = balance_of(one for one in stands if one.on <= on)
        is_split = key in split or any(one.kind is Kind.SPLIT and one.on == on for one in stands)
        if not is_split and (balance.shares > 0 or balance.shares_received > 0):
            alone.append(key)
    return list(sisters.filter(pk__in=alone).order_by("slug").values_list("slug", flat=True))


def fresh_close(award: Investment, entry: Entry, *, at: AsOf) -> Decimal | None:
    """The close of one share in USD on the day of an exercise without cash, on the basis of `at`.

    None for any other entry, and where there is none on record, or only a stale one.
    """
    if entry.kind is not Kind.EXERCISE or entry.amount is not None or award.issuer is None:
        return None
    close = Market.read(replace(at, as_of=min(at.as_of, entry.on)), [award.issuer]).close_on(award.issuer, entry.on)
    if close is None or close.is_stale:
        return None
    try:
        return bases_at(at).price(award.issuer.pk, close.usd, close.on)
    except (NotKnown, ArithmeticError):
        return None
