"""Ceilings, appropriations and what is known to be missing, as the edition of October gives them."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from portfolio.models import AuthorityKind, Program, ProgramAuthority
from record.models import Recording
from tests.portfolio.reports.answers import ask, rows_of


@pytest.fixture
def on(editions, db):
    def _on(day="2026-10-08"):
        return Recording.objects.as_of(date.fromisoformat(day), timezone.now(), None)

    return _on


def lines(at, **of):
    return {(row["program"], row["authority_kind"]): row for row in rows_of(ask("authorities", at, **of))}


def test_three_ceilings_reach_other_sectors_and_seven_billion_is_for_minerals_alone(on):
    rows = rows_of(ask("authorities", on()))
    ceilings = {row["program"]: row["authority_usd"] for row in rows if row["authority_kind"].endswith("_ceiling")}
    assert ceilings == {
        "DFC": "205000000000.00",
        "EXIM": "135000000000.00",
        "DOW-OSC": "100000000000.00",
        "EXIM-VAULT": "10000000000.00",
    }
    appropriated = [row for row in rows if row["heading"] == "appropriation"]
    assert {row["minerals_only"] for row in appropriated} == {"true"}
    assert sum(Decimal(row["authority_usd"]) for row in appropriated) == 7_000_000_000
    (inside,) = [row for row in rows if row["authority_kind"] == "loan_ceiling"]
    assert inside["inside_program"] == "EXIM"


def test_headroom_is_what_the_agency_has_not_used_of_the_whole_authority(on):
    """100 billion less 8.4 by 7 August 2026, which is "more than": at most 91.6 is left."""
    row = lines(on())["DOW-OSC", "lending_ceiling"]
    assert (row["used_usd"], row["used_on"]) == ("8400000000.00", "2026-08-07")
    assert (row["program_headroom_usd"], row["headroom_is_at_most"]) == ("91600000000.00", "true")
    before = lines(on("2026-08-06"))["DOW-OSC", "lending_ceiling"]
    assert (before["program_headroom_usd"], before["used_usd"]) == ("", "")
    assert before["why_no_headroom"] == "the agency's use for other sectors is not on record"


@pytest.mark.parametrize("key", [("DFC", "liability_ceiling"), ("EXIM", "exposure_ceiling")])
def test_headroom_is_unknown_where_the_agency_lends_to_other_sectors(on, key):
    row = lines(on())[key]
    assert row["program_headroom_usd"] == ""
    assert row["why_no_headroom"] == "the agency's use for other sectors is not on record"


def test_for_minerals_alone_what_this_record_committed_is_used(on):
    """Nothing of Project Vault's loan is signed, so all of its ceiling is left."""
    found = lines(on())
    assert found["EXIM-VAULT", "loan_ceiling"]["program_headroom_usd"] == "10000000000.00"
    # Contracts of the stockpile state ceilings and no commitment.
    assert "ares-dla-idiq" in found["DLA-NDS", "appropriation"]["why_no_headroom"]
    assert found["DOW-IBF", "appropriation"]["why_no_headroom"] == "no award on record names it"


def test_a_subsidy_is_the_cost_of_a_ceiling_and_a_request_is_no_authority(on):
    found = lines(on())
    assert found["DOW-OSC", "credit_subsidy"]["program_headroom_usd"] == ""
    assert found["DOW-OSC", "budget_request"]["heading"] == "pending, no authority"
    assert found["EXIM-MMIA", "bill"]["heading"] == "pending, no authority"
    programs = {row["program"]: row for row in rows_of(ask("programs", on()))}
    assert programs["DOW-OSC"]["program_ceiling_usd"] == "100000000000.00"
    assert programs["EXIM-MMIA"]["program_ceiling_usd"] == ""


def test_what_was_announced_or_mobilised_is_no_program(on):
    statements = [row for row in rows_of(ask("authorities", on())) if row["heading"].startswith("statement")]
    assert {row["statement_subject"]: row["program"] for row in statements} == {
        "All agencies, critical minerals": "",
        "United States-Australia framework": "",
        "Quad critical minerals initiative": "",
    }
    assert not Program.objects.filter(code__in=("ALL", "QUAD", "US-AU")).exists()
    assert not ProgramAuthority.objects.filter(program=None).exclude(kind__in=_statements()).exists()


def _statements():
    return [kind for kind in AuthorityKind if kind.is_statement]


def test_the_sunset_of_the_defense_production_act_is_a_question(on):
    row = lines(on())["DOW-DPA3", "program_expiry"]
    assert (row["authority_expires_on"], row["authority_state"]) == ("2025-09-30", "lapsed or extended: unknown")
    assert "DOW-DPA3: lapsed or extended: unknown" in " ".join(ask("authorities", on()).notes)


def rounds(at):
    return {row["round"]: row for row in rows_of(ask("coverage", at)) if row["coverage_line"] == "round"}


def test_a_ratio_is_given_only_where_the_programs_own_count_is_known(on):
    found = rounds(on())
    shares = {name: row["coverage_share"] for name, row in found.items() if row["coverage_share"]}
    assert shares == {
        "Battery materials processing, first round": "0.200000",  # 4 of 20
        "Letters of interest for Australian projects": "0.714286",  # 5 of 7
    }
    absent = found["Defense Production Act Title III, mineral awards that June did not have"]
    assert (absent["awards_on_record"], absent["awards_made"], absent["coverage_share"]) == ("2", "9", "")
    credit = found["Advanced energy project credit 48C, round of April 2024"]
    assert (credit["awards_on_record"], credit["coverage_share"]) == ("0", "")
    unmatched = found["DPAI awards for critical minerals"]
    assert (unmatched["awards_on_record"], unmatched["coverage_share"]) == ("", "")


def test_a_round_says_what_is_on_record_against_what_was_made(on):
    """ABTC 57.7, Albemarle 149.7, Piedmont 141.7, Talon 114.8 of 2,800 million."""
    row = rounds(on())["Battery materials processing, first round"]
    assert (row["stated_on_record_usd"], row["amount_made_usd"]) == ("463900000.00", "2800000000.00")


def test_awards_known_to_be_missing_are_listed_with_what_is_known(on):
    rows = rows_of(ask("missing-awards", on()))
    assert len(rows) == 15
    assert {row["missing_recipient"] for row in rows if row["agency"] == "EXIM"} == {
        "Amaero Ltd.",
        "Rare Element Resources",
        "Aclara Resources",
        "IperionX Limited",
    }
    of_dpa = next(row for row in rows_of(ask("coverage", on())) if row["program"] == "DOW-DPA3")
    assert (of_dpa["missing_awards"], of_dpa["missing_usd"]) == ("7", "16200000.00")
    assert all(row["sources"] for row in rows)
