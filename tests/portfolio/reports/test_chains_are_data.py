"""A chain is rows: one more in the files, or by forms, is found everywhere; one that cannot be balanced says why."""

import shutil
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portfolio.pages import production as production_page
from portfolio.pages import production_chains as chains_page
from portfolio.services import capacity
from projects.models import (
    CapacityEstimate,
    CapacityPhase,
    Chain,
    ChainFactor,
    ChainLink,
    ChainStage,
    Conversion,
    Mineral,
    StageStatistic,
)
from projects.reference.load import FOLDER, load_reference
from record.models import Source
from record.services import entities, facts
from tests.cast import Cast, day, now, writing
from tests.desk import add_page, sign_in
from tests.portfolio.reports.answers import ask, rows_of

pytestmark = [pytest.mark.usefixtures("reference"), pytest.mark.long]

# Raw gas: 200,000 cylinders of 50 kg are 10,000 t. Of 1 t of raw gas come 0.8 t of liquid, so they carry 8,000 t.
# Liquid: 2 kt are made outside the portfolio, and 5 kt are used.
HELIUM = {
    "minerals": ["He,Helium,,false,t He,,"],
    "chains": [
        "Helium,1,raw_gas,raw gas,He,t He,false,,",
        "Helium,2,liquid,liquid helium,He,t He,true,,",
    ],
    "chain_titles": ["Helium,Well to liquid,"],
    "chain_links": ["Helium,raw_gas,liquid,yields,false,"],
    "chain_factors": ["Helium,raw_gas,raw helium,liquid helium,true,"],
    "chain_statistics": [
        "Helium,raw_gas,Helium,extracted,,,,,,",
        "Helium,liquid,Helium,liquefied,,,,,,",
    ],
    "conversions": ["raw helium,liquid helium,0.8,,,yield,,", "cyl,t,0.05,,,definition,,"],
    "usgs_baseline": [
        "Helium,extracted,production,cyl He,2025,200000,,200000,false,true,MCS 2026,,",
        "Helium,liquefied,production,kt He,2025,2,,2,false,true,MCS 2026,,",
    ],
    "us_demand": [
        (
            "he-liquid-apparent-consumption,He,helium-liquid,t He,apparent consumption,true,false,5000,5000,5000,"
            "2025,2025,direct use,measured,MCS 2026,high,,"
        ),
    ],
    "import_reliance": ["He,all forms,2025,50,0.50,0.50,he-liquid-apparent-consumption,MCS 2026,high,mcs2026,"],
}


def load(folder, rows):
    """The reference data with more rows in its files."""
    for path in FOLDER.glob("*.csv"):
        shutil.copy(path, folder)
    for name, lines in rows.items():
        with (folder / f"{name}.csv").open("a", encoding="utf-8", newline="") as file:
            file.writelines(f"{line}\n" for line in lines)
    load_reference(say=lambda *stated: None, folder=folder)


def build(cast: Cast, stage: str) -> None:
    """A plant of 1,200 t a year from 2027 on, in a project that an award reaches; then a projection."""
    with writing() as recording:
        plant = CapacityPhase(slug="palisade-helium", project=cast.projects["palisade-magnets"], product="Helium")
        entities.create(plant, recording=recording)
        estimate = CapacityEstimate(
            phase=plant,
            baseline_output=Decimal(0),
            nameplate_added=Decimal(1200),
            unit="t/yr",
            unit_of_account="t He",
            factor_to_unit_of_account=Decimal(1),
            kind="increment",
            phase_stage="construction",
            mineral=Mineral.objects.get(slug="he"),
            chain_stage=ChainStage.objects.get(slug=stage),
            planned_start_on=day("2027"),
            citation=cast.citation,
        )
        facts.record(estimate, recording=recording)
    capacity.run(now(), draws=200)


@pytest.fixture
def helium(cast: Cast, tmp_path):
    load(tmp_path, HELIUM)
    build(cast, "helium-liquid")


def of_chain(chain: str, year: str = "2031", basis: str = "forecast") -> dict[str, dict[str, str]]:
    rows = rows_of(ask("supply-chain", now()))
    return {row["stage"]: row for row in rows if (row["chain"], row["year"], row["gain_as"]) == (chain, year, basis)}


@pytest.mark.usefixtures("helium")
def test_a_fourteenth_chain_of_rows_is_balanced_beside_the_thirteen():
    assert len({row["chain"] for row in rows_of(ask("supply-chain", now()))}) == 14
    rows = of_chain("helium")
    gas, liquid = rows["helium-raw-gas"], rows["helium-liquid"]
    assert (gas["mineral"], gas["unit"], gas["stage_output_facts"]) == ("he", "t He", "10000.000000")
    assert (gas["needed"], gas["supports_facts"], gas["rests_on"]) == ("1.25000000", "8000.000000", "yields on record")
    assert gas["statistics"] == "Helium, extracted, 2025: 200000 cyl He, MCS 2026"
    (gain,) = [row for row in rows_of(ask("production-gains", now(), mineral="he")) if row["year"] == "2031"]
    assert (gain["stage"], gain["headline"], gain["counts"]) == ("helium-liquid", "true", "true")
    assert 0 < Decimal(gain["forecast"]) <= 1200
    assert Decimal(liquid["stage_output_facts"]) == 2000 + Decimal(gain["forecast"])
    assert (liquid["binds_facts"], liquid["final_output_facts"]) == ("true", liquid["stage_output_facts"])
    assert Decimal(gas["surplus_facts"]) == 10000 - Decimal(liquid["stage_output_facts"]) * Decimal("1.25")
    assert (gas["why_unknown"], liquid["why_unknown"]) == ("", "")


@pytest.mark.usefixtures("helium")
def test_a_fourteenth_chain_is_set_against_what_the_country_uses():
    six = Decimal("0.000001")
    (gain,) = [row for row in rows_of(ask("production-gains", now(), mineral="he")) if row["year"] == "2031"]
    (share,) = [row for row in rows_of(ask("demand-shares", now(), mineral="he")) if row["year"] == "2031"]
    assert Decimal(share["share_central_facts"]) == (Decimal(gain["p50_facts"]) / 5000).quantize(six)
    (row,) = rows_of(ask("dependence", now(), mineral="he", year=2031))
    assert (row["reliance_printed"], row["use_low"], row["demand_unit"]) == ("50", "5000.000000", "t He")
    left = Decimal("0.5") - Decimal(gain["p10_facts"]) / 5000
    assert Decimal(row["reliance_after_facts_high"]) == left.quantize(six)


@pytest.mark.usefixtures("helium")
def test_a_fourteenth_chain_stands_on_the_pages_and_in_its_picture():
    page = production_page.page(now(), "he")
    assert [one.title for one in page.odds] == ["Helium, liquid"]  # one plant is all there is
    (flow,) = page.flows
    assert flow.title == "Well to liquid"
    assert [(bar.name, bar.is_narrowest) for bar in flow.bars] == [("raw-gas", False), ("liquid", True)]
    assert flow.bars[0].text == "8,000 t He"
    assert "Well to liquid" in [one.chain.title for one in production_page.page(now()).chains.lines]
    chains = chains_page.page(now())
    (section,) = [one for one in chains.known if one.flow.chain == "helium"]
    assert {line.p50.leading.binding for line in section.by_year.lines} == {"liquid"}
    assert chains.unbalanced == []


@pytest.mark.usefixtures("helium")
def test_the_database_is_asked_the_same_number_of_questions_however_many_chains_there_are():
    def asked() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert ask("supply-chain", now()).rows
        return len(captured)

    with writing():
        pass  # so that the same run answers both times, as the one before what is known
    before = asked()
    with writing() as recording:
        for number in range(20):
            chain = entities.create(Chain(slug=f"chain-{number}", name=f"Chain {number}"), recording=recording)
            made = ChainStage(
                slug=f"chain-{number}-mine", chain=chain, sequence=1, stage="mine", product="ore", unit_of_account="t"
            )
            entities.create(made, recording=recording)
    assert asked() == before


BROKEN = {
    "a loop": (
        "chain_links",
        "Helium,liquid,raw_gas,yields,false,",
        "its stages feed each other in a loop: raw-gas, liquid, raw-gas",
    ),
    "an unknown unit": (
        "chains",
        "Helium,3,shipped,bottled helium,He,m3 He,false,,",
        "the unit of its stage shipped, m3 He, is not known: no conversion names it",
    ),
    "a stage without a mineral": (
        "chains",
        "Helium,3,shipped,bottled helium,,t He,false,,",
        "no mineral is named at its stage shipped",
    ),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_a_chain_that_cannot_be_balanced_says_why_and_hurts_no_other(cast: Cast, tmp_path, broken: str):
    name, row, why = BROKEN[broken]
    more = {name: [*HELIUM[name], row]}
    if name == "chains":
        more["chain_links"] = [*HELIUM["chain_links"], "Helium,liquid,shipped,itself,false,"]
    load(tmp_path, HELIUM | more)
    build(cast, "helium-liquid")
    rows = rows_of(ask("supply-chain", now()))
    (line,) = [row for row in rows if row["chain"] == "helium"]
    assert (line["why_unknown"], line["stage"], line["final_output_facts"]) == (why, "", "")
    assert len({row["chain"] for row in rows}) == 14
    # 1,000 kt of copper are mined, and 0.965 of it is refined.
    assert of_chain("copper", "2026", "p50")["copper-mine"]["supports_facts"] == "965000.000000"
    for page in (chains_page.page(now()), production_page.page(now()), production_page.page(now(), "he")):
        assert [(chain.title, chain.why) for chain in page.unbalanced] == [("Well to liquid", why)]
    assert production_page.page(now(), "cu").unbalanced == []
    assert ask("supply-chain", now()).notes[-1] == f"helium cannot be balanced: {why}."


def test_a_stage_without_its_conversion_is_unknown_and_says_so(cast: Cast, tmp_path):
    load(tmp_path, HELIUM | {"conversions": HELIUM["conversions"][1:]})
    build(cast, "helium-liquid")
    rows = of_chain("helium")
    gas = rows["helium-raw-gas"]
    assert gas["why_unknown"] == "no conversion from raw helium to liquid helium is on record"
    assert (gas["needed"], gas["supports_facts"]) == ("", "")
    assert rows["helium-liquid"]["binds_facts"] == "true"
    assert rows["helium-liquid"]["unknown_stages_facts"] == "raw-gas"


def test_a_figure_in_a_unit_without_a_conversion_is_unknown_and_says_so(cast: Cast, tmp_path):
    """A volume is a measure that the record takes; to tonnes it needs a conversion."""
    printed = [row.replace("cyl He", "m3 He") for row in HELIUM["usgs_baseline"]]
    load(tmp_path, HELIUM | {"conversions": HELIUM["conversions"][:1], "usgs_baseline": printed})
    build(cast, "helium-liquid")
    gas = of_chain("helium")["helium-raw-gas"]
    assert gas["why_unknown"] == "Helium, extracted is printed in m3 He, and no conversion leads to t He"
    assert gas["stage_output_facts"] == ""


def test_an_officer_adds_a_chain_by_forms(cast: Cast):
    desk = sign_in(cast.people["officer"])
    cited = {"sources": str(Source.objects.get(slug="cast1").pk), "why": "a new chain"}

    def add(model, values, **about):
        answer = desk.post(add_page(model, **about), {**values, **cited})
        assert answer.status_code == 302, answer.context["errors"]

    add(Mineral, {"name": "Helium", "unit_of_account": "t He", "slug": "he"})
    add(Chain, {"name": "Helium"})
    chain, mineral = Chain.objects.get(slug="helium"), Mineral.objects.get(slug="he")
    for number, (stage, product) in enumerate((("raw gas", "raw gas"), ("liquid", "liquid helium")), start=1):
        values = {"sequence": number, "stage": stage, "product": product, "unit_of_account": "t He"}
        add(ChainStage, {"chain": chain.pk, "mineral": mineral.pk, **values}, chain=chain)
    gas, liquid = ChainStage.objects.get(slug="helium-raw-gas"), ChainStage.objects.get(slug="helium-liquid")
    add(ChainLink, {"into": liquid.pk, "rests_on": "yields"}, stage=gas)
    add(Conversion, {"from_product": "raw helium", "to_product": "liquid helium", "factor": "0.8", "basis": "yield"})
    add(ChainFactor, {"from_product": "raw helium", "to_product": "liquid helium", "is_divided": "on"}, stage=gas)
    statistic = {"published_mineral": "Helium", "published_stage": "extracted"}
    add(StageStatistic, statistic, stage=gas)
    build(cast, "helium-liquid")
    rows = of_chain("helium")
    assert [row["needed"] for row in rows.values()] == ["1.25000000", "1.00000000"]
    assert rows["helium-liquid"]["stage_output_facts"] != ""
    assert "helium" in {one.flow.chain for one in chains_page.page(now()).sections}
