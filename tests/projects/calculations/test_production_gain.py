from collections import defaultdict
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projects.calculations.production_gain import (
    Award,
    Key,
    Kind,
    Line,
    Reach,
    Total,
    as_group,
    gain_of_record,
    gains,
    reach_by_facility,
)

MAGNET = Key("magnets", "magnet", "t magnet", "domestic")


def line(phase, facility="plant", key=MAGNET, gain=None, kind=Kind.INCREMENT, why=""):
    return Line(phase, facility, key, kind, {2030: Decimal(gain)} if gain is not None else {}, why)


def counts(*facilities):
    return [Award(name, f"award to {name}", Reach.COUNTED) for name in facilities]


def test_two_awards_on_one_plant_share_one_line():
    awards = [*counts("plant"), Award("plant", "second", Reach.COUNTED)]
    found = gains([line("phase", gain="1000")] * 2, awards, [2030])
    assert found.totals == {(MAGNET, 2030): Total(Decimal(1000), 1, 1, 1)}


def test_a_magnet_plant_its_oxide_supplier_and_the_mine_are_three_lines():
    stages = [
        MAGNET,
        Key("NdPr", "separation", "t oxide by element", "domestic"),
        Key("rare earths", "mine", "t REO", "domestic"),
    ]
    rows = [line(f"p{at}", f"f{at}", key, amount) for at, (key, amount) in enumerate(zip(stages, "123", strict=True))]
    found = gains(rows, counts("f0", "f1", "f2"), [2030])
    assert {key.stage: total.gain for (key, _), total in found.totals.items()} == {
        "magnet": 1,
        "separation": 2,
        "mine": 3,
    }


def test_only_counting_awards_count_and_the_others_are_listed():
    rows = [line(f"p{name}", name, gain="10") for name in ("counted", "conditional", "letters", "nobody")]
    awards = [
        *counts("counted"),
        Award("counted", "a letter beside", Reach.LETTERS),
        Award("conditional", "x", Reach.CONDITIONAL),
        Award("letters", "y", Reach.LETTERS),
    ]
    found = gains(rows, awards, [2030])
    assert found.totals[MAGNET, 2030].gain == 10
    assert {one.line.facility: one.reason for one in found.apart} == {
        "conditional": "conditional only",
        "letters": "letters only",
        "nobody": "no award",
    }
    assert reach_by_facility(awards)["counted"] is Reach.COUNTED


def test_only_an_increment_of_one_product_is_a_gain():
    rows = [line(kind.name, "plant", gain="10", kind=kind) for kind in Kind]
    found = gains(rows, counts("plant"), [2030])
    assert found.totals[MAGNET, 2030].gain == 10
    assert {one.line.phase: one.reason for one in found.apart}["MIXED_PRODUCTS"] == "several products in one figure"
    assert len(found.apart) == len(Kind) - 1


def test_an_unknown_gain_is_not_zero():
    found = gains([line("a", gain="10"), line("b", why="start is unknown")], counts("plant"), [2030])
    assert found.totals[MAGNET, 2030] == Total(Decimal(10), known=1, lines=2, facilities=1)
    assert gains([line("b")], counts("plant"), [2030]).totals[MAGNET, 2030].gain is None


def test_foreign_plants_have_totals_of_their_own():
    abroad = MAGNET._replace(standing="partner")
    found = gains([line("a", "us", gain="1"), line("b", "au", abroad, "2")], counts("us", "au"), [2030])
    assert (found.totals[MAGNET, 2030].gain, found.totals[abroad, 2030].gain) == (1, 2)


def test_two_figures_for_one_phase_are_refused():
    with pytest.raises(ValueError, match="given twice with different figures"):
        gains([line("a", gain="1"), line("a", gain="2")], [], [2030])


def test_a_group_stated_beside_its_members_counts_once():
    def separated(mineral):
        return Key(mineral, "separation", "t", "domestic")

    rows = [
        line("a-group", "a", separated("NdPr"), "100"),
        line("a-nd", "a", separated("Nd"), "75"),
        line("a-pr", "a", separated("Pr"), "25"),
        line("b-nd", "b", separated("Nd"), "8"),
        line("b-dy", "b", separated("Dy"), "1"),
    ]
    found = gains(as_group(rows, "NdPr", {"Nd", "Pr"}), counts("a", "b"), [2030])
    assert found.totals == {(separated("NdPr"), 2030): Total(Decimal(108), 2, 2, 2)}


def test_a_recorded_gain_needs_its_baseline():
    assert gain_of_record(Decimal(2599), Decimal(1300)) == 1299
    assert gain_of_record(Decimal(900), Decimal(1300)) == -400
    assert gain_of_record(Decimal(2599), None) is gain_of_record(None, Decimal(0)) is None


PLANTS, MINERALS, STAGES = "abcde", ["NdPr", "Nd", "Pr", "Li"], ["mine", "separation"]


@st.composite
def portfolios(draw):
    """Phases on shared plants, of groups and members, with several awards, each phase named once for every award."""
    rows, awards = [], []
    for number in range(draw(st.integers(0, 12))):
        key = Key(
            draw(st.sampled_from(MINERALS)),
            draw(st.sampled_from(STAGES)),
            "t",
            draw(st.sampled_from(["domestic", "other"])),
        )
        amount = draw(st.none() | st.integers(0, 1000))
        kind = draw(st.sampled_from([Kind.INCREMENT, Kind.INCREMENT, Kind.TOTAL, Kind.MIXED_PRODUCTS]))
        one = line(f"p{number}", draw(st.sampled_from(PLANTS)), key, amount, kind)
        rows += [one] * draw(st.integers(1, 3))
    for number in range(draw(st.integers(0, 8))):
        awards.append(Award(draw(st.sampled_from(PLANTS)), f"i{number}", draw(st.sampled_from(list(Reach)))))
    return draw(st.permutations(rows)), awards


def brute_force(rows, awards):
    """Walk over every plant, mineral and stage, and add what stands there, each phase once."""
    expected = defaultdict(Decimal)
    for plant in PLANTS:
        if not any(award.facility == plant and award.reach is Reach.COUNTED for award in awards):
            continue
        seen = set()
        for row in rows:
            if row.facility == plant and row.phase not in seen and row.kind is Kind.INCREMENT:
                seen.add(row.phase)
                expected[row.key] += row.gain.get(2030, 0)
    return expected


@given(portfolios())
def test_totals_equal_a_brute_force_count_of_distinct_facilities(portfolio):
    rows, awards = portfolio
    found = gains(rows, awards, [2030])
    expected = brute_force(rows, awards)
    assert {key: total.gain or 0 for (key, _), total in found.totals.items()} == expected
    assert len(found.counted) + len(found.apart) == len({row.phase for row in rows})


@given(portfolios())
def test_no_plant_counts_under_a_group_and_its_members_at_one_stage(portfolio):
    rows, awards = portfolio
    grouped = as_group(rows, "NdPr", {"Nd", "Pr"})
    for plant in PLANTS:
        for stage in STAGES:
            here = [row for row in rows if (row.facility, row.key.stage) == (plant, stage)]
            own = {row.phase for row in here if row.key.mineral == "NdPr"}
            members = {row.phase for row in here if row.key.mineral in ("Nd", "Pr")}
            found = {row.phase for row in grouped if (row.facility, row.key.stage) == (plant, stage)}
            assert found == (own or members)
    assert all(key.mineral == "NdPr" for key, _ in gains(grouped, awards, [2030]).totals)
