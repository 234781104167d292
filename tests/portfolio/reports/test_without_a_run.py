"""The reports of what will be produced, before the first run of the projection."""

import pytest

from tests.cast import now
from tests.portfolio.reports.answers import ask, rows_of

NAMES = (
    "capacity", "production-gains", "supply-chain", "cost-per-tonne", "capacity-drivers", "capacity-runs",
    "capacity-changes", "reliance", "demand-shares",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_without_a_run_a_report_says_so_and_shows_no_figure(cast, name):
    report = ask(name, now())
    assert rows_of(report) == []
    assert report.notes
