"""Capacity: a phase that is new is put on record with what is first said of it."""

from dataclasses import dataclass

from django.db import models

from portfolio.imports.rows import Row
from portfolio.imports.write import Writing, naming
from portfolio.reports.listed import Part
from projects.models import CapacityPhase, Project
from record.services import entities

from .listed import ListedKind


@dataclass(frozen=True)
class CapacityKind(ListedKind):
    about: tuple[str, ...] = ("project", "product", "stage_as_stated")

    def entity(self, part: Part, row: Row, writing: Writing) -> models.Model | None:
        name = row[part.column.name]
        is_known = name in writing.named(CapacityPhase)
        if part.path != "phase.slug" or is_known or not (row["project"] and row["product"]):
            return super().entity(part, row, writing)
        new = CapacityPhase(
            slug=name,
            project=writing.look_up(Project, "project", row["project"]),
            product=row["product"],
            stage_as_stated=row["stage_as_stated"],
        )
        with naming(name, {"slug": "phase"}):
            entities.create(new, recording=writing.recording)
        writing.named(CapacityPhase)[name] = new
        return new
