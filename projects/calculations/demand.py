"""A gain as a share of what the country uses: a range, since both the gain and the demand are ranges."""

from dataclasses import dataclass
from decimal import Decimal

from record.calculations.formatting import percent as in_percent

MORE_THAN_ALL = "more than all direct use"
OLD_AFTER_YEARS = 5
Range = tuple[Decimal, Decimal, Decimal]


@dataclass(frozen=True, slots=True)
class ShareOfDemand:
    """Fractions of demand: low, central and high, each None where the gain is not known. They may exceed 1."""

    low: Decimal | None
    central: Decimal | None
    high: Decimal | None


def share_of_demand(gain: tuple[Decimal | None, Decimal | None, Decimal | None], demand: Range) -> ShareOfDemand:
    """The low gain over the high demand, the central ones, and the high gain over the low demand.

    `gain` is P10, P50 and P90; `demand` low, central and high, in the same unit and above 0.
    """
    low, central, high = gain
    least, middle, most = demand
    return ShareOfDemand(
        None if low is None else low / most,
        None if central is None else central / middle,
        None if high is None else high / least,
    )


def in_words(share: ShareOfDemand) -> str:
    """The range in percent to one place; above 100% no percentage. Empty where the central share is not known."""
    if share.low is None or share.central is None or share.high is None:
        return ""
    if share.low > 1:
        return MORE_THAN_ALL
    if share.central > 1:
        return f"{MORE_THAN_ALL}; at the low end {percent(share.low)}"
    central, low, high = (percent(part) for part in (share.central, share.low, share.high))
    return central if central == low == high else f"{central} ({low} to {high})"


def percent(share: Decimal) -> str:
    """A fraction in percent, to one place: 93.3%; `more than all direct use` above 1."""
    if share > 1:
        return MORE_THAN_ALL
    return in_percent(share, 1)


def is_old(last_year: int, year: int) -> bool:
    """True for a demand more than five years older than the year of the output."""
    return year - last_year > OLD_AFTER_YEARS
