"""Unknown is not zero and zero is not unknown, in every spelling."""

import json
from decimal import Decimal

import pytest

from portfolio.calculations.kinds import Kind, Status
from portfolio.models import InvestmentStatus
from portfolio.services import investments
from record.services import entities
from tests.cast import day, entry, now, record_entries, writing
from tests.portfolio.reports.answers import ask, by_investment, csv_bytes, json_bytes, rows_of, total, xlsx_rows

MONEY = ("repaid_usd", "subsidy_cost_usd")


@pytest.fixture
def public(cast):
    """The loan as the public record would know it: what has no entry is unknown."""
    with writing() as recording:
        entities.relabel(cast.investments["saltwash-doe-loan"], {"ledger_is_complete": False}, recording=recording)
    return cast


def cells(report, slug):
    """What CSV, JSON and XLSX have of one award."""
    document = json.loads(json_bytes(report))
    return (
        by_investment(report)[slug],
        next(row for row in document["rows"] if row["investment"] == slug),
        next(row for row in xlsx_rows(report) if row["investment"] == slug),
    )


def test_unknown_is_empty_in_csv_null_in_json_and_no_cell_in_xlsx(public):
    as_csv, as_json, as_xlsx = cells(ask("exposure", now()), "saltwash-doe-loan")
    for name in MONEY:
        assert (as_csv[name], as_json[name], as_xlsx[name]) == ("", None, None)
    assert as_csv["disbursed_usd"] == "35000000.00"


def test_zero_is_zero_in_an_officers_own_book(cast):
    as_csv, as_json, as_xlsx = cells(ask("exposure", now()), "saltwash-doe-loan")
    for name in MONEY:
        assert (as_csv[name], as_json[name], as_xlsx[name]) == ("0.00", "0.00", 0)


def test_unknown_is_never_quoted(public):
    assert b'""' not in csv_bytes(ask("exposure", now()))


def test_a_total_over_partly_unknown_amounts_says_of_how_many(public):
    found = next(one for one in ask("exposure", now()).totals if one.label == "Total")
    assert "Repaid known for" in found.note
    assert found.values["repaid_usd"] is None, "what is known is 0 and the rest unknown: unknown is not 0"


@pytest.mark.parametrize("status", [Status.ANNOUNCED, Status.LOI, Status.CONDITIONAL, Status.LAPSED])
def test_what_is_not_committed_is_in_no_total_of_commitments_whatever_its_ledger_says(cast, status):
    grant = cast.investments["palisade-doe-grant"]
    before = total(ask("investments", now()), "All, by measure")["committed_usd"]
    with writing() as recording:
        investments.record(
            InvestmentStatus(investment=grant, status=status, effective_on=day("2026-06-01")), recording=recording
        )
    report = ask("investments", now())
    assert total(report, "All, by measure")["committed_usd"] == before - Decimal("10000000")
    assert by_investment(report)[grant.slug]["committed_usd"] == ""
    assert grant.slug not in by_investment(ask("exposure", now()))
    mesc = next(row for row in rows_of(ask("programs", now())) if row["program"] == "DOE-MESC")
    assert (mesc["committed_usd"], mesc["committed_awards"], mesc["awards"]) == ("", "0", "1")


def test_a_terminated_award_counts_what_its_ledger_shows_after_decommitment(cast, officer):
    grant = cast.investments["palisade-doe-grant"]
    with writing() as recording:
        investments.record(
            InvestmentStatus(investment=grant, status=Status.TERMINATED, effective_on=day("2026-06-01")),
            recording=recording,
        )
    record_entries([entry(grant, Kind.DECOMMITMENT, "2026-06-01", "2000000")], by=officer)
    row = by_investment(ask("exposure", now()))[grant.slug]
    # 10 less 2 released; 8 bound, 3 paid.
    assert (row["committed_usd"], row["headroom_usd"], row["exposure_usd"]) == ("8000000.00", "0.00", "5000000.00")


def test_an_undated_entry_counts_for_every_day_and_has_no_fiscal_year(cast, officer):
    record_entries([entry(cast.investments["palisade-doe-grant"], Kind.FEE, "", "100")], by=officer)
    row = rows_of(ask("transactions", now()))[-1]
    assert (row["effective_on"], row["counts_from"], row["fiscal_year"]) == ("", "0001-01-01", "")


def test_a_year_that_reaches_into_two_fiscal_years_has_none(cast, officer):
    grant = cast.investments["palisade-doe-grant"]
    record_entries([entry(grant, Kind.FEE, "2025", "100"), entry(grant, Kind.FEE, "2025-Q3", "100")], by=officer)
    fees = [row for row in rows_of(ask("transactions", now())) if row["kind"] == "fee"]
    assert [(row["effective_on"], row["fiscal_year"]) for row in fees] == [("2025", ""), ("2025-Q3", "2025")]
    in_2025 = rows_of(ask("transactions", now(), fiscal_year=2025))
    assert [row["effective_on"] for row in in_2025][-1] == "2025-Q3"
    assert "2025" not in [row["effective_on"] for row in in_2025]
