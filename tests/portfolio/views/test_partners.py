"""The page of partners as each role opens it, the way to it from every page, and what it says before any fact."""

import re

import pytest
from django.test import Client

from projects.models import Country, PartnerAgreement, Project
from record.services import entities, facts
from tests.cast import day, writing

pytestmark = pytest.mark.long

ASKED = "as_of=2026-06-30"


@pytest.fixture
def brazil(cast):
    """A site in Brazil, which attended; Japan signed."""
    with writing() as recording:
        for code, name, status, on in (
            ("br", "Brazil", "attended", "2026-02-04"),
            ("jp", "Japan", "signed", "2025-10"),
        ):
            country = entities.create(Country(slug=code, name=name), recording=recording)
            kind = "ministerial_participant" if status == "attended" else "bilateral_framework"
            one = PartnerAgreement(country=country, kind=kind, status=status, effective_on=day(on))
            facts.record(one, recording=recording)
        site = Project(slug="clay", name="Clay of Goias", country="BR", operator=cast.companies["saltwash"])
        entities.create(site, recording=recording)
    return cast


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("who", ["officer", "manager", "auditor", "administrator"])
def test_every_role_opens_it_and_reads_the_same_sentence(brazil, open_page, who):
    page = open_page(f"/partners/?{ASKED}", who)
    assert page.status == 200
    assert re.search(r'<p class="lead">(.*?)</p>', page.text)
    lead = words(re.search(r'<p class="lead">(.*?)</p>', page.text)[1])
    assert lead == (
        "1 country attended on 2026-02-04. "
        "As of 2026-06-30 1 country has signed with the United States; 1 only attended."
    )


def test_who_has_not_signed_in_is_led_to_the_sign_in(brazil):
    assert Client().get("/partners/").status_code == 302


def test_the_navigation_of_every_page_is_in_its_order(brazil, open_page):
    expected = ["Briefing", "Production", "Deals", "Companies", "Projects", "Programs", "Partners", "Reports"]
    for address in ("/", "/partners/", "/projects/", "/reports/", "/desk/"):
        nav = re.search(r'<nav class="site-nav".*?</nav>', open_page(address).text)[0]
        assert re.findall(r">([A-Z][a-z]+)</a>", nav) == expected, address


def test_sources_stand_under_reports(brazil, open_page):
    assert re.search(r'href="/reports/sources/[^"]*">Sources</a>', open_page("/reports/").text)
    assert 'aria-current="page">Reports' in open_page("/sources/cast1/").text


def test_a_country_has_its_place_and_names_elsewhere_lead_to_it(brazil, open_page):
    page = open_page(f"/partners/?{ASKED}").text
    assert 'id="br"' in page
    assert re.search(r'<a href="/projects/clay/[^"]*">Clay of Goias</a>', page)
    projects = open_page(f"/projects/?{ASKED}").text
    assert f'<a href="/partners/?{ASKED}#br"><span title="BR">Brazil</span></a>' in projects
    assert "/partners/?as_of=2026-06-30#us" not in projects


def test_the_briefing_has_one_line_that_leads_to_it(brazil, open_page):
    said = words(open_page(f"/?{ASKED}").text)
    assert "Abroad: 1 country attended, 1 signed. Partners" in said


def test_a_year_is_chosen_and_one_that_no_run_reaches_is_refused(brazil, open_page):
    page = open_page(f"/partners/?{ASKED}&year=2035")
    assert "<strong>2035</strong>" in page.text
    assert open_page(f"/partners/?{ASKED}&year=1999").status == 400


def test_before_the_first_recording_and_before_any_agreement_it_has_no_figure(brazil, open_page):
    before = open_page("/partners/?known_at=2000-01-01")
    assert before.status == 200
    assert "The record begins at" in before.text
    assert "No country had attended" not in words(before.text), "it is not known then"
    early = words(open_page("/partners/?as_of=2025-09-30").text)
    assert "No country had attended or signed anything on this record by 2025-09-30." in early


def test_a_signature_that_is_recorded_stands_on_the_page_that_was_read_before(brazil, open_page):
    assert "1 only attended" in words(open_page(f"/partners/?{ASKED}").text)
    with writing() as recording:
        signed = PartnerAgreement(
            country=Country.objects.get(slug="br"), kind="bilateral_framework", status="signed",
            effective_on=day("2026-06-01"),
        )  # fmt: skip
        facts.record(signed, recording=recording)
    page = words(open_page(f"/partners/?{ASKED}").text)
    assert "2 countries have signed with the United States." in page
    assert "1 only attended" not in page
