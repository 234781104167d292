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


def test_another_kind_and_a_long_text_are_refused(cast: Cast) -> None:
    desk = sign_in(cast.people["officer"])
    assert desk.get("/admin/echo/", {"kind": "colour", "text": "red"}).status_code == 400
    assert desk.get("/admin/echo/", {"kind": "date", "text": "2" * 201}).status_code == 400


def test_a_manager_is_led_away(cast: Cast) -> None:
    assert sign_in(cast.people["manager"]).get("/admin/echo/", {"kind": "date", "text": "2026"}).status_code == 302
