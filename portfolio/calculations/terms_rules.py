"""What terms can't say, field by field, and what they may say only with a reason."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from portfolio.calculations.kinds import Status
from record.calculations.column_figures import formatted_number
from record.calculations.formatting import dollars
from record.calculations.partial_dates import PartialDate

LEAST_COST_SHARE = 100
"""Dollars. Less is most likely a percentage."""
MOST_STRIKE = 10
"""Times the price of a share. More is most likely a slip of the decimal point."""
LEAD_DAYS = 30
"""Days by which a signing or closing may come before its announcement: most are announced a little later."""

UNSIGNED = (Status.ANNOUNCED, Status.LOI, Status.CONDITIONAL, Status.APPROVED)
"""What an award is before anything of it is signed."""

FRACTIONS = {
    "stated_stake_share": "A stake",
    "holding_cap_share": "A cap on holding",
    "dividend_rate": "A dividend rate",
    "exercisable_share": "An exercisable part",
    "covered_share": "A covered share",
    "offtake_share": "A share of output",
    "upside_share": "An upside share",
    "interest_rate": "An interest rate",
}

# (later, earlier, what to check): the later may not end before the earlier begins.
ORDERS = (
    ("expires_on", "signed_on", "An expiry on {later} lies before the signing on {earlier}. Check both days."),
    ("expires_on", "closed_on", "An expiry on {later} lies before the closing on {earlier}. Check both days."),
    ("floor_ends_on", "floor_starts_on", "The floor ends on {later}, before it starts on {earlier}. Check both days."),
    ("period_end_on", "period_start_on", "The period ends on {later}, before it starts on {earlier}. Check both days."),
    ("closed_on", "signed_on", "A closing on {later} lies before the signing on {earlier}. Check both days."),
)


def refusals(terms: Mapping[str, Any]) -> dict[str, str]:
    """Field → why its value is impossible, with the numbers and the next step; empty when nothing is.

    Fractions are Decimals where 1 is the whole; dates are PartialDates or None. Two dates are refused only when
    their intervals cannot overlap.
    """
    found = {}
    for name, subject in FRACTIONS.items():
        value = terms.get(name)
        if value is not None and not 0 <= value <= 1:
            shown = f"{(value * 100).normalize():f}"
            found[name] = f"{subject} of {shown}% is not between 0% and 100%. Check the source."
    for later, earlier, sentence in ORDERS:
        if _surely_before(terms.get(later), terms.get(earlier)):
            found.setdefault(later, sentence.format(later=terms[later], earlier=terms[earlier]))
    principal, face = terms.get("principal"), terms.get("announced_amount")
    if principal is not None and face is not None and principal > face:
        found["principal"] = (
            f"A principal of {dollars(principal)} exceeds the stated amount of {dollars(face)}. Check both."
        )
    return found


def warnings(terms: Mapping[str, Any], *, close: Decimal | None = None) -> list[str]:
    """What is unusual and is accepted with a reason; `close` is the newest price of the issuer's share, in USD."""
    found = []
    for name, event in (("signed_on", "The signing"), ("closed_on", "The closing")):
        lead = _lead_days(terms.get(name), terms.get("announced_on"))
        if lead > LEAD_DAYS:
            found.append(
                f"{event} on {terms[name]} lies {lead:,} days before the announcement on {terms['announced_on']}."
            )
    cost_share = terms.get("cost_share")
    if cost_share is not None and cost_share < LEAST_COST_SHARE:
        found.append(f"A cost share of {dollars(cost_share)} is below ${LEAST_COST_SHARE}: a percentage?")
    strike, price = terms.get("strike_price"), terms.get("price_per_share") or close
    if strike is not None and price is not None and strike >= MOST_STRIKE * price:
        times = f"{strike / price:,.1f} times the price of {formatted_number('strike_price', price)} a share"
        found.append(f"A strike of {formatted_number('strike_price', strike)} is {times}.")
    shares, price, amount = (terms.get(name) for name in ("shares", "price_per_share", "announced_amount"))
    if shares and amount and price is None:
        found.append(f"{shares.normalize():,f} shares for {dollars(amount)} without a price per share.")
    if shares and amount and price is not None and abs(shares * price - amount) > amount * Decimal("0.01"):
        found.append(
            f"Shares times price is {dollars(shares * price)}, more than 1% from the stated {dollars(amount)}."
        )
    return found


def closing_question(closed_on: PartialDate | None, status: Status | None, today: date) -> str:
    """What closed is no longer announced: what is asked where a closing that has come contradicts the status; empty
    where it does not.
    """
    if closed_on is None or status not in UNSIGNED or closed_on.start > today:
        return ""
    asked = f"It closed on {closed_on}: is it {Status.CLOSED.label}?"
    return f"{asked} Choose how far it is; {Status(status).label} comes before a closing."


def _surely_before(later: PartialDate | None, earlier: PartialDate | None) -> bool:
    return later is not None and earlier is not None and later.surely_before(earlier)


def _lead_days(event: PartialDate | None, announced: PartialDate | None) -> int:
    """Days by which the event's interval ends before the announcement's begins; 0 when they may overlap."""
    if event is None or announced is None or not event.surely_before(announced):
        return 0
    return (announced.start - event.end).days
