"""A name that nobody has is refused with links to the same question of the nearest names, by every filter of a name."""

import html
import re

import pytest

from projects.models import Mineral
from record.services import entities
from tests.cast import writing

pytestmark = pytest.mark.long
ASKED = "as_of=2026-06-30"


@pytest.fixture
def lithium(cast):
    with writing() as recording:
        entities.create(Mineral(slug="li", name="Lithium"), recording=recording)


def meant(page: str) -> list[tuple[str, str]]:
    """Address and words of each name that a refusal offers."""
    (said,) = re.findall(r"Did you mean (.*?)\?</p>", page)
    return [(html.unescape(one), words) for one, words in re.findall(r'<a href="([^"]*)">([^<]*)</a>', said)]


@pytest.mark.parametrize(
    ("address", "name", "text", "found"),
    [
        ("/production/", "mineral", "lithum", "Lithium"),
        ("/", "mineral", "lithum", "Lithium"),
        ("/map/", "mineral", "lithum", "Lithium"),
        ("/reports/production-gains/", "mineral", "lithum", "Lithium"),
        ("/reports/exposure/", "company", "saltwosh", "Saltwash Lithium"),
        ("/reports/exposure/", "agency", "departmnt of war", "Department of War"),
        ("/reports/exposure/", "investment", "palisade-warant", ""),
        ("/reports/exposure/", "status", "closd", ""),
        ("/reports/milestones/", "officer", "oficer", "officer"),
        ("/changes/", "company", "saltwosh", "Saltwash Lithium"),
        ("/deals/", "company", "saltwosh", "Saltwash Lithium"),
    ],
)
def test_a_mistyped_name_is_answered_with_links_to_the_nearest(lithium, open_page, address, name, text, found):
    page = open_page(f"{address}?{ASKED}&{name}={text}")
    assert page.status == 400
    offered = meant(page.text)
    assert 1 <= len(offered) <= 20
    assert not found or any(found in words for _, words in offered)
    for link, _ in offered:
        assert link.startswith(f"{address}?{ASKED}&{name}=")
        assert open_page(link).status == 200


def test_what_is_typed_is_never_read_as_markup(cast, open_page):
    page = open_page(f"/reports/exposure/?{ASKED}&company=saltwosh%3Cb%3E%25")
    assert page.status == 400
    assert "saltwosh&lt;b&gt;%" in page.text


def test_the_api_and_files_name_the_nearest_in_their_sentence(cast, open_page):
    said = open_page(f"/reports/exposure.json?{ASKED}&company=saltwosh")
    assert said.status == 400
    assert "Did you mean saltwash (Saltwash Lithium)" in said.text
