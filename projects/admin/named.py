"""Entities that are known by a name: one of a name on record, or near it, is asked about before it is written."""

from collections.abc import Collection
from typing import Any

from projects.services import identity
from record.admin.entities import EntityAdmin


class NamedAdmin(EntityAdmin):
    """Another of the same name, in whatever case, with whatever blanks and dashes, is taken with a reason."""

    asks_reason = True
    named_by = "name"
    within = ""
    """The relation within which a name means one of them: another project's milestones may be called alike."""

    def unusual(self, obj: Any, names: Collection[str]) -> list[str]:
        asked = {"name" if one == self.named_by else one for one in names}
        return identity.questions(obj, names=asked, within=self.within)
