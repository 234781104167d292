"""Lists: what they find, what they filter by, and how many questions they ask."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portfolio.calculations.kinds import Kind
from portfolio.models import Investment
from portfolio.services import investments
from projects.models import Milestone, Mineral, ProjectMineral
from record.admin import paginator
from record.models import Source
from record.services import entities
from tests.cast import Cast, entry, record_entries, writing
from tests.desk import page, sign_in, words

pytestmark = pytest.mark.long

INVESTMENTS = "/admin/portfolio/investment/"


@pytest.fixture
def officer_at_desk(cast: Cast) -> Client:
    return sign_in(cast.people["officer"])


def listed(response) -> set[str]:
    return {row.slug for row in response.context["cl"].result_list}


def test_search_finds_tickers_names_and_award_numbers(officer_at_desk, cast):
    with writing() as recording:
        entities.relabel(cast.investments["palisade-doe-grant"], {"fain": "DEMS0000123"}, recording=recording)
    assert listed(officer_at_desk.get(INVESTMENTS, {"q": "DEMS0000123"})) == {"palisade-doe-grant"}
    assert listed(officer_at_desk.get(INVESTMENTS, {"q": "SWL"})) == {"saltwash-doe-loan"}
    assert listed(officer_at_desk.get(INVESTMENTS, {"q": "Saltwash Lithium"})) == {"saltwash-doe-loan"}
    companies = officer_at_desk.get("/admin/projects/company/", {"q": "PLM"})
    assert [row.slug for row in companies.context["cl"].result_list] == ["palisade"]


def test_filters_narrow_by_agency_instrument_status_mineral_state_and_confidence(officer_at_desk, cast):
    with writing() as recording:
        lithium = entities.create(Mineral(slug="lithium", name="Lithium"), recording=recording)
        ProjectMineral.objects.create(project=cast.projects["saltwash-clay"], mineral=lithium, recording=recording)
    everything = {"palisade-preferred", "palisade-warrant", "saltwash-doe-loan", "palisade-doe-grant"}
    for query, found in (
        ({"agency__id__exact": cast.agencies["DOE"].pk}, {"saltwash-doe-loan", "palisade-doe-grant"}),
        ({"instrument": "grant"}, {"palisade-doe-grant"}),
        ({"status": "closed"}, everything),
        ({"status": "announced"}, set()),
        ({"mineral": "lithium"}, {"saltwash-doe-loan"}),
        ({"state": "TX"}, everything - {"saltwash-doe-loan"}),
        ({"confidence": "high"}, everything),
        ({"confidence": "low"}, set()),
    ):
        assert listed(officer_at_desk.get(INVESTMENTS, query)) == found, query


def test_an_entry_is_found_by_its_reference(officer_at_desk):
    response = officer_at_desk.get("/admin/portfolio/transaction/", {"q": "T000003"})
    assert [row.number for row in response.context["cl"].result_list] == [3]
    response = officer_at_desk.get("/admin/portfolio/transaction/", {"q": "palisade-doe"})
    assert {row.investment.slug for row in response.context["cl"].result_list} == {"palisade-doe-grant"}


def questions(client: Client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
    assert response.status_code == 200
    return len(captured)


def many_investments(cast: Cast, count: int) -> None:
    model = cast.investments["palisade-doe-grant"]
    with writing() as recording:
        for number in range(count):
            investments.create(
                Investment(
                    slug=f"grant-{number}", deal=model.deal, agency=model.agency, program=model.program,
                    instrument="grant", recipient=model.recipient,
                ),
                recording=recording,
            )  # fmt: skip


def test_lists_ask_as_many_questions_at_1000_rows_as_at_10(officer_at_desk, cast, monkeypatch):
    many_investments(cast, 10)
    grant = cast.investments["palisade-doe-grant"]
    addresses = [INVESTMENTS, "/admin/portfolio/transaction/", page(grant.deal), page(grant.program)]
    before = [questions(officer_at_desk, address) for address in addresses]
    with writing() as recording:
        model = grant
        rows = [
            Investment(
                slug=f"more-{number}", deal=model.deal, agency=model.agency, program=model.program, instrument="grant",
                recipient=model.recipient, created_in=recording, recording=recording,
            )
            for number in range(990)
        ]  # fmt: skip
        Investment.objects.bulk_create(rows, batch_size=200)
    small = [entry(grant, Kind.DISBURSEMENT, "2026-03-01", "0.01", citation=cast.citation) for _ in range(990)]
    record_entries(small)
    assert [questions(officer_at_desk, address) for address in addresses] == before


def test_a_long_list_counts_to_its_bound_and_says_so(officer_at_desk, monkeypatch):
    monkeypatch.setattr(paginator, "MOST_COUNTED", 3)
    assert "more than 3 transactions" in words(officer_at_desk.get("/admin/portfolio/transaction/"))


def test_the_list_of_entries_walks_its_primary_key(officer_at_desk):
    """A million rows open fast only when no sort and no whole count is asked for."""
    with CaptureQueriesContext(connection) as captured:
        officer_at_desk.get("/admin/portfolio/transaction/")
    asked = [row["sql"] for row in captured if "portfolio_transaction" in row["sql"]]
    counts = [sql for sql in asked if "COUNT" in sql]
    assert counts
    assert all("LIMIT 10001" in sql for sql in counts)
    shown = next(sql for sql in asked if "ORDER BY" in sql)
    assert shown.split("ORDER BY")[1].split("LIMIT")[0].strip() == '"portfolio_transaction"."number" DESC'


def test_autocomplete_offers_by_ticker_and_source_title(officer_at_desk):
    answer = officer_at_desk.get(
        "/admin/autocomplete/",
        {"term": "plm", "app_label": "portfolio", "model_name": "investment", "field_name": "recipient"},
    ).json()
    assert [row["text"] for row in answer["results"]] == ["Palisade Magnetics (PLM)"]
    answer = officer_at_desk.get(
        "/admin/autocomplete/",
        {"term": "three awards", "app_label": "record", "model_name": "citation", "field_name": "sources"},
    ).json()
    assert [row["id"] for row in answer["results"]] == [str(Source.objects.get(slug="cast1").pk)]


def test_milestones_that_are_called_the_same_are_told_apart_by_their_project(officer_at_desk, cast):
    with writing() as recording:
        for slug in ("saltwash-clay", "palisade-magnets"):
            milestone = Milestone(slug=f"{slug}-decision", project=cast.projects[slug], name="Decision", kind="other")
            entities.create(milestone, recording=recording)
    asked = {"app_label": "portfolio", "model_name": "tranchecondition", "field_name": "milestone", "term": "decision"}
    answer = officer_at_desk.get("/admin/autocomplete/", asked).json()
    named = {f"Decision, {cast.projects[slug]}" for slug in ("saltwash-clay", "palisade-magnets")}
    assert {row["text"] for row in answer["results"]} == named


def test_the_start_page_leads_with_the_new_deal_and_groups_the_lists_in_words(officer_at_desk):
    text = words(officer_at_desk.get("/admin/"))
    first = text.index("Record a new deal", text.index("Record and look up"))
    groups = ["Recorded last", "Deals and investments", "Companies and projects", "Agencies and programs", "History"]
    places = [text.index(name) for name in groups]
    assert first < places[0]
    assert places == sorted(places)
