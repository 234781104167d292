"""The page of price floors: one contract in sentences, its grid, its picture, and its quarters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from portfolio.calculations.quarters import quarter_named
from portfolio.charts.liability import liability_against_price
from portfolio.charts.price_floor import FloorPicture
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt
from portfolio.positions.price_floors import FloorAt, floors_of
from portfolio.reports.base import Column
from portfolio.reports.production.floor_answers import Assumed, FloorAnswer, QuarterOfFloor, floor_answers
from portfolio.reports.production.floor_liability import COLUMNS, NOTES
from portfolio.reports.production.projected import notes_of, projected_phases_at
from portfolio.reports.tables import Table, filled, stated_in_any
from projects.calculations.line_draws import Basis
from record.calculations.as_of import AsOf

from .floor_grid import KG_A_TONNE, QUARTERS_A_YEAR, GridAsked, by_price, grid
from .floor_sentences import Span, sentences
from .floor_totals import term_lines, term_table

LEFT_OUT = ("investment", "company", "status", "floor_product", "mineral", "is_ended", "floor_usd_per_kg", "phases",
            "phases_known", "volume_kg_facts", "upside_usd_facts")  # fmt: skip
OF_FACTS = ("liability_p10_usd_facts", "liability_p50_usd_facts", "liability_p90_usd_facts")
WORKED_OUT = ("liability_", "upside_usd", "volume_kg")


def to_three(column: Column) -> Column:
    """The column of one contract as the page shows it: what is worked out to three digits."""
    return replace(column, is_computed=True) if column.name.startswith(WORKED_OUT) else column


SHOWN = tuple(to_three(one) for one in COLUMNS if one.name not in (*LEFT_OUT, *OF_FACTS))
"""Of one contract, what is worked out to three digits; the files are exact."""
SOON = 4
LOWEST_PART = Decimal("0.4")
"""The lowest price that the grid begins with, as a part of the floor."""
PARTS_OF_VOLUME = tuple(Decimal(part) / 2 for part in (1, 2, 3))
BEGINS = {"discount_rate": "0.04", "per": "year", "cells": "period"}
"""What the page begins with. The rate a year is a choice, told beside every figure that rests on it."""


@dataclass(frozen=True, slots=True)
class FloorPage:
    """What is shown of one contract."""

    floor: FloorAt
    sentences: list[str]
    grid: Table
    term: Table
    picture: FloorPicture | None
    near: Table
    later: Table | None
    notes: tuple[str, ...]
    csv: dict[str, str]
    start: dict[str, str]
    """What stands in the fields of the form that were left empty."""


def beginning(answer: FloorAnswer) -> dict[str, str]:
    """What the grid begins with: prices about the floor and that of now, volumes about what is made in a year."""
    floor = answer.floor
    found: dict[str, str] = {}
    if floor.price is not None:
        now = [line.price for line in answer.lines if line.price is not None and not line.is_ended][:1]
        prices = sorted({*round_prices(floor.price), *(round(one) for one in now)})
        found["grid_prices"] = " ".join(map(str, prices))
    made = tonnes_a_year(answer)
    if made:
        found["grid_volumes"] = " ".join(str(round(made * part)) for part in PARTS_OF_VOLUME)
    return found


def round_prices(floor: Decimal) -> list[int]:
    """Round numbers of USD a kilogram up to the floor, as people name them: 40, 50 to 110 for a floor of 110."""
    tenth = max(Decimal(1), floor / 10)
    power = Decimal(10) ** tenth.adjusted()
    step = int(max(power * part for part in (1, 2, 5) if power * part <= tenth))
    return [one for one in range(step, int(floor) + 1, step) if one >= floor * LOWEST_PART] or [round(floor)]


def tonnes_a_year(answer: FloorAnswer) -> Decimal | None:
    """What its plants put out today, else the mean of a year of the quarters ahead; None where neither is known."""
    if answer.made_today is not None:
        return answer.made_today / KG_A_TONNE
    known = [line.volumes.get(Basis.ESTIMATES) for line in answer.lines if not line.is_ended]
    amounts = [amount for amount in known if amount is not None]
    return sum(amounts, Decimal(0)) / len(amounts) * QUARTERS_A_YEAR / KG_A_TONNE if amounts else None


def filters_of(slug: str, asked: Mapping[str, Any]) -> Filters:
    return Filters(
        investment=slug,
        prices=asked.get("prices") or "",
        volatility=asked.get("volatility"),
        discount_rate=asked.get("discount_rate"),
        upside_from=asked.get("upside_from") or "",
    )


def page(at: AsOf, award: InvestmentAt, asked: Mapping[str, Any]) -> FloorPage:
    """The page of a contract, under what was asked."""
    filters, found = filters_of(award.slug, asked), projected_phases_at(at)
    assumed = Assumed.of(filters)
    (answer,) = floor_answers(at, found, floors_of(at, [award]), assumed)
    floor, quarters = answer.floor, quarters_asked(answer, asked)
    start = beginning(answer)
    wanted = GridAsked(
        asked.get("grid_prices") or numbers(start.get("grid_prices")),
        asked.get("grid_volumes") or numbers(start.get("grid_volumes")),
        asked.get("per") or "year",
        asked.get("cells") or "period",
        quarters,
    )
    term, told = term_lines(answer, quarters, at, assumed), grid(floor, at, wanted, assumed)
    ended = sum(1 for line in answer.lines if line.is_ended)
    near = answer.lines[: ended + SOON]
    later = answer.lines[ended + SOON :]
    return FloorPage(
        floor,
        [*sentences(answer, term, quarters, assumed, span_asked(asked)), *by_price(told, wanted, floor.price)],
        told,
        term_table(term, quarters),
        liability_against_price(answer, quarters, assumed),
        quarters_table("quarters", "Accrued, paid and expected, by quarter", near),
        quarters_table("later-quarters", "Later quarters", later) if later else None,
        notes_of(found.run if found else None, *NOTES),
        filters.asked(),
        start,
    )


def numbers(text: str | None) -> tuple[Decimal, ...]:
    return tuple(Decimal(one) for one in (text or "").split())


def span_asked(asked: Mapping[str, Any]) -> Span:
    """The first and the last quarter as they were typed."""
    first, last = (quarter_named(asked[name]) if asked.get(name) else None for name in ("first", "last"))
    return first, last


def quarters_asked(answer: FloorAnswer, asked: Mapping[str, Any]) -> list[int]:
    """The quarters of the term that are asked for: those that have not ended, where none is named."""
    listed = [line.quarter for line in answer.lines if line.quarter is not None]
    first, last = asked.get("first"), asked.get("last")
    if not first and not last:
        return answer.remaining
    begins = quarter_named(first) if first else min(answer.remaining or listed, default=0)
    ends = quarter_named(last) if last else max(listed, default=0)
    return [one for one in listed if begins <= one <= ends]


def quarters_table(name: str, title: str, lines: Sequence[QuarterOfFloor]) -> Table:
    """Its quarters; a column of which nothing is known in any of them is named below."""
    columns = stated_in_any(filled(SHOWN, lines), lines)
    left_out = ", ".join(one.label for one in SHOWN if one not in columns and not one.is_optional).lower()
    notes = (f"Not known in any of these quarters, so left out: {left_out}.",) if left_out and lines else ()
    return Table(name=name, title=title, columns=columns, lines=lines, empty="No quarter is on record.", notes=notes)
