"""Every page and report asked of days long before the record and long after it says what is true of them."""

import re
from datetime import date

import pytest
from django.utils import timezone

from portfolio.positions.record_extent import before_the_first, first_day, notes_of_the_day
from portfolio.reports import REPORTS
from portfolio.services import capacity
from projects.models import ProjectionRun
from record.models import Recording
from tests.cast import make_people
from tests.desk import sign_in

pytestmark = pytest.mark.long

ENDS = ("0001-01-01", "1900-01-01", "9999-12-31")
PAGES = (
    "/", "/production/", "/production/chains/", "/production/what-if/", "/production/price-floors/", "/partners/",
    "/map/",
    "/programs/", "/calendar/", "/warrants/", "/changes/", "/deals/", "/companies/", "/projects/", "/companies/mp/",
    "/projects/thacker-pass/", "/deals/mp-dow-2025/", "/investments/mp-dow-series-a/",
)  # fmt: skip
BEFORE = "Nothing on record was dated by"
AFTER = "That day is yet to come"
IN_A_YEAR = re.compile(r"\b[Ii]n 1\d{4}\b")
"""A year of five digits, that no run reaches."""


@pytest.fixture
def reader(editions, db):
    capacity.run(Recording.objects.as_of(timezone.localdate(), timezone.now()), draws=100)
    return sign_in(make_people()["manager"])


def words(reader, address):
    answer = reader.get(address)
    assert answer.status_code == 200, address
    page = re.sub(r"<(script|style)[\s\S]*?</\1>|<[^>]*>", " ", answer.content.decode())
    return " ".join(page.split())


@pytest.mark.slow
def test_every_page_says_that_nothing_was_dated_then_or_that_the_day_is_yet_to_come(reader):
    for day in ENDS:
        for page in PAGES:
            said = words(reader, f"{page}?as_of={day}")
            assert (BEFORE in said, AFTER in said) == (day < "2000", day > "2100"), (page, day)


def test_before_the_first_fact_no_output_is_drawn_and_no_stage_is_the_narrowest(reader):
    for page in ("/production/", "/production/chains/", "/production/?mineral=ndpr", "/partners/"):
        said = words(reader, f"{page}{'&' if '?' in page else '?'}as_of=1900-01-01")
        assert "narrowest stage of each chain in" not in said
        assert "is the narrowest stage" not in said
        assert "Output in" not in said
    assert not ProjectionRun.objects.filter(effective_on__startswith="19").exists()


def test_a_day_beyond_the_projection_is_answered_for_its_years_and_told_where_it_ends(reader):
    said = words(reader, "/production/?as_of=9999-12-31")
    last = timezone.localdate().year + 22
    assert f"The projection ends with {last}" in said
    assert "No plant that counts makes it" not in said
    for page in ("/production/", "/production/chains/", "/partners/", "/production/?mineral=ndpr"):
        said = words(reader, f"{page}{'&' if '?' in page else '?'}as_of=9999-12-31")
        assert not IN_A_YEAR.findall(said), page


def test_a_year_that_no_projection_reaches_is_refused(reader):
    assert reader.get("/production/?as_of=9999-12-31&year=10004").status_code == 400


@pytest.mark.parametrize("day", ENDS)
def test_every_report_says_it_in_a_note(editions, db, day):
    at = Recording.objects.as_of(date.fromisoformat(day), timezone.now())
    (said,) = notes_of_the_day(at)
    assert (BEFORE in said) == (day < "2000")
    assert {name for name, one in REPORTS.items() if said not in one.report(at=at).notes} == set()


def test_a_day_within_the_record_has_no_such_note(editions, db):
    at = Recording.objects.as_of(date(2026, 6, 18), timezone.now())
    assert (first_day(at), before_the_first(at), notes_of_the_day(at)) == (date(2020, 11, 30), "", ())


def test_the_briefing_says_of_the_future_by_what_it_is_known(reader):
    today = timezone.localdate()
    assert f"By what is on record on {today}, on 9999-12-31 the United States has committed" in words(
        reader, "/?as_of=9999-12-31"
    )
    said = words(reader, "/?as_of=1900-01-01")
    assert "As of 1900-01-01 the United States has committed" not in said
    assert "Without a date the United States has committed" in said
