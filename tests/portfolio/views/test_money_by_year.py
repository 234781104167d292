"""The pictures of money by year and of exposure, in words that a reader can check by hand."""

import pytest
from django.test import Client

from portfolio.calculations.kinds import Kind
from portfolio.calculations.money_form import MoneyForm
from portfolio.charts.stacks import in_words, stacks
from record.services import entities
from tests.cast import Cast, entry, record_entries, writing
from tests.desk import sign_in, words

ASKED = {"as_of": "2026-06-30"}
GRANTS, EQUITY, LOANS = MoneyForm.GRANTS_AND_CONTRACTS, MoneyForm.EQUITY, MoneyForm.LOANS


@pytest.fixture
def reader(cast: Cast) -> Client:
    return sign_in(cast.people["manager"])


def test_each_measure_is_drawn_year_by_year_by_form(reader: Client):
    page = words(reader.get("/reports/money-by-year/", ASKED))
    assert "Committed: most in FY 2025, $70M" in page
    assert "FY 2025: $70M: grants and contracts $10M, equity $60M" in page
    assert "Face of loans and guarantees: most in FY 2025, $100M" in page
    assert "Paid: most in FY 2025, $60M" in page
    assert "$98M in all, known for 4 of 4 awards." in page
    assert "FY 2026: $38M: grants and contracts $3M, loans $35M" in page
    assert "US dollars by federal fiscal year, by the ledger." in page
    assert "Source: money by year. As of 2026-06-30, recording " in page
    assert "No figure of a known year: subsidy cost of loans and guarantees, came back." in page


def test_asked_by_quarter_a_bar_is_a_quarter(reader: Client):
    page = words(reader.get("/reports/money-by-year/", ASKED | {"period": "quarter", "money_form": "loans"}))
    assert "Paid: most in FY 2026 Q1, $20M" in page
    assert "FY 2026 Q2: $15M, loans" in page


def test_of_one_year_the_awards_are_counted_of_that_year(cast: Cast, reader: Client):
    record_entries([entry(cast.investments["palisade-doe-grant"], Kind.COMMITMENT, "2025", "1500000")])
    page = words(reader.get("/reports/money-by-year/", ASKED | {"fiscal_year": "2025"}))
    assert "At least $70M in all, known for 2 of 3 awards." in page


def test_what_lies_in_no_known_year_has_no_bar_and_is_told(cast: Cast, reader: Client):
    record_entries([entry(cast.investments["palisade-doe-grant"], Kind.COMMITMENT, "2025", "1500000")])
    page = words(reader.get("/reports/money-by-year/", ASKED))
    assert "$1.5M of it has no bar: its date spans two, or is not known." in page
    assert "FY 2025: $70M: grants and contracts $10M, equity $60M; known for 2 of 3 awards" in page


def test_exposure_is_drawn_by_agency_and_form(reader: Client):
    """60 of preferred, 35 outstanding and 55 undrawn of the loan, 5 undisbursed of the grant."""
    page = words(reader.get("/reports/exposure/", ASKED))
    assert "At risk: most at Department of Energy, $95M of $155M on 2026-06-30" in page
    assert "Department of Energy: $95M: grants and contracts $5M, loans $90M" in page
    assert "Department of War: $60M, equity" in page


def test_without_a_figure_there_is_no_picture(reader: Client):
    page = words(reader.get("/reports/money-by-year/", ASKED | {"status": "announced"}))
    assert "No rows" in page
    assert "most in" not in page


def test_the_parts_of_a_bar_are_as_long_as_their_dollars_are_of_the_longest():
    """Of a longest bar of 8: 2 and 6 are a quarter and three quarters; what is below 0 has words alone."""
    chart = stacks("A title", "A sentence.", [("a", "", {GRANTS: 2, LOANS: 6}), ("b", "", {EQUITY: -3}), ("c", "", {})])
    assert [[(part.x, part.width) for part in bar.segments] for bar in chart.bars] == [[(0, 25), (25, 75)], [], []]
    assert in_words({EQUITY: -3_000_000}) == "-$3M, equity"
    assert in_words({GRANTS: 5, LOANS: -2}) == "$3: grants and contracts $5, loans -$2"


def test_the_page_says_at_least_where_a_part_of_a_total_is_unknown(cast: Cast, reader: Client):
    """Of two equity awards 60 million are known, and nothing of the warrant."""
    with writing() as recording:
        entities.relabel(cast.investments["palisade-warrant"], {"ledger_is_complete": False}, recording=recording)
    page = words(reader.get("/reports/money-by-year/", ASKED | {"money_form": "equity"}))
    assert "FY 2025 at least $60M" in page
    assert "FY 2025: Committed known for 1 of 2; Obligated known for 1 of 2" in page
