"""The report of price floors over the public record: what was settled, what quarters would pay, and what is unknown."""

import re
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import timezone

from portfolio.calculations.kinds import Status
from portfolio.charts.floor_years import floor_years
from portfolio.charts.floors import floors
from portfolio.charts.of_reports import picture_of
from portfolio.models import Investment, InvestmentProject, InvestmentStatus, Terms
from portfolio.positions.filters import Filters
from portfolio.services import capacity, investments
from projects.models import Project
from record.models import Recording
from tests.cast import day, writing
from tests.portfolio.reports.answers import ask, rows_of, total

pytestmark = pytest.mark.long

DAY = date(2026, 10, 8)
LABEL = "mp-dow-ppa: remaining term"


@pytest.fixture(scope="module")
def run(editions, django_db_blocker):
    """All editions, projected once for the module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield capacity.run(Recording.objects.as_of(DAY, timezone.now()), draws=200)
        transaction.set_rollback(True)


@pytest.fixture
def at(run, db):
    return Recording.objects.as_of(DAY, timezone.now())


def by_quarter(at, **asked):
    rows = rows_of(ask("price-floors", at, investment="mp-dow-ppa", **asked))
    return {row["quarter"]: row for row in rows}


def test_a_quarter_of_recorded_output_pays_its_volume_times_what_the_price_lacks(at):
    rows = by_quarter(at, prices="60")
    assert len(rows) == 41
    first = rows["2026-Q1"]
    assert (first["volume_kg_facts"], first["volume_basis"]) == ("917000.000000", "recorded output")
    for measure in ("mean", "p10", "p50", "p90"):
        assert first[f"liability_{measure}_usd_facts"] == "45850000.00"  # 917,000 kg × 50 USD
    assert first["accrued_usd"] == "42273000.00"
    assert (first["support_paid_usd"], first["price_by"]) == ("", "given, flat")
    # A quarter of the 2,599 t of 2025: 649,750 kg × 50 USD.
    before = rows["2025-Q4"]
    assert before["volume_basis"] == "recorded output of 2025, in equal months"
    assert before["liability_p50_usd_estimated"] == "32487500.00"


def test_its_picture_adds_up_the_expected_figures_of_the_quarters_of_a_year(at):
    """Of 2025 one quarter: 649,750 kg at 50 USD. In 2026 42,273,000 and 17,627,000 accrued."""
    asked = ask("price-floors", at, investment="mp-dow-ppa", prices="60")
    chart = floor_years(asked.lines)
    bars = {bar.name: bar for bar in chart.bars}
    assert list(bars) == [str(year) for year in range(2025, 2036)]
    assert bars["2025"].text == "accrued $51M, would pay about $32.5M"
    assert bars["2026"].text.startswith("accrued $59.9M, ")
    assert max(bar.second for bar in chart.bars) == 100
    # The quarter of 2025 is of recorded output; all of 2026 is not recorded yet.
    assert [name for name, bar in bars.items() if not bar.is_hatched] == ["2025"]
    assert floor_years([]) is None
    picture = picture_of(asked)
    drawn = render_to_string(picture.template, {"chart": picture.chart, "at": at}, RequestFactory().get("/"))
    assert 'href="/production/price-floors/?investment=mp-dow-ppa"' in drawn


def test_the_report_draws_what_each_signed_floor_would_pay_against_the_price(at):
    asked = ask("price-floors", at)
    (chart,) = picture_of(asked).chart.against_price
    assert chart.slug == "mp-dow-ppa"
    assert re.fullmatch(
        r"Liability of 2026-Q4 to 2035-Q4 against price: nothing is owed from 110 USD a kilogram on, "
        r"about \$[\d.]+[MB] at 5\d(\.\d)?",
        chart.title,
    ), chart.title
    assert chart.summary.startswith("2026-Q4 to 2035-Q4 would pay about ")
    points = chart.table.lines
    # The floor stands among the prices, and from it on nothing is owed; at a price of 0 a kilogram would pay 110.
    assert [(one.price, one.owed.p90) for one in points if one.price >= 110] == [(110, 0), (121, 0), (132, 0)]
    half = next(one for one in points if one.price == 55)
    assert abs(half.owed.mean * 2 - points[0].owed.mean) < 1
    picture = picture_of(asked)
    drawn = render_to_string(picture.template, {"chart": picture.chart, "at": at}, RequestFactory().get("/"))
    assert 'aria-label="Liability of price floor of MP Materials Corp. against price"' in drawn
    assert "Not drawn" not in drawn


def test_of_many_floors_the_largest_four_are_drawn_and_the_others_named(at):
    (line, *_) = (one for one in ask("price-floors", at).lines if one.floor.award.slug == "mp-dow-ppa")
    copies = []
    for number in range(6):
        award = replace(line.floor.award, investment=Investment(slug=f"floor-{number}"))
        floor = replace(line.floor, award=award)
        copies.append(replace(line, floor=floor, of=replace(line.of, floor=floor)))
    chart = floors(copies, Filters())
    assert [one.slug for one in chart.against_price] == ["floor-0", "floor-1", "floor-2", "floor-3"]
    assert chart.further == ["floor-4", "floor-5"]


def test_quarters_without_a_record_are_drawn_with_estimates_and_by_facts_say_why_not(at):
    row = by_quarter(at, prices="60")["2030-Q1"]
    assert row["volume_basis"] == "draws of the projection"
    assert Decimal(row["liability_p10_usd_estimated"]) <= Decimal(row["liability_p90_usd_estimated"])
    assert Decimal(row["liability_mean_usd_estimated"]) > 0
    assert row["liability_mean_usd_facts"] == ""
    assert (row["accrued_usd"], row["is_ended"]) == ("", "false")


def test_without_a_price_given_that_of_the_record_is_kept_flat(at):
    row = by_quarter(at)["2026-Q1"]
    assert (row["reference_usd_per_kg"], row["liability_mean_usd_facts"]) == ("69.00000000", "37597000.00")
    assert row["price_by"] == "NdPr oxide 99%, average of 2025, MCS 2026, kept flat"


def test_each_product_has_its_own_price(at):
    rows = by_quarter(at, prices="dy:250; ndpr:60")
    assert {row["reference_usd_per_kg"] for row in rows.values()} == {"60.00000000"}
    assert by_quarter(at, prices="dy:250")["2026-Q1"]["reference_usd_per_kg"] == "69.00000000"


def test_two_contracts_of_two_products_are_each_paid_at_their_own_price(at):
    first = Investment.objects.get(slug="mp-dow-ppa")
    with writing(why="a floor for lithium") as recording:
        award = investments.create(
            Investment(slug="li-floor", deal=first.deal, agency=first.agency, instrument=first.instrument,
                       recipient=first.recipient, ledger_is_complete=True),
            recording=recording,
        )  # fmt: skip
        dated = {"investment": award, "effective_on": day("2026-01")}
        investments.record(InvestmentStatus(status=Status.COMMITTED, **dated), recording=recording)
        terms = Terms(product="Lithium carbonate", floor_price=Decimal(15), floor_unit="USD/kg",
                      floor_starts_on=day("2026-01-01"), floor_ends_on=day("2035-12-31"), **dated)  # fmt: skip
        investments.record(terms, recording=recording)
        site = Project.objects.get(slug="thacker-pass")
        investments.record(InvestmentProject(project=site, basis="stated", **dated), recording=recording)
    later = Recording.objects.as_of(DAY, timezone.now())
    asked = ask("price-floors", later, prices="ndpr:60; li:9.5")
    rows = {(row["investment"], row["quarter"]): row for row in rows_of(asked)}
    lithium, ndpr = rows["li-floor", "2032-Q1"], rows["mp-dow-ppa", "2032-Q1"]
    assert (lithium["mineral"], lithium["reference_usd_per_kg"]) == ("li", "9.50000000")
    assert (ndpr["mineral"], ndpr["reference_usd_per_kg"]) == ("ndpr", "60.00000000")
    for row, lacking in ((lithium, Decimal("5.5")), (ndpr, Decimal(50))):
        mean, volume = Decimal(row["liability_mean_usd_estimated"]), Decimal(row["volume_kg_estimated"])
        assert volume > 0
        assert abs(mean - lacking * volume) < 1
    # Of an officer's own book, what has no entry is nought, not unknown.
    assert rows["li-floor", "2026-Q1"]["accrued_usd"] == "0.00"
    whole = total(asked, "All contracts: remaining term")["liability_mean_usd_estimated"]
    parts = [
        total(asked, f"{slug}: remaining term")["liability_mean_usd_estimated"] for slug in ("li-floor", "mp-dow-ppa")
    ]
    assert abs(whole - sum(parts)) <= Decimal("0.01")


def test_the_remaining_term_is_the_sum_within_each_draw_discounted_and_not(at):
    asked = ask("price-floors", at, investment="mp-dow-ppa", prices="60", discount_rate=Decimal("0.04"))
    ahead = [row for row in rows_of(asked) if row["is_ended"] == "false"]
    assert len(ahead) == 37  # 2026-Q4 to 2035-Q4
    whole = total(asked, LABEL)
    means = sum(Decimal(row["liability_mean_usd_estimated"]) for row in ahead)
    assert abs(whole["liability_mean_usd_estimated"] - means) < 1  # means add up, to the cent of each
    less = total(asked, f"{LABEL}, discounted at 4% a year")
    assert less["liability_mean_usd_estimated"] < whole["liability_mean_usd_estimated"]
    assert total(asked, "mp-dow-ppa: on the ledger")["accrued_usd"] == 110_900_000


def test_the_percentile_of_the_term_is_not_the_sum_of_those_of_its_quarters(at):
    asked = ask("price-floors", at, investment="mp-dow-ppa", prices="100", volatility=Decimal("0.4"))
    ahead = [row for row in rows_of(asked) if row["is_ended"] == "false"]
    p90s = sum(Decimal(row["liability_p90_usd_estimated"]) for row in ahead)
    assert total(asked, LABEL)["liability_p90_usd_estimated"] < p90s - 1_000_000


def test_upside_is_nought_until_its_condition_is_met(at):
    def upside(**asked):
        rows = by_quarter(at, prices="160", **asked)
        return [rows[one]["upside_usd_facts"] for one in ("2025-Q4", "2026-Q1")]

    assert upside() == ["0.00", "0.00"]
    assert upside(upside_from="2026-Q1") == ["0.00", "13755000.00"]  # 30% × 50 USD × 917,000 kg


def test_a_volatility_widens_the_range_and_the_same_question_has_the_same_answer(at):
    def row(**asked):
        return by_quarter(at, prices="100", **asked)["2027-Q4"]

    flat, drawn = row(), row(volatility=Decimal("0.4"))
    assert drawn == row(volatility=Decimal("0.4"))
    assert drawn["price_by"] == "given, flat, lognormal, 0.4 a year"
    assert Decimal(drawn["liability_p90_usd_estimated"]) > Decimal(flat["liability_p90_usd_estimated"])
    # What has ended is not drawn.
    ended = by_quarter(at, prices="100", volatility=Decimal("0.4"))["2026-Q1"]
    assert ended["liability_p10_usd_facts"] == ended["liability_p90_usd_facts"] == "9170000.00"


def test_a_letter_is_one_line_that_says_what_is_missing_and_in_no_total(at):
    asked = ask("price-floors", at)
    (row,) = [row for row in rows_of(asked) if row["investment"] == "lynas-dow-floor"]
    assert row["quarter"] == ""
    assert row["why_unknown"] == "no start of its term is on record; no end of its term is on record"
    assert not [one.label for one in asked.totals if one.label.startswith("lynas")]
    assert "In no total, since nothing is signed: lynas-dow-floor." in asked.notes
