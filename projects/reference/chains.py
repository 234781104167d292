"""Supply chains from their files: stages, which stage feeds which, by which factors, and under which statistics."""

import re
from pathlib import Path

from projects.models import Chain, ChainFactor, ChainLink, ChainStage, Mineral, StageStatistic
from record.reference.loading import Known, Loading
from record.reference.rows import Row, read

from .minerals import mineral_slug


def slug_of(name: str) -> str:
    """Lower case, with single hyphens for everything that is neither letter nor digit."""
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def stage_slug(chain: str, stage: str) -> str:
    return slug_of(f"{chain} {stage}")


def load_chains(load: Loading, folder: Path, minerals: Known[Mineral]) -> None:
    columns = "chain sequence stage product mineral unit_of_account headline_stage by_product_of note"
    rows = read(folder / "chains.csv", columns)
    titles = {row["chain"]: row for row in read(folder / "chain_titles.csv", "chain title place")}
    chains = load.entities(Chain, {slug_of(row["chain"]): chain_of(row, titles) for row in rows})
    stages = load.entities(
        ChainStage,
        {
            stage_slug(row["chain"], row["stage"]): {
                "chain": chains[slug_of(row["chain"])],
                "sequence": int(row["sequence"]),
                "stage": row.text("stage"),
                "product": row.text("product"),
                "mineral": minerals[mineral_slug(row["mineral"])] if row["mineral"] else None,
                "unit_of_account": row.text("unit_of_account"),
                "is_headline": row.flag("headline_stage"),
                "by_product_of": row.text("by_product_of"),
                "note": row.text("note"),
            }
            for row in rows
        },
    )
    load_links(load, folder, stages)
    load_factors(load, folder, stages)
    load_stage_statistics(load, folder, stages)


def chain_of(row: Row, titles: dict[str, Row]) -> dict[str, object]:
    title = titles.get(row["chain"])
    return {
        "name": row.text("chain"),
        "title": title.text("title") if title else "",
        "place": int(title["place"]) if title and title["place"] else None,
    }


def load_links(load: Loading, folder: Path, stages: Known[ChainStage]) -> None:
    load.facts(
        ChainLink,
        [
            ChainLink(
                stage=stages[stage_slug(row["chain"], row["stage"])],
                into=stages[stage_slug(row["chain"], row["into"])],
                rests_on=row.text("rests_on"),
                is_host=bool(row.flag("is_host")),
                note=row.text("note"),
            )
            for row in read(folder / "chain_links.csv", "chain stage into rests_on is_host note")
        ],
    )


def load_factors(load: Loading, folder: Path, stages: Known[ChainStage]) -> None:
    load.facts(
        ChainFactor,
        [
            ChainFactor(
                stage=stages[stage_slug(row["chain"], row["stage"])],
                from_product=row.text("from_product"),
                to_product=row.text("to_product"),
                is_divided=bool(row.flag("is_divided")),
                note=row.text("note"),
            )
            for row in read(folder / "chain_factors.csv", "chain stage from_product to_product is_divided note")
        ],
    )


def load_stage_statistics(load: Loading, folder: Path, stages: Known[ChainStage]) -> None:
    """Rows without a chain are of a stage as sources state it."""
    columns = (
        "chain stage published_mineral published_stage published_unit from_product to_product feed only_mineral note"
    )
    load.facts(
        StageStatistic,
        [
            StageStatistic(
                stage=stages[stage_slug(row["chain"], row["stage"])] if row["chain"] else None,
                stage_as_stated="" if row["chain"] else row.text("stage"),
                published_mineral=row.text("published_mineral"),
                published_stage=row.text("published_stage"),
                published_unit=row.text("published_unit"),
                from_product=row.text("from_product"),
                to_product=row.text("to_product"),
                feed=row.text("feed"),
                only_mineral=mineral_slug(row.text("only_mineral")),
                note=row.text("note"),
            )
            for row in read(folder / "chain_statistics.csv", columns)
        ],
    )
