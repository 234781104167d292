"""Two sources give a figure differently: an officer adds the second claim, chooses one, and an auditor sees both."""

import pytest
from django.test import Client
from django.urls import reverse

from record.models import Claim, ClaimChoice, Source
from tests.cast import Cast, now
from tests.desk import add_page, page, sign_in, words
from tests.portfolio.reports.answers import ask, rows_of


@pytest.fixture
def officer_at_desk(cast: Cast) -> Client:
    return sign_in(cast.people["officer"])


@pytest.fixture
def cited(cast: Cast) -> dict[str, str]:
    return {"sources": str(Source.objects.get(slug="cast1").pk), "why": "two sources differ"}


def add_claim(desk, entity, value, cited, note=""):
    address = f"{reverse('admin:record_claim_add')}?table={entity._meta.db_table}&entity_id={entity.pk}"
    stated = {"figure": "nameplate_tpa", "value": value, "unit": "t/yr", "note": note}
    response = desk.post(address, stated | cited)
    assert response.status_code == 302, words(response)
    assert response.url == page(entity)
    return Claim.objects.latest("pk")


def test_both_claims_are_reported_and_the_chosen_one_is_named_with_its_reason(officer_at_desk, cast, cited):
    site = cast.projects["saltwash-clay"]
    release = add_claim(officer_at_desk, site, "10000", cited, "the press release")
    filing = add_claim(officer_at_desk, site, "7000", cited, "the filing")
    assert [row["use"] for row in rows_of(ask("conflicts", now()))] == ["open", "open"]

    response = officer_at_desk.post(add_page(ClaimChoice, claim=filing), {"note": "A filing is sworn."} | cited)
    assert (response.status_code, response.url) == (302, page(site))
    rows = rows_of(ask("conflicts", now()))
    assert [(row["claimed_value"], row["use"], row["use_reason"], row["chosen_by"]) for row in rows] == [
        ("7000", "used", "A filing is sworn.", "officer"),
        ("10000", "not used", "the press release", "officer"),
    ]
    assert {(row["project"], row["in_words"], row["sources"]) for row in rows} == {
        ("saltwash-clay", "7,000 t/yr", "cast1"),
        ("saltwash-clay", "10,000 t/yr", "cast1"),
    }
    shown = words(officer_at_desk.get(page(site)))
    assert "Rival claims" in shown
    assert "7000 t/yr used A filing is sworn." in shown
    assert f"?claim={release.pk}" in officer_at_desk.get(page(release)).content.decode()
    for asked, count in (({"project": "saltwash-clay"}, 2), ({"project": "palisade-10x"}, 0), ({"company": "x"}, 0)):
        assert len(ask("conflicts", now(), **asked).rows) == count


def test_a_choice_says_why(officer_at_desk, cast, cited):
    claim = add_claim(officer_at_desk, cast.projects["saltwash-clay"], "10000", cited)
    response = officer_at_desk.post(add_page(ClaimChoice, claim=claim), {"note": " "} | cited)
    assert "This is needed. Fill it in." in words(response)
    assert not ClaimChoice.objects.exists()


def test_a_claim_about_another_program_is_refused(cast, cited):
    """Officer2 writes for other programs than that of this loan."""
    loan = cast.investments["saltwash-doe-loan"]
    cast.people["officer2"].assignments.all().delete()
    address = f"{reverse('admin:record_claim_add')}?table=portfolio_investment&entity_id={loan.pk}"
    stated = {"figure": "tenor_years", "value": "24", "unit": "years"} | cited
    assert "not assigned" in words(sign_in(cast.people["officer2"]).post(address, stated))
    assert not Claim.objects.exists()


@pytest.mark.parametrize("named", ["", "?table=projects_project&entity_id=0", "?table=auth_user&entity_id=1"])
def test_a_claim_about_nothing_on_record_has_no_form(officer_at_desk, named):
    assert officer_at_desk.get(reverse("admin:record_claim_add") + named).status_code == 403


def test_a_retracted_claim_is_no_rival_and_is_not_chosen(officer_at_desk, cast, cited):
    site = cast.projects["saltwash-clay"]
    release, filing = (add_claim(officer_at_desk, site, value, cited) for value in ("10000", "7000"))
    officer_at_desk.post(add_page(ClaimChoice, claim=filing), {"note": "A filing is sworn."} | cited)
    response = officer_at_desk.post(page(filing, "retract"), {"reason": "The filing was amended."})
    assert response.status_code == 302
    assert [(row["claimed_value"], row["use"]) for row in rows_of(ask("conflicts", now()))] == [("10000", "open")]
    assert release.pk
