"""The merge of two companies or projects as a proposal: it moves stakes and awards from one name to the other."""

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from portfolio.services.merge_checks import figures, of_site, questions
from projects.models import CompanyMerge, ProjectMerge
from projects.services import merges
from record.calculations.as_of import AsOf
from record.models import Entity, Merge, Recording
from record.services.approval_handlers import Handler, Payload, row_of
from record.services.row_formatting import Line


class CompanyMergeHandler(Handler):
    """Any officer decides who did not propose it: both may have awards of every agency."""

    kind, label = "companymerge", "merge of companies"
    stands_beside = True
    is_repeated = False
    model: ClassVar[type[Merge]] = CompanyMerge

    def merge(self, payload: Payload) -> Any:
        return row_of(self.model, payload)

    def sentence(self, payload: Payload, at: AsOf) -> str:
        merge = self.merge(payload)
        return f"Merge {merge.entity} into {merge.into}"

    def entities(self, payload: Payload) -> Sequence[Entity]:
        merge = self.merge(payload)
        return [merge.entity, merge.into]

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        merge = self.merge(payload)
        named = [["Name", f"{merge.entity.name} [{merge.entity.slug}]", f"{merge.into.name} [{merge.into.slug}]"]]
        keys = [[label[:1].upper() + label[1:], one, other] for label, one, other in merges.keys_of(merge)]
        alike = [["Awards that are alike", "", question] for question in questions(merge, at=at)]
        return [*named, *(line for line in keys if line[1] or line[2]), *alike, ["Why they are one", "", merge.note]]

    def totals(self, payload: Payload, at: AsOf) -> dict[str, str]:
        """The awards and stakes of both."""
        merge = self.merge(payload)
        return figures(merge.entity, at) | figures(merge.into, at)

    def perform(self, payload: Payload, recording: Recording, today: date) -> Merge:
        return merges.record(self.merge(payload), recording=recording, today=today)


class ProjectMergeHandler(CompanyMergeHandler):
    kind, label = "projectmerge", "merge of projects"
    model = ProjectMerge

    def totals(self, payload: Payload, at: AsOf) -> dict[str, str]:
        """The awards, phases and milestones of both."""
        merge = self.merge(payload)
        return of_site(merge.entity, at) | of_site(merge.into, at)
