"""A narrowed report says how many rows and dollars its filters leave out, and how many lie in no fiscal year."""

import json

import pytest

from portfolio.calculations.kinds import Kind
from portfolio.exports.datapackage import describe
from portfolio.reports import REPORTS
from tests.cast import day, entry, now, record_entries
from tests.desk import sign_in, words
from tests.portfolio.reports.answers import ask, json_bytes, rows_of


@pytest.fixture
def case(cast):
    """Four obligations of the grant, of 1, 2, 4 and 16 dollars: a day in each of two fiscal years, a half, a year."""
    grant = cast.investments["palisade-doe-grant"]
    dates = (("2025-09-30", "1"), ("2025-10-01", "2"), ("2025-H2", "4"), ("2025", "16"))
    record_entries([entry(grant, Kind.OBLIGATION, on, amount) for on, amount in dates])
    return {"fiscal_year": 2025, "investment": grant.slug}


def test_entries_of_a_half_or_a_whole_year_lie_in_no_fiscal_year_and_the_report_says_so(case):
    report = ask("transactions", now(), **case)
    assert "1.00" in [row["amount_usd"] for row in rows_of(report)]
    assert "2 entries lie in no fiscal year, dated not at all or over two: Obligation 20.00 USD." in report.notes


def test_page_json_data_package_and_api_say_the_same(case, cast):
    said = "2 entries lie in no fiscal year, dated not at all or over two: Obligation 20.00 USD."
    client = sign_in(cast.people["manager"])
    asked = {"fiscal_year": 2025, "investment": "palisade-doe-grant", "as_of": "2026-06-30"}
    page = words(client.get("/reports/transactions/", asked))
    assert "2 entries lie in no fiscal year, dated not at all or over two: Obligation" in page
    assert "$20" in page.partition("lie in no fiscal year")[2][:80], "in short, the exact figure with it"
    report = ask("transactions", now(), **case)
    assert said in json.loads(json_bytes(report))["notes"]
    assert said in describe(report)["description"]
    answer = client.get("/api/v1/reports/transactions/", asked)
    assert said in json.loads(b"".join(answer.streaming_content))["notes"]


def test_a_total_of_the_ledger_says_what_the_filters_leave_out(case):
    obligated = next(one for one in ask("transactions", now(), **case).totals if one.label == "Obligation")
    every = next(one for one in ask("transactions", now()).totals if one.label == "Obligation")
    rest = every.values["amount_usd"] - obligated.values["amount_usd"]
    assert f"{every.rows - obligated.rows} of {every.rows} rows, {rest:,.2f} USD" in obligated.note
    assert rest >= 22


def test_the_note_names_the_totals_of_which_nothing_is_left(cast):
    report = ask("transactions", now(), investment="palisade-warrant")
    every = ask("transactions", now())
    (note,) = [note for note in report.notes if "leave out" in note]
    left = len(every.lines) - len(report.lines)
    assert note.startswith(f"The filters leave out {left} of {len(every.lines)} rows, and all of: ")
    # The loan alone draws: 20 million, then 15.
    assert "Disbursement (" in note


def test_exposure_of_an_agency_leaves_out_that_of_the_others(cast):
    (total,) = ask("exposure", now(), agency="DOW").totals
    (every,) = ask("exposure", now()).totals
    rest = every.values["exposure_usd"] - total.values["exposure_usd"]
    assert f"Exposure {rest:,.2f} USD" in total.note
    assert "the filters leave out" not in every.note


def test_awards_announced_in_no_fiscal_year_are_counted(cast):
    report = ask("investments", now(), fiscal_year=2025)
    outside = [row for row in rows_of(ask("investments", now())) if not row["fiscal_year"]]
    notes = [note for note in report.notes if "no fiscal year" in note]
    assert len(notes) == bool(outside)


OF_ENTRIES = ("transactions", "money-by-year", "audit-sample")
"""Reports that a fiscal year narrows by the date of an entry."""


@pytest.mark.parametrize("name", [name for name, one in REPORTS.items() if "fiscal_year" in one.filters])
def test_every_report_that_a_fiscal_year_narrows_counts_what_lies_in_none(cast, name):
    from portfolio.models import Terms
    from portfolio.services import investments
    from tests.cast import writing

    with writing() as recording:
        for slug in ("palisade-preferred", "palisade-warrant"):
            old = Terms.objects.filter(investment=cast.investments[slug]).last()
            old.pk, old.announced_on, old.effective_on = None, day("2025"), day("2026-01-01")
            investments.record(old, recording=recording)
    told = [note for note in ask(name, now(), fiscal_year=2026).notes if "in no fiscal year" in note]
    assert len(told) == (0 if name in OF_ENTRIES else 1), told
    if told:
        assert told[0].startswith("2 awards lie in no fiscal year")


def test_where_nothing_is_left_the_report_says_how_much_the_filters_leave_out(cast):
    every = len(ask("exposure", now()).lines)
    assert every > 0
    for name in ("exposure", "stakes", "transactions"):
        rows = len(ask(name, now()).lines)
        report = ask(name, now(), fiscal_year=1999)
        assert not rows_of(report)
        assert any(f"The filters leave out {rows:,} of {rows:,} rows" in note for note in report.notes), name
