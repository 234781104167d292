"""The edition of October 2026: owners, countries, sites, prices and milestones."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pandas
import pytest
from django.utils import timezone

from portfolio.models import InvestmentStatus, Transaction
from portfolio.positions.investments import investments_at
from portfolio.positions.rivals import rivals
from portfolio.public_record.editions import FOLDER
from projects.models import (
    CapacityEstimate,
    CountryStanding,
    MilestoneForecast,
    Ownership,
    PartnerAgreement,
    ProductionRecord,
    Project,
    ProjectFunding,
)
from record.models import Claim, ClaimChoice, Recording
from record.services import facts

DAY = "2026-10-08"
GOLDEN = Path(__file__).parents[2] / "golden" / "files"


@pytest.fixture
def on(editions, db):
    """AsOf of a day, as known now or by the edition of June."""

    def _on(day=DAY, *, known_in_june=False):
        serial = editions[0].serial if known_in_june else None
        return Recording.objects.as_of(date.fromisoformat(day), timezone.now(), serial)

    return _on


def awards(at):
    return {line.slug: line for line in investments_at(at)}


def days(query):
    return [str(row.effective_on) for row in query]


def test_owners_change_on_their_day_and_never_sum_above_the_whole(on):
    def shares(project, day):
        found = Ownership.objects.at(on(day)).filter(owned_project__slug=project, basis__in=("stated", "derived"))
        return {row.owner_company.slug: row.economic_share for row in found if not ended(row, day)}

    def ended(row, day):
        return row.ends_on is not None and row.ends_on.end < date.fromisoformat(day)

    assert shares("tanbreez", "2026-07-07") == {
        "critical-metals": Decimal("0.42"), "european-lithium": Decimal("0.075"), "rimbal": Decimal("0.505"),
    }  # fmt: skip
    assert shares("tanbreez", "2026-07-08") == {
        "critical-metals": Decimal("0.925"), "european-lithium": Decimal("0.075"),
    }  # fmt: skip
    whole = Ownership.objects.at(on()).filter(owned_company__slug="serra-verde", basis="stated")
    assert {row.owner_company.slug: row.economic_share for row in whole if not ended(row, DAY)} == {"usar": Decimal(1)}


def test_fifty_four_countries_attended_and_attending_is_not_signing(on):
    attended = PartnerAgreement.objects.at(on()).filter(kind="ministerial_participant")
    named = set(attended.values_list("country__slug", flat=True))
    signed = set(
        PartnerAgreement.objects.at(on())
        .filter(kind__in=("bilateral_framework", "action_plan"), status="signed", effective_on="2026-02-04")
        .values_list("country__slug", flat=True)
    )
    assert (len(named - {"eu"}), "eu" in named) == (54, True)
    assert signed <= named
    india = CountryStanding.objects.filter(country__slug="in")
    assert india.at(on("2026-04-30")).last().standing == "other"
    assert india.at(on()).last().standing == "partner"
    assert not CountryStanding.objects.at(on()).filter(country__slug="mn", standing="partner").exists()
    assert days(PartnerAgreement.objects.at(on()).filter(country__slug="au", kind="bilateral_framework")) == [
        "2025-10-20"
    ]


def test_recorded_output_is_by_period(on):
    rows = ProductionRecord.objects.at(on()).filter(phase__slug="mountain-pass-ndpr-oxide")
    assert [(str(row.effective_on), row.output) for row in rows] == [("2024", 1294), ("2025", 2599), ("2026-Q1", 917)]


def test_facts_of_phases_hold_from_the_day_they_were_said(on):
    def estimate(phase, day):
        return CapacityEstimate.objects.filter(phase__slug=phase).at(on(day)).last()

    lithium = "rhyolite-ridge-lithium"
    assert [estimate(lithium, day).nameplate_added for day in ("2025-10-27", "2025-10-28")] == [22_000, 27_800]
    assert [str(estimate(lithium, day).planned_start_on) for day in ("2026-07-29", "2026-07-30")] == ["2028", "None"]
    assert estimate(lithium, "2025-01-01").factor_to_unit_of_account == Decimal("0.8804")
    assert [estimate("vidalia-active-anode-material", day).kind for day in ("2024-02-08", "2024-02-09")] == [
        "total", "increment",
    ]  # fmt: skip
    gallium = "alcoa-wagerup-gallium-gallium"
    assert [estimate(gallium, day).phase_stage for day in ("2026-08-23", "2026-08-24")] == ["fs", "construction"]
    site = Project.objects.get(slug="alcoa-wagerup-gallium").pk
    assert [Project.objects.at(on(day))[site].stage for day in ("2026-08-23", "2026-08-24")] == ["fs", "construction"]


def test_a_target_without_a_date_is_withdrawn(on):
    said = MilestoneForecast.objects.filter(milestone__slug="rhyolite-ridge-first-production").at(on()).last()
    assert (said.kind, said.forecast_on, str(said.effective_on)) == ("forecast", None, "2026-07-30")


def test_only_initial_capital_or_a_package_is_a_projects_total(on):
    totals = ProjectFunding.totals_at(on())
    named = {fact.project.slug: fact.total for fact in totals.values()}
    assert named["niron-sartell"] == Decimal(605_000_000)
    assert not {"thacker-pass", "elk-creek", "mp-10x", "sila-moses-lake"} & set(named)


def test_rival_amounts_of_awards_found_missing_are_claims(on):
    for slug, used, other in (("fortune-dpa-grant", "6400000", "6500000"), ("lomiko-dpa-grant", "8300000", "8400000")):
        award = awards(on())[slug].investment
        claims = Claim.objects.filter(table="portfolio_investment", entity_id=award.pk)
        assert {claim.value for claim in claims} == {used, other}
        assert ClaimChoice.objects.get(claim__in=claims).claim.value == used
        assert rivals(on(), of=award)


def test_a_price_quoted_on_a_weekend_is_the_close_before(on):
    october = pandas.read_csv(FOLDER / "2026_10" / "security_prices.csv", parse_dates=["effective_on"])
    assert october.effective_on.dt.day_of_week.max() <= 4


def test_every_ledger_is_as_far_as_its_status(on):
    at = on()
    on_ledger = set(Transaction.objects.at(at).values_list("investment__slug", flat=True))
    lines = awards(at)
    moved = {slug for slug in on_ledger if lines[slug].balance.kinds}
    assert all(lines[slug].status.is_committed_money for slug in moved)
    assert InvestmentStatus.objects.at(at).latest_by("investment_id").keys() >= {
        line.investment.pk for line in lines.values()
    }


def test_an_actual_without_a_day_happened_by_the_day_of_its_statement(on):
    said = MilestoneForecast.objects.get(milestone__slug="mp-independence-commercial-magnet-production", kind="actual")
    assert (said.forecast_on, str(said.effective_on)) == (None, "2026-02-26")
    assert facts.EXPLAINED in said.note
