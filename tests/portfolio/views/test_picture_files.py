"""Any picture of a page is a file: cut out of the very page, for whoever may read it."""

from xml.etree import ElementTree

import pytest

from portfolio.charts.page_tree import tree_of
from portfolio.charts.picture_file import picture_file, pictures_of
from tests.cast import Cast, make_people

from .october import DAY

SVG = "{http://www.w3.org/2000/svg}"
PAGE = """<div data-picture="bars"><h2>Two &amp; one</h2><p class="unit">t a year<br>of Sb</p>
<ul class="legend"><li><svg width="28" height="12"><rect width="28" height="12"/></svg> solid: facts</li></ul>
<ul><li>Stibnite: 7
<svg width="100%" height="14"><clipPath id="a"><rect width="9%" height="14"/></clipPath></svg></li></ul>
<details><summary>Rows</summary><table><tr><td>7</td></tr></table></details>
<p class="downloads"><span>As of 2026-10-08.</span><a data-page-only href="/">CSV</a></p></div><p>Not in it.</p>"""


@pytest.fixture
def cast(october, db):
    return Cast(people=make_people())


def drawn(html, name="bars"):
    return ElementTree.fromstring(picture_file(pictures_of(tree_of(html))[name], lambda asset: f"<!-- {asset} -->"))


def test_title_words_key_and_drawing_stand_in_the_file_below_each_other():
    root = drawn(PAGE)
    told = [(float(one.get("y")), one.text) for one in root.iter(f"{SVG}text")]
    assert [text for _, text in told] == ["Two & one", "t a yearof Sb", "solid: facts", "Stibnite: 7",
                                          "As of 2026-10-08."]  # fmt: skip
    assert [y for y, _ in told] == sorted(y for y, _ in told)
    assert root.find(f"{SVG}title").text == "Two & one"
    assert float(root.get("height")) > told[-1][0]


def test_what_belongs_to_the_page_alone_is_left_out():
    text = picture_file(pictures_of(tree_of(PAGE))["bars"], str)
    assert "Rows" not in text
    assert "CSV" not in text
    assert "Not in it" not in text


def test_capitals_of_a_drawing_are_kept():
    assert drawn(PAGE).find(f".//{SVG}clipPath") is not None


def test_a_drawing_that_is_kept_as_a_file_stands_in_it():
    html = '<div data-picture="map"><svg viewBox="0 0 100 50"><image data-asset="a.svg" href="/a"/></svg></div>'
    text = picture_file(pictures_of(tree_of(html))["map"], lambda asset: f"<!-- {asset} -->")
    assert "<!-- a.svg -->" in text
    assert 'width="772" height="386"' in text  # half as high as wide


@pytest.mark.long
def test_the_pictures_of_a_report_and_of_the_map_are_files(cast, open_page):
    for page, name in (("/reports/exposure/", "picture"), ("/map/", "sites"), ("/", "who-gives"), ("/", "will-make")):
        opened = open_page(f"{page}?as_of={DAY}&picture={name}")
        assert opened.response["Content-Type"] == "image/svg+xml"
        assert f"As of {DAY}, recording" in " ".join(ElementTree.fromstring(opened.text).itertext())
        assert f"{name}_{DAY}_r" in opened.response["Content-Disposition"]


@pytest.mark.long
def test_a_picture_that_the_page_has_not_is_told_with_those_that_it_has(cast, open_page):
    refused = open_page(f"/reports/exposure/?as_of={DAY}&picture=nothing")
    assert refused.status == 404
    assert "It has: picture." in refused.text
    assert open_page(f"/reports/exposure.csv?as_of={DAY}&picture=picture").status == 404
