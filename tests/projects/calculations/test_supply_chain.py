from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.calculations.routes import routes
from projects.calculations.supply_chain import Stage, chain_balance

OXIDE = Decimal("0.4771")


def stage(name, output, needed, **more):
    return Stage(name, f"t {name}", None if output is None else Decimal(output), needed and Decimal(needed), **more)


def magnets(mine="100000", oxide="2000", magnet="1000"):
    return [stage("mine", mine, "3.2"), stage("separation", oxide, OXIDE), stage("magnet", magnet, 1)]


def test_magnets_bind_where_the_oxide_would_carry_more():
    found = chain_balance(magnets())
    assert (found.binding.name, found.final_output, found.unknown) == ("magnet", 1000, ())
    mine, separation, magnet = found.stages
    assert round(separation.supports) == 4192
    assert (separation.used, separation.surplus) == (Decimal("477.1"), Decimal("1522.9"))
    assert (magnet.surplus, magnet.feed_needed, magnet.imported_feed, magnet.flag) == (0, Decimal("477.1"), 0, "")
    assert mine.surplus == 100_000 - 3_200


def test_a_stage_that_takes_more_than_is_made_is_flagged_and_not_capped():
    found = chain_balance(magnets(oxide="100"))
    assert found.binding.name == "separation"
    assert round(found.final_output, 1) == Decimal("209.6")  # 100 / 0.4771
    magnet = found.stages[-1]
    assert (magnet.stage.output, magnet.imported_feed) == (1000, Decimal("377.1"))
    assert magnet.flag == (
        "magnet takes 477.1 t separation of separation, and 100.0 is made: 377.1 would have to be imported"
    )


def test_an_unknown_stage_leaves_the_answer_an_upper_bound():
    found = chain_balance(magnets(mine=None))
    assert (found.binding.name, found.unknown) == ("magnet", ("mine",))
    assert (found.stages[0].surplus, found.stages[1].imported_feed) == (None, None)
    assert found.stages[2].feed_from.name == "separation"
    nothing = chain_balance([stage("mine", None, "2"), stage("metal", None, 1)])
    assert (nothing.binding, nothing.final_output) == (None, None)


def test_a_stage_that_makes_nothing_binds():
    found = chain_balance(magnets(magnet="0"))
    assert (found.binding.name, found.final_output) == ("magnet", 0)


def test_an_unknown_stage_between_hides_no_imbalance():
    # 6,000 t of magnets take 6,000 x 0.4771 = 2,862.6 t of oxide, and 2,000 t is made.
    found = chain_balance([stage("separation", "2000", OXIDE), stage("metal", None, "0.4"), stage("magnet", "6000", 1)])
    magnet = found.stages[-1]
    assert (magnet.feed_from.name, magnet.imported_feed) == ("separation", Decimal("862.6"))
    assert magnet.flag.startswith("magnet takes 2,862.6 t separation of separation")


def test_scrap_joins_ore_at_the_refinery():
    # 965 of ore and 60 of scrap reach a refinery of 850, which binds; with 700 of ore the feeds bind at 760.
    scrap = stage("scrap", "60", 1)
    refinery = stage("refinery", "850", 1, from_other_feed=Decimal(60))
    found = chain_balance([stage("mine", "965", 1), stage("smelter", None, None), refinery], [(scrap, "refinery")])
    assert ([one.name for one in found.narrowest], found.final_output) == (["refinery"], 850)
    assert found.unknown == ("smelter",)
    # The refinery takes 850 - 60 of ore, so 175 of the ore is more than it takes.
    assert found.stages[2].feed_needed == 790
    assert [row.surplus for row in found.stages] == [175, None, 0, 0]
    assert found.stages[2].imported_feed == 0
    short = chain_balance([stage("mine", "700", 1), stage("smelter", None, None), refinery], [(scrap, "refinery")])
    assert ([one.name for one in short.narrowest], short.final_output) == (["mine", "scrap"], 760)
    assert short.stages[2].imported_feed == 90
    with pytest.raises(ValueError, match="mill: no such stage"):
        chain_balance([refinery], [(scrap, "mill")])


@given(st.integers(0, 50), st.integers(0, 50), st.integers(0, 50), st.integers(0, 50))
def test_what_two_routes_carry_is_a_flow_no_stage_gives_more_than_it_makes(mine, scrap, refinery, wire):
    stages = [stage("mine", str(mine), 1), stage("refinery", str(refinery), 1), stage("wire", str(wire), 1)]
    found = chain_balance(stages, [(stage("scrap", str(scrap), 1), "refinery")])
    assert found.final_output == min(mine + scrap, refinery, wire)
    used = {row.stage.name: row.used for row in found.stages}
    assert used["mine"] + used["scrap"] == used["refinery"] == used["wire"] == found.final_output
    assert all(row.surplus >= 0 for row in found.stages)


def test_feed_that_is_known_to_be_imported_is_shown_even_where_enough_is_mined():
    smelter = stage("smelter", "4200", 1, from_other_feed=Decimal(3500), from_imported_feed=Decimal(700))
    row = chain_balance([stage("mine", "6759", 1), smelter]).stages[1]
    assert (row.feed_needed, row.imported_feed) == (700, 700)
    assert row.flag == "smelter runs on 700.0 t mine of imported feed, though 6,759.0 is made"


def test_routes_of_which_nothing_is_known_give_nothing():
    found = chain_balance([stage("mine", None, None), stage("metal", None, 1)], [(stage("scrap", None, 1), "metal")])
    assert (found.narrowest, found.final_output, found.binding) == ((), None, None)


def test_the_last_stage_is_the_final_product():
    with pytest.raises(ValueError, match="needs 1 of itself"):
        chain_balance([stage("mine", "1", "2")])


def test_routes_that_join_add_up_to_the_anode():
    supports = {"flake": Decimal(30), "shaping": Decimal(20), "synthetic": Decimal("15.5"), "anode": Decimal(50)}
    links = [("flake", "shaping"), ("shaping", "anode"), ("synthetic", "anode")]
    found = routes(supports, links, "anode")
    assert (found.final_output, found.binding) == (Decimal("35.5"), ("shaping", "synthetic"))
    assert found.carried == {"flake": 20, "shaping": 20, "synthetic": Decimal("15.5"), "anode": Decimal("35.5")}
    assert routes(supports | {"anode": Decimal(10)}, links, "anode").binding == ("anode",)


def test_a_route_without_any_limit_is_refused():
    with pytest.raises(ValueError, match="limited by nothing"):
        routes({"mine": None, "metal": None}, [("mine", "metal")], "metal")
    with pytest.raises(ValueError, match="smelter: no such stage"):
        routes({"mine": Decimal(1)}, [("mine", "smelter")], "mine")


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=6))
def test_a_single_route_is_the_chain_balance(outputs):
    names = [f"stage{number}" for number in range(len(outputs))]
    chain = chain_balance([stage(name, str(output), 1) for name, output in zip(names, outputs, strict=True)])
    supports = {name: Decimal(output) for name, output in zip(names, outputs, strict=True)}
    assert routes(supports, zip(names, names[1:], strict=False), names[-1]).final_output == chain.final_output
