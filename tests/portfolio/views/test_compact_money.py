"""Money in tables: three digits to read, the exact figure aloud, on paper, under the pointer and in a row that has the
focus; files are exact.
"""

import re
from decimal import Decimal

import pytest

from portfolio.reports.base import Absent, Column, Type, Unknown
from portfolio.templatetags.lodebook import cell, row_stop
from tests.desk import sign_in

USD = Column("committed_usd", "Committed", "", Type.USD, "USD", unknown="no amount is stated", value=lambda line: line)
LEAD = Column("company", "Company", "", page="company", value=lambda line: line)


def shown(value):
    return cell({}, USD, value, is_compact=True)


@pytest.mark.parametrize(
    ("amount", "short", "exact"),
    [
        ("1000000.00", "$1M", "1,000,000"), ("999999999.99", "$1B", "999,999,999.99"),
        ("16437000000.00", "$16.4B", "16,437,000,000"), ("-1500000.50", "-$1.5M", "-1,500,000.50"),
    ],
)  # fmt: skip
def test_from_a_million_on_three_digits_stand_for_the_eye_and_the_exact_figure_for_the_ear(amount, short, exact):
    assert shown(Decimal(amount)) == (
        f'<span class="money" tabindex="-1"><span class="money__short" aria-hidden="true">{short}</span>'
        f'<span class="money__exact">{exact}</span></span>'
    )


@pytest.mark.parametrize(("amount", "exact"), [("999999.99", "999,999.99"), ("0.00", "0"), ("-18200.00", "-18,200")])
def test_below_a_million_the_exact_figure_stands_alone(amount, exact):
    assert shown(Decimal(amount)) == exact


def test_unknown_money_says_why():
    assert ">unknown<" in shown(None)
    assert "no amount is stated" in shown(None)
    assert "no amount is stated" not in shown(Unknown("a price is missing"))
    assert "a price is missing" in shown(Unknown("a price is missing"))


def test_a_row_has_a_tab_stop_of_its_own_only_where_money_is_compact_and_no_link_has_the_focus():
    million, little = (USD, Decimal(10**6), None), (USD, Decimal(10**6) - 1, None)
    assert row_stop([million]) == ' tabindex="0"'
    assert row_stop([little]) == ""
    assert row_stop([(LEAD, "saltwash", None), million]) == ""
    assert row_stop([(LEAD, None, None), million]) == ' tabindex="0"'
    assert row_stop([(LEAD, Absent("none"), None), million]) == ' tabindex="0"'
    assert row_stop([(USD, None, None), (USD, Unknown("no price"), None)]) == ""
    assert row_stop([(USD, ("a sum that is a sentence of links",), None)]) == ""


def test_every_row_of_exposure_can_be_reached_by_keyboard_and_the_file_is_exact(cast):
    client = sign_in(cast.people["manager"])
    page = client.get("/reports/exposure/", {"as_of": "2026-06-30"}).content.decode()
    rows = [row for row in re.findall(r"<tr.*?</tr>", page, re.DOTALL) if 'class="money"' in row]
    assert rows
    assert all("<a href" in row or 'tabindex="0"' in row for row in rows)
    assert (
        '<span class="money__short" aria-hidden="true">$100M</span><span class="money__exact">100,000,000</span>'
        in page
    )
    assert "100000000.00" in client.get("/reports/exposure.csv", {"as_of": "2026-06-30"}).getvalue().decode()
