"""What an officer may record as a ramp-up curve, as the shares of the curves, and as the odds of a stage.

Each rule returns the sentences by field, empty where there is nothing to refuse. Curves are a reconstruction and odds
are judgement, bounded by measured findings; the rules keep out what cannot be either.
"""

import math
from collections.abc import Mapping
from decimal import Decimal
from statistics import NormalDist

from record.calculations.formatting import rounded

MOST_ASYMPTOTE = 110
"""Percent. What lies above 100 only steepens the climb, since output is capped at nameplate; S1 tends to 100.5."""
MOST_MONTHS = 600
MOST_SHAPE = 10
MOST_SIGMA = 10
"""Of a lognormal slip: exp(10) is a slip 22,000 times the median."""
NINE_IN_TEN = NormalDist().inv_cdf(0.9)
MILLIONTH = Decimal("0.000001")


def refused_curve(asymptote_percent: Decimal, tau_months: Decimal, shape: Decimal) -> dict[str, str]:
    """Why L, tau and k make no ramp-up curve."""
    found = {}
    if not 0 < asymptote_percent <= MOST_ASYMPTOTE:
        found["asymptote_percent"] = (
            f"A plant does not tend to {plain(asymptote_percent)}% of nameplate. "
            f"Give a percentage above 0 and at most {MOST_ASYMPTOTE}."
        )
    if not 0 < tau_months <= MOST_MONTHS:
        found["tau_months"] = (
            f"A climb with a tau of {plain(tau_months)} months cannot be drawn. "
            f"Give months above 0 and at most {MOST_MONTHS}."
        )
    if not 0 < shape <= MOST_SHAPE:
        found["shape"] = f"A shape of {plain(shape)} bends no curve. Give a number above 0 and at most {MOST_SHAPE}."
    return found


def refused_mixture(shares: Mapping[str, Decimal | None]) -> str:
    """Why the shares of the curves, by series, are no mixture; an empty share is a curve that is never drawn."""
    given = {series: share for series, share in sorted(shares.items()) if share is not None}
    outside = [series for series, share in given.items() if not 0 <= share <= 1]
    if outside:
        return f"The share of {outside[0]} is {percent(given[outside[0]])}. Give shares from 0% to 100%."
    total = sum(given.values(), Decimal(0))
    if given and total != 1:
        parts = ", ".join(f"{series} {percent(share)}" for series, share in given.items())
        way = f"{'Take away' if total > 1 else 'Add'} {percent(abs(total - 1))}"
        return f"The shares sum to {percent(total)}: {parts}. {way}, so that they sum to 100%."
    return ""


def refused_odds(
    *,
    success_share: Decimal | None,
    low: Decimal | None = None,
    high: Decimal | None = None,
    median: Decimal | None = None,
    p90: Decimal | None = None,
) -> dict[str, str]:
    """Why a share that succeeds with its range, and a slip in months with its P90, are no odds."""
    found = {}
    named = {"success_share": success_share, "success_share_low": low, "success_share_high": high}
    for name, share in named.items():
        if share is not None and not 0 <= share <= 1:
            found[name] = f"{percent(share)} is no share of plants. Give a percentage from 0 to 100."
    if success_share is not None and not found:
        if low is not None and low > success_share:
            found["success_share_low"] = f"The low end {percent(low)} lies above {percent(success_share)}. Lower it."
        if high is not None and high < success_share:
            found["success_share_high"] = f"The high end {percent(high)} lies below {percent(success_share)}. Raise it."
    if median is not None and median < 0:
        found["slip_median_months"] = f"A slip of {plain(median)} months would be early. Give 0 or more."
    elif p90 is not None and (median is None or p90 < median):
        stated = "no median is given" if median is None else f"the median is {plain(median)}"
        found["slip_p90_months"] = (
            f"Nine slips in ten stay within {plain(p90)} months, but {stated}. Give a median of at most {plain(p90)}."
        )
    elif p90 and not median:
        found["slip_p90_months"] = (
            f"With a median of 0 nothing slips, so nine in ten cannot take {plain(p90)} months. Give 0, or a median."
        )
    return found


def slip_sigma(median: Decimal | None, p90: Decimal | None) -> Decimal | None:
    """Sigma of the lognormal slip whose median and P90 are given: ln(p90 / median) / 1.2816; None where none slips."""
    if not median or p90 is None:
        return None
    return rounded(Decimal(math.log(p90 / median) / NINE_IN_TEN), MILLIONTH)


def slip_p90(median: Decimal | None, sigma: Decimal | None) -> Decimal | None:
    """Within how many months nine slips in ten stay, to a tenth; None where none is known, or beyond what is drawn."""
    if median is None or (sigma or 0) > MOST_SIGMA:
        return None
    return rounded(median * Decimal(math.exp(float(sigma or 0) * NINE_IN_TEN)), Decimal("0.1"))


def percent(share: Decimal) -> str:
    return f"{plain(share.scaleb(2))}%"


def plain(number: Decimal) -> str:
    """A number without needless zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
