"""How many shares may still be issued to anybody, with those that the awards of a stake may bring among them."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from portfolio.calculations.kinds import Instrument
from portfolio.calculations.position import OwnToCome, own_to_come

from .holdings import Holding, Part
from .share_counts import is_of_new_shares

ZERO = Decimal(0)


def all_to_come(parts: Iterable[Part], known: Sequence[Decimal]) -> Decimal | None:
    """The shares that may be issued, as far as is on record; None where nothing is. Raises NotKnown as a part does."""
    own = [found for part in parts if is_of_new_shares(part.line.investment) and (found := to_come_of(part))]
    return own_to_come(own, known) if own or known else None


def to_come_of(part: Part) -> OwnToCome | None:
    """What one award may bring; None where it may bring and might have brought nothing, or where that is unknown."""
    with_all = part.as_converted_and_exercised
    if with_all is None:
        return None
    left = with_all - (part.common or ZERO if part.holding is Holding.HELD else ZERO)
    if not part.is_counted:
        return OwnToCome(left, left, left) if left else None
    at_first, standing = (_in_common(part, number) for number in _once_and_now(part))
    return OwnToCome(left, at_first, standing) if left or at_first else None


def _once_and_now(part: Part) -> tuple[Decimal, Decimal]:
    """Rights or shares that were agreed at first, and what stands of them: nothing of rights that expired."""
    balance = part.line.balance
    return balance.shares_at_first, ZERO if part.is_expired else balance.shares_standing


def _in_common(part: Part, number: Decimal) -> Decimal:
    """So many of a security in common shares that it may bring: none of common shares, which are out."""
    if part.is_right:
        return number
    conversion, face = part.conversion, part.line.terms.original_price if part.line.terms else None
    if part.line.instrument is Instrument.COMMON_EQUITY or conversion is None or face is None:
        return ZERO
    return conversion.of(number, face)
