"""A report's page shows the columns that answer its question, the answer first; the others by choice."""

import re

import pytest
from django.test import Client

from portfolio.pages.leading_columns import LEADING, leading
from portfolio.reports import REPORTS
from tests.cast import Cast

from .headings import headings

MANY = 12
ASKED = "as_of=2026-06-30"


@pytest.mark.parametrize("name", LEADING)
def test_each_leading_column_is_one_of_its_report_and_stands_once(name: str) -> None:
    known = [column.name for column in REPORTS[name].columns]
    assert set(leading(name)) <= set(known)
    assert len(set(leading(name))) == len(leading(name)) <= MANY


@pytest.mark.django_db
def test_the_answer_stands_first_and_one_link_shows_every_column(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.people["manager"])
    page = client.get(f"/reports/exposure/?{ASKED}").content.decode()
    assert headings(page)[:4] == ["Investment", "Company", "Exposure", "Exposure at most"]
    assert "12 of 20 columns, those that answer first" in page
    link = re.search(r'<a href="([^"]*)">all columns</a>', page)
    assert link is not None
    every = client.get("/reports/exposure/" + link[1].replace("&amp;", "&")).content.decode()
    assert headings(every) == [column.label for column in REPORTS["exposure"].columns]
    assert "those that answer first" not in every


@pytest.mark.django_db
def test_who_asks_for_one_figure_sees_it_first_and_no_picture_of_another(cast: Cast) -> None:
    client = Client()
    client.force_login(cast.people["manager"])
    page = client.get(f"/reports/exposure/?{ASKED}&figure=committed_usd&known=yes").content.decode()
    assert headings(page)[:3] == ["Investment", "Committed", "Company"]
    assert 'class="panel filters">' in page, "the filter is folded: what is asked stands above it"
    assert "At risk: most at" not in page
    assert "At risk: most at" in client.get(f"/reports/exposure/?{ASKED}").content.decode()
