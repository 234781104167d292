"""What an officer records of the country: who is of concern, and newer import shares."""

from decimal import Decimal

import pytest

from projects.models import Country, CountryStanding, ImportShare
from record.models import Source
from tests.cast import Cast
from tests.desk import page, sign_in, words

STANDINGS = "/admin/projects/countrystanding/"
SHARES = "/admin/projects/importshare/"


@pytest.fixture
def desk(cast: Cast, reference: None):
    return sign_in(cast.people["officer"])


def sourced(**values):
    return {"sources": str(Source.objects.get(slug="cast1").pk), "why": "a new law", **values}


def test_an_officer_names_another_country_of_concern_with_its_statute_on_its_page(desk):
    cuba = Country.objects.get(slug="cu")
    assert "New standing" in words(desk.get(page(cuba)))
    address = f"{STANDINGS}add/?country={cuba.pk}"
    refused = desk.post(address, sourced(standing="of_concern", statute="", effective_on="2026-05-01"))
    assert "A country is of concern by a statute. Name it." in refused.content.decode()
    desk.post(address, sourced(standing="of_concern", statute="15 CFR 791.4", effective_on="2026-05-01"))
    standing = CountryStanding.objects.get(country=cuba)
    assert (standing.standing, standing.statute, str(standing.effective_on)) == (
        "of_concern", "15 CFR 791.4", "2026-05-01",
    )  # fmt: skip
    assert standing.citation.text == "cast1"


def test_an_officer_records_a_newer_import_share(desk):
    china = Country.objects.get(slug="cn")
    values = {"mineral": "sb", "form": "Oxide", "period": "2022-2025", "country": china.pk, "share": "70%"}
    desk.post(f"{SHARES}add/", sourced(qualifier="", edition="MCS 2027", confidence="high", note="", **values))
    assert ImportShare.objects.get(period="2022-2025").share == Decimal("0.70")


def test_a_manager_and_an_auditor_write_none_of_it(cast: Cast, desk):
    for who in ("manager", "auditor"):
        assert sign_in(cast.people[who]).get(f"{SHARES}add/").status_code in (302, 403)
