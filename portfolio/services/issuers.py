"""The holdings of one issuer: what happens to its shares happens to each of them."""

from collections.abc import Iterable
from datetime import date

from portfolio.calculations.balance import balance_of
from portfolio.calculations.entries import standing
from portfolio.calculations.kinds import Kind
from portfolio.models import Investment, Transaction


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
