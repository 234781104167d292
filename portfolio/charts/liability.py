"""Liability against price: the quarters asked for at each of some flat prices, by draw."""

from collections.abc import Sequence
from decimal import Decimal

from portfolio.calculations.floor_draws import in_all, owed, received, spread_of
from portfolio.calculations.quarters import said_range
from portfolio.reports.base import Column, Type
from portfolio.reports.production.floor_answers import BASES, Assumed, FloorAnswer, is_due
from portfolio.reports.tables import Table
from projects.calculations.line_draws import Basis
from record.calculations.formatting import compact
from record.calculations.unknown import NotKnown

from .price_floor import FloorPicture, PricePoint, floor_picture

STEPS, BEYOND = 12, Decimal("1.2")


def liability_against_price(answer: FloorAnswer, quarters: Sequence[int], assumed: Assumed) -> FloorPicture | None:
    """The picture with its table, from a price of 0 to a fifth above the floor; None where no volume is known."""
    floor = answer.floor
    basis = next((one for one in BASES if any(quarter in answer.kilograms.get(one, {}) for quarter in quarters)), None)
    if basis is None or not floor.price:
        return None
    try:
        points = points_of(answer, quarters, basis, floor.price, assumed)
    except NotKnown:
        return None
    now = next((line.price for line in answer.lines if line.quarter in quarters and line.price is not None), None)
    named = [(floor.price, f"floor {floor.price.normalize():f}")]
    if now is not None and now != floor.price:
        named.append((now, f"now assumed {now.normalize():f}"))
    known = sum(1 for one in quarters if one in answer.kilograms[basis])
    half = min(points, key=lambda one: abs(one.price - points[-1].price / BEYOND / 2))
    words = (
        f"{said_range(quarters)} would pay about {compact(half.owed.p50)} at {half.price.normalize():f} USD a kg, "
        f"{compact(points[0].owed.p50)} at a price of 0, and nothing from {floor.price.normalize():f} on; known for "
        f"{known} of {len(quarters)} quarters."
    )
    title = (
        f"Liability of {said_range(quarters)} against price: nothing is owed from {floor.price.normalize():f} USD "
        f"a kilogram on, about {compact(half.owed.p50)} at {half.price.normalize():f}"
    )
    return floor_picture(
        answer.floor.award.slug, title, points, named, words, points_table(points), is_hatched=basis is Basis.ESTIMATES
    )


def points_of(
    answer: FloorAnswer, quarters: Sequence[int], basis: Basis, agreed: Decimal, assumed: Assumed
) -> list[PricePoint]:
    """Evenly spaced prices, one of them the floor, each with what the quarters would pay at it, and bring back."""
    known = [one for one in quarters if one in answer.kilograms[basis]]
    made = [answer.kilograms[basis][one] for one in known]
    sharing = [answer.kilograms[basis][one] for one in known if is_due(answer.floor, one, assumed)]
    step = agreed * BEYOND / STEPS
    found = []
    for number in range(STEPS + 1):
        price = step * number
        support = in_all([owed(agreed, float(price), one) for one in made])
        back, share = None, answer.floor.share
        if sharing and share is not None:
            back = spread_of(in_all([received(agreed, share, float(price), one) for one in sharing])).mean
        found.append(PricePoint(price, spread_of(support), back))
    return found


def points_table(points: Sequence[PricePoint]) -> Table:
    def of(measure: str, label: str) -> Column:
        return Column(f"point_{measure}", label, "Of the sums of each draw.", Type.USD, "USD",
                      value=lambda one: getattr(one.owed, measure))  # fmt: skip

    columns = (
        Column("point_price", "Price", "Flat in all quarters.", Type.PRICE, "USD/kg", value=lambda one: one.price),
        of("p10", "P10"), of("p50", "P50"), of("p90", "P90"), of("mean", "Expected"),
        Column("point_upside", "Upside", "Expected, where it is due.", Type.USD, "USD", unknown="not due",
               is_optional=True, value=lambda one: one.received),
    )  # fmt: skip
    return Table(name="points", title="Liability against price", columns=columns, lines=points)
