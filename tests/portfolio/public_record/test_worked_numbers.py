"""Numbers of estimates that were worked out by hand, from the rows that ship: reference data and the record.

`worked_numbers.csv` names for each the test that asks it; those that need no row of the record stand beside what
computes them.
"""

import csv
import re
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest

from portfolio.public_record.editions import FOLDER
from projects import reference
from projects.calculations.by_products import host_limit
from projects.calculations.dependence import cases_of, quantities
from projects.calculations.distributions import Distribution, Shape
from projects.calculations.estimates import Size
from projects.calculations.lead_times import LeadTime
from projects.calculations.months import span_of
from projects.calculations.phases import Odds
from projects.calculations.ramp_up import Curve, year_mean
from projects.calculations.splits import distribution_of, shares_of_oxides
from projects.services.phase_inputs import times
from record.calculations.partial_dates import PartialDate

ROOT = Path(__file__).parents[3]
REFERENCE = Path(reference.__file__).parent
EVEN = (np.arange(100_000) + 0.5) / 100_000
"""Evenly spaced draws: a mean is exact to a few digits."""


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


WORKED = {row["name"]: row for row in rows(ROOT / "tests/projects/reference/worked_numbers.csv")}


def expected(name):
    """The numbers of a row as it words them, without what follows in words."""
    return [float(one.replace(",", "")) for one in re.findall(r"\d[\d,]*(?:\.\d+)?", WORKED[name]["expected"])]


def one_of(file, **wanted):
    (found,) = (row for row in rows(REFERENCE / f"{file}.csv") if wanted.items() <= row.items())
    return found


def factor(before, after):
    return Decimal(one_of("conversions", from_product=before, to_product=after)["factor"])


def in_edition(file, key, name, edition="2026_10"):
    (found,) = (row for row in rows(FOLDER / edition / f"{file}.csv") if row[key] == name)
    return found


def estimated(name):
    """The distribution of an estimate of the record."""
    row = in_edition("phase_estimates", "estimate", name)
    return Distribution(
        Shape(row["shape"]), *(float(row[one]) if row[one] else None for one in ("low", "middle", "high"))
    )


def nameplate(phase):
    """What the June edition states of a phase, as it stands."""
    return Distribution(
        Shape.FIXED, middle=float(in_edition("capacities", "phase", phase, "2026_06")["nameplate_added_tpa"])
    )


def spread(size):
    """Mean, P10 and P90 of a size of which one field is drawn."""
    amounts = size.amounts(lambda name: EVEN, len(EVEN))
    return [float(amounts.mean()), *(float(np.percentile(amounts, percent)) for percent in (10, 90))]


def test_zinc_of_clarksville_gains_187_500_t_in_the_mean():
    size = Size(nameplate("crucible-clarksville-zinc"), estimated("crucible-clarksville-zinc-baseline"))
    assert spread(size) == pytest.approx([187_500, 177_500, 197_500], abs=1)


def test_the_acid_plant_of_clarksville_implies_104_870_t_of_zinc():
    """456 t of acid a day on 345 days; the baseline on record runs from 100,000 to 125,000 t around it."""
    a_day = Decimal(one_of("oxide_distribution", feed="clarksville-acid-plant", element="H2SO4")["value"])
    zinc = host_limit(a_day * 345, factor("H2SO4 from zinc sulfide", "Zn contained"))
    assert [round(zinc)] == expected("clarksville_zinc_from_acid")
    low, high = estimated("crucible-clarksville-zinc-baseline").ends
    assert low < zinc < high


def test_elk_creek_may_expect_at_most_657_t_of_niobium_in_2028():
    """7,300 t x 0.65 of niobium x 0.45 of a study done x 0.308 of a start by the end of 2028."""
    told = in_edition("phase_estimates", "estimate", "elk-creek-ferroniobium-start")
    first, _ = span_of(PartialDate.parse(told["counted_from"]))
    lead = LeadTime.by_p90(first, float(told["middle"]), float(told["high"]))
    odds = Odds(float(one_of("stage_risk", stage="fs")["reaching_production_share"]))
    stated = in_edition("capacities", "phase", "elk-creek-ferroniobium", "2026_06")
    niobium = times(Decimal(stated["nameplate_added_tpa"]), Decimal(stated["factor_to_unit_of_account"]))
    assert niobium == times(Decimal(stated["nameplate_added_tpa"]), factor("Ferroniobium", "Nb contained")) == 4_745
    chance = lead.share_by(first + 34) * odds.success_share
    assert [chance * float(niobium)] == pytest.approx(expected("expected_gain_elk_creek_nb"), abs=0.05)


def test_concentrate_of_tanbreez_holds_2_125_t_of_which_637_5_are_heavy():
    size = Size(
        nameplate("tanbreez-rare-earth-concentrate"), factor=estimated("tanbreez-rare-earth-concentrate-factor")
    )
    heavy = one_of("oxide_distribution", feed="tanbreez-eudialyte-concentrate", element="heavy rare earths")
    (share,) = shares_of_oxides([("heavy", distribution_of(*(float(heavy[one]) for one in ("value", "low", "high"))))])
    mean, *_ = spread(size)
    found = [mean, *size.ends, mean * share.ends[1]]
    mean_wanted, least, most, _, heavy_wanted = expected("tanbreez_contained")
    assert found == pytest.approx([mean_wanted, least, most, heavy_wanted], abs=0.05)


def test_alloy_or_metal_of_blacksburg_is_3_283_t_in_the_mean():
    size = Size(
        nameplate("usar-blacksburg-rare-earth-metals-and-alloys"),
        factor=estimated("usar-blacksburg-rare-earth-metals-and-alloys-factor"),
    )
    assert [round(one) for one in spread(size)] == [3_283, 1_910, 4_657]


def test_withheld_use_of_lithium_is_1_800_to_3_600_t():
    """Net imports of 1,800 t are all of the use or half of it: the demand on record gives them back at both ends."""
    of_2025 = {"mineral": "Lithium", "stage": "all forms", "year": "2025"}
    imports, exports, reliance = (
        Decimal(one_of("usgs_baseline", metric=metric, **of_2025)["value"])
        for metric in ("imports", "exports", "net_import_reliance_pct")
    )
    carbonate = factor("Li (contained)", "Li2CO3 (LCE)")
    least, most, least_carbonate, most_carbonate = expected("withheld_consumption_bound")
    demand = one_of("us_demand", demand="li-chemical-implied-consumption")
    use = [times(Decimal(end), carbonate) for end in (int(least), int(most))]
    assert [float(round(end, 1)) for end in use] == [least_carbonate, most_carbonate]
    assert [str(round(end)) for end in use] == [demand["low"], demand["high"]]
    cases = cases_of((reliance.scaleb(-2), Decimal(1)), (use[0], use[1]), is_use_implied=True)
    net = times(imports - exports, carbonate)
    assert quantities(cases, (Decimal(1), Decimal(1))) == (net, net)


def test_a_million_tonnes_of_alumina_carry_5_850_to_46_800_kg_of_gallium():
    """The middle by the grade of the reference data, the ends as the estimate on record has them."""
    grade = factor("Alumina made from 50 ppm Ga bauxite", "Ga recoverable (t per t alumina)")
    middle = host_limit(Decimal(1_000_000), grade)
    range_on_record = estimated("atalco-gramercy-gallium-nameplate")
    assert range_on_record.middle == float(middle)
    found = [1_000 * one for one in (range_on_record.middle, *range_on_record.ends)]
    assert found == pytest.approx(expected("gallium_host_cap")[:3])
    bauxite = factor("Bauxite (dry)", "alumina")
    of_bauxite = one_of("conversions", from_product="Bauxite at 50 ppm Ga")
    ends = [float(host_limit(Decimal(10**9) / bauxite, Decimal(of_bauxite[end]))) for end in ("low", "high")]
    assert ends == pytest.approx(expected("gallium_host_cap")[1:3], rel=0.001)


def test_serra_verde_rose_slower_than_the_slowest_curve():
    """560 and 2,000 t of the 5,000 t on record: 11.2% and 40.0%, against 25.1% and 48.2% of curve S4."""
    row = one_of("ramp_up_parameters", ramp_up_curve="S4_after_McNulty")
    curve = Curve("S4", 100 * float(row["asymptote_share"]), float(row["tau_months"]), float(row["shape"]))
    first, second = expected("serra_verde_ramp")[:2]
    of_curve = [25.1, 48.2]
    assert [round(100 * year_mean(curve, year), 1) for year in (1, 2)] == of_curve
    plant = Decimal(in_edition("capacities", "phase", "pela-ema-total-rare-earth-oxide", "2026_06")["baseline_tpa"])
    assert [times(plant, Decimal(str(share)).scaleb(-2)) for share in (first, second)] == [560, 2_000]
    assert first < of_curve[0]
    assert second < of_curve[1]


@pytest.mark.parametrize("row", WORKED.values(), ids=WORKED)
def test_every_number_names_the_test_that_asks_it(row):
    path, _, name = row["test"].partition("::")
    assert re.search(rf"^ *def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE)
