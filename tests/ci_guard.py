"""In CI a test that was skipped because its server or browser is missing fails the run.

Elsewhere such a test is skipped with the reason: a person without PostgreSQL, Redis or Chromium still gets an answer.
"""

import os
import shutil

import pytest

NEEDS = {
    "postgresql": (
        lambda: os.environ.get("DATABASE_URL", "").startswith("postgres"),
        "needs PostgreSQL: set DATABASE_URL",
    ),
    "redis": (lambda: bool(os.environ.get("REDIS_URL")), "needs Redis: set REDIS_URL"),
    "browser": (
        lambda: bool(os.environ.get("CHROMIUM") or shutil.which("chromium")),
        "needs Chromium: install it, or set CHROMIUM to its path",
    ),
    "served": (
        lambda: bool(os.environ.get("LODEBOOK_URL")),
        "needs web, worker and beat: set LODEBOOK_URL to their address",
    ),
    "killed": (
        lambda: bool(os.environ.get("KILLS")),
        "needs a machine to itself: set KILLS to how often each process is killed",
    ),
}
in_ci = os.environ.get("CI", "").lower() in {"1", "true", "yes"}
# CI runs the suite on SQLite and on the servers; the first run leaves out, by -m, what only the others can do.


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose server or browser is not there."""
    for marker, (present, reason) in NEEDS.items():
        if item.get_closest_marker(marker) and not present():
            pytest.skip(reason)


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo):
    """Turn such a skip into a failure in CI."""
    outcome = yield
    report = outcome.get_result()
    if in_ci and report.skipped and not hasattr(report, "wasxfail") and any(map(item.get_closest_marker, NEEDS)):
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and in CI nothing that needs a server or a browser may be."
