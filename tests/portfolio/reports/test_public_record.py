"""What the reports say of the public record on 18 June 2026, in numbers from its sources."""

import os
from decimal import Decimal
from pathlib import Path

import pytest

from portfolio.pages import company
from portfolio.reports.conflicts import IN_WORDS, USE
from tests.portfolio.reports.answers import ask, by_investment, csv_bytes, millions, rows_of, total

DAY = "2026-06-18"
GOLDEN = Path(__file__).parents[2] / "golden" / "files"


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Committed or later, as stated", "22237.6"),
        ("Conditional", "6975.0"),
        ("Letter of interest", "6332.6"),
        ("Announced", "276.0"),
        ("Terminated", "57.7"),
    ],
)
def test_amounts_are_totalled_as_stated_status_by_status(on, label, expected):
    assert millions(total(ask("investments", on(DAY)), label)["announced_usd"]) == Decimal(expected)


def test_there_are_eighty_investments(on):
    assert len(rows_of(ask("investments", on(DAY)))) == 80


def test_face_of_loans_ceilings_and_commitments_stand_apart_and_make_up_what_was_stated(on):
    values = total(ask("exposure", on(DAY)), "Total")
    face, ceilings, committed = (millions(values[f"{name}_usd"]) for name in ("face_value", "ceiling", "committed"))
    assert (face, ceilings) == (Decimal("18393.0"), Decimal("413.9"))
    assert committed + face + ceilings == Decimal("22237.6")


def test_the_stockpile_facility_is_ten_billion_of_the_face_value(on):
    assert by_investment(ask("exposure", on(DAY)))["vault-exim-loan"]["face_value_usd"] == "10000000000.00"


def test_letters_conditional_and_announced_awards_are_in_no_total_of_commitments(on):
    before = {"announced", "loi", "conditional"}
    rows = rows_of(ask("investments", on(DAY)))
    waiting = [row for row in rows if row["status"] in before]
    assert len(waiting) == 34
    assert not any(row["committed_usd"] or row["face_value_usd"] or row["exposure_usd"] for row in waiting)
    assert not before & {row["status"] for row in rows_of(ask("exposure", on(DAY)))}


def test_mp_materials_is_one_stake_of_its_two_instruments_and_fifteen_percent_once(on):
    rows = [row for row in rows_of(ask("stakes", on(DAY), company="mp")) if row["holding"] == "held"]
    lines = [(row["line"], row["investment"], row["shares_as_converted_and_exercised"]) for row in rows]
    assert lines == [
        ("government", "", "24521672.000000"),
        ("agency", "", "24521672.000000"),
        ("stake", "", "24521672.000000"),
        ("instrument", "mp-dow-series-a", "13320013.000000"),
        ("instrument", "mp-dow-warrant", "11201659.000000"),
    ]
    assert [row["stated_stake_share"] for row in rows] == ["0.150000"] * 3 + ["", ""]
    # 24,521,672 over the 177,100,000 shares before them; over both, (24,521,672 / 201,621,672).
    assert rows[0]["as_converted_and_exercised_share"] == "0.138462"
    assert rows[0]["basic_share"] == "0.000000"


def test_several_stated_stakes_of_one_deal_are_each_shown_once_and_never_added(on):
    rows = rows_of(ask("stakes", on(DAY), company="tmq"))
    assert sorted(row["stated_stake_share"] for row in rows) == ["", "", "", "0.075000", "0.100000"]
    assert rows[0]["stated_stake_share"] == ""
    assert rows[0]["holding"] == "proposed"


@pytest.mark.parametrize(
    ("day", "disbursed", "undisbursed"),
    [("2025-12-31", "435000000.00", "1535000000.00"), ("2026-03-01", "867000000.00", "1103000000.00")],
)
def test_lithium_americas_draws_from_its_principal_and_not_from_its_face(on, day, disbursed, undisbursed):
    row = by_investment(ask("exposure", on(day)))["lac-doe-loan"]
    assert (row["disbursed_usd"], row["undisbursed_usd"]) == (disbursed, undisbursed)
    assert row["face_value_usd"] == "2230000000.00"
    assert row["exposure_usd"] == "1970000000.00"


def test_lithium_americas_is_absent_as_known_before_it_was_recorded(on, record):
    assert rows_of(ask("exposure", on("2026-03-01", record.serial - 1))) == []
    assert rows_of(ask("transactions", on("2026-03-01", record.serial - 1))) == []


def test_lithium_americas_was_an_announcement_before_it_was_closed(on):
    assert by_investment(ask("investments", on("2024-06-01")))["lac-doe-loan"]["status"] != "closed"
    assert "lac-doe-loan" not in by_investment(ask("exposure", on("2024-06-01")))
    assert by_investment(ask("investments", on("2024-10-28")))["lac-doe-loan"]["status"] == "closed"


def test_the_vault_has_lent_out_its_ceiling_and_no_other_program_has_a_known_headroom(on):
    rows = {row["program"]: row for row in rows_of(ask("programs", on(DAY)))}
    assert rows["EXIM-VAULT"]["program_headroom_usd"] == "0.00"
    assert [name for name, row in rows.items() if row["program_headroom_usd"]] == ["EXIM-VAULT"]


def test_what_the_public_record_does_not_say_is_unknown_and_not_zero(on):
    row = by_investment(ask("exposure", on(DAY)))["vault-exim-loan"]
    names = ("disbursed", "repaid", "undisbursed", "outstanding", "exposure", "subsidy_cost")
    assert [row[f"{name}_usd"] for name in names] == [""] * 6


def test_every_source_is_listed_and_every_citation_leads_to_one(on):
    sources = {row["source"] for row in rows_of(ask("sources", on(DAY)))}
    assert len(sources) == 256 + 15 + 20  # of the public record, of the reference data, of the oxides of its feeds
    for name in ("investments", "transactions", "exposure", "stakes"):
        cited = {slug for row in rows_of(ask(name, on(DAY))) for slug in row["sources"].split(";") if slug}
        assert cited
        assert cited <= sources, name


def test_price_support_is_an_accrual_that_moves_no_money(on):
    row = by_investment(ask("exposure", on(DAY)))["mp-dow-ppa"]
    assert row["disbursed_usd"] == ""
    assert total(ask("transactions", on(DAY), investment="mp-dow-ppa"), "Price support accrued")["amount_usd"] > 0


def test_reading_a_report_twice_gives_the_same_bytes(on):
    at = on(DAY)
    for name in ("investments", "transactions", "stakes"):
        assert csv_bytes(ask(name, at)) == csv_bytes(ask(name, at))


@pytest.mark.parametrize("name", ["investments", "exposure", "stakes", "programs"])
def test_an_auditor_gets_these_bytes_of_the_public_record(on, name):
    """To write them anew after a wanted change: WRITE_GOLDEN=1 pytest tests/portfolio/reports/test_public_record.py."""
    found = csv_bytes(ask(name, on(DAY)))
    file = GOLDEN / f"public_record_{name}_{DAY}.csv"
    if os.environ.get("WRITE_GOLDEN"):
        file.write_bytes(found)
    assert found == file.read_bytes()


@pytest.mark.parametrize(
    ("of", "figure", "claims"),
    [
        ({"project": "mp-10x"}, "nameplate_added_tpa", [("7000", "used"), ("10000", "not used")]),
        (
            {"investment": "usar-doc-equity"},
            "stated_stake_share",
            [("0.08", "used"), ("0.16", "not used"), ("0.10", "not used")],
        ),
        ({"company": "crucible-jv"}, "economic_share", [("0.40", "used"), ("0.401", "not used")]),
        ({"company": "critical-metals"}, "country", [("US", "open"), ("AU", "open")]),
        ({"investment": "syrah-dfc-loan"}, "disbursed_before_2025_11_usd", [("68000000", "open")]),
    ],
)
def test_what_sources_give_differently_is_listed_with_the_claim_that_is_used(on, of, figure, claims):
    rows = [row for row in rows_of(ask("conflicts", on(DAY), **of)) if row["figure"] == figure]
    assert [(row["claimed_value"], row["use"]) for row in rows][-len(claims) :] == claims
    assert all(row["sources"] for row in rows)


def test_rival_shares_of_an_owner_stand_on_the_page_of_what_is_owned(on):
    shown = {
        name: [(IN_WORDS.value(line), USE.value(line)) for line in company.page(on(DAY), name).rivals.lines]
        for name in ("crucible-jv", "korea-zinc")
    }
    assert shown == {
        "crucible-jv": [("40%", "used"), ("40.1%", "not used")],
        "korea-zinc": [("10.59%", "used"), ("10.3%", "not used"), ("10%", "not used")],
    }
