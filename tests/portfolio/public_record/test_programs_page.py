"""The pages of programs over both editions: ceilings, what is apart from them, and what was left."""

from datetime import date

import pytest
from django.utils import timezone

from portfolio.charts.authorities import WHOLE
from portfolio.models import Program
from portfolio.pages import program as program_page
from portfolio.pages import programs as programs_page
from portfolio.reports import REPORTS, columns
from portfolio.reports.quoted import plain
from portfolio.templatetags.lodebook import cell, names_of
from record.models import Recording, Source


@pytest.fixture
def at(editions, db):
    return Recording.objects.as_of(date(2026, 10, 8), timezone.now())


def lines_of(page, name):
    return next((list(table.lines) for table in page.tables if table.name == name), [])


def test_the_sentence_names_three_ceilings_and_what_is_for_minerals_alone(at):
    words = plain(programs_page.page(at).sentence)
    assert words.startswith(
        "Three ceilings reach minerals and other sectors: US International Development Finance Corporation $205B, "
        "Export-Import Bank of the United States $135B, Office of Strategic Capital (OSC) $100B; "
        "$7B is appropriated for minerals alone. On this record: "
    )
    having = {
        line.authority.program.code
        for name in ("ceilings", "appropriations")
        for line in lines_of(programs_page.page(at), name)
        if line.authority.fact.amount is not None and line.authority.program
    }
    every = len(Program.objects.at(at))
    told = (
        f"{every - len(having)} of {every} programs on record have no ceiling and no appropriation of a known amount."
    )
    assert words.endswith(told)


def test_a_ceiling_inside_another_stands_below_it_and_a_subsidy_is_the_cost_of_one(at):
    ceilings = lines_of(programs_page.page(at), "ceilings")
    assert [(line.authority.program.code, line.depth) for line in ceilings] == [
        ("DFC", 0), ("EXIM", 0), ("EXIM-VAULT", 1), ("EXIM-CTEP", 1), ("DOW-OSC", 0),
    ]  # fmt: skip
    assert [line.cost for line in ceilings] == [None, None, None, None, 500_000_000]


def test_a_bar_is_as_long_as_its_amount_and_has_a_tick_where_the_agency_says_what_it_used(at):
    """205 billion is the whole width; 8.4 of 100 billion used is 8.4 ÷ 205 of it."""
    bars = {bar.name: bar for bar in programs_page.page(at).chart.bars}
    dfc, osc = bars["US International Development Finance Corporation"], bars["Office of Strategic Capital (OSC)"]
    assert (dfc.width, dfc.tick) == (WHOLE, None)
    assert (osc.width, osc.tick) == (round(WHOLE * 100 / 205, 1), round(WHOLE * 8.4 / 205, 1))
    assert osc.text.endswith("used at least $8.4B (2026-08-07)")
    assert bars["Project Vault (US Strategic Critical Minerals Reserve)"].text == (
        "$10B; on this record nothing committed"
    )


def test_what_is_asked_for_what_lapsed_and_a_tax_credit_stand_apart_and_statements_nowhere(at):
    page = programs_page.page(at)
    assert {line.authority.kind.value for line in lines_of(page, "pending")} == {
        "budget_request", "bill", "solicitation",
    }  # fmt: skip
    assert [line.authority.program.code for line in lines_of(page, "credit")] == ["TREAS-45X"]
    (lapsed,) = lines_of(page, "lapsed")
    assert (lapsed.authority.program.code, lapsed.expiry) == ("DOW-DPA3", "lapsed or extended: unknown")
    shown = [line for table in page.tables for line in table.lines]
    assert all(line.authority.program is not None for line in shown)


def test_headroom_is_the_agencys_own_figure_or_says_why_it_is_unknown(at):
    ceilings = {line.authority.program.code: line.authority for line in lines_of(programs_page.page(at), "ceilings")}
    assert ceilings["DOW-OSC"].room.amount == 91_600_000_000
    assert ceilings["DOW-OSC"].room.is_at_most
    assert ceilings["DFC"].room.why == "the agency's use for other sectors is not on record"


def test_what_was_left_is_read_as_it_stood_at_the_end_of_each_fiscal_year(at):
    """Enacted on 2025-07-04; the agency's figure of 2026-08-07 is not known of at the end of fiscal year 2025."""
    left = program_page.page(at, "dow-osc").left
    assert [(line.day.isoformat(), line.authority.room.amount) for line in left.lines] == [
        ("2025-09-30", None), ("2026-09-30", 91_600_000_000), ("2026-10-08", 91_600_000_000),
    ]  # fmt: skip


def test_coverage_of_a_program_without_a_count_says_so_in_each_cell(at):
    report = REPORTS["coverage"].report(at=at)
    columns = {column.name: column for column in report.columns}
    for line in report.lines:
        for name in ("awards_made", "is_program_total", "coverage_share", "stated_on_record_usd", "amount_made_usd"):
            if line.round is None:
                assert columns[name].absence(line).reason


def test_sources_that_were_read_in_a_secondary_text_say_so_wherever_a_row_cites_them(at):
    (found,) = names_of(at, [columns.SOURCES]).values()
    assert found["auth2"] == Source.objects.get(slug="auth2").read_in
    opened = Source.objects.filter(read_in="").first().slug
    shown = cell({}, columns.SOURCES, f"{opened};auth2", found)
    assert shown.endswith(">read in a secondary text</span>")
    assert "secondary" not in cell({}, columns.SOURCES, opened, found)


def test_the_files_of_transactions_stakes_and_milestones_say_what_was_read_in_a_secondary_text(at):
    for name in ("transactions", "stakes", "milestones"):
        said = {line.is_secondary for line in REPORTS[name].report(at=at).lines}
        assert said == {True, False}, name
