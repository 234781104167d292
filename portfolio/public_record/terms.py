"""The terms of an award, from its row, the price floors and the terms that were in force before."""

from datetime import date
from typing import Any

from portfolio.calculations.terms_rules import warnings
from portfolio.models import Investment, Terms
from portfolio.services.investments import terms_values
from record.calculations.partial_dates import PartialDate
from record.reference.loading import Loading
from record.reference.rows import Row, UnreadableFile
from record.services import facts

# Column of the file → field of the terms, where a number or a text is carried over as it is.
NUMBERS = {
    "announced_usd": "announced_amount",
    "principal_usd": "principal",
    "capitalised_interest_usd": "capitalised_interest",
    "ceiling_usd": "ceiling",
    "recipient_cost_share_usd": "cost_share",
    "shares": "shares",
    "price_usd": "price_per_share",
    "original_price_usd": "original_price",
    "conversion_price_usd": "conversion_price",
    "strike_price_usd": "strike_price",
    "dividend_rate": "dividend_rate",
    "interest_rate": "interest_rate",
    "spread": "spread",
    "tenor_years": "tenor_years",
    "offtake_share": "offtake_share",
    "stated_stake_share": "stated_stake_share",
    "contractual_cap_share": "holding_cap_share",
}
TEXTS = {
    "security_class": "security_class",
    "dividend_form": "dividend_form",
    "seniority": "seniority",
    "converts_into": "exercised_into",
    "exercise_trigger": "exercise_trigger",
    "interest": "interest_text",
    "benchmark": "benchmark",
    "lender": "lender",
    "guarantor": "guarantor",
    "amendment": "amendment",
    "product": "product",
    "confidence": "confidence",
    "summary": "summary",
}
DAYS = ("expires_on", "announced_on", "closed_on")
# Terms that have no field of their own are said in the note.
NOTED = {
    "put_call": "Put and call: {}",
    "transfer_from": "Not to be traded before {}.",
    "draws_until": "Draws until {}.",
    "repayments_from": "Repayments from {}.",
    "total_cost_usd": "Total cost of the project or contract: {} USD.",
    "dividend_cumulative": "Dividend cumulative: {}.",
}

AS_STATED = "It is as the sources state it."

EARLIER = "investment effective_on announced_usd principal_usd capitalised_interest_usd tenor_years note sources"
FLOORS = (
    "investment product floor_price unit start_on end_on upside_share upside_condition reference_index note sources"
)


def in_force_from(row: Row) -> PartialDate | None:
    """The day from which the row's terms hold: as it says, else its announcement or a signing before that."""
    stated = row.day("terms_effective_on")
    if stated:
        return stated
    return min(filter(None, (row.day("announced_on"), row.day("closed_on"))), key=_begins, default=None)


def current(load: Loading, row: Row, investment: Investment, floor: Row | None) -> Terms:
    """The newest terms that the record states. Raises UnreadableFile for a currency other than the US dollar."""
    if row["currency"] != "USD":
        raise UnreadableFile(
            f"{row.where}: amounts are kept in USD, not in {row['currency']}. Convert it, with a note."
        )
    citation = load.cite(row.several("sources"))
    if citation and citation.is_secondary and row["confidence"] == "high":
        raise UnreadableFile(
            f"{row.where}: the confidence of {row['investment']} is high, and a source was read in a secondary text. "
            "Write medium or low."
        )
    notes = [sentence.format(row.text(column)) for column, sentence in NOTED.items() if row[column]]
    sources = row.several("sources")
    values: dict[str, Any] = {}
    if floor:
        values = {
            "floor_price": floor.number("floor_price"),
            "floor_unit": floor.text("unit"),
            "floor_starts_on": floor.day("start_on"),
            "floor_ends_on": floor.day("end_on"),
            "upside_share": floor.number("upside_share"),
            "upside_condition": floor.text("upside_condition"),
            "reference_index": floor.text("reference_index"),
        }
        notes.append(floor.text("note"))
        sources += floor.several("sources")
    values |= {field: row.number(column) for column, field in NUMBERS.items()}
    values |= {field: row.text(column) for column, field in TEXTS.items()}
    values |= {column: row.day(column) for column in DAYS}
    if floor and not values["product"]:
        values["product"] = floor.text("product")
    return Terms(
        investment=investment,
        effective_on=in_force_from(row),
        note=" ".join(notes),
        citation=load.cite(sources),
        **values,
    )


def earlier(load: Loading, row: Row, investment: Investment, newest: Row) -> Terms:
    """Terms that were in force before: only what the record says of them, and how sure it is of the award."""
    begun, announced = row.day("effective_on"), newest.day("announced_on")
    return Terms(
        investment=investment,
        effective_on=begun,
        announced_on=announced if announced and announced.start <= begun.start else begun,
        announced_amount=row.number("announced_usd"),
        principal=row.number("principal_usd"),
        capitalised_interest=row.number("capitalised_interest_usd"),
        tenor_years=row.number("tenor_years"),
        confidence=newest.text("confidence"),
        note=row.text("note"),
        citation=load.cite(row.several("sources")),
    )


def explained(terms: Terms, reason: str = "") -> Terms:
    """The terms; what is unusual about them is given its reason, else that the sources of the row state it so."""
    if warnings(terms_values(terms)):
        terms.note = facts.explained(terms.note, reason or AS_STATED)
    return terms


def _begins(day: PartialDate) -> tuple[date, date]:
    return day.start, day.end
