"""A price floor in sentences: what is accrued, what is to come, where nothing is owed."""

from collections.abc import Sequence
from decimal import Decimal

from portfolio.calculations.price_floor import break_even
from portfolio.calculations.quarters import dated, quarter_of, said_range
from portfolio.positions.price_floors import FloorAt
from portfolio.reports.production.floor_answers import Assumed, FloorAnswer, QuarterOfFloor
from portfolio.reports.production.floor_liability import percent
from projects.calculations.line_draws import Basis
from record.calculations.formatting import compact, three_digits

from .floor_totals import TermLine

NEWEST = 4
"""Quarters of which it is said how far accruals were from the price."""
Span = tuple[int | None, int | None]
"""The first and the last quarter that were asked for."""


def sentences(
    answer: FloorAnswer, term: Sequence[TermLine], quarters: Sequence[int], assumed: Assumed, span: Span = (None, None)
) -> list[str]:
    """The sentences of a contract over the quarters asked for; one that has nothing to say is left out.

    `span` is the first and the last quarter as they were typed, None for one that was not; `quarters` are those of the
    term within it.
    """
    found = (
        on_ledger(answer),
        at_that_price(answer),
        not_accrued(answer),
        ahead(answer, term, quarters, span),
        meeting(answer, quarters, assumed),
    )
    return [said for said in found if said]


def on_ledger(answer: FloorAnswer) -> str:
    """The floor and its term, and what of it is accrued and paid."""
    floor = answer.floor
    what = floor.product or "a product that is not on record"
    price = floor.why.get("price") or f"{plain(floor.price)} USD a kilogram"
    term = f"from {floor.starts}" if floor.starts else floor.why["starts"]
    term += f" to {floor.ends}" if floor.ends else f" and {floor.why['ends']}"
    accrued, paid = floor.in_all("accrued"), floor.in_all("paid")
    quarters = sorted(one for one, settled in floor.settled.items() if one is not None and settled.accrued is not None)
    said = "Nothing is on record as accrued" if accrued is None else f"On record {compact(accrued)} is accrued"
    if accrued and quarters:
        said += f" for {len(quarters)} quarter{'s' if len(quarters) > 1 else ''}, {said_range(quarters)}"
    payments = "payments are not published" if paid is None else f"{compact(paid)} is paid"
    return f"{floor.award.recipient.name} has a floor for {what}: {price}, {term}. {said}; {payments}."


def at_that_price(answer: FloorAnswer) -> str:
    """How far the newest accruals are from what the price asked for would have given; empty where none is on record."""
    told = [
        f"{said_range([line.quarter])} {compact(accrued)} and {compact(spread.mean)}"
        for line in answer.lines
        if line.quarter is not None
        and (accrued := line.settled.accrued) is not None
        and (spread := line.owed.get(Basis.ESTIMATES)) is not None
    ]
    if not told:
        return ""
    return f"What was accrued, and what the price used here would have given: {', '.join(told[-NEWEST:])}."


def not_accrued(answer: FloorAnswer) -> str:
    """The quarters that have ended without an accrual on record, and what they would be; empty where there is none."""
    lines = [line for line in answer.lines if line.quarter and line.is_ended and line.from_ledger("accrued") is None]
    known = [spread for line in lines if (spread := line.owed.get(Basis.ESTIMATES))]
    if not lines:
        return ""
    quarters = [line.quarter for line in lines if line.quarter is not None]
    has = "has" if len(quarters) == 1 else "have"
    said = f"{said_range(quarters)} {has} ended without an accrual on record"
    expected = sum((spread.mean for spread in known), Decimal(0))
    return f"{said}: expected {compact(expected)}." if len(known) == len(lines) else f"{said}."


def plain(number: Decimal | None) -> str:
    return "unknown" if number is None else f"{number.normalize():f}"


def ahead(answer: FloorAnswer, term: Sequence[TermLine], quarters: Sequence[int], span: Span) -> str:
    """What the quarters asked for would pay, not discounted and discounted."""
    lines = [line for line in answer.lines if line.quarter in set(quarters)]
    if not lines:
        return outside(answer.floor, span)
    best = next((one for one in term if one.spread is not None and one.rate is None), None)
    if best is None or best.spread is None:
        why = "; ".join(sorted({line.why for line in lines if line.why}))
        return f"What {said_range(quarters)} would pay is unknown: {why}."
    said = (
        f"At {prices_in_words(lines)}, if all output counted, {said_range(quarters)} would pay {likely_dollars(best)}"
    )
    worth = next((one for one in term if one.spread and one.rate is not None and one.basis is best.basis), None)
    if worth is not None and worth.rate is not None and best.spread.mean:
        said += f", worth {likely_dollars(worth)} at {percent(worth.rate)} a year"
    if best.received is not None and best.received.mean:
        said += f"; of the price above the floor the government would receive {compact(best.received.mean)}, expected"
    return f"{said.removesuffix('.')}. {begun(answer, span)}Known for {best.known} of {len(quarters)} quarters."


def begun(answer: FloorAnswer, span: Span) -> str:
    """That its term begins later than was asked, or ends earlier; empty where it does not."""
    listed = [line.quarter for line in answer.lines if line.quarter is not None]
    first, last = span
    early, late = first is not None and first < min(listed), last is not None and last > max(listed)
    whole = f"{said_range(listed)} {'is' if len(listed) == 1 else 'are'} all that is on record of its term. "
    return whole if early or late else ""


def outside(floor: FloorAt, span: Span) -> str:
    """Why no quarter of the term is asked for: they lie before it or after it, or nothing of it is left."""
    first, last = span
    asked = said_range([one for one in span if one is not None])
    if last is not None and floor.starts is not None and last < quarter_of(floor.starts):
        return f"Up to {dated(last)} the floor pays nothing: its term had not begun, it starts on {floor.starts}."
    if first is not None and floor.ends is not None and first > quarter_of(floor.ends):
        return f"From {dated(first)} on the floor pays nothing: its term is over, it ends on {floor.ends}."
    if (first is not None or last is not None) and floor.starts is not None and floor.ends is not None:
        return f"No quarter of its term that has not ended is asked for by {asked}. Give the first and the last one."
    if floor.starts is None or floor.ends is None:
        why = floor.why.get("ends") or floor.why.get("starts") or "its days are not on record"
        return f"What the rest of the term would pay is unknown: {why}."
    return f"Nothing is left of its term, which ended on {floor.ends}."


def prices_in_words(lines: Sequence[QuarterOfFloor]) -> str:
    """The price where one is known; of several the first and the last with what each is, and how far all go."""
    priced = [(line.price, line) for line in lines if line.price is not None]
    steps = [line for number, (price, line) in enumerate(priced) if not number or price != priced[number - 1][0]]
    first, last = steps[0], steps[-1]
    said = f"{plain(first.price)} USD a kilogram ({first.price_basis})"
    if last is first:
        return said
    low, high = min(price for price, _ in priced), max(price for price, _ in priced)
    are_the_ends = {low, high} == {first.price, last.price}
    between = "" if are_the_ends else f", all from {plain(low)} to {plain(high)}"
    return f"prices from {said} to {plain(last.price)} ({last.price_basis}){between}"


def likely_dollars(line: TermLine) -> str:
    """About $2.31B ($1.9B to $2.6B), est."""
    spread = line.spread
    if spread is None:
        return "an unknown amount"
    low, middle, high = compact(spread.p10), compact(spread.p50), compact(spread.p90)
    if not spread.mean:
        return "nothing"
    words = middle if low == high else f"{middle} ({low} to {high})"
    return f"about {words}, est." if line.basis is Basis.ESTIMATES else words


def meeting(answer: FloorAnswer, quarters: Sequence[int], assumed: Assumed) -> str:
    """Where nothing is owed, and at which price the upside would pay back what is accrued."""
    floor = answer.floor
    if floor.price is None:
        return ""
    said = f"At {plain(floor.price)} USD a kilogram or more nothing is owed."
    if floor.share is None:
        return f"{said} No share of a price above it is on record."
    condition = floor.award.terms.upside_condition if floor.award.terms else ""
    if assumed.upside_from is not None:
        due = f"is assumed to be due from {dated(assumed.upside_from)}"
    elif floor.condition_met is not None:
        due = f"is due since {floor.condition_met}"
    else:
        due = "is not due yet: its condition is not on record as met" + (
            f" ({condition.rstrip('.')})" if condition else ""
        )
    said += f" The government's share of {percent(floor.share)} of what is above it {due}."
    owed, made = floor.in_all("accrued"), kilograms_of(answer, quarters)
    price = break_even(floor=floor.price, owed=owed, share=floor.share, kilograms=made) if owed and made else None
    if price is None:
        return said
    return (
        f"{said} Were it due in all of {said_range(quarters)}, a flat {three_digits(price)} USD a kilogram would pay "
        f"back the {compact(owed or Decimal(0))} accrued: the break-even."
    )


def kilograms_of(answer: FloorAnswer, quarters: Sequence[int]) -> Decimal | None:
    """The expected volume of the quarters, where each is known."""
    known = {line.quarter: line.volumes.get(Basis.ESTIMATES) for line in answer.lines}
    amounts = [amount for one in quarters if (amount := known.get(one)) is not None]
    return sum(amounts, Decimal(0)) if amounts and len(amounts) == len(quarters) else None
