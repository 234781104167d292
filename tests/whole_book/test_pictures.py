"""Every picture of the public record says of which day it is: in its title, and in a line with its source."""

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone

from portfolio.charts.page_tree import Element, tree_of
from portfolio.charts.picture_file import HEADINGS, pictures_of, words_of
from portfolio.reports import REPORTS
from portfolio.services import capacity
from projects.models import Company, Project
from record.models import Recording
from tests.cast import make_people
from tests.desk import sign_in

from .opened import PAGES, made_once, opened

OF_A_DAY_OR_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
AS_OF = re.compile(r"As of \d{4}-\d\d-\d\d, recording \d+\.")
MORE = ("/production/?mineral=magnet", "/production/?mineral=li", "/production/?mineral=sb", "/map/?size=dollars")


def undated(page: str) -> Iterator[str]:
    """The pictures of a page whose title has no day or year, or that have no as-of line; one without a title."""
    for name, picture in pictures_of(tree_of(page)).items():
        title = next((said(one) for one in picture.every() if one.tag in HEADINGS), "")
        if not OF_A_DAY_OR_YEAR.search(title):
            yield f"{name}, in its title: {title}"
        if not AS_OF.search(said(picture)):
            yield f"{name}, as of: {title}"


def said(one: Element) -> str:
    return " ".join(words_of(one).split())


@pytest.mark.slow
def test_each_picture_of_the_public_record_says_its_day(editions: list[Recording], db: None) -> None:
    capacity.run(Recording.objects.as_of(timezone.localdate(), timezone.now()), draws=200)
    client = sign_in(make_people()["manager"])
    things = [f"/projects/{slug}/" for slug in Project.objects.order_by("slug").values_list("slug", flat=True)[::4]]
    things += [f"/companies/{slug}/" for slug in Company.objects.order_by("slug").values_list("slug", flat=True)[::9]]
    addresses = [*PAGES, *MORE, *things, "/companies/mp/", *(f"/reports/{name}/" for name in REPORTS)]
    with made_once():
        pages = {address: opened(client, address).body.decode() for address in addresses}
    assert sum(len(pictures_of(tree_of(page))) for page in pages.values()) > 60
    assert {address: wrong for address, page in pages.items() if (wrong := list(undated(page)))} == {}


def test_a_title_without_a_day_is_found() -> None:
    line = '<p class="downloads"><span>As of 2026-10-08, recording 3.</span></p>'
    assert list(undated(f'<div data-picture="a"><h2>On 2026-10-08 one is late</h2>{line}</div>')) == []
    assert list(undated(f'<div data-picture="a"><h2>One is late</h2>{line}</div>')) == ["a, in its title: One is late"]
    assert list(undated('<div data-picture="a"><h2>One is late in 2026</h2></div>')) == [
        "a, as of: One is late in 2026"
    ]
