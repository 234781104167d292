"""The reports of what will be produced, over the public record projected as of its own day."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from portfolio.services import capacity
from projects.models import Chain, Project, ProjectFunding
from record.models import Recording
from record.services import facts
from tests.cast import now, writing
from tests.portfolio.reports.answers import ask, rows_of

DAY = date(2026, 6, 18)
NAMES = (
    "capacity", "production-gains", "supply-chain", "cost-per-tonne", "capacity-drivers", "capacity-runs",
    "capacity-changes", "reliance",
)  # fmt: skip
THACKER = "thacker-pass-lithium-carbonate"
QUIET = {"say": lambda *stated: None}


@pytest.fixture(scope="module")
def projected(public_record, django_db_blocker):
    """The public record, projected once for a module and rolled back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield capacity.run(Recording.objects.as_of(DAY, timezone.now()), draws=1_000)
        transaction.set_rollback(True)


@pytest.fixture
def at(projected, db):
    return Recording.objects.as_of(DAY, timezone.now())


@pytest.mark.parametrize("name", NAMES)
def test_without_a_run_a_report_says_so_and_shows_no_figure(cast, name):
    report = ask(name, now())
    assert rows_of(report) == []
    assert report.notes


def test_thacker_pass_has_no_share_of_consumption_because_usgs_withholds_it(at):
    added = {row["nameplate_added"] for row in rows_of(ask("capacity", at, project="thacker-pass"))}
    assert added == {"40000.000000"}
    rows = [row for row in rows_of(ask("reliance", at, mineral="li")) if row["year"] == "2030"]
    assert [(row["gain_as"], row["share_of_consumption"], row["why_unknown"]) for row in rows] == [
        ("p50", "", "withheld by USGS"),
        ("forecast", "", "withheld by USGS"),
    ]
    assert {row["edition"] for row in rows} == {"MCS 2026"}


def test_the_binding_stage_of_magnets_is_named_for_each_year_to_2035(at):
    rows = rows_of(ask("supply-chain", at, mineral="magnet"))
    binding = {row["year"]: row["stage"] for row in rows if row["binds"] == "true" and row["gain_as"] == "p50"}
    assert set(binding) >= {str(year) for year in range(2026, 2036)}
    of_2035 = {row["stage"]: row for row in rows if (row["year"], row["gain_as"]) == ("2035", "p50")}
    narrowest = of_2035[binding["2035"]]
    assert Decimal(narrowest["supports"]) == min(
        Decimal(row["supports"]) for row in of_2035.values() if row["supports"]
    )
    assert of_2035["rare-earths-magnet-chain-metal-alloy"]["supports"] == ""
    assert narrowest["unknown_stages"] == "metal-alloy"


def test_the_magnets_of_today_take_the_oxide_that_the_yield_says(at):
    # 1,000 t of magnets at Independence; 1,300 t and 1,000 t of NdPr oxide at Mountain Pass and White Mesa.
    rows = {row["stage"]: row for row in rows_of(ask("supply-chain", at, mineral="magnet"))
            if (row["year"], row["gain_as"]) == ("2026", "p50")}  # fmt: skip
    oxide = rows["rare-earths-magnet-chain-separation"]
    assert (oxide["stage_output"], oxide["needed"]) == ("2300.000000", "0.47710000")
    assert oxide["supports"] == "4820.792287"


def chain_of(at, chain, year, basis="p50"):
    rows = rows_of(ask("supply-chain", at))
    return {row["stage"].removeprefix(f"{chain}-"): row for row in rows
            if (row["chain"], row["year"], row["gain_as"]) == (chain, year, basis)}  # fmt: skip


def test_every_chain_of_the_reference_has_its_balance(at):
    found = {row["chain"] for row in rows_of(ask("supply-chain", at))}
    assert found == {chain.slug for chain in Chain.objects.at(at).values()}
    assert len(found) == 13


def test_magnets_would_take_oxide_that_is_not_made_though_the_metal_between_is_unknown(at):
    magnet = chain_of(at, "rare-earths-magnet-chain", "2031")["magnet"]
    needed = Decimal(magnet["stage_output"]) * Decimal("0.4771") - 2300
    assert (magnet["feed_from"], Decimal(magnet["imported_feed"])) == ("separation", needed.quantize(Decimal("1e-6")))
    assert magnet["flag"].startswith("magnet takes ")
    # Of five magnet plants one has no start and one no baseline: what is made is at least this.
    assert (magnet["plants_known"], magnet["plants"], magnet["left_out"]) == (
        "3",
        "5",
        "mp-independence, vulcan-benson",
    )


def test_scrap_and_ore_both_reach_refined_copper(at):
    # 1,000 kt mined x 0.965 = 965; refined 790 of ore + 60 of scrap = 850, which binds. 965 - 790 = 175 is left.
    rows = chain_of(at, "copper", "2026")
    assert {name: row["supports"].partition(".")[0] for name, row in rows.items()} == {
        "mine": "965000", "smelter": "", "refinery": "850000", "scrap": "60000",
    }  # fmt: skip
    assert [name for name, row in rows.items() if row["binds"] == "true"] == ["refinery"]
    # 175 of refined copper x 1.0363 = 181.3 in concentrate.
    assert rows["mine"]["surplus"].startswith("181347.15")
    assert "Copper, refinery, secondary, 2025: 60 kt Cu, MCS 2026" in rows["refinery"]["statistics"]


def test_a_withheld_figure_is_not_replaced_by_the_zero_of_a_year_before(at):
    mine = chain_of(at, "antimony", "2026")["mine"]
    assert (mine["stage_output"], mine["outside"]) == ("", "")
    assert mine["statistics"] == "Antimony, mine, 2025: W (withheld by USGS), MCS 2026"


def test_a_plant_of_unknown_output_leaves_its_stage_unknown_and_not_at_zero(at):
    anode = chain_of(at, "graphite", "2030")["anode"]
    assert (anode["stage_output"], anode["plants_known"], anode["plants"], anode["left_out"]) == (
        "",
        "1",
        "2",
        "vidalia",
    )
    assert chain_of(at, "graphite", "2030")["mine"]["stage_output"] == "0.000000"  # USGS prints 0, so 0 is known.


def test_smelted_antimony_runs_on_imported_feed(at):
    rows = chain_of(at, "antimony", "2035")
    assert rows["smelter"]["imported_feed"] == "700.000000"
    assert rows["smelter"]["flag"].startswith("smelter runs on 700.0 t Sb of imported feed, though ")


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
    for name in ("capacity", "production-gains", "supply-chain", "reliance"):
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
        mean = sum(Decimal(row["mean"] or 0) for row in own)
        assert abs(mean - Decimal(line["mean"])) <= Decimal("0.00001")


def test_the_loan_of_thacker_pass_costs_so_many_dollars_for_a_tonne(at):
    rows = {
        row["funding_kind"]: row for row in rows_of(ask("cost-per-tonne", at, project="thacker-pass")) if row["phase"]
    }
    loan = rows["loan principal"]
    # 1,970 million over 40,000 t/yr.
    assert (loan["funding_usd"], loan["usd_per_unit"]) == ("1970000000.00", "49250.00000000")


def test_a_stated_share_of_an_award_is_that_share_of_its_money(at):
    # 47.1 million over two sites, of which 0.894 for Virginia: 42,107,400 over 1,275 t/yr.
    rows = rows_of(ask("cost-per-tonne", at, project="iperionx-virginia"))
    grants = next(row for row in rows if row["phase"] and row["funding_kind"] == "grants")
    assert Decimal(grants["funding_usd"]) >= Decimal("42107400")
    assert grants["why_unknown"] == ""


def test_dollars_by_mineral_and_stage_stand_apart_by_instrument_and_say_how_many_are_known(at):
    rows = {(row["stage"], row["funding_kind"]): row for row in rows_of(ask("cost-per-tonne", at, mineral="li"))
            if row["level"] == "mineral and stage"}  # fmt: skip
    grants = rows["lithium-chemical", "grants"]
    # 225 million at South West Arkansas and 11.8 million at Thacker Pass over 22,500 + 40,000 t/yr.
    assert (grants["funding_usd"], grants["nameplate_added"], grants["usd_per_unit"]) == (
        "236800000.00", "62500.000000", "3788.80000000",
    )  # fmt: skip
    loans = rows["lithium-chemical", "loan principal"]
    # Rhyolite Ridge has a loan and no convertible capacity: known for 1 of 2.
    assert (loans["usd_per_unit"], loans["phases_known"], loans["phases"]) == ("49250.00000000", "1", "2")


def test_a_tonne_has_no_cost_where_the_capacity_is_unknown(at):
    (row,) = [row for row in rows_of(ask("cost-per-tonne", at, project="vidalia")) if row["phase"]]
    assert (row["funding_usd"], row["usd_per_unit"], row["why_unknown"]) == (
        "98000000.00",
        "",
        "total, increment unknown",
    )


def test_drivers_of_a_line_share_its_whole_spread(at):
    rows = [row for row in rows_of(ask("capacity-drivers", at, mineral="magnet")) if row["driver_kind"] == "project"]
    assert rows[0]["rank"] == "1"
    assert abs(sum(Decimal(row["spread_share"]) for row in rows) - 1) < Decimal("0.00001")


def test_two_runs_are_compared_by_inputs_and_answer(at, projected):
    assert rows_of(ask("capacity-changes", at)) == []
    capacity.run(at, draws=1_000, seed=7)
    later = Recording.objects.as_of(DAY, timezone.now())
    rows = rows_of(ask("capacity-changes", later))
    assert [(row["field"], row["earlier_value"], row["later_value"]) for row in rows if row["changed"] == "input"] == [
        ("seed", str(projected.seed), "7")
    ]
    assert {row["field"] for row in rows if row["changed"] == "answer"} == {"p10", "p50", "p90", "mean"}
    assert len(rows_of(ask("capacity-runs", later))) == 2


def test_any_two_runs_are_compared_and_one_that_is_not_on_record_is_named(at, projected):
    second, third = (capacity.run(at, draws=1_000, seed=seed) for seed in (7, 8))
    later = Recording.objects.as_of(DAY, timezone.now())

    def seeds(**asked):
        rows = rows_of(ask("capacity-changes", later, **asked))
        return [(row["earlier_value"], row["later_value"]) for row in rows if row["field"] == "seed"]

    assert seeds() == [("7", "8")]
    assert seeds(run=second.pk) == [(str(projected.seed), "7")]
    assert seeds(run=third.pk, against=projected.pk) == [(str(projected.seed), "8")]
    assert ask("capacity-changes", later, run=10**6).notes[0].startswith("Run 1000000 is not on record. Runs: ")


def reliance_of(at, mineral, year="2031"):
    rows = [row for row in rows_of(ask("reliance", at, mineral=mineral)) if row["year"] == year]
    return {(row["stage"], row["gain_as"]): row for row in rows}


def test_consumption_of_another_stage_says_of_which_and_gives_no_share(at):
    row = reliance_of(at, "magnet")["rare-earths-magnet-chain-magnet", "p50"]
    assert (row["consumption"], row["consumption_of"], row["reliance_of"]) == (
        "27000", "compounds and metals", "compounds and metals",
    )  # fmt: skip
    assert (row["share_of_consumption"], row["reliance_after_percent"]) == ("", "")
    assert row["why_unknown"] == "consumption is of compounds and metals, not of rare-earths-magnet-chain-magnet"


def test_the_same_stage_and_unit_by_another_name_are_the_same(at):
    # Niobium is published of all forms in t Nb, and counted as t contained at its headline stage; sponge has a chapter.
    niobium = reliance_of(at, "nb")["tantalum-niobium-metal", "p50"]
    assert (niobium["consumption"], niobium["reliance_before"], niobium["why_unknown"]) == (
        "9900",
        "100",
        "the gain is unknown",
    )
    sponge = reliance_of(at, "ti")["titanium-metal-metal", "p50"]
    assert (sponge["consumption"], sponge["consumption_of"], sponge["why_unknown"]) == (
        "44000",
        "sponge",
        "the gain is unknown",
    )


def test_a_by_product_above_what_its_host_stream_gives_is_flagged_and_not_capped(at):
    # 1,000,000 t of alumina x 0.00001755 = 17.55 t of gallium, and 50 t is claimed.
    (row,) = [row for row in rows_of(ask("capacity", at, mineral="ga")) if row["project"] == "atalco-gramercy"
              and row["year"] == "2030"]  # fmt: skip
    assert (row["host_limit"], row["nameplate_added"]) == ("17550.000000", "50000.000000")
    assert row["host_flag"].startswith("50,000.000000 a year is claimed, and the host stream gives 17,550")


def test_a_gain_is_attributed_by_the_federal_share_of_the_total_that_an_officer_records(at):
    # 2,900 of loan, 59.4 and 22.4 of grants: 2,981.8 of 10,000 million.
    def mines():
        now = Recording.objects.as_of(DAY, timezone.now())
        return [row for row in rows_of(ask("production-gains", now, mineral="sb")) if row["stage"] == "antimony-mine"]

    assert {row["attributed_mean"] for row in mines()} == {""}
    funding = ProjectFunding(project=Project.objects.get(slug="stibnite"), total=Decimal("10000000000"))
    with writing() as recording:
        facts.record(funding, recording=recording)
    assert any(Decimal(row["mean"]) for row in mines())
    for row in mines():
        assert Decimal(row["attributed_mean"]) == (Decimal(row["mean"]) * Decimal("0.29818")).quantize(Decimal("1e-6"))
