"""Every worked example of money by its name; those of projections, chains and gains stand in tests/projects."""

import csv
import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio.calculations.balance import balance_of
from portfolio.calculations.entries import Entry
from portfolio.calculations.figures import figures
from portfolio.calculations.kinds import Instrument, Kind
from portfolio.calculations.look_through import Ownership, everything_through
from portfolio.calculations.position import as_converted, diluted
from portfolio.calculations.price_floor import top_up
from record.calculations.partial_dates import PartialDate

EXAMPLES = Path(__file__).parents[2] / "projects" / "reference" / "worked_examples.csv"
HUNDRED = Decimal(100)

with EXAMPLES.open(encoding="utf-8", newline="") as file:
    ROWS = {row["name"]: row for row in csv.DictReader(file)}


def rows_of(prefix):
    found = [row for name, row in ROWS.items() if name.startswith(prefix)]
    assert found, prefix
    return pytest.mark.parametrize("row", found, ids=lambda row: row["name"])


def numbers(text):
    return [Decimal(number) for number in re.findall(r"(?<![\d-])\d+(?:\.\d+)?", text)]


def assert_expected(row, value):
    """Equal at the places shown, rounded half to even."""
    expected = Decimal(row["expected"])
    places = max(0, -expected.as_tuple().exponent)
    assert f"{value:.{places}f}" == f"{expected:.{places}f}"


@rows_of("floor_2")
def test_a_floor_per_kilogram(row):
    floor, reference = numbers(row["inputs"])
    assert_expected(row, top_up(floor=floor, reference=reference, kilograms=Decimal(1)))


@rows_of("floor_q")
def test_a_floor_over_a_quarter(row):
    floor, reference, _, kilograms = numbers(row["inputs"])
    assert_expected(row, top_up(floor=floor, reference=reference, kilograms=kilograms))


@rows_of("doe_look_through")
def test_look_through(row):
    venture, parent, of_parent = (number / HUNDRED for number in numbers(ROWS["doe_look_through"]["inputs"]))
    if row["name"].endswith("_alt"):
        units = numbers(row["inputs"])[0] / HUNDRED
        venture = units / (1 + units)
    if row["name"] != "doe_look_through":
        of_parent = diluted(of_parent, by=venture)
    owned = everything_through(
        "DOE",
        [
            Ownership("DOE", "venture", venture),
            Ownership("DOE", "parent", parent),
            Ownership("parent", "venture", of_parent),
            Ownership("venture", "thacker-pass", Decimal(1)),
        ],
    )["thacker-pass"]
    assert_expected(row, owned.share * HUNDRED)


DRAW = re.compile(r"(\d+) (?:on|in) (\d{4}-\d{2}(?:-\d{2})?)")


@rows_of("lac_undrawn")
def test_undrawn(row):
    day = date.fromisoformat(row["name"].removeprefix("lac_undrawn_").replace("_", "-"))
    inputs = ROWS["lac_undrawn_2026_03_01"]["inputs"]
    principal = numbers(inputs)[0]
    commitment = Entry(Kind.COMMITMENT, date(2024, 10, 28), principal)
    draws = [
        Entry(Kind.DISBURSEMENT, PartialDate.parse(text).end, Decimal(amount)) for amount, text in DRAW.findall(inputs)
    ]
    found = figures(
        balance_of([commitment, *(draw for draw in draws if draw.on <= day)]),
        instrument=Instrument.DIRECT_LOAN,
        principal=principal,
        complete=True,
    )
    assert_expected(row, found.undisbursed)


def test_mp_conversion_shares():
    shares, price, conversion = numbers(ROWS["mp_conversion_shares"]["inputs"])
    assert_expected(ROWS["mp_conversion_shares"], as_converted(shares, price, conversion))


def test_mp_stake_shares():
    converted = as_converted(*numbers(ROWS["mp_conversion_shares"]["inputs"]))
    conversion, warrant = numbers(ROWS["mp_stake_shares"]["inputs"])
    assert converted == conversion
    assert_expected(ROWS["mp_stake_shares"], converted + warrant)
