"""The sheet of a state or a country says what is only a letter there, and what its plants make."""

import json
import re

import pytest

from tests.cast import make_people
from tests.desk import sign_in

pytestmark = pytest.mark.slow


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize(
    ("address", "where", "abroad"),
    [("/sheets/state/nevada/", "Nevada", ""), ("/sheets/country/au/", "Australia", ", never domestic gain")],
)
def test_it_says_what_the_plants_there_make(october, db, address, where, abroad):
    page = words(sign_in(make_people()["manager"]).get(address, {"as_of": "2026-10-08"}).content.decode())
    assert re.search(rf"In 2030 plants in {where} that signed awards reach make, with estimates{abroad}: .+?\.", page)
    assert page.count("since Edition of June 2026") <= 6 + 2, "six tiles, two lists"


def test_letters_are_a_tile_that_leads_to_their_rows_and_in_no_other_figure(october, db):
    manager = sign_in(make_people()["manager"])
    page = manager.get("/sheets/country/au/", {"as_of": "2026-10-08"}).content.decode()
    (tile,) = [
        one for one in re.findall(r'<li class="tile">(.*?)</li>', page, re.DOTALL) if "Letters of interest" in one
    ]
    assert "not binding" in words(tile)
    link = re.search(r'href="/reports/investments/\?([^"]*)"', tile)[1].replace("&amp;", "&")
    assert "status=loi" in link
    assert "country=AU" in link
    answer = manager.get(f"/reports/investments.json?{link}")
    rows = json.loads(b"".join(answer.streaming_content))["rows"]
    assert rows
    assert {row["status"] for row in rows} == {"loi"}
