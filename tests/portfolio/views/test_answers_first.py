"""The pages of a company and an award answer first, in sentences; what the answer rests on is folded below."""

import re

import pytest
from django.test import Client

from tests.cast import Cast
from tests.desk import sign_in

pytestmark = pytest.mark.long

ASKED = {"as_of": "2026-06-30"}


@pytest.fixture
def reader(cast: Cast) -> Client:
    return sign_in(cast.people["manager"])


def read(reader: Client, address: str) -> str:
    return " ".join(reader.get(address, ASKED).content.decode().split())


@pytest.mark.parametrize("address", ["/companies/palisade/", "/investments/palisade-preferred/"])
def test_who_owns_how_much_is_said_before_any_table(reader: Client, address: str):
    page = read(reader, address).partition("<main")[2]

    said = (
        "Department of War holds no common shares of Palisade Magnetics; it would hold 15% if its preferred shares are "
        "converted"
    )
    assert said in page
    assert page.index(said) < page.index("<table")
    assert page.index(said) < page.index("<details")


def test_of_a_company_how_many_awards_it_receives_and_how_many_are_signed(reader: Client):
    assert "It receives 3 awards, 3 of them committed or later." in read(reader, "/companies/palisade/")


@pytest.mark.parametrize("address", ["/companies/palisade/", "/companies/saltwash/", "/investments/palisade-warrant/"])
def test_what_it_rests_on_is_folded_and_nothing_of_it_is_lost(reader: Client, address: str):
    page = read(reader, address)
    below = page.partition('<h2 id="rests-on">')[2].partition("</section>")[0]
    folded = re.findall(r"<details[^>]*><summary>([^<]+)", below)
    said = re.findall(r'<p class="table-note">([^:<]+):', below)
    titles = {one.strip() for one in [*folded, *said]}
    parts = {
        "companies": {"Share counts", "Closing prices", "Corporate actions", "Owned by", "Owns",
                      "Owned by agencies through other firms", "Securities issued to the government",
                      "What sources give differently"},
        "investments": {"Versions of the terms", "Status history", "What sources give differently"},
    }  # fmt: skip
    assert parts[address.split("/")[1]] <= titles
