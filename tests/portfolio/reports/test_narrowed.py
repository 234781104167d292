"""A report may be narrowed by award also where its rows are no awards."""

from portfolio.positions.filters import Filters
from portfolio.reports import REPORTS
from tests.cast import now


def first_cells(name, **asked):
    return [row[0] for row in REPORTS[name].report(at=now(), filters=Filters(**asked)).rows]


def test_programs_of_a_company_are_those_with_an_award_of_it(cast):
    assert first_cells("programs", company="saltwash") == ["DOE-ATVM"]
    assert first_cells("programs", company="palisade", agency="DOE") == ["DOE-MESC"]
    assert first_cells("programs", instrument="tax_credit") == []


def test_a_narrowed_program_keeps_the_figures_of_all_its_awards(cast):
    report = REPORTS["programs"].report(at=now(), filters=Filters(instrument="warrant"))
    cells = dict(zip([column.name for column in report.columns], report.rows[0], strict=True))
    assert (cells["program"], cells["investments"], cells["committed_usd"]) == ("DOW-OSC", 2, 60_000_000)


def test_sources_of_an_award_count_its_facts_alone(cast):
    report = REPORTS["sources"].report(at=now(), filters=Filters(investment="palisade-warrant"))
    cells = dict(zip([column.name for column in report.columns], report.rows[0], strict=True))
    # One version of terms, two statuses, one project reached, one ledger entry.
    assert (cells["source"], cells["facts"]) == ("cast1", 5)
    assert first_cells("sources", company="nobody") == []
