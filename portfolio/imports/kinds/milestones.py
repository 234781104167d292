"""Milestones and what was said of them; a milestone that is new is put on record with its first statement."""

from dataclasses import dataclass

from django.db import models

from portfolio.imports.rows import Row
from portfolio.imports.write import RowRefused, Writing, naming
from portfolio.reports.listed import Part
from projects.models import Milestone, Project
from record.services import entities, slugs

from .listed import ListedKind


@dataclass(frozen=True)
class MilestoneKind(ListedKind):
    about: tuple[str, ...] = ("project", "name", "milestone_kind")

    def subject(self, row: Row) -> str:
        named = row["milestone"] or f"{row['project']} {row['name']}"
        return f"{named} {row['statement']} {row['stated_on'] or ''}".strip()

    def entity(self, part: Part, row: Row, writing: Writing) -> models.Model | None:
        if part.path != "milestone.slug":
            return super().entity(part, row, writing)
        if row["milestone"]:
            if row["milestone"] in writing.named(Milestone) or not row["milestone_kind"]:
                return super().entity(part, row, writing)
        elif not row["project"] or not row["name"]:
            raise RowRefused("milestone", "", "Name the milestone by its identifier, or its project and name.")
        project = writing.look_up(Project, "project", row["project"])
        known = {(one.project_id, one.name): one for one in writing.named(Milestone).values()}
        found = known.get((project.pk, row["name"]))
        return found or self._new(row, project, writing)

    def _new(self, row: Row, project: Project, writing: Writing) -> Milestone:
        if not row["milestone_kind"]:
            raise RowRefused(
                "name",
                row["name"],
                f"{project} has no milestone of that name. Correct it, or give the kind of a new one.",
            )
        slug = row["milestone"] or slugs.free_slug(Milestone, project.slug, row["name"], recording=writing.recording)
        new = Milestone(slug=slug, project=project, name=row["name"], kind=row["milestone_kind"])
        with naming(row["name"], {"kind": "milestone_kind", "slug": "milestone"}):
            entities.create(new, recording=writing.recording)
        writing.named(Milestone)[new.slug] = new
        return new
