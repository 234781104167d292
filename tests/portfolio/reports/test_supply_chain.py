"""Each chain from mine to end use, over the public record projected as of its own day."""

from decimal import Decimal

from projects.models import Chain
from tests.portfolio.reports.answers import ask, rows_of


def test_the_binding_stage_of_magnets_is_named_for_each_year_to_2035(at):
    rows = rows_of(ask("supply-chain", at, mineral="magnet"))
    binding = {row["year"]: row["stage"] for row in rows if row["binds_facts"] == "true" and row["gain_as"] == "p50"}
    assert set(binding) >= {str(year) for year in range(2026, 2036)}
    of_2035 = {row["stage"]: row for row in rows if (row["year"], row["gain_as"]) == ("2035", "p50")}
    narrowest = of_2035[binding["2035"]]
    assert Decimal(narrowest["supports_facts"]) == min(
        Decimal(row["supports_facts"]) for row in of_2035.values() if row["supports_facts"]
    )
    assert of_2035["rare-earths-magnet-chain-metal-alloy"]["supports_facts"] == ""
    assert narrowest["unknown_stages_facts"] == "metal-alloy"


def test_the_magnets_of_today_take_the_oxide_that_the_yield_says(at):
    # 1,000 t of magnets at Independence; 1,300 t and 1,000 t of NdPr oxide at Mountain Pass and White Mesa.
    rows = {row["stage"]: row for row in rows_of(ask("supply-chain", at, mineral="magnet"))
            if (row["year"], row["gain_as"]) == ("2026", "p50")}  # fmt: skip
    oxide = rows["rare-earths-magnet-chain-separation"]
    assert (oxide["stage_output_facts"], oxide["needed"]) == ("2300.000000", "0.47710000")
    assert oxide["supports_facts"] == "4820.792287"


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
    needed = Decimal(magnet["stage_output_facts"]) * Decimal("0.4771") - 2300
    assert (magnet["feed_from_facts"], Decimal(magnet["imported_feed_facts"])) == (
        "separation",
        needed.quantize(Decimal("1e-6")),
    )
    assert magnet["flag_facts"].startswith("magnet takes ")
    # Of five magnet plants one has no start and one no baseline: what is made is at least this.
    assert (magnet["plants_known_facts"], magnet["plants"], magnet["left_out_facts"]) == (
        "3",
        "5",
        "mp-independence, vulcan-benson",
    )


def test_scrap_and_ore_both_reach_refined_copper(at):
    # 1,000 kt mined x 0.965 = 965; refined 790 of ore + 60 of scrap = 850, which binds. 965 - 790 = 175 is left.
    rows = chain_of(at, "copper", "2026")
    assert {name: row["supports_facts"].partition(".")[0] for name, row in rows.items()} == {
        "mine": "965000", "smelter": "", "refinery": "850000", "scrap": "60000",
    }  # fmt: skip
    assert [name for name, row in rows.items() if row["binds_facts"] == "true"] == ["refinery"]
    # 175 of refined copper x 1.0363 = 181.3 in concentrate.
    assert rows["mine"]["surplus_facts"].startswith("181347.15")
    assert "Copper, refinery, secondary, 2025: 60 kt Cu, MCS 2026" in rows["refinery"]["statistics"]


def test_a_withheld_figure_is_not_replaced_by_the_zero_of_a_year_before(at):
    mine = chain_of(at, "antimony", "2026")["mine"]
    assert (mine["stage_output_facts"], mine["outside"]) == ("", "")
    assert mine["statistics"] == "Antimony, mine, 2025: W (withheld by USGS), MCS 2026"


def test_a_plant_of_unknown_output_leaves_its_stage_unknown_and_not_at_zero(at):
    anode = chain_of(at, "graphite", "2030")["anode"]
    assert (anode["stage_output_facts"], anode["plants_known_facts"], anode["plants"], anode["left_out_facts"]) == (
        "",
        "1",
        "2",
        "vidalia",
    )
    assert chain_of(at, "graphite", "2030")["mine"]["stage_output_facts"] == "0.000000"  # USGS prints 0, so 0 is known.


def test_smelted_antimony_runs_on_imported_feed(at):
    rows = chain_of(at, "antimony", "2035")
    assert rows["smelter"]["imported_feed_facts"] == "700.000000"
    assert rows["smelter"]["flag_facts"].startswith("smelter runs on 700.0 t Sb of imported feed, though ")


def test_a_forecast_has_no_estimates(at):
    row = chain_of(at, "copper", "2035", "forecast")["refinery"]
    assert row["stage_output_facts"] == "850000.000000"
    assert {value for name, value in row.items() if name.endswith("_estimated")} == {""}
    assert row["estimated_share"] == ""
