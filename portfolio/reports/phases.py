"""The phases of the projects: what each is, and what is known of its capacity on the day."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from portfolio.positions.filters import Filters
from projects.models import CapacityEstimate, CapacityPhase, Project
from record.calculations.as_of import AsOf

from .base import Answer, Column, Definition
from .listed.capacity import CAPACITY

OF_PHASE = ("phase", "project", "product", "stage_as_stated")


@dataclass(frozen=True, slots=True)
class PhaseLine:
    """A phase, and the newest that is known of its capacity."""

    phase: CapacityPhase
    known: CapacityEstimate | None

    @property
    def mineral(self) -> str:
        return self.known.mineral.slug if self.known and self.known.mineral else ""


def of_phase(column: Column) -> Column:
    """The column of a capacity estimate, told of the phase itself: empty where nothing is known of it."""
    told: Callable[[Any], Any] | None = column.value
    values: dict[str, Callable[[PhaseLine], Any]] = {
        "phase": lambda line: line.phase.slug,
        "project": lambda line: line.phase.project.slug,
        "product": lambda line: line.phase.product,
        "stage_as_stated": lambda line: line.phase.stage_as_stated or None,
    }
    of_known = lambda line: told(line.known) if told and line.known else None  # noqa: E731
    if column.name in OF_PHASE:
        return column.of(values[column.name])
    return column.of(of_known, is_optional=True, unknown="nothing is known of its capacity, or not stated")


COLUMNS = tuple(of_phase(column) for column in CAPACITY.definition.columns)
FILTERS = ("mineral", "project")


def answer(at: AsOf, filters: Filters) -> Answer:
    projects = Project.objects.at(at)
    known = CAPACITY.facts(CapacityEstimate.objects.at(at)).latest_by("phase_id")
    lines = []
    for phase in sorted(CapacityPhase.objects.at(at).values(), key=lambda one: one.slug):
        phase.project = projects.get(phase.project_id, phase.project)
        line = PhaseLine(phase, known.get(phase.pk))
        asked = {"mineral": line.mineral, "project": phase.project.slug}
        if all(asked[name] == value for name, value in filters.asked().items()):
            lines.append(line)
    return Answer(lines)


DEFINITION = Definition(
    "phases", "Phases", "What is each facility to make, and what is known of its capacity?", COLUMNS, FILTERS, answer
)
