"""What the versions of an award's terms say together: which one first stated a share, and what shares convert into."""

from collections.abc import Callable
from itertools import takewhile

from portfolio.calculations.basis import between, ratio
from portfolio.calculations.position import AS_AGREED, Conversion, carried_on
from portfolio.models import Terms

from .basis import Bases
from .investments import InvestmentAt


def first_stating(line: InvestmentAt) -> Terms | None:
    """The version that first stated the share that its terms state, unchanged since; None where they state none."""
    terms = line.terms
    if terms is None or terms.stated_stake_share is None:
        return None
    newest_first = reversed(line.versions)
    return [terms, *takewhile(lambda one: one.stated_stake_share == terms.stated_stake_share, newest_first)][-1]


def conversion_of(line: InvestmentAt, bases: Callable[[], Bases]) -> Conversion | None:
    """The conversion price that was agreed, and the splits since then; None where its terms name one price alone.

    `bases` is asked where the price was another one before.
    """
    if len({one.conversion_price for one in line.versions} - {None}) < 2:
        return None
    splits = bases().splits.get(line.issuer.pk, ()) if line.issuer else ()
    found: Conversion | None = None
    before: Terms | None = None
    for one in line.versions:
        if one.conversion_price is None:
            found = None
        elif found is None or before is None or before.conversion_price is None:
            found = Conversion(one.conversion_price, AS_AGREED)
        else:
            since = ratio(between(splits, before.counts_from, one.counts_from))
            found = carried_on(found, before.conversion_price, one.conversion_price, since)
        before = one
    return found
