"""Money by fiscal year and quarter, agency and form, in numbers that a reader can add up by hand."""

from datetime import date
from decimal import Decimal

import pytest

from portfolio.calculations.kinds import Kind
from portfolio.models import StatedFigure, StatedTotal, Transaction
from portfolio.positions.filters import Filters
from portfolio.positions.investments import investments_at
from portfolio.positions.money_by_year import MEASURES, money_book
from portfolio.services import ledger
from record.services import entities, facts
from tests.cast import TODAY, day, entry, now, record_entries, writing
from tests.portfolio.reports.answers import ask, millions, rows_of, total


def cell(year, form, measure, quarter="", **asked):
    """What stands in one cell of the cast, and for how many of how many awards it is known."""
    (row,) = (
        row
        for row in rows_of(ask("money-by-year", now(), **asked))
        if (row["fiscal_year"], row["fiscal_quarter"], row["money_form"]) == (year, quarter, form)
    )
    return row[f"{measure}_usd"], row[f"{measure}_known"], row["awards_begun"]


@pytest.mark.parametrize(
    ("year", "form", "measure", "expected"),
    [
        ("2025", "equity", "committed", "60000000.00"),
        ("2025", "equity", "disbursed", "60000000.00"),
        ("2025", "loans", "face_value", "100000000.00"),
        ("2025", "loans", "disbursed", "0.00"),
        ("2026", "loans", "disbursed", "35000000.00"),
        ("2026", "loans", "face_value", "0.00"),
        ("2025", "loans", "committed", ""),
        ("2025", "grants_and_contracts", "committed", "10000000.00"),
        ("2025", "grants_and_contracts", "face_value", ""),
        # 8 million were bound on 30 September, 3 million paid on the day after it.
        ("2025", "grants_and_contracts", "obligated", "8000000.00"),
        ("2025", "grants_and_contracts", "disbursed", "0.00"),
        ("2026", "grants_and_contracts", "disbursed", "3000000.00"),
    ],
)
def test_the_money_of_the_cast_by_year(cast, year, form, measure, expected):
    assert cell(year, form, measure)[0] == expected


def test_by_quarter_the_draws_of_20_and_15_million_stand_apart(cast):
    assert cell("2026", "loans", "disbursed", "1", period="quarter") == ("20000000.00", "1", "1")
    assert cell("2026", "loans", "disbursed", "2", period="quarter") == ("15000000.00", "1", "1")


def test_asked_by_year_no_quarter_is_told(cast):
    assert {row["fiscal_quarter"] for row in rows_of(ask("money-by-year", now()))} == {""}


def test_a_date_over_two_fiscal_years_lies_in_no_known_year_and_no_year_is_guessed(cast):
    """Of the 2 million left of the grant 1 is bound on a day, 1 in "2025", which is part of two fiscal years."""
    grant = cast.investments["palisade-doe-grant"]
    record_entries([entry(grant, Kind.OBLIGATION, on, "1000000") for on in ("2025-09-30", "2025")])
    form = "grants_and_contracts"
    assert cell("2025", form, "obligated") == ("9000000.00", "0", "1")
    assert cell("2026", form, "obligated") == ("", "0", "1")
    assert cell("", form, "obligated") == ("1000000.00", "1", "1")
    report = ask("money-by-year", now())
    assert "Obligated known for 2 of 3" in next(one.note for one in report.totals if one.label == "FY 2025")
    assert total(report, "Year unknown")["obligated_usd"] == 1_000_000
    assert total(report, "All")["obligated_usd"] == 70_000_000
    narrowed = ask("money-by-year", now(), fiscal_year=2025)
    assert "In no known fiscal year lies: Obligated 1,000,000.00 USD." in narrowed.notes
    assert {row["fiscal_year"] for row in rows_of(narrowed)} == {"2025"}


def test_a_half_year_lies_in_a_known_year_and_in_no_known_quarter(cast):
    record_entries([entry(cast.investments["palisade-doe-grant"], Kind.DISBURSEMENT, "2026-H1", "1000000")])
    form = "grants_and_contracts"
    assert cell("2026", form, "disbursed") == ("4000000.00", "1", "1")
    assert cell("2026", form, "disbursed", "1", period="quarter") == ("3000000.00", "1", "1")
    assert cell("2026", form, "disbursed", "2", period="quarter")[1] == "0"
    assert cell("2026", form, "disbursed", period="quarter") == ("1000000.00", "1", "1")


def test_an_undated_entry_lies_in_no_known_year(cast):
    record_entries([entry(cast.investments["palisade-doe-grant"], Kind.COMMITMENT, "", "1000000")])
    assert cell("", "grants_and_contracts", "committed") == ("1000000.00", "1", "1")


def test_a_reversed_entry_is_in_no_year(cast):
    first = Transaction.objects.get(kind=Kind.DISBURSEMENT, effective_on="2025-10-20")
    with writing() as recording:
        ledger.reverse(first, reason="entered twice", recording=recording, today=TODAY)
    assert cell("2026", "loans", "disbursed") == ("15000000.00", "1", "1")
    assert total(ask("money-by-year", now()), "All")["disbursed_usd"] == 78_000_000


def test_what_came_back_is_principal_and_interest(cast):
    loan = cast.investments["saltwash-doe-loan"]
    record_entries(
        [entry(loan, Kind.REPAYMENT, "2026-03-31", "5000000"), entry(loan, Kind.INTEREST, "2026-03-31", "300000")]
    )
    assert cell("2026", "loans", "repaid")[0] == "5000000.00"
    assert cell("2026", "loans", "received")[0] == "5300000.00"


def test_of_a_public_record_what_no_entry_says_is_unknown_and_counted(cast):
    with writing() as recording:
        for slug in ("palisade-preferred", "palisade-warrant", "saltwash-doe-loan"):
            entities.relabel(cast.investments[slug], {"ledger_is_complete": False}, recording=recording)
    assert cell("2025", "loans", "subsidy_cost") == ("", "0", "1")
    assert cell("2025", "equity", "committed") == ("60000000.00", "1", "2")
    assert cell("2025", "equity", "received") == ("", "0", "2")
    assert cell("2026", "loans", "disbursed") == ("35000000.00", "1", "1")


def test_what_a_source_says_was_paid_to_date_beyond_the_entries_has_no_year(cast):
    """35 million are drawn by the entries; a source says 40."""
    loan = cast.investments["saltwash-doe-loan"]
    with writing() as recording:
        entities.relabel(loan, {"ledger_is_complete": False}, recording=recording)
        stated = StatedTotal(
            investment=loan, figure=StatedFigure.DISBURSED, amount=Decimal(40_000_000), effective_on=day("2026-05-01")
        )
        facts.record(stated, recording=recording)
    assert cell("2026", "loans", "disbursed") == ("35000000.00", "0", "1")
    assert cell("", "loans", "disbursed") == ("5000000.00", "1", "1")


def test_on_a_day_before_the_draws_nothing_is_paid_on_the_loan(cast):
    rows = rows_of(ask("money-by-year", now(date(2025, 9, 30))))
    assert {row["fiscal_year"] for row in rows} == {"2025"}
    assert next(row["disbursed_usd"] for row in rows if row["money_form"] == "loans") == "0.00"


@pytest.mark.parametrize(
    ("asked", "forms"),
    [
        ({"agency": "DOW"}, {"equity"}),
        ({"program": "DOE-ATVM"}, {"loans"}),
        ({"money_form": "loans"}, {"loans"}),
        ({"instrument": "grant"}, {"grants_and_contracts"}),
        ({"company": "palisade", "agency": "DOE"}, {"grants_and_contracts"}),
        ({"status": "announced"}, set()),
    ],
)
def test_it_is_narrowed_as_other_reports_of_awards(cast, asked, forms):
    assert {row["money_form"] for row in rows_of(ask("money-by-year", now(), **asked))} == forms


def test_a_form_narrows_exposure_and_the_ledger_too(cast):
    assert [row["investment"] for row in rows_of(ask("exposure", now(), money_form="loans"))] == ["saltwash-doe-loan"]
    assert {row["investment"] for row in rows_of(ask("transactions", now(), money_form="loans"))} == {
        "saltwash-doe-loan"
    }


SHIPPED = ("2026-06-18", "2025-09-30", "1999-01-01")


@pytest.mark.parametrize("asked", SHIPPED)
def test_each_award_of_the_shipped_record_adds_up_to_its_figures(on, asked):
    at = on(asked)
    awards = money_book(at, Filters()).awards
    assert [one.line.slug for one in awards] == [one.slug for one in investments_at(at) if one.is_money]
    for award in awards:
        for measure in MEASURES:
            if measure.name in award.parts:
                whole = sum((part.amount for part in award.parts[measure.name]), Decimal(0))
                assert whole == (measure.figure(award.line.figures) or 0), (award.line.slug, measure.name)


@pytest.mark.parametrize("period", ["", "quarter"])
@pytest.mark.parametrize("asked", SHIPPED[:2])
def test_all_years_of_the_shipped_record_are_its_exposure_to_the_cent(on, asked, period):
    at = on(asked)
    found, expected = ask("money-by-year", at, period=period), ask("exposure", at)
    for name in ("committed", "face_value", "obligated", "subsidy_cost", "disbursed", "repaid"):
        assert total(found, "All").get(f"{name}_usd") == total(expected, "Total").get(f"{name}_usd"), name
    (note,) = (one.note for one in found.totals if one.label == "All")
    (of_exposure,) = (one.note for one in expected.totals)
    others = set(note.split("; ")) - set(of_exposure.split("; "))
    assert all(one.startswith("Received known for") for one in others)


def test_lithium_americas_drew_435_and_432_million_in_fiscal_2026(on):
    rows = rows_of(ask("money-by-year", on("2026-06-18"), investment="lac-doe-loan"))
    assert [(row["fiscal_year"], row["face_value_usd"], row["disbursed_usd"]) for row in rows] == [
        ("2024", "0.00", "0.00"),  # announced in March 2024, signed in October
        ("2025", "2230000000.00", "0.00"),
        ("2026", "0.00", "867000000.00"),
    ]


def test_face_of_loans_and_commitments_of_the_shipped_record_by_year(on):
    """The stockpile facility of 10 billion is of fiscal 2026; each year's face with what is known of it."""
    report = ask("money-by-year", on("2026-06-18"))
    face = {one.label: one.values.get("face_value_usd") for one in report.totals}
    assert {label: millions(amount) for label, amount in face.items() if amount} == {
        "FY 2022": 102, "FY 2025": 3526, "FY 2026": 14765, "All": 18393,
    }  # fmt: skip
    assert millions(total(report, "Year unknown")["committed_usd"]) == Decimal("189.8")


def test_nothing_known_beside_what_is_unknown_is_no_zero(cast):
    """Of two equity awards one has 60 million and one nothing known: in 2026 neither cell nor total is 0."""
    with writing() as recording:
        entities.relabel(cast.investments["palisade-warrant"], {"ledger_is_complete": False}, recording=recording)
    assert cell("2025", "equity", "committed") == ("60000000.00", "1", "2")
    assert cell("2026", "equity", "committed") == ("", "1", "2")
    of_2025, of_2026 = (
        next(one for one in ask("money-by-year", now(), money_form="equity").totals if one.label == label)
        for label in ("FY 2025", "FY 2026")
    )
    assert (of_2025.values["committed_usd"], "committed_usd" in of_2025.at_least) == (60_000_000, True)
    assert (of_2026.values["committed_usd"], of_2026.note.split("; ")[0]) == (None, "Committed known for 1 of 2")
