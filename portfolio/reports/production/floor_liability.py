"""What price floors have accrued, paid and would pay, by contract, product and quarter."""

from collections.abc import Mapping, Sequence
from decimal import Decimal

from portfolio.calculations.floor_draws import Spread
from portfolio.calculations.quarters import dated
from portfolio.positions.filters import Filters
from portfolio.positions.price_floors import price_floors_at
from portfolio.reports import columns as c
from portfolio.reports.base import Absent, Answer, Column, Definition, Total, Type
from projects.calculations.line_draws import Basis
from projects.calculations.output_tables import Whole
from record.calculations.as_of import AsOf
from record.calculations.unknown import NotKnown

from .floor_answers import Assumed, FloorAnswer, QuarterOfFloor, factors_of, floor_answers, total
from .projected import PHASES, PHASES_KNOWN, WHY_UNKNOWN, notes_of, projected_phases_at

PERCENTILES = ("p10", "p50", "p90")
WORDS = {Basis.ESTIMATES: ("estimated", "with estimates"), Basis.FACTS: ("facts", "facts only")}
ON_LEDGER = {"accrued_usd": "accrued", "support_paid_usd": "paid", "upside_received_usd": "received"}
NOT_ENDED = Absent("none", "the quarter has not ended")
SEE_WHY = "see why unknown"
NOTES = (
    "A scenario: all output of the product at the sites reached, although the contract may count less.",
    "Support is max(0, floor - price) x volume, of each draw and quarter; percentiles are of sums, never sums of them.",
    "A price a year holds in its quarters. After the newest price on record it is kept flat, unless another is given.",
    "Prices and output are drawn independently of each other.",
)


def of_ledger(name: str, what: str, label: str, meaning: str) -> Column:
    return Column(name, label, meaning, Type.USD, "USD", unknown="no entry is on record",
                  value=lambda line: line.from_ledger(what),
                  absent=lambda line: None if line.is_ended else NOT_ENDED)  # fmt: skip


def liability(basis: Basis, measure: str) -> Column:
    answer, words = WORDS[basis]
    said = {"mean": "The mean of the draws.", "p10": "One draw in ten is at or below.",
            "p50": "Half of the draws are at or below.", "p90": "Nine draws in ten are at or below."}  # fmt: skip
    label = "Expected" if measure == "mean" else measure.upper()
    return Column(f"liability_{measure}_usd_{answer}", f"{label}, {words}",
                  f"Support in the quarter. {said[measure]}", Type.USD, "USD", unknown=SEE_WHY,
                  value=lambda line: getattr(line.owed.get(basis), measure, None))  # fmt: skip


def liabilities(basis: Basis) -> tuple[Column, ...]:
    """What one answer would have the floor pay, and bring back."""
    answer, words = WORDS[basis]
    upside = Column(f"upside_usd_{answer}", f"Upside, {words}",
                    "Expected share of a price above the floor; 0 until it is due.", Type.USD, "USD",
                    unknown="see why unknown, or its share is not on record",
                    value=lambda line: line.received.get(basis))  # fmt: skip
    return (*(liability(basis, measure) for measure in ("mean", *PERCENTILES)), upside)


def volume(basis: Basis) -> Column:
    answer, words = WORDS[basis]
    return Column(f"volume_kg_{answer}", f"Volume, {words}",
                  "All output of the product at the sites reached; mean of the draws.", Type.QUANTITY, "kg",
                  unknown=SEE_WHY, value=lambda line: line.volumes.get(basis))  # fmt: skip


COLUMNS = (
    c.INVESTMENT.of(lambda line: line.floor.award.slug),
    c.COMPANY.of(lambda line: line.floor.award.recipient.slug),
    c.STATUS.of(lambda line: line.floor.award.status.value),
    Column("floor_product", "Product", "As the contract names it.", value=lambda line: line.floor.product or None),
    c.MINERAL.of(lambda line: line.floor.mineral or None, unknown="its product is no mineral on record"),
    Column("quarter", "Quarter", "Calendar quarter; settled at its end.", Type.PARTIAL_DATE,
           unknown="no quarter can be told",
           value=lambda line: None if line.quarter is None else dated(line.quarter)),
    Column("is_ended", "Ended", "The quarter had ended by the day asked.", Type.BOOLEAN,
           unknown="no quarter can be told", value=lambda line: None if line.quarter is None else line.is_ended),
    Column("floor_usd_per_kg", "Floor", "As agreed, a kilogram.", Type.PRICE, "USD/kg", unknown=SEE_WHY,
           value=lambda line: line.floor.price),
    Column("reference_usd_per_kg", "Reference price", "Of the quarter; under a volatility its mean.", Type.PRICE,
           "USD/kg", unknown=SEE_WHY, value=lambda line: line.price),
    Column("price_by", "Price by", "Where the reference price comes from.", is_prose=True, unknown=SEE_WHY,
           value=lambda line: line.price_basis or None),
    volume(Basis.ESTIMATES),
    Column("volume_basis", "Volume by", "Recorded output, or draws of the projection.", unknown=SEE_WHY, is_prose=True,
           value=lambda line: line.volume_basis or None),
    volume(Basis.FACTS),
    of_ledger("accrued_usd", "accrued", "Accrued", "Price support owed for the quarter; moves no money."),
    of_ledger("support_paid_usd", "paid", "Paid", "Price support paid out in the quarter."),
    of_ledger("upside_received_usd", "received", "Upside received", "Share of a price above the floor."),
    *liabilities(Basis.ESTIMATES),
    *liabilities(Basis.FACTS),
    PHASES.of(lambda line: line.phases),
    PHASES_KNOWN.of(lambda line: line.known),
    WHY_UNKNOWN,
)  # fmt: skip
FILTERS = ("agency", "program", "company", "project", "deal", "investment", "prices", "volatility", "discount_rate",
           "upside_from")  # fmt: skip


def answer(at: AsOf, filters: Filters) -> Answer:
    """A line for each contract and quarter; a total for each contract, and for all of them."""
    found, assumed = projected_phases_at(at), Assumed.of(filters)
    answers = floor_answers(at, found, price_floors_at(at, filters), assumed)
    lines: list[QuarterOfFloor] = [line for one in answers for line in one.lines]
    totals = [line for one in answers if one.floor.award.is_money for line in totals_of(one, at, assumed)]
    counted = [one for one in answers if one.floor.award.is_money and one.remaining]
    if len(counted) > 1:
        totals.append(Total("All contracts: remaining term", of_draws(counted, at, None)))
    apart = [one.floor.award.slug for one in answers if not one.floor.award.is_money]
    notes = [f"In no total, since nothing is signed: {', '.join(apart)}."] if apart else []
    return Answer(lines, totals=totals, notes=notes_of(found.run if found else None, *NOTES, *notes))


def totals_of(one: FloorAnswer, at: AsOf, assumed: Assumed) -> list[Total]:
    """What the ledger has in all; what the rest of the term would pay, and what that is worth today at the rate."""
    slug, floor = one.floor.award.slug, one.floor
    found = [Total(f"{slug}: on the ledger", {name: floor.in_all(what) for name, what in ON_LEDGER.items()})]
    if not one.remaining:
        why = floor.why.get("ends") or floor.why.get("starts") or "its term has ended"
        return [*found, Total(f"{slug}: remaining term", of_draws([], at, None), why.capitalize())]
    known = len(one.known(Basis.ESTIMATES, one.remaining))
    note = f"known for {known} of {len(one.remaining)} quarters"
    found.append(Total(f"{slug}: remaining term", of_draws([one], at, None), note))
    if assumed.rate is not None:
        label = f"{slug}: remaining term, discounted at {percent(assumed.rate)} a year"
        found.append(Total(label, of_draws([one], at, assumed.rate), f"{note}; of each quarter's end"))
    return found


def percent(share: Decimal) -> str:
    """0.04 is 4%."""
    return f"{(100 * share).normalize():f}%"


def of_draws(answers: Sequence[FloorAnswer], at: AsOf, rate: Decimal | None) -> dict[str, Decimal | None]:
    """By column, the spread of what the draws come to over the remaining quarters of these contracts."""
    values: dict[str, Decimal | None] = {}
    for basis, (name, _) in WORDS.items():
        spread = remaining(answers, at, rate, [one.owed.get(basis, {}) for one in answers])
        for measure in ("mean", *PERCENTILES):
            values[f"liability_{measure}_usd_{name}"] = getattr(spread, measure, None)
        upside = remaining(answers, at, rate, [one.received.get(basis, {}) for one in answers])
        values[f"upside_usd_{name}"] = getattr(upside, "mean", None)
    return values


def remaining(
    answers: Sequence[FloorAnswer], at: AsOf, rate: Decimal | None, draws: Sequence[Mapping[int, Whole]]
) -> Spread | None:
    """The spread of the remaining quarters, added up within each draw; None where none is known or it is too large."""
    parts = [(quarter, by_quarter[quarter]) for one, by_quarter in zip(answers, draws, strict=True)
             for quarter in one.remaining if quarter in by_quarter]  # fmt: skip
    factors = None if rate is None else factors_of([quarter for quarter, _ in parts], at, rate)
    try:
        return total([cents for _, cents in parts], factors)
    except NotKnown:
        return None


DEFINITION = Definition(
    "price-floors", "Price floors", "What have price floors accrued and paid, and what would they pay, by quarter?",
    COLUMNS, FILTERS, answer,
    is_projected=True,
)  # fmt: skip
