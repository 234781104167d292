"""Files that were taken past the form once, on the public record: each row is refused with the sentence of the form."""

import pytest

from portfolio.imports.mapping import Mapping
from portfolio.imports.preview import preview, read
from tests.books import LOADED_ON

PRODUCTION = """phase,period,recorded_output,unit
mountain-pass-ndpr-oxide,2026-01,2000,lb
mountain-pass-ndpr-oxide,2027-03,700,t
mountain-pass-ndpr-oxide,2026-01-15,5,t
mountain-pass-ndpr-oxide,2025,10,t
"""


@pytest.mark.usefixtures("editions", "db")
def test_production_that_no_form_takes_is_refused_row_by_row():
    reading = read("recorded-production", PRODUCTION.encode(), Mapping())
    plan = preview(reading, why="a test", today=LOADED_ON, by_name="loader")
    far = "An output of 10 t in 2025 would take the place of 2599 t oxide by element on record."
    assert [(row.row, row.becomes, row.changes[0][2]) for row in plan.row_outcomes] == [
        (2, "refused", "The phase is counted in t or t oxide by element, not in lb. Convert the output first."),
        (3, "refused", "2027-03 ends on 2027-03-31, which is not over. Record it after that day."),
        (4, "refused", "Output is recorded by period. Give a month, a quarter or a year."),
        (5, "refused", f"{far} Give the reason, or correct it."),
    ]


@pytest.mark.usefixtures("editions", "db")
def test_a_year_of_output_is_corrected_with_a_reason():
    text = "phase,period,recorded_output,unit,reason\nmountain-pass-ndpr-oxide,2025,10,t,Restated by the company.\n"
    plan = preview(read("recorded-production", text.encode(), Mapping()), why="a", today=LOADED_ON, by_name="loader")
    assert [row.becomes for row in plan.row_outcomes] == ["changed"]
