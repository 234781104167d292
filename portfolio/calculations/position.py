"""What a holding is a share of. Three percentages, always named; every share here is a fraction, 1 is the whole."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from fractions import Fraction

from portfolio.calculations.basis import price_after, shares_after
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


@dataclass(frozen=True, slots=True)
class Conversion:
    """The conversion price as it was agreed, and how many shares one share of that day has become by splits since."""

    price: Decimal
    ratio: Fraction

    def of(self, shares: Decimal, original_price: Decimal) -> Decimal:
        """Whole shares at the price that was agreed, then split as every other share: a split changes no value.

        Raises NotKnown as `as_converted` does.
        """
        return shares_after(as_converted(shares, original_price, self.price), self.ratio)


AS_AGREED = Fraction(1)


def carried_on(agreed: Conversion, before: Decimal, price: Decimal, since: Fraction) -> Conversion:
    """What holds once the price goes from `before` to `price`: the same by splits since then, else a new agreement."""
    if price == before:
        return agreed
    if price == price_after(before, since):
        return Conversion(agreed.price, agreed.ratio * since)
    return Conversion(price, AS_AGREED)


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


@dataclass(frozen=True, slots=True)
class OwnToCome:
    """Common shares that one's own conversions and rights may bring: of those held now, and of those agreed at first.

    `standing`: what is left of those agreed at first, with dividends in kind, whoever has it now.
    """

    left: Decimal
    at_first: Decimal
    standing: Decimal


def own_to_come(own: Sequence[OwnToCome], known: Sequence[Decimal]) -> Decimal:
    """All shares that may be issued: the numbers on record of the company, and those of one's own not among them.

    One's own are on record by the number of each right, or by the number of all of them together, as agreed at first or
    as left. What was used or lapsed since is taken off the number that it is in.
    """
    left, total = list(known), sum(known, Decimal(0))
    all_of_them = OwnToCome(
        *(sum((getattr(one, name) for one in own), Decimal(0)) for name in ("left", "at_first", "standing"))
    )
    for one in [all_of_them] if _number_of(all_of_them, left) else own:
        number = _number_of(one, left)
        if number is None:
            total += one.left
            continue
        left.remove(number)
        total += (one.standing if number == one.at_first else number) - number
    return total


def _number_of(one: OwnToCome, known: Sequence[Decimal]) -> Decimal | None:
    """The number on record that one's own are in; None where they are in none."""
    return next((number for number in (one.at_first, one.left) if number and number in known), None)
