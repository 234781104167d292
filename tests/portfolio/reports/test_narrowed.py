"""A report may be narrowed by award also where its rows are no awards."""

from tests.cast import now
from tests.portfolio.reports.answers import ask, rows_of


def first_cells(name, **asked):
    return [next(iter(row.values())) for row in rows_of(ask(name, now(), **asked))]


def test_programs_of_a_company_are_those_with_an_award_of_it(cast):
    assert first_cells("programs", company="saltwash") == ["DOE-ATVM"]
    assert first_cells("programs", company="palisade", agency="DOE") == ["DOE-MESC"]
    assert first_cells("programs", instrument="tax_credit") == []


def test_a_narrowed_program_keeps_the_figures_of_all_its_awards(cast):
    (row,) = rows_of(ask("programs", now(), instrument="warrant"))
    assert (row["program"], row["awards"], row["committed_usd"]) == ("DOW-OSC", "2", "60000000.00")


def test_sources_of_an_award_count_its_facts_alone(cast):
    (row,) = rows_of(ask("sources", now(), investment="palisade-warrant"))
    # One version of terms, two statuses, one project reached, one ledger entry.
    assert (row["source"], row["facts"]) == ("cast1", "5")
    assert first_cells("sources", company="nobody") == []
