"""The page of reports: every report once, under a question; what is empty apart; found by a word."""

from collections import Counter
from datetime import date

import pytest
from django.utils import timezone

from portfolio.reports import REPORTS
from portfolio.reports.index import GROUPS, TOLD_OF, empty_reports, index
from portfolio.services import capacity
from record.models import Recording
from tests.cast import PASSWORD
from tests.desk import sign_in, words
from tests.portfolio.reports.answers import ask


def today():
    return Recording.objects.as_of(timezone.localdate(), timezone.now())


def test_every_report_stands_under_one_question_and_rests_on_one_table():
    placed = Counter(name for names in GROUPS.values() for name in names)
    assert placed == Counter(list(REPORTS))
    assert Counter(name for _, names in TOLD_OF for name in names.split()) == placed


def test_what_the_page_calls_empty_has_no_row_and_the_rest_has_some(record):
    at = Recording.objects.as_of(date(2026, 6, 18), timezone.now())
    capacity.run(at, draws=200)
    empty = empty_reports(at)
    assert {"agency-awards", "exchange-rates", "tranches"} <= empty
    for name in empty:
        assert not len(ask(name, at).lines), name
    for name in ("investments", "transactions", "milestones", "production-gains", "partners", "conflicts"):
        assert name not in empty
        assert len(ask(name, at).lines), name


@pytest.mark.usefixtures("db")
def test_before_the_first_recording_every_report_is_empty():
    at = today()
    assert empty_reports(at) == set(REPORTS)
    assert index(at).groups == []


def test_a_word_finds_reports_by_title_question_and_heading(cast):
    found = index(today(), "warrant")
    names = {one.name for group in found.groups for one in group.reports} | {one.name for one in found.empty}
    assert "warrants" in names
    assert "milestones" not in names
    assert found.count == len(names)
    assert index(today(), "no such word").count == 0


def test_the_page_groups_reports_and_says_how_many_a_word_found(cast):
    client = sign_in(cast.people["auditor"])
    page = words(client.get("/reports/"))
    assert "Who gets what, and how far is it?" in page
    assert page.index("Nothing on record yet") > page.index("Exposure")
    assert "0 reports with “zzz”" in words(client.get("/reports/", {"q": "zzz"}))


@pytest.mark.parametrize(
    ("person", "page"), [("officer", "/desk/"), ("auditor", "/reports/"), ("manager", "/"), ("administrator", "/")]
)
def test_each_role_lands_on_its_own_page_and_on_the_page_that_was_asked_for(cast, client, person, page):
    asked = {"username": person, "password": PASSWORD}
    assert client.post("/login/", asked).url == page
    client.logout()
    assert client.post("/login/?next=/deals/", asked).url == "/deals/"
