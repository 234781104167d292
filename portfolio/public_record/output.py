"""What plants put out in periods that are over."""

from typing import Any

from projects.models import CapacityPhase, ProductionRecord
from record.reference.loading import Loading
from record.reference.rows import Row

from .editions import Files, load_facts


def load_output(load: Loading, files: Files, phases: dict[str, CapacityPhase]) -> None:
    def recorded(row: Row) -> ProductionRecord:
        values: dict[str, Any] = {"effective_on": row.day("period"), "output": row.number("output")}
        return ProductionRecord(
            phase=phases[row["phase"]],
            unit=row.text("unit"),
            note=row.text("note"),
            citation=load.cite(row.several("sources")),
            **values,
        )

    load_facts(load, files, ProductionRecord, "recorded_output", "phase period output unit note sources", recorded)
