"""Which fact a row of a file is about: its unit and the case of its names are no part of it, its day is."""

import pytest

from portfolio.imports.kinds import KINDS
from portfolio.imports.row_outcomes import Becomes
from tests.cast import now

from .conftest import put, show
from .full_rows import FULL, written


@pytest.mark.parametrize("kind", ["recorded-production", "commodity-prices", "baseline-statistics"])
def test_a_figure_in_another_unit_stands_in_place_of_the_first(desk, kind):
    """One period, one metric, one price: its unit is no part of which fact it is, so that it never stands twice."""
    full, other = FULL[kind]
    if kind == "recorded-production":
        put("capacity-estimates", written(FULL["capacity-estimates"][0]))
    put(kind, written(full))
    plan, _ = put(kind, written(full | {"unit": other["unit"]}))
    assert [one.becomes for one in plan.row_outcomes] == [Becomes.CHANGED]
    standing = KINDS[kind].listed.standing(KINDS[kind].listed.model.objects.at(now()))
    assert [[fact.unit for fact in facts] for facts in standing.values()] == [[other["unit"]]]


CODED = [
    ("commodity-prices", "product"),
    ("commodity-prices", "currency"),
    ("exchange-rates", "currency"),
    ("baseline-statistics", "metric"),
]


@pytest.mark.parametrize(("kind", "column"), CODED)
def test_a_name_in_another_case_is_the_same_fact(desk, kind, column):
    full = FULL[kind][0]
    put(kind, written(full | {column: full[column].swapcase()}) if column == "currency" else written(full))
    assert [one.becomes for one in show(kind, written(full)).row_outcomes] == [Becomes.SAME]
    swapped = show(kind, written(full | {column: full[column].swapcase()}))
    assert [one.becomes for one in swapped.row_outcomes] == [Becomes.SAME]


def test_a_figure_that_a_later_file_changed_does_not_come_back_unasked(desk):
    full = FULL["commodity-prices"][0]
    put("commodity-prices", written(full))
    put("commodity-prices", written(full | {"price": "90.00000000"}))
    (asked,) = show("commodity-prices", written(full)).row_outcomes
    assert (asked.becomes, asked.changes[0][0]) == (Becomes.REFUSED, "reason")
    assert "was on record until loader changed it" in asked.changes[0][2]
    (taken,) = show("commodity-prices", written(full | {"reason": "The second was a misprint."})).row_outcomes
    assert taken.becomes is Becomes.CHANGED


def test_an_older_file_of_awards_is_left_out_by_its_day(desk):
    full = FULL["agency-awards"][0]
    put("agency-awards", written(full))
    older = show("agency-awards", written(full | {"stated_on": "2025-12-05", "description": "Less"})).row_outcomes
    assert [one.becomes for one in older] == [Becomes.LEFT_OUT]


def test_a_rate_of_the_dollar_in_dollars_is_refused(desk):
    said = "One US dollar is one US dollar. Write the code of another currency."
    plan = show("exchange-rates", "currency,effective_on,usd\nusd,2026-01-05,400\nCAD,2026-01-05,0.7\n")
    assert [row.changes[0][::2] for row in plan.row_outcomes if row.becomes is Becomes.REFUSED] == [("currency", said)]
