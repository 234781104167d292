"""A small book beside which a figure or a word is unusual, and what a row of a file is refused for."""

from projects.models import (
    BaselineStatistic,
    CapacityEstimate,
    CapacityPhase,
    Mineral,
    ProductionRecord,
    WorldOutput,
)
from record.services import entities, facts
from tests.cast import TODAY, Cast, day, writing
from tests.portfolio.imports.conftest import show

ASKED = "Give the reason, or correct it."


def make_book(cast: Cast) -> Cast:
    """Lithium of which the world makes 1,000 t, and two phases of it without a nameplate, one with its output."""
    project = cast.projects["palisade-magnets"]
    with writing() as under:
        lithium = entities.create(Mineral(slug="li", name="Lithium"), recording=under)
        world = WorldOutput(mineral="li", stage="mine", year=2024, world_total=1000, unit="t", effective_on=day("2025"))
        facts.record(world, recording=under)
        for slug in ("known", "unknown"):
            phase = entities.create(CapacityPhase(slug=slug, project=project, product=slug), recording=under)
            estimate = CapacityEstimate(phase=phase, unit="t/yr", kind="unknown", mineral=lithium)
            facts.record_by_service(estimate, recording=under, today=TODAY)
        known = CapacityPhase.objects.get(slug="known")
        for period, output in (("2024", 60), ("2025", 100), ("2025-Q1", 20)):
            made = ProductionRecord(phase=known, output=output, unit="t", effective_on=day(period))
            facts.record_by_service(made, recording=under, today=TODAY)
        figure = BaselineStatistic(mineral="Lithium", metric="imports", stage="mine", year=2024, value=5, edition="MCS")
        facts.record_by_service(figure, recording=under, today=TODAY)
    return cast


def told(kind: str, head: str, *rows: str) -> list[str]:
    """What each row is refused for; empty for one that is taken."""
    text = "".join(f"{line}\n" for line in (f"{head},reason", *rows))
    plan = show(kind, text, sources="cast1")
    return [" ".join(what for *_, what in row.changes) if row.becomes == "refused" else "" for row in plan.row_outcomes]
