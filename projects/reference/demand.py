"""What the country uses in the form of each stage, from its file."""

from pathlib import Path

from projects.models import NationalDemand
from record.reference.loading import Loading
from record.reference.rows import read

from .minerals import mineral_slug


def load_demand(load: Loading, folder: Path) -> None:
    columns = (
        "demand mineral stage unit measure is_main is_stand_in low central high first_year last_year counts_what"
        " basis edition confidence source_text note"
    )
    words = ("stage", "unit", "measure", "counts_what", "basis", "edition", "confidence", "source_text", "note")
    load.facts(
        NationalDemand,
        [
            NationalDemand(
                demand=row["demand"],
                mineral=mineral_slug(row["mineral"]),
                is_main=bool(row.flag("is_main")),
                is_stand_in=bool(row.flag("is_stand_in")),
                first_year=int(row["first_year"]),
                last_year=int(row["last_year"]),
                **{name: row.number(name) for name in ("low", "central", "high")},
                **{name: row.text(name) for name in words},
            )
            for row in read(folder / "us_demand.csv", columns)
        ],
    )
