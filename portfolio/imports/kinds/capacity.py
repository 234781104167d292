"""Capacity: a phase that is new is put on record with what is first said of it."""

from dataclasses import dataclass

from django.db import models

from portfolio.imports.rows import Row
from portfolio.imports.write import Writing, naming
from portfolio.reports.listed import Part
from projects.models import CapacityPhase, Project
from record.services import entities

from .described import require_another, require_as_on_record
from .listed import ListedKind


@dataclass(frozen=True)
class CapacityKind(ListedKind):
    about: tuple[str, ...] = ("project", "product", "stage_as_stated")

    def entity(self, part: Part, row: Row, writing: Writing) -> models.Model | None:
        name = row[part.column.name]
        is_known = name in writing.named(CapacityPhase)
        if part.path == "phase.slug" and is_known:
            self._require_as_on_record(writing.named(CapacityPhase, related=("project",))[name], row, writing)
        if part.path != "phase.slug" or is_known or not (row["project"] and row["product"]):
            return super().entity(part, row, writing)
        new = CapacityPhase(
            slug=name,
            project=writing.look_up(Project, "project", row["project"]),
            product=row["product"],
            stage_as_stated=row["stage_as_stated"],
        )
        require_another(new, "product", row, writing)
        with naming(name, {"slug": "phase"}, row):
            entities.create(new, recording=writing.recording)
        writing.named(CapacityPhase)[name] = new
        return new

    def _require_as_on_record(self, phase: CapacityPhase, row: Row, writing: Writing) -> None:
        row.values["project"] = writing.spelt(Project, row["project"])
        stands = {"project": phase.project.slug, "product": phase.product, "stage_as_stated": phase.stage_as_stated}
        require_as_on_record(phase, row, stands)
