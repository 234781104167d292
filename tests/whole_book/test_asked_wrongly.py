"""What a page of rows can't be asked is refused in words: an order, a page number, a parameter that nobody reads."""

import pytest
from django.test import Client

from tests.cast import TODAY, Cast, now
from tests.desk import sign_in, words
from tests.soak import in_turn

from .asked import EVERY, LISTS
from .opened import PAGES

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

NO_PAGES = {
    "-1": '"-1" is no page. Pages are numbered from 1.',
    "0": '"0" is no page. Pages are numbered from 1.',
    "abc": '"abc" is no page. Pages are numbered from 1.',
    "1.5": '"1.5" is no page. Pages are numbered from 1.',
    str(10**9): "There is no page 1,000,000,000.",
    "9" * 60: "There is no page 9,",
}


@pytest.fixture
def client(whole_book: Cast) -> Client:
    return sign_in(whole_book.people["manager"])


@pytest.mark.parametrize(("turn", "page"), enumerate(EVERY))
def test_a_page_of_rows_refuses_an_order_and_a_page_that_it_has_not(client: Client, turn: int, page: str) -> None:
    wrong = [("sort", "zzz", "No column is called zzz."), ("column", "zzz", "No column is called zzz.")]
    pages = [("page", text, said) for text, said in NO_PAGES.items()]
    for name, value, said in [*in_turn(wrong, turn), *in_turn(pages, turn)]:
        response = client.get(page, {name: value, "as_of": str(TODAY)})
        assert (response.status_code, said in words(response)) == (400, True), (name, value)


@pytest.mark.parametrize("page", EVERY)
def test_a_page_of_rows_is_sorted_by_its_last_column_or_says_that_it_is_not(client: Client, page: str) -> None:
    last = EVERY[page].columns[-1].name
    response = client.get(page, {"sort": f"-{last}", "page": "1", "as_of": str(TODAY)})
    said = f", sorted by -{last}" if response.status_code == 200 else "stay in their own order. Leave out sort."
    assert said in words(response)


@pytest.mark.parametrize("page", [*EVERY, *(page for page in PAGES if page not in LISTS)])
def test_a_page_refuses_what_it_does_not_read_and_what_is_said_twice(client: Client, page: str) -> None:
    unknown = client.get(page, {"zzz": "1"})
    assert unknown.status_code == 400
    assert "knows no zzz. It may be asked for as_of, known_at, serial" in words(unknown)
    twice = client.get(f"{page}?as_of={TODAY}&as_of=2026-01-01")
    assert twice.status_code == 400
    assert "as_of is given more than once." in words(twice)


@pytest.mark.parametrize("ending", [".csv", ".json", ".xlsx", ".parquet", ".datapackage.json"])
def test_a_file_has_all_rows_and_refuses_to_be_asked_for_a_page_of_them(client: Client, ending: str) -> None:
    for asked in ({"page": "2"}, {"sort": "agency"}, {"column": "agency"}):
        assert client.get(f"/reports/exposure{ending}", asked).status_code == 400


def test_a_page_of_many_rows_says_how_many_pages_there_are(client: Client) -> None:
    rows = len(EVERY["/reports/audit-trail/"].report(at=now()).lines)
    pages = -(-rows // 200)
    said = words(client.get("/reports/audit-trail/", {"page": pages + 1, "as_of": str(TODAY)}))
    assert f"There is no page {pages + 1}. {rows:,} rows stand on {pages} pages of 200." in said


def test_the_columns_that_are_chosen_stay_from_page_to_page(client: Client) -> None:
    asked = f"as_of={TODAY}&column=row&column=fact&page=1"
    body = client.get(f"/reports/audit-trail/?{asked}").content.decode()
    assert f"?{asked.removesuffix('1')}2".replace("&", "&amp;") in body


def test_two_choices_of_columns_are_two_answers(client: Client) -> None:
    one = client.get(f"/reports/exposure/?as_of={TODAY}&column=agency&column=exposure_usd").content
    other = client.get(f"/reports/exposure/?as_of={TODAY}&column=committed_usd&column=exposure_usd").content
    assert one != other
    assert b'name="column" value="committed_usd"' in other
