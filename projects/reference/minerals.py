"""Minerals, conversions and national statistics, from their files."""

from pathlib import Path

from projects.models import BaselineStatistic, Conversion, Mineral
from record.reference.loading import Known, Loading
from record.reference.rows import read


def mineral_slug(code: str) -> str:
    return code.lower()


def load_minerals(load: Loading, folder: Path) -> Known[Mineral]:
    return load.entities(
        Mineral,
        {
            mineral_slug(row["mineral"]): {
                "name": row.text("name"),
                "also_called": row.text("also_called"),
                "on_critical_list": row.flag("on_2025_critical_list"),
                "unit_of_account": row.text("unit_of_account"),
                "counted_in": mineral_slug(row.text("counted_in")),
                "note": row.text("note"),
            }
            for row in read(
                folder / "minerals.csv",
                "mineral name also_called on_2025_critical_list unit_of_account counted_in note",
            )
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
