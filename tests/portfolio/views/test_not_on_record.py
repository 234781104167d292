"""An address that names nothing: a name that is or was borne leads on, a near one is a page with links."""

import re

import pytest
from django.test import Client

from record.services import entities
from tests.cast import Cast, make_people, writing

LINK = re.compile(r'<li><a href="([^"]*)">([^<]*)</a></li>')


@pytest.fixture
def client(record, db):
    reader = Client()
    reader.force_login(Cast(people=make_people()).people["manager"])
    return reader


def near(client, address):
    """The links of the page "not on record": address → name."""
    answer = client.get(address)
    assert answer.status_code == 404, address
    return dict(LINK.findall(answer.content.decode().partition("<main")[2].partition("</main>")[0]))


@pytest.mark.parametrize(
    ("address", "leads_to"),
    [
        ("/companies/mp-materials-corp/", "/companies/mp/"),
        ("/companies/MP-Materials-Corp/?as_of=2026-10-08", "/companies/mp/?as_of=2026-10-08"),
        ("/projects/thacker-pass-phase-1/", "/projects/thacker-pass/"),
        ("/deals/mp-materials-and-dod-public-private-partnership/", "/deals/mp-dow-2025/"),
        ("/sheets/company/mp-materials-corp/", "/sheets/company/mp/"),
        ("/sheets/country/australia/", "/sheets/country/au/"),
    ],
)
def test_a_name_that_one_thing_bears_leads_to_it_at_the_same_times(client, address, leads_to):
    answer = client.get(address)
    if answer.status_code != 200:
        assert (answer.status_code, answer["Location"]) == (302, leads_to)


@pytest.mark.parametrize(
    ("address", "first", "name"),
    [
        ("/companies/mp-materials/", "/companies/mp/", "MP Materials Corp."),
        ("/companies/mp-materails/", "/companies/mp/", "MP Materials Corp."),
        ("/projects/thacker/", "/projects/thacker-pass/", "Thacker Pass Phase 1"),
        ("/programs/strategic-capital/", "/programs/dow-osc/", "Office of Strategic Capital (OSC)"),
        ("/sheets/state/nevadda/", "/sheets/state/NV/", "Nevada"),
    ],
)
def test_a_near_name_is_a_page_with_links_by_name_the_nearest_first(client, address, first, name):
    found = near(client, address)
    assert next(iter(found.items())) == (first, name)
    assert len(found) <= 5


def test_links_to_what_is_near_keep_the_times(client):
    found = near(client, "/companies/mp-materials/?as_of=2026-06-30")
    assert "/companies/mp/?as_of=2026-06-30" in found


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/sources/form-8k-mp-materials/", "MP Materials"),
        ("/investments/lithium-nevada/", "Lithium Nevada"),
        ("/sheets/agency/department-of-energi/", "Department of Energy"),
        ("/sheets/country/austrlia/", "Australia"),
        ("/deals/mp-materials-dod/", "MP Materials"),
    ],
)
def test_sources_awards_agencies_and_countries_are_compared_by_their_names_too(client, address, name):
    assert any(name in one for one in near(client, address).values())


def test_what_is_near_nothing_leads_to_the_search(client):
    answer = client.get("/companies/zzzzzz/")
    assert answer.status_code == 404
    assert "/search/?q=zzzzzz" in answer.content.decode()


def test_a_name_that_was_borne_before_leads_to_what_bore_it(cast):
    with writing() as recording:
        entities.relabel(cast.companies["palisade"], {"name": "Cliffside Metals"}, recording=recording)
    reader = Client()
    reader.force_login(cast.people["manager"])
    for name in ("palisade-magnetics", "cliffside-metals"):
        assert reader.get(f"/companies/{name}/")["Location"] == "/companies/palisade/"
    assert near(reader, "/companies/clifside-metal/") == {"/companies/palisade/": "Cliffside Metals"}
