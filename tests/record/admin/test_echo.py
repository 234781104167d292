"""Below a field stands what was typed, as it will be kept, before anything is saved."""

import pytest

from tests.cast import Cast
from tests.desk import sign_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("date", "3/4/2026", "March 4 2026"),
        ("date", "mid-2026", "mid-2026: kept as the year 2026, the words as a note"),
        ("money", "$620M", "$620,000,000"),
        ("money", "1.2 billion", "$1,200,000,000"),
        ("money", "620 million", "$620,000,000"),
        ("money", "-5", "-$5"),
        ("percent", "4.5", "4.5%"),
        ("percent", "0.15%", "0.15%"),
        ("number", "13320013", "13,320,013"),
        ("number", "", ""),
    ],
)
def test_the_value_is_said_in_words(cast: Cast, kind: str, text: str, said: str) -> None:
    answer = sign_in(cast.people["officer"]).get("/admin/echo/", {"kind": kind, "text": text})
    assert answer.json() == {"said": said, "refused": ""}


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [
        ("percent", "0.15", '"0.15" may be 0.15% or 15%. Write it with its sign.'),
        ("money", "12,5", "can be read in two ways"),
        ("date", "soon", '"soon" is no date.'),
    ],
)
def test_what_cannot_be_kept_is_told(cast: Cast, kind: str, text: str, told: str) -> None:
    answer = sign_in(cast.people["officer"]).get("/admin/echo/", {"kind": kind, "text": text}).json()
    assert answer["said"] == ""
    assert told in answer["refused"]


@pytest.mark.parametrize(
    ("text", "country", "said", "refused"),
    [
        ("North Carolina", "", "North Carolina (NC)", ""),
        ("nc", "US", "North Carolina (NC)", ""),
        ("nc", "", "North Carolina (NC)", ""),
        ("Western Australia", "AU", "Western Australia, as written", ""),
        ("Georgia", "GE", "Georgia, as written", ""),
        ("WA", "AU", "", 'Write the name of the region in full: "WA" is read as Washington.'),
        ("Alberta", "", "Alberta, as written", ""),
        ("Texs", "US", "", '"Texs" is no state of the United States. Did you mean Texas?'),
        ("Texs", "", "", '"Texs" is near Texas. Write that, or the country whose region it is.'),
    ],
)
def test_a_state_is_said_as_its_country_has_it(cast: Cast, text: str, country: str, said: str, refused: str) -> None:
    asked = {"kind": "state", "text": text, "beside": country}
    answer = sign_in(cast.people["officer"]).get("/admin/echo/", asked)
    assert answer.json() == {"said": said, "refused": refused}


@pytest.mark.parametrize(
    ("address", "name", "beside"),
    [
        ("/admin/record-a-deal/", "a1-new_project_state", "new_project_country"),
        ("/admin/projects/project/add/", "state", "country"),
        ("/admin/projects/company/add/", "hq_state", "country"),
    ],
)
def test_each_field_of_a_state_is_echoed_beside_its_country(cast: Cast, address: str, name: str, beside: str) -> None:
    html = sign_in(cast.people["officer"]).get(address).content.decode()
    field = html.partition(f'name="{name}"')[2].partition(">")[0]
    assert 'data-echo="state"' in field
    assert f'data-echo-beside="{beside}"' in field


def test_another_kind_and_a_long_text_are_refused(cast: Cast) -> None:
    desk = sign_in(cast.people["officer"])
    assert desk.get("/admin/echo/", {"kind": "colour", "text": "red"}).status_code == 400
    assert desk.get("/admin/echo/", {"kind": "date", "text": "2" * 201}).status_code == 400


def test_a_manager_is_led_away(cast: Cast) -> None:
    assert sign_in(cast.people["manager"]).get("/admin/echo/", {"kind": "date", "text": "2026"}).status_code == 302
