"""Every worked example of projections, chains and gains, by its name; those of money stand in tests/portfolio."""

import csv
import re
from decimal import Decimal
from pathlib import Path

import pytest

from projects import reference
from projects.calculations.by_products import host_limit
from projects.calculations.dependence import Case, reliance_after
from projects.calculations.phases import Odds
from projects.calculations.ramp_up import Curve, year_mean
from projects.calculations.supply_chain import Stage, chain_balance
from projects.services.phase_inputs import times

EXAMPLES = Path(__file__).parents[1] / "reference" / "worked_examples.csv"
OF_MONEY = ("floor_", "doe_", "lac_", "mp_")


def rows(path=EXAMPLES):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def rows_of(prefix):
    found = [row for row in rows() if row["name"].startswith(prefix)]
    assert found, prefix
    return pytest.mark.parametrize("row", found, ids=lambda row: row["name"])


def numbers(text):
    return [Decimal(number.replace(",", "")) for number in re.findall(r"\d[\d,]*(?:\.\d+)?(?:e-?\d+)?", text)]


def named(text):
    return {name: float(value) for name, value in re.findall(r"(\w+)=([\d.]+)", text)}


def assert_expected(row, value):
    """Equal at the places shown, rounded half to even."""
    (expected,) = numbers(row["expected"])
    places = max(0, -expected.as_tuple().exponent)
    assert f"{Decimal(str(value)):.{places}f}" == f"{expected:.{places}f}"


CURVES = {row["ramp_up_curve"]: row for row in rows(Path(reference.__file__).parent / "ramp_up_parameters.csv")}


def curve_of(name):
    row = CURVES[name]
    return Curve(name, 100 * float(row["asymptote_share"]), float(row["tau_months"]), float(row["shape"]))


@rows_of("ramp_")
def test_ramp(row):
    given = named(row["inputs"])
    curve = Curve(row["name"], given["L"], given["tau"], given["k"])
    year = re.fullmatch(r"ramp_S\d_year(\d)_mean", row["name"])
    assert_expected(row, year_mean(curve, int(year[1])) if year else curve.at(given["t"]))


@rows_of("thacker_pass_")
def test_thacker_pass(row):
    nameplate, utilisation = map(float, numbers(row["inputs"])[:2])
    curve = curve_of("S3_after_McNulty")
    risen = {
        "thacker_pass_first_year_t": year_mean(curve, 1),
        "thacker_pass_first_month_t": curve.at(0.5) / 12,
        "thacker_pass_steady_t": curve.steady,
    }[row["name"]]
    assert_expected(row, nameplate * utilisation * risen)


@rows_of("slip_")
def test_slip(row):
    given = named(row["inputs"])
    odds = Odds(1.0, given["median"], given.get("sigma"))
    assert_expected(row, odds.slip_months(given.get("z", 0.0)))


def magnet_chain(oxide, magnets, factor):
    return chain_balance(
        [Stage("separation", "t oxide", oxide, factor), Stage("magnet", "t magnet", magnets, Decimal(1))]
    )


def test_magnet_oxide_need_t():
    (row,) = (row for row in rows() if row["name"] == "magnet_oxide_need_t")
    magnets, factor = numbers(row["inputs"])
    assert_expected(row, magnet_chain(None, magnets, factor).stages[1].feed_needed)


def test_magnet_oxide_supports_t():
    (row,) = (row for row in rows() if row["name"] == "magnet_oxide_supports_t")
    oxide, factor = numbers(row["inputs"])
    assert_expected(row, magnet_chain(oxide, None, factor).final_output)


def test_magnet_oxide_surplus_t():
    (row,) = (row for row in rows() if row["name"] == "magnet_oxide_surplus_t")
    oxide, magnets, factor = numbers(row["inputs"])
    assert_expected(row, magnet_chain(oxide, magnets, factor).stages[0].surplus)


def test_magnet_binding_stage():
    (row,) = (row for row in rows() if row["name"] == "magnet_binding_stage")
    oxide, magnets, factor = numbers(row["inputs"])
    found = magnet_chain(oxide, magnets, factor)
    assert f"{found.binding.name} at {found.final_output} t" == row["expected"]


@rows_of("nir_after_gain")
def test_reliance_after_a_gain(row):
    reliance, consumption, gain = (numbers(part)[-1] for part in row["inputs"].split(";"))
    assert_expected(row, reliance_after(Case(reliance / 100, consumption), gain) * 100)


def test_stibnite_t():
    (row,) = (row for row in rows() if row["name"] == "stibnite_t")
    pounds, factor = numbers(row["inputs"])
    tonnes_a_kilogram = Decimal("0.001")
    assert_expected(row, times(pounds * 10**6, factor * tonnes_a_kilogram))


@pytest.mark.parametrize("name", ["ferroniobium_nb_t", "ilmenite_tio2_t"])
def test_contained(name):
    (row,) = (row for row in rows() if row["name"] == name)
    assert_expected(row, times(*numbers(row["inputs"])))


def test_gallium_host_cap_t():
    (row,) = (row for row in rows() if row["name"] == "gallium_host_cap_t")
    assert_expected(row, host_limit(*numbers(row["inputs"])))


def test_gallium_host_cap_high_t():
    (row,) = (row for row in rows() if row["name"] == "gallium_host_cap_high_t")
    alumina, bauxite_to_alumina, gallium = numbers(row["inputs"])
    assert_expected(row, host_limit(alumina / bauxite_to_alumina, gallium))


def test_all_75_rows_are_asked_here_or_with_the_money():
    asked = (
        "ramp_",
        "thacker_pass_",
        "slip_",
        "magnet_",
        "nir_",
        "stibnite_",
        "ferroniobium_",
        "ilmenite_",
        "gallium_",
    )
    assert len(rows()) == 75
    assert [row["name"] for row in rows() if not row["name"].startswith((*asked, *OF_MONEY))] == []
    named_here = {name[len("test_") :] for name in globals() if name.startswith(("test_magnet", "test_gallium"))}
    assert named_here == {row["name"] for row in rows() if row["name"].startswith(("magnet_", "gallium_"))}
