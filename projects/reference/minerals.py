"""Minerals, supply chains, conversions and national statistics, from their files."""

import re
from pathlib import Path

from projects.models import BaselineStatistic, Chain, ChainStage, Conversion, Mineral
from record.reference.loading import Loading
from record.reference.rows import read


def slug_of(name: str) -> str:
    """Lower case, with single hyphens for everything that is neither letter nor digit."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def mineral_slug(code: str) -> str:
    return code.lower()


def stage_slug(chain: str, stage: str) -> str:
    return slug_of(f"{chain} {stage}")


def load_minerals(load: Loading, folder: Path) -> None:
    load.entities(
        Mineral,
        {
            mineral_slug(row["mineral"]): {
                "name": row.text("name"),
                "on_critical_list": row.flag("on_2025_critical_list"),
                "unit_of_account": row.text("unit_of_account"),
                "note": row.text("note"),
            }
            for row in read(folder / "minerals.csv", "mineral name on_2025_critical_list unit_of_account note")
        },
    )


def load_chains(load: Loading, folder: Path) -> None:
    rows = read(folder / "chains.csv", "chain sequence stage product unit_of_account headline_stage by_product_of note")
    chains = load.entities(Chain, {slug_of(row["chain"]): {"name": row.text("chain")} for row in rows})
    load.entities(
        ChainStage,
        {
            stage_slug(row["chain"], row["stage"]): {
                "chain": chains[slug_of(row["chain"])],
                "sequence": int(row["sequence"]),
                "stage": row.text("stage"),
                "product": row.text("product"),
                "unit_of_account": row.text("unit_of_account"),
                "is_headline": row.flag("headline_stage"),
                "by_product_of": row.text("by_product_of"),
                "note": row.text("note"),
            }
            for row in rows
        },
    )


def load_conversions(load: Loading, folder: Path) -> None:
    load.facts(
        Conversion,
        [
            Conversion(
                from_product=row.text("from_product"),
                to_product=row.text("to_product"),
                factor=row.number("factor"),
                low=row.number("low"),
                high=row.number("high"),
                basis=row.text("basis"),
                source_text=row.text("source_text"),
                note=row.text("note"),
            )
            for row in read(
                folder / "conversions.csv", "from_product to_product factor low high basis source_text note"
            )
        ],
    )


def load_statistics(load: Loading, folder: Path) -> None:
    columns = "mineral stage metric unit year value qualifier raw withheld estimated edition source_text note"
    load.facts(
        BaselineStatistic,
        [
            BaselineStatistic(
                mineral=row.text("mineral"),
                year=int(row["year"]),
                metric=row.text("metric"),
                stage=row.text("stage"),
                value=row.number("value"),
                unit=row.text("unit"),
                qualifier=row.text("qualifier"),
                raw=row.text("raw"),
                is_withheld=row.flag("withheld"),
                is_estimated=row.flag("estimated"),
                edition=row.text("edition"),
                source_text=row.text("source_text"),
                note=row.text("note"),
            )
            for row in read(folder / "usgs_baseline.csv", columns)
        ],
    )
