"""Who the country depends on, from its files: import shares, reliance, output of the world, countries of concern."""

from datetime import date
from pathlib import Path
from typing import Any

from projects.models import Country, CountryStanding, ImportReliance, ImportShare, Standing, WorldOutput
from record.models import Citation
from record.reference.loading import Known, Loading
from record.reference.rows import Row, read

from .minerals import mineral_slug

WORDS = ("qualifier", "edition", "confidence", "note")


def load_sources(load: Loading, folder: Path) -> None:
    load.sources(
        {
            row["source"]: {
                "publisher": row.text("publisher"),
                "title": row.text("title"),
                "published_on": row.day("published_on"),
                "address": row.text("address"),
                "accessed_on": date.fromisoformat(row["accessed_on"]) if row["accessed_on"] else None,
                "read_in": row.text("read_in"),
            }
            for row in read(folder / "sources.csv", "source publisher title published_on address accessed_on read_in")
        }
    )


def published(load: Loading, row: Row) -> dict[str, Any]:
    """The sources of a row, and the day of the first: its figure counts from then."""
    citation: Citation | None = load.cite(row.several("sources"))
    first = next(iter(row.several("sources")), "")
    source = next((one for one in citation.sources.all() if one.slug == first), None) if citation else None
    return {"citation": citation, "effective_on": source.published_on if source else None}


def figures(row: Row, *names: str) -> dict[str, Any]:
    return {name: row.number(name) for name in names}


def load_dependence(load: Loading, folder: Path, countries: Known[Country]) -> None:
    load_sources(load, folder)
    load_import_shares(load, folder, countries)
    load_reliance(load, folder)
    load_world_output(load, folder, countries)
    load_concern(load, folder, countries)


def country_of(row: Row, countries: Known[Country]) -> Country | None:
    return countries[row["country"].lower()] if row["country"] else None


def load_import_shares(load: Loading, folder: Path, countries: Known[Country]) -> None:
    columns = "mineral form period country share qualifier edition confidence sources note"
    load.facts(
        ImportShare,
        [
            ImportShare(
                mineral=mineral_slug(row["mineral"]),
                form=row.text("form"),
                period=row["period"],
                country=country_of(row, countries),
                **figures(row, "share"),
                **{name: row.text(name) for name in WORDS},
                **published(load, row),
            )
            for row in read(folder / "import_sources.csv", columns)
        ],
    )


def load_reliance(load: Loading, folder: Path) -> None:
    columns = "mineral form year printed low high demand edition confidence sources note"
    load.facts(
        ImportReliance,
        [
            ImportReliance(
                mineral=mineral_slug(row["mineral"]),
                form=row.text("form"),
                year=int(row["year"]),
                **figures(row, "low", "high"),
                **{name: row.text(name) for name in ("printed", "demand", "edition", "confidence", "note")},
                **published(load, row),
            )
            for row in read(folder / "import_reliance.csv", columns)
        ],
    )


def load_world_output(load: Loading, folder: Path, countries: Known[Country]) -> None:
    columns = (
        "mineral stage year country share qualifier quantity printed unit world_total estimated edition confidence"
        " sources note"
    )
    load.facts(
        WorldOutput,
        [
            WorldOutput(
                mineral=mineral_slug(row["mineral"]),
                stage=row.text("stage"),
                year=int(row["year"]),
                country=country_of(row, countries),
                is_estimated=bool(row.flag("estimated")),
                printed=row.text("printed"),
                unit=row.text("unit"),
                **figures(row, "share", "quantity", "world_total"),
                **{name: row.text(name) for name in WORDS},
                **published(load, row),
            )
            for row in read(folder / "world_production.csv", columns)
        ],
    )


def load_concern(load: Loading, folder: Path, countries: Known[Country]) -> None:
    load.facts(
        CountryStanding,
        [
            CountryStanding(
                country=countries[row["country"].lower()],
                standing=Standing.OF_CONCERN,
                statute=row.text("statute"),
                effective_on=row.day("effective_on"),
                citation=load.cite(row.several("sources")),
                note=row.text("note"),
            )
            for row in read(folder / "countries_of_concern.csv", "country effective_on statute sources note")
        ],
    )
