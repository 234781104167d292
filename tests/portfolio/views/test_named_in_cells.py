"""No cell of a report's page, or of a fold, is an identifier, or a path of identifiers, without a name beside it."""

import re
from html import unescape

import pytest
from django.test import Client

from portfolio.models import Agency, Deal, Investment, Program
from portfolio.positions.names import names_borne
from portfolio.reports import REPORTS
from projects.models import Company
from tests.cast import Cast, make_people

from .october import DAY, asked

pytestmark = pytest.mark.long
CELL = re.compile(r"<t[dh][^>]*(?:role=\"cell\"|scope=\"row\")[^>]*>(.*?)</t[dh]>", re.DOTALL)
PATH = re.compile(r"[\w.-]+(?:/[\w.-]+)*")
PAGES = (
    "/companies/", "/deals/", "/projects/", "/calendar/", "/programs/", "/companies/mp/", "/companies/atalco/",
    "/investments/lac-doe-loan/", "/deals/mp-dow-2025/", "/programs/dow-osc/", "/projects/thacker-pass/",
)  # fmt: skip


@pytest.fixture(scope="module")
def identifiers(october, django_db_blocker):
    """What a company, deal, award, program or agency is called in files alone: no name, and no code that is one."""
    with django_db_blocker.unblock():
        at = asked()
        found = {one.slug for model in (Company, Deal, Investment, Program, Agency) for one in model.objects.all()}
        found |= {one.code for one in Program.objects.all()} | {one.code for one in Agency.objects.all()}
        names = {
            name.casefold()
            for kind in ("company", "deal", "mineral", "stage")
            for name in names_borne(kind, at).values()
        }
        return found - names - {"state", "mixed"}  # words of other kinds as well: an owner, a method


def bare(cell, identifiers):
    """The parts of a cell that are an identifier, or a path with one, and nothing else; none where a name stands."""
    text = " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split())
    parts = [one.strip() for one in text.split(";")]
    return [one for one in parts if PATH.fullmatch(one) and set(one.split("/")) & identifiers]


@pytest.mark.parametrize("address", [*(f"/reports/{name}/" for name in REPORTS), *PAGES])
def test_no_cell_is_an_identifier_alone(october, identifiers, db, address):
    reader = Client()
    reader.force_login(Cast(people=make_people()).people["auditor"])
    page = reader.get(address, {"as_of": DAY}).content.decode()
    found = [one for cell in CELL.findall(page) for one in bare(cell, identifiers)]
    assert found == []
