"""The reports of what will be produced, before the first run of the projection."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portfolio.reports import REPORTS
from projects.models import RunOfDay
from tests.cast import now
from tests.portfolio.reports.answers import ask, rows_of

NAMES = (
    "capacity", "production-gains", "supply-chain", "cost-per-tonne", "capacity-drivers", "capacity-runs",
    "capacity-changes", "demand-shares",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_without_a_run_a_report_says_so_and_shows_no_figure(cast, name):
    report = ask(name, now())
    assert rows_of(report) == []
    assert report.notes


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_that_reads_the_run_of_the_day_says_that_it_is_projected(cast, name):
    """So the run stands before it is asked, through whatever way in."""
    with CaptureQueriesContext(connection) as asked:
        list(ask(name, now()).lines)
    reads = any(RunOfDay._meta.db_table in query["sql"] for query in asked)
    assert REPORTS[name].is_projected == reads
