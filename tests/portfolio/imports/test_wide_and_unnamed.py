"""What a file says in no column, files with a column for each metric or year, and cells that are symbols."""

from decimal import Decimal

import pytest

from portfolio.imports.constants import format_constants, parse_constants
from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import read
from portfolio.imports.row_outcomes import Becomes
from portfolio.imports.saved import mapping_of
from portfolio.imports.tables import UnreadableFile
from portfolio.models import SecurityPrice
from projects.models import BaselineStatistic

from .conftest import exported, put, show

pytestmark = pytest.mark.usefixtures("cast")

PRICES = 'Date,Close,Volume\n03/01/2024,$15.47,"2,187,767"\n02/29/2024,$15.21,"2,130,228"\n'
OF_PRICES = {
    "columns": {"Date": "effective_on", "Close": "close"},
    "ignored": ["Volume"],
    "dates": "month first",
}
SALIENT = (
    "DataSource,Commodity,Year,USprod_t,Imports_t,NIR_pct\n"
    "MCS2024,Lithium,2022,W,3330,>25\n"
    "MCS2024,Lithium,2023,W,3400,>25\n"
)
KNOWN = ("company", "currency", "metric", "unit", "note")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", {}),
        ("company mp, currency USD", {"company": "mp", "currency": "USD"}),
        ("company: mp; currency = USD", {"company": "mp", "currency": "USD"}),
        ("metric imports\nunit t", {"metric": "imports", "unit": "t"}),
        ("note one, two and three, unit t", {"note": "one, two and three", "unit": "t"}),
    ],
)
def test_what_all_rows_are_is_said_in_one_line(text, said):
    assert parse_constants(text, KNOWN) == said
    assert parse_constants(format_constants(said), KNOWN) == said


@pytest.mark.parametrize(
    ("text", "refusal"),
    [
        ("compny mp", '"compny mp" names no column of ours. Did you mean company?'),
        ("company mp, company x", "company is said twice"),
        ("mp", '"mp" names no column of ours'),
    ],
)
def test_what_names_no_column_is_refused_with_the_nearest(text, refusal):
    with pytest.raises(UnreadableFile, match=refusal):
        parse_constants(text, KNOWN)


def test_prices_without_company_or_currency_are_those_that_the_mapping_says():
    mapping = Mapping.of({**OF_PRICES, "constants": {"company": "palisade", "currency": "USD"}})
    plan, _ = put("security-prices", PRICES, mapping=mapping)
    assert [one.becomes for one in plan.row_outcomes] == [Becomes.NEW, Becomes.NEW]
    found = SecurityPrice.objects.order_by("effective_on").values_list("company__slug", "close", "currency")
    assert list(found) == [("palisade", Decimal("15.21"), "USD"), ("palisade", Decimal("15.47"), "USD")]


@pytest.mark.parametrize(
    ("constants", "refusal"),
    [
        ({"compny": "mp"}, "compny is said of all rows, and is no column that is read. Did you mean company?"),
        ({"company": "palisade", "currency": "=USD"}, "currency is said of all rows: "),
        ({"close": "5"}, "close is said of all rows, and the file has a column of it"),
    ],
)
def test_what_is_said_of_all_rows_is_refused_in_a_sentence(constants, refusal):
    with pytest.raises(UnreadableFile, match=refusal):
        read("security-prices", PRICES.encode(), Mapping.of({**OF_PRICES, "constants": constants}))


def test_a_wide_file_of_the_survey_is_melted():
    plan, _ = put("baseline-statistics", SALIENT, mapping=mapping_of("baseline-statistics", "USGS salient statistics"))
    assert [(one.row, one.becomes.value) for one in plan.row_outcomes] == [(2, "new")] * 3 + [(3, "new")] * 3
    said = {
        (one.metric, one.year): (one.value, one.qualifier, one.raw, one.unit)
        for one in BaselineStatistic.objects.filter(mineral="Lithium", edition="MCS2024")
    }
    reliance = "% of apparent consumption"
    assert said == {
        ("production", 2022): (None, "W", "W", "t"),
        ("production", 2023): (None, "W", "W", "t"),
        ("imports", 2022): (Decimal(3330), "", "3330", "t"),
        ("imports", 2023): (Decimal(3400), "", "3400", "t"),
        ("net_import_reliance_pct", 2022): (Decimal(25), ">", ">25", reliance),
        ("net_import_reliance_pct", 2023): (Decimal(25), ">", ">25", reliance),
    }
    assert plan.notes == ("3 columns were read as rows of their own: USprod_t, Imports_t, NIR_pct.",)


def test_columns_may_be_years_and_an_empty_cell_says_nothing():
    mapping = Mapping.of(
        {
            "melted": {"2022": {"year": "2022"}, "2023": {"year": "2023"}},
            "melted_into": "statistic_value",
            "constants": {"edition": "MCS2024"},
        }
    )
    text = "mineral,metric,unit,2022,2023\nGallium,imports,kg,8890,10800\nIndium,imports,t,,202\n"
    plan, _ = put("baseline-statistics", text, mapping=mapping)
    found = BaselineStatistic.objects.values_list("mineral", "year", "value", "unit")
    assert set(found) == {
        ("Gallium", 2022, Decimal(8890), "kg"),
        ("Gallium", 2023, Decimal(10800), "kg"),
        ("Indium", 2023, Decimal(202), "t"),
    }  # fmt: skip
    assert "1 empty cell under them says nothing." in plan.notes


def test_columns_may_be_firms():
    """Any kind of fact may come wide: prices with a column for each firm."""
    mapping = Mapping.of(
        {
            "columns": {"Date": "effective_on"},
            "melted": {"PLM": {"company": "palisade"}, "SWL": {"company": "saltwash"}},
            "melted_into": "close",
            "constants": {"currency": "USD"},
        }
    )
    put("security-prices", "Date,PLM,SWL\n2026-01-05,12.5,3\n", mapping=mapping)
    assert set(SecurityPrice.objects.values_list("company__slug", "close")) == {
        ("palisade", Decimal("12.5")), ("saltwash", Decimal(3)),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "text", "content", "refusal"),
    [
        ("transactions", "investment,kind,2026\n", {"2026": {"effective_on": "2026"}}, "one row for each"),
        ("security-prices", "close,company,a\n1,palisade,2\n", {"a": {"company": "saltwash"}}, "has a column c"),
    ],
)
def test_a_wide_file_that_says_a_thing_twice_is_refused(kind, text, content, refusal):
    with pytest.raises(UnreadableFile, match=refusal):
        read(kind, text.encode(), Mapping.of({"melted": content, "melted_into": "close"}))


CELLS = [
    ("imports", "kg", "Less than ½ unit", None, "<½"),
    ("imports", "kg", "<1/2", None, "<½"),
    ("imports", "kg", "less than 50", Decimal(50), "<"),
    ("price", "USD/kg", "50–300", None, "range"),
    ("price", "USD/kg", "1,050 to 1,300", None, "range"),
    ("reliance", "pct", ">50%", Decimal(50), ">"),
    ("reliance", "% of apparent consumption", "50%", Decimal(50), ""),
    ("exports", "kg", "Small", None, "small"),
    ("imports", "kg", "≥100", Decimal(100), "≥"),
]


@pytest.mark.parametrize(("metric", "unit", "cell", "value", "qualifier"), CELLS)
def test_a_cell_of_the_survey_keeps_what_it_says_and_no_number_that_nobody_stated(metric, unit, cell, value, qualifier):
    text = f'mineral,stage,metric,unit,year,value,edition\nGallium,,{metric},{unit},2019,"{cell}",MCS2024\n'
    plan, _ = put("baseline-statistics", text)
    assert not plan.refused
    one = BaselineStatistic.objects.get(mineral="Gallium", edition="MCS2024")
    assert (one.value, one.qualifier, one.raw) == (value, qualifier, cell)
    again = show("baseline-statistics", exported("baseline-statistics"))
    assert {outcome.becomes for outcome in again.row_outcomes} == {Becomes.SAME}


@pytest.mark.parametrize(
    ("unit", "cell", "refusal"),
    [
        ("kg", ">50%", "The cell is a percentage, and the unit is kg. Correct one."),
        ("", "50%", "The cell is a percentage, and no unit is given. Correct one."),
        ("kg", "300–50", "runs from the smaller figure to the larger"),
        ("kg", "About as before", "is no number"),
        ("kg", "—", "may mean zero or not known"),
    ],
)
def test_a_cell_that_says_two_things_is_refused(unit, cell, refusal):
    text = f"mineral,metric,unit,year,value,edition\nGallium,imports,{unit},2019,{cell},MCS2024\n"
    (outcome,) = show("baseline-statistics", text).row_outcomes
    assert outcome.becomes is Becomes.REFUSED
    assert refusal in outcome.changes[0][2]
