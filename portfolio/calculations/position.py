"""What a holding is a share of. Three percentages, always named; every share here is a fraction, 1 is the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from record.calculations.unknown import NotKnown

WHOLE = Decimal(1)
ALERT_LEVELS = tuple(Decimal(level) for level in ("0.05", "0.10", "0.15", "0.199"))


def as_converted(shares: Decimal, original_price: Decimal, conversion_price: Decimal) -> Decimal:
    """Whole common shares that preferred shares convert into: their face over the conversion price, rounded down.

    Raises NotKnown when the conversion price is not positive.
    """
    if conversion_price <= 0:
        raise NotKnown(f"A conversion price of {conversion_price} converts nothing. Give a positive one.")
    return (shares * original_price / conversion_price).to_integral_value(ROUND_FLOOR)


def basic_share(held: Decimal, outstanding: Decimal | None) -> Decimal | None:
    """Common shares held over those outstanding; None where no share count is known."""
    return _over(held, outstanding)


def as_converted_and_exercised_share(
    held: Decimal, conversion: Decimal, rights: Decimal, outstanding: Decimal | None
) -> Decimal | None:
    """Held, on conversion and by issued rights, over the shares outstanding before them.

    The convention of the announcements: what the holder would receive is not in the count it is divided by. None where
    no share count is known.
    """
    return _over(held + conversion + rights, outstanding)


def fully_diluted_share(
    held: Decimal, conversion: Decimal, rights: Decimal, outstanding: Decimal | None, dilutive: Decimal | None
) -> Decimal | None:
    """The same holding over the shares outstanding and all dilutive securities known, the holder's own included.

    None where the share count or the dilutive securities are not known.
    """
    if outstanding is None or dilutive is None:
        return None
    return _over(held + conversion + rights, outstanding + dilutive)


def diluted(share: Decimal, *, by: Decimal) -> Decimal:
    """What is left of a share when newcomers take `by` of the enlarged whole."""
    return share * (WHOLE - by)


@dataclass(frozen=True, slots=True)
class Alert:
    """A level that a holding has reached, as a fraction; `is_cap` for the one set by contract."""

    level: Decimal
    is_cap: bool = False


def alerts(share: Decimal | None, *, cap: Decimal | None = None) -> tuple[Alert, ...]:
    """The levels that a share has reached, lowest first, the contractual cap after its equals; none when unknown."""
    if share is None:
        return ()
    levels = [Alert(level) for level in ALERT_LEVELS]
    if cap is not None:
        levels.append(Alert(cap, is_cap=True))
    return tuple(sorted((alert for alert in levels if share >= alert.level), key=lambda alert: alert.level))


def _over(shares: Decimal, count: Decimal | None) -> Decimal | None:
    if count is None:
        return None
    if count <= 0:
        raise NotKnown(f"{count} shares outstanding are no count to divide by. Give a positive one, or none.")
    return shares / count


def own_to_come(own: Sequence[Decimal], known: Sequence[Decimal]) -> Decimal:
    """All shares that may be issued: the numbers on record of the company, and those of one's own not among them.

    One's own are on record by the number of each right, or by the number of all of them together.
    """
    total = sum(known, Decimal(0))
    if sum(own, Decimal(0)) in known:
        return total
    left = list(known)
    for number in own:
        if number in left:
            left.remove(number)
        else:
            total += number
    return total
