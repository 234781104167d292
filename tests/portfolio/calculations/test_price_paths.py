"""A price path: flat, typed by quarter, by product, or from a file; the same path again from its own text."""

from decimal import Decimal

import pytest

from portfolio.calculations.price_paths import path_of, path_of_csv
from portfolio.calculations.quarters import quarter_named


def price(path, product, quarter):
    found = path.of(product, quarter_named(quarter))
    return found and found[0]


def test_a_flat_price_holds_in_every_quarter():
    path = path_of("60")
    assert price(path, "ndpr", "2025-Q4") == price(path, "dy", "2035-Q4") == 60
    assert path.of("ndpr", quarter_named("2026")) == (60, "given, flat")


def test_a_typed_price_holds_until_the_next_one():
    path = path_of("2026-Q2=60; 2027=72.5")
    assert [price(path, "ndpr", one) for one in ("2026-Q1", "2026-Q2", "2026-Q4", "2027-Q1", "2030-Q1")] == [
        None, 60, 60, Decimal("72.5"), Decimal("72.5"),
    ]  # fmt: skip
    assert path.of("ndpr", quarter_named("2028")) == (Decimal("72.5"), "given from 2027-Q1")


def test_each_product_has_its_own_price():
    path = path_of("60; dy:250; dy:2027=300")
    assert price(path, "ndpr", "2028-Q1") == 60
    assert price(path, "dy", "2026-Q4") == 250
    assert price(path, "dy", "2028-Q1") == 300


def test_an_uploaded_path_is_the_typed_one():
    content = b"product,period,price_usd_per_kg\r\n,,60\r\nDy,2027,300\r\ndy,,250\r\n"
    assert path_of_csv(content) == path_of("60; dy:250; dy:2027=300")
    assert path_of_csv(b"\xef\xbb\xbfperiod,price_usd_per_kg\n2026-Q4,60.25\n") == path_of("2026-Q4=60.25")


def test_a_path_is_the_same_again_from_its_own_text():
    path = path_of("60, dy:2027=300\n2026-Q4=100.0")
    assert path.text == "60; 2026-Q4=100; dy:2027-Q1=300"
    assert path_of(path.text) == path
    assert path_of("").text == ""


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("sixty", '"sixty" is no price. Write 60'),
        ("60; 61", "two prices are given for every quarter"),
        ("2026=60; 2026-Q1=61", "two prices are given for 2026-Q1"),
        ("987654", "is not from 0 to 500,000"),
        ("60.12345", "more than 4 decimal places"),
    ],
)
def test_what_is_no_path_is_refused_with_what_to_do(text, sentence):
    with pytest.raises(ValueError, match=sentence):
        path_of(text)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"price\n60\n", "The file has the headings price"),
        (b"", "The file has the headings none"),
        (b"price_usd_per_kg\nhigh\n", '"high" is no price'),
        (b"price_usd_per_kg\nNaN\n", '"NaN" is no price'),
        (b"price_usd_per_kg\n\n60,70\n", "more cells than there are headings"),
        (b"period,price_usd_per_kg\n2026-02,60\n", "is no quarter"),
        (b"\xff\xfe", "no CSV in UTF-8"),
    ],
)
def test_what_is_no_file_of_prices_is_refused_with_what_to_do(content, sentence):
    with pytest.raises(ValueError, match=sentence):
        path_of_csv(content)
