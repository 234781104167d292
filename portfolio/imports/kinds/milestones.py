"""Milestones and what was said of them; a milestone that is new is put on record with its first statement."""

from dataclasses import dataclass
from typing import Any

from django.db import models

from portfolio.imports.row_outcomes import RowOutcome
from portfolio.imports.rows import Row
from portfolio.imports.write import RowRefused, Writing, as_choice, naming
from portfolio.reports.listed import Part
from projects.models import Milestone, Project
from projects.models.milestones import MilestoneKind as KindOfMilestone
from projects.models.milestones import StatementKind
from record.services import entities, slugs

from .described import require_another, require_as_on_record
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
            if row["milestone"] in writing.named(Milestone, related=("project",)):
                self._require_as_on_record(
                    writing.named(Milestone, related=("project",))[row["milestone"]], row, writing
                )
                return super().entity(part, row, writing)
            if not row["milestone_kind"]:
                return super().entity(part, row, writing)
        elif not row["project"] or not row["name"]:
            raise RowRefused("milestone", "", "Name the milestone by its identifier, or its project and name.")
        project = writing.look_up(Project, "project", row["project"])
        known = {(one.project_id, one.name): one for one in writing.named(Milestone).values()}
        found = known.get((project.pk, row["name"]))
        if found is not None:
            if row["milestone"]:
                what = f"{project} calls {found.slug} so on record. Write that identifier, or another name."
                raise RowRefused("milestone", row["milestone"], what)
            self._require_as_on_record(found, row, writing)
        return found or self._new(row, project, writing)

    def require_stated(self, fact: Any, stated: dict[str, Any]) -> None:
        if not fact.forecast_on and "forecast_on" not in stated:
            step = "Add the column happens_on with its day; an empty cell withdraws the target."
            raise RowRefused("happens_on", "", f"No day is on record that this would keep. {step}")

    def recorded(self, row: Row, outcome: RowOutcome, fact: Any, writing: Writing) -> RowOutcome:
        """A statement without a day is told as what it is."""
        if not fact.forecast_on and fact.kind != StatementKind.ACTUAL:
            outcome.why = f"It has no day: the target is withdrawn. {outcome.why}".rstrip()
        return outcome

    def _require_as_on_record(self, milestone: Milestone, row: Row, writing: Writing) -> None:
        row.values["project"] = writing.spelt(Project, row["project"])
        row.values["milestone_kind"] = as_choice(row["milestone_kind"], KindOfMilestone.choices)
        stands = {"project": milestone.project.slug, "name": milestone.name, "milestone_kind": str(milestone.kind)}
        require_as_on_record(milestone, row, stands)

    def _new(self, row: Row, project: Project, writing: Writing) -> Milestone:
        if not row["milestone_kind"]:
            raise RowRefused(
                "name",
                row["name"],
                f"{project} has no milestone of that name. Correct it, or give the kind of a new one.",
            )
        require_another(Milestone(slug="", project=project, name=row["name"]), "name", row, writing)
        slug = row["milestone"] or slugs.free_slug(Milestone, project.slug, row["name"], recording=writing.recording)
        new = Milestone(slug=slug, project=project, name=row["name"], kind=row["milestone_kind"])
        with naming(row["name"], {"kind": "milestone_kind", "slug": "milestone"}, row):
            entities.create(new, recording=writing.recording)
        writing.named(Milestone)[new.slug] = new
        return new
