"""Which phases can be drawn: one whose figures are impossible or too large is unknown, and the others stand."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from projects.calculations.output_tables import MILLION
from projects.calculations.priors import MOST_MONTHS, MOST_SIGMA
from projects.calculations.projection import LARGEST

ZERO, WHOLE = Decimal(0), Decimal(1)


def most_units(draws: int) -> Decimal:
    """Units of account a year that the phases of a line may add together, so that their draws add up exactly."""
    return Decimal(LARGEST // (max(100, 2 * draws) * MILLION))


def flaw(
    *,
    added: Decimal | None,
    baseline: Decimal | None,
    utilisation: Decimal,
    success_share: Decimal | None,
    slip_median_months: Decimal | None,
    slip_sigma: Decimal | None,
    recorded: Iterable[Decimal],
    most: Decimal,
) -> str:
    """Why a phase with these figures cannot be drawn, empty where none of them is impossible; `most` as above."""
    for name, amount in (("nameplate added", added), ("baseline output", baseline)):
        if amount is not None and amount < ZERO:
            return f"{name} is {stated(amount)}, below zero"
        if amount is not None and amount > most:
            return f"{name} is {stated(amount)}, above the {stated(most)} that can be added up exactly"
    if any(abs(amount) > most for amount in recorded):
        return f"recorded output is above the {stated(most)} that can be added up exactly"
    if not ZERO <= utilisation <= WHOLE:
        return f"utilisation is {stated(utilisation)}, no fraction from 0 to 1"
    if success_share is not None and not ZERO <= success_share <= WHOLE:
        return f"the share that succeeds is {stated(success_share)}, no fraction from 0 to 1"
    if slip_median_months is not None and not ZERO <= slip_median_months <= MOST_MONTHS:
        return f"the median slip is {stated(slip_median_months)} months, not from 0 to {MOST_MONTHS}"
    if slip_sigma is not None and not ZERO <= slip_sigma <= MOST_SIGMA:
        return f"sigma of the slip is {stated(slip_sigma)}, not from 0 to {MOST_SIGMA}"
    return ""


def beyond(amounts: Sequence[Decimal], most: Decimal) -> set[int]:
    """The places of the amounts with which a sum would pass `most`: the largest ones, so that the others stand."""
    total, found = ZERO, set()
    for place in sorted(range(len(amounts)), key=lambda one: (amounts[one], one)):
        if total + amounts[place] > most:
            found.add(place)
        else:
            total += amounts[place]
    return found


def stated(amount: Decimal) -> str:
    """A number with thousands separators and without needless zeros."""
    whole, _, part = f"{amount:,f}".partition(".")
    return f"{whole}.{part.rstrip('0')}".rstrip(".")
