"""The files of the reference data, read by themselves: canonical, complete, and consistent with each other."""

import csv
import io
from pathlib import Path

import pytest

from projects import reference

FOLDER = Path(reference.__file__).parent
KEYS = {
    "chain_factors": ("chain", "stage", "from_product", "to_product"),
    "chain_links": ("chain", "stage"),
    "chain_statistics": ("chain", "stage", "published_mineral", "published_stage"),
    "chain_titles": ("chain",),
    "chains": ("chain", "sequence"),
    "conversions": ("from_product", "to_product"),
    "countries": ("country",),
    "countries_of_concern": ("country",),
    "currencies": ("code",),
    "import_reliance": ("mineral", "form", "year"),
    "import_sources": ("mineral", "form", "period", "country"),
    "lead_times": ("lead_time",),
    "mineral_aliases": ("text",),
    "minerals": ("mineral",),
    "oxide_distribution": ("feed", "measure", "element", "sources"),
    "ramp_up_curves": ("series", "months"),
    "ramp_up_parameters": ("ramp_up_curve",),
    "sources": ("source",),
    "stage_risk": ("stage",),
    "stage_risk_measured": ("finding",),
    "units": ("unit",),
    "us_demand": ("demand",),
    "us_states": ("code",),
    "usgs_baseline": ("mineral", "stage", "metric", "unit", "year", "edition"),
    "world_production": ("mineral", "stage", "year", "country", "sources"),
}
COUNTED = {"sequence", "months"}


def rows(name):
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))


def test_every_file_has_a_key():
    assert {path.stem for path in FOLDER.glob("*.csv")} == set(KEYS)


@pytest.mark.parametrize("name", KEYS)
def test_file_is_canonical(name):
    data = (FOLDER / f"{name}.csv").read_bytes()
    lines = list(csv.reader(io.StringIO(data.decode(), newline=""), strict=True))
    written = io.StringIO(newline="")
    csv.writer(written, lineterminator="\n").writerows(lines)
    assert written.getvalue().encode() == data
    assert {len(line) for line in lines} == {len(lines[0])}
    assert all(cell == cell.strip() for line in lines for cell in line)


@pytest.mark.parametrize("name", KEYS)
def test_key_is_unique_and_orders_the_rows(name):
    keys = [tuple(int(row[c]) if c in COUNTED else row[c] for c in KEYS[name]) for row in rows(name)]
    assert keys == sorted(set(keys))


def test_counts_that_the_compilers_give():
    assert len(rows("usgs_baseline")) == 679
    assert sum(row["on_2025_critical_list"] == "true" for row in rows("minerals")) == 60
    assert len({row["chain"] for row in rows("chains")}) == 13
    assert len(rows("ramp_up_parameters")) == 4
    assert sum(row["series"].startswith("obs-") for row in rows("ramp_up_curves")) == 10


def test_each_chain_has_one_headline_stage():
    headlines = [row["chain"] for row in rows("chains") if row["headline_stage"] == "true"]
    assert sorted(headlines) == sorted({row["chain"] for row in rows("chains")})


def test_every_row_of_a_chain_names_what_the_other_files_have():
    stages = {(row["chain"], row["stage"]) for row in rows("chains")}
    minerals = {row["mineral"] for row in rows("minerals")}
    conversions = {(row["from_product"], row["to_product"]) for row in rows("conversions")}
    published = {(row["mineral"], row["stage"]) for row in rows("usgs_baseline") if row["metric"] == "production"}
    assert {row["mineral"] for row in rows("chains")} <= minerals
    assert {row["chain"] for row in rows("chain_titles")} <= {chain for chain, _ in stages}
    links = rows("chain_links")
    assert {(row["chain"], row[end]) for row in links for end in ("stage", "into")} <= stages
    assert {(row["chain"], row["stage"]) for row in rows("chain_factors")} <= stages
    assert {(row["from_product"], row["to_product"]) for row in rows("chain_factors")} <= conversions
    statistics = rows("chain_statistics")
    assert {(row["chain"], row["stage"]) for row in statistics if row["chain"]} <= stages
    converted = {(row["from_product"], row["to_product"]) for row in statistics if row["from_product"]}
    assert converted <= conversions
    made = {(row["published_mineral"], row["published_stage"]) for row in statistics}
    assert made <= published


def test_aliases_name_minerals_and_cover_the_statistics():
    minerals = {row["mineral"] for row in rows("minerals")}
    aliases = {row["text"]: row["mineral"] for row in rows("mineral_aliases")}
    assert set(aliases.values()) <= minerals | {""}
    assert {row["mineral"] for row in rows("usgs_baseline")} <= set(aliases)


def test_a_withheld_figure_has_no_value():
    withheld = [row for row in rows("usgs_baseline") if row["withheld"] == "true"]
    assert len(withheld) == 28
    assert {(row["value"], row["raw"]) for row in withheld} == {("", "W")}


def test_mixture_of_curves_is_whole():
    assert sum(round(100 * float(row["mixture_share"])) for row in rows("ramp_up_parameters")) == 100


def test_what_the_files_of_dependence_name_is_in_the_others():
    names = ("import_sources", "import_reliance", "world_production", "countries_of_concern")
    minerals, countries = {row["mineral"] for row in rows("minerals")}, {row["country"] for row in rows("countries")}
    sources, demands = {row["source"] for row in rows("sources")}, {row["demand"] for row in rows("us_demand")}
    for name in names:
        for row in rows(name):
            assert set(row["sources"].split(";")) <= sources, row
            assert row.get("country", "") in countries | {""}, row
            assert row.get("mineral", "Li") in minerals, row
    forms = {(row["mineral"], row["form"]) for row in rows("import_sources")}
    assert {(row["mineral"], row["form"]) for row in rows("import_reliance")} <= forms
    assert {row["demand"] for row in rows("import_reliance")} - {""} <= demands


def test_the_shares_of_a_form_and_period_come_to_no_more_than_all():
    """Each is rounded to a percent, so five of them may come to 2 more; a bound is no figure to add."""
    sums = {}
    for row in rows("import_sources"):
        if not row["qualifier"]:
            key = row["mineral"], row["form"], row["period"]
            sums[key] = sums.get(key, 0) + float(row["share"])
    assert len(rows("import_sources")) == 424
    assert all(0.97 <= total <= 1.021 or total == 0 for total in sums.values() if total), sums
