"""A run that failed is told on the overview and on every page that would have shown what it finds."""

from datetime import timedelta

import pytest
from django.utils import timezone

from portfolio.reports.production import DEFINITIONS
from record.models import Job

pytestmark = pytest.mark.long

SAID = "The projection of 2026-06-29 failed"
PAGES = ("/", "/production/", "/production/chains/", "/production/what-if/", "/projects/saltwash-clay/",
         *(f"/reports/{one.name}/" for one in DEFINITIONS))  # fmt: skip


def job(kind, state, *, minutes, key="2026-06-29", outcome="No memory was left."):
    then = timezone.now() - timedelta(minutes=minutes)
    return Job.objects.create(
        kind=kind, key=key, state=state, queued_at=then, not_before=then, finished_at=then, outcome=outcome
    )


def told(opened):
    return " ".join(opened.text.replace("<strong>", "").replace("</strong>", "").split())


@pytest.mark.parametrize("page", PAGES)
def test_a_projection_that_failed_is_told_to_a_manager_where_its_figures_stand(open_page, page):
    assert SAID not in told(open_page(page))
    job("projection", "failed", minutes=5)
    text = told(open_page(page))
    assert SAID in text
    assert "No memory was left. The figures on this page are those of the run before it" in text


def test_one_that_was_made_good_since_is_told_no_more(open_page):
    job("projection", "failed", minutes=5)
    job("projection", "succeeded", minutes=1, key="2026-06-30")
    assert SAID not in told(open_page("/production/"))


def test_a_page_about_the_time_before_does_not_tell_it(open_page):
    job("projection", "failed", minutes=1)
    before = (timezone.now() - timedelta(minutes=3)).isoformat().replace("+00:00", "Z")
    assert SAID not in told(open_page(f"/production/?known_at={before}"))


@pytest.mark.parametrize(("kind", "page", "sentence"), [
    ("watch", "/", "The watch over the milestones of 2026-06-29 failed"),
    ("watch", "/reports/alerts/", "The watch over the milestones of 2026-06-29 failed"),
    ("record-check", "/", "The check of the ledger of 2026-06-29 failed"),
    ("valuation", "/", "The valuation of what is held of 2026-06-29 failed"),
    ("valuation", "/reports/valuations/", "The valuation of what is held of 2026-06-29 failed"),
])  # fmt: skip
def test_other_nightly_work_that_failed_is_told_as_well(open_page, kind, page, sentence):
    job(kind, "failed", minutes=5)
    assert sentence in told(open_page(page))
    assert sentence not in told(open_page("/deals/"))
