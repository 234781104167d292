"""The reports of what will be produced, over the public record projected as of its own day."""

from decimal import Decimal

import pytest
from django.utils import timezone

from projects.models import Project, ProjectFunding
from record.models import Recording
from record.services import facts
from tests.cast import writing
from tests.portfolio.reports.answers import ask, rows_of
from tests.portfolio.reports.conftest import DAY

pytestmark = pytest.mark.long


def test_plants_abroad_stand_outside_the_domestic_lines(at):
    abroad = {row["project"]: row["standing"] for row in rows_of(ask("capacity", at)) if row["standing"] != "domestic"}
    assert abroad == {"alcoa-wagerup-gallium": "partner", "pela-ema": "other", "tanbreez": "other"}
    notes = " ".join(ask("production-gains", at).notes)
    described = notes.partition("stand abroad: ")[2].partition(".")[0].split(", ")
    assert {"alcoa-wagerup-gallium", "balama", "pela-ema", "tanbreez"} <= set(described)
    assert "thacker-pass" not in described
    abroad = [row for row in rows_of(ask("production-gains", at)) if row["standing"] != "domestic"]
    assert {(row["mineral"], row["standing"]) for row in abroad} == {("ga", "partner"), ("reo", "other")}


def test_what_is_conditional_or_a_letter_is_listed_and_not_counted(at):
    gains = rows_of(ask("production-gains", at))
    assert {row["counts"] for row in gains if row["reach"] != "counted"} == {"false"}
    reached = {row["project"]: row["reach"] for row in rows_of(ask("capacity", at))}
    assert reached["graphite-one-ohio"] == "letters only"
    notes = " ".join(ask("production-gains", at).notes)
    assert "Not counted, letters only: " in notes
    assert "graphite-one-ohio" in notes.partition("letters only: ")[2].partition(".")[0]
    assert "graphite-creek" in notes.partition("letters only: ")[2].partition(".")[0]  # a letter, and no capacity
    assert "Not counted, conditional only: " in notes


def test_an_unknown_gain_says_of_which_phase_and_why(at):
    rows = rows_of(ask("production-gains", at, mineral="magnet"))
    line = next(row for row in rows if (row["year"], row["reach"]) == ("2030", "counted"))
    assert (line["phases_known"], line["phases"], line["why_unknown"]) == (
        "3",
        "4",
        "mp-independence-ndfeb-magnets: start is unknown",
    )


def test_reconstruction_and_judgement_are_said_wherever_curves_and_odds_are_shown(at):
    for name in ("capacity", "production-gains", "supply-chain", "dependence"):
        notes = " ".join(ask(name, at).notes)
        assert "reconstruction" in notes
        assert "judgement, bounded by measured findings" in notes


def test_a_line_is_the_sum_of_its_phases_where_sums_are_sums(at):
    phases = [row for row in rows_of(ask("capacity", at, mineral="magnet")) if row["year"] == "2030"]
    for line in rows_of(ask("production-gains", at, mineral="magnet")):
        if line["year"] != "2030":
            continue
        own = [row for row in phases if (row["reach"], row["standing"]) == (line["reach"], line["standing"])]
        for measure in ("promised", "forecast"):
            assert sum(Decimal(row[measure] or 0) for row in own) == Decimal(line[measure])
        mean = sum(Decimal(row["mean_facts"] or 0) for row in own)
        assert abs(mean - Decimal(line["mean_facts"])) <= Decimal("0.00001")


def test_a_by_product_above_what_its_host_stream_gives_is_flagged_and_not_capped(at):
    # 1,000,000 t of alumina x 0.00001755 = 17.55 t of gallium, and 50 t is claimed.
    (row,) = [row for row in rows_of(ask("capacity", at, mineral="ga")) if row["project"] == "atalco-gramercy"
              and row["year"] == "2030"]  # fmt: skip
    assert (row["host_limit"], row["nameplate_added"]) == ("17550.000000", "50000.000000")
    assert row["host_flag_facts"].startswith("50,000.000000 a year is claimed, and the host stream gives 17,550")
    assert row["host_flag_estimated"] == row["host_flag_facts"]  # nothing of its size is estimated


def test_a_gain_is_attributed_by_the_federal_share_of_the_total_that_an_officer_records(at):
    # 2,900 of loan, 59.4 and 22.4 of grants: 2,981.8 of 10,000 million.
    def mines():
        now = Recording.objects.as_of(DAY, timezone.now())
        return [row for row in rows_of(ask("production-gains", now, mineral="sb")) if row["stage"] == "antimony-mine"]

    assert {row["attributed_mean"] for row in mines()} == {""}
    funding = ProjectFunding(project=Project.objects.get(slug="stibnite"), total=Decimal("10000000000"))
    with writing() as recording:
        facts.record(funding, recording=recording)
    assert any(Decimal(row["mean_facts"]) for row in mines())
    for row in mines():
        assert Decimal(row["attributed_mean"]) == (Decimal(row["mean_facts"]) * Decimal("0.29818")).quantize(
            Decimal("1e-6")
        )


@pytest.mark.parametrize("name", ["capacity", "production-gains", "production-output"])
def test_a_year_leaves_its_rows_alone_and_says_how_many_others_there_are(at, name):
    every = rows_of(ask(name, at, mineral="magnet"))
    of_year = [row for row in every if row["year"] == "2030"]
    report = ask(name, at, mineral="magnet", year=2030)
    assert rows_of(report) == of_year
    assert 0 < len(of_year) < len(every)
    all_rows = len(rows_of(ask(name, at)))
    assert f"The filters leave out {all_rows - len(of_year):,} of {all_rows:,} rows." in report.notes
