"""Every page asks for a login, refuses what is no question, and asks no more as the record grows."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client

from portfolio.calculations.kinds import Instrument, Status
from portfolio.models import Investment, InvestmentStatus, Terms
from portfolio.reports import REPORTS
from portfolio.services import investments
from projects.models import Company
from record.models import Recording
from record.services import entities
from tests.cast import ROLES, Cast, day, writing

from .conftest import Opened

pytestmark = pytest.mark.long

PAGES = (
    "/",
    "/deals/",
    "/companies/",
    "/projects/",
    "/programs/",
    "/partners/",
    "/map/",
    "/production/",
    "/production/chains/",
    "/production/what-if/",
    "/reports/",
    *(f"/reports/{name}/" for name in REPORTS),
    "/deals/palisade-equity/",
    "/investments/palisade-preferred/",
    "/investments/saltwash-doe-loan/",
    "/investments/palisade-doe-grant/",
    "/companies/palisade/",
    "/projects/saltwash-clay/",
    "/programs/doe-atvm/",
    "/sources/cast1/",
)
Open = Callable[..., Opened]


def test_a_citation_lists_its_sources_and_what_rests_on_them(open_page: Open, cast: Cast) -> None:
    opened = open_page(f"/citations/{cast.citation.pk}/")
    assert "Three awards for two mines" in opened.text
    assert "What rests on it" in opened.text


@pytest.mark.parametrize("page", PAGES)
def test_a_page_asks_for_a_login_first(client: Client, db: None, page: str) -> None:
    response = client.get(page)
    assert response.status_code == 302
    assert response["Location"] == f"/login/?next={page}"


@pytest.mark.parametrize("page", ["/investments/none/", "/deals/none/", "/companies/none/", "/sources/none/"])
def test_what_was_never_on_record_is_not_found(open_page: Open, page: str) -> None:
    opened = open_page(page)
    assert opened.status == 404
    assert "was on record at any time" in opened.text


@pytest.mark.parametrize(
    "asked",
    [
        "as_of=tomorrow",
        "known_at=noon",
        "serial=99999",
        "serial=99999999999999999999999",
        "as_of=2026-02-30",
        "serial=-1",
    ],
)
def test_a_time_that_cannot_be_read_gets_a_sentence_and_no_figure(open_page: Open, asked: str) -> None:
    for page in ("/", "/investments/saltwash-doe-loan/", "/reports/exposure/", "/deals/"):
        opened = open_page(f"{page}?{asked}")
        assert opened.status == 400, page
        assert "35,000,000" not in opened.text


def test_links_keep_the_two_times(open_page: Open) -> None:
    opened = open_page("/deals/saltwash-loan/?as_of=2025-12-31&serial=2")
    assert "/investments/saltwash-doe-loan/?as_of=2025-12-31&amp;serial=2" in opened.text
    assert "/companies/saltwash/?as_of=2025-12-31&amp;serial=2" in opened.text


def test_a_page_about_the_past_says_so(open_page: Open) -> None:
    assert "This page shows the record <strong>as of 2025-12-31</strong>" in open_page("/?as_of=2025-12-31").text
    assert "This page shows the record" not in open_page("/").text


def test_before_the_first_recording_a_page_says_where_the_record_begins(open_page: Open) -> None:
    first = Recording.objects.order_by("serial").first()
    before = (first.moment - timedelta(days=2)).date()
    for page in ("/", "/deals/", "/reports/exposure/"):
        text = open_page(f"{page}?known_at={before}").text
        assert "Nothing was on record then." in text
        assert "The record begins at" in text
        assert f"{page}?serial={first.serial}" in text
        assert open_page(f"{page}?serial={first.serial}").status == 200
    briefing = open_page(f"/?known_at={before}&mineral=li&year=2030").text
    assert "<h1>Briefing</h1>" in briefing
    assert 'class="tile"' not in briefing


def test_a_name_asked_before_the_first_recording_is_told_when_the_record_begins(open_page: Open) -> None:
    first = Recording.objects.order_by("serial").first()
    before = (first.moment - timedelta(days=2)).date()
    refused = open_page(f"/production/?mineral=magnet&known_at={before}").text
    assert "The record begins at" in refused
    assert f'href="/production/?mineral=magnet&amp;serial={first.serial}"' in refused
    assert "The record begins at" not in open_page("/production/?mineral=nothing").text


def test_only_who_enters_the_record_sees_the_way_to_it(open_page: Open) -> None:
    for role in ROLES:
        assert ('href="/admin/"' in open_page("/", role).text) is (role != "manager"), role


def test_the_past_is_shown_with_the_figures_of_then(open_page: Open) -> None:
    assert "35,000,000" in open_page("/investments/saltwash-doe-loan/").text
    then = open_page("/investments/saltwash-doe-loan/?as_of=2025-12-31").text
    assert "20,000,000" in then
    assert "35,000,000" not in then


def test_an_older_moment_shows_the_older_name(open_page: Open, cast: Cast) -> None:
    before = Recording.objects.last_serial()
    with writing(cast.people["officer"], why="it was renamed") as recording:
        company = Company.objects.get(slug="palisade")
        entities.relabel(company, {"name": "Rimrock Magnetics"}, recording=recording, effective_on=day("2026-01-01"))
    page = "/companies/palisade/"
    assert "<h1>Rimrock Magnetics" in open_page(page).text
    assert "<h1>Palisade Magnetics" in open_page(f"{page}?serial={before}").text
    assert "<h1>Palisade Magnetics" in open_page(f"{page}?as_of=2025-12-31").text
    assert "Palisade Magnetics" in open_page(f"/reports/exposure/?serial={before}").text


def test_unknown_is_said_with_its_reason_and_is_not_zero(open_page: Open, cast: Cast) -> None:
    award(cast, "bare-grant")
    text = open_page("/investments/bare-grant/").text
    assert '<span class="unknown">unknown</span></span><span class="figure__meaning">Why: no source states it.' in text
    table = open_page("/reports/exposure/?investment=bare-grant").text
    assert 'unknown<span class="usa-sr-only">: no source states it</span>' in table
    assert ">0<" not in table


def award(cast: Cast, slug: str, amount: Decimal | None = None) -> None:
    """One more grant, of which only the public record is known."""
    with writing() as recording:
        program = cast.programs["DOE-MESC"]
        investment = investments.create(
            Investment(
                slug=slug,
                deal=cast.deals["palisade-grant"],
                agency=program.agency,
                program=program,
                instrument=Instrument.GRANT,
                recipient=cast.companies["palisade"],
                ledger_is_complete=False,
            ),
            recording=recording,
        )
        common = {"investment": investment, "citation": cast.citation, "effective_on": day("2025-08-01")}
        investments.record(InvestmentStatus(status=Status.COMMITTED, **common), recording=recording)
        investments.record(Terms(announced_amount=amount, confidence="low", **common), recording=recording)


def test_a_page_asks_no_more_as_the_record_grows(open_page: Open, cast: Cast) -> None:
    open_page("/")
    award(cast, "first", Decimal(1000))
    few = {page: len(open_page(page).questions) for page in PAGES}
    for number in range(12):
        award(cast, f"more-{number}", Decimal(1000))
    assert {page: len(open_page(page).questions) for page in PAGES} == few
