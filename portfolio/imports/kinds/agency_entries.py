"""Obligations as an agency's own file says them: a later statement of one replaces it, a deletion takes it back."""

from dataclasses import replace
from functools import cached_property

from portfolio.imports.row_outcomes import Becomes, RowOutcome
from portfolio.imports.rows import Row, Rows, Wanted
from portfolio.imports.write import Writing
from record.models import Fact
from record.services import facts

from .entry_identity import CHANGE_CODE, DELETES
from .listed import ListedKind, shown


class AgencyEntryKind(ListedKind):
    """A row with the code D retracts what is on record of its entry."""

    @cached_property
    def wanted(self) -> tuple[Wanted, ...]:
        return (*super().wanted, CHANGE_CODE)

    def apply(self, rows: Rows, writing: Writing) -> list[RowOutcome]:
        deleted = [row for row in rows.rows if row["change_code"] == DELETES]
        if not deleted:
            return super().apply(rows, writing)
        standing = self.listed.standing(self.listed.facts(self.listed.model.objects.known(writing.at)))
        found = {row.number: self._taken_back(row, standing, writing) for row in deleted}
        others = [row for row in rows.rows if row.number not in found]
        found |= {one.row: one for one in super().apply(replace(rows, rows=others), writing)}
        return [found[row.number] for row in rows.rows]

    def _taken_back(self, row: Row, standing: dict[tuple, list[Fact]], writing: Writing) -> RowOutcome:
        key = tuple(row[part.column.name] for part in self.listed.keys)
        gone = standing.pop(key, [])
        for fact in gone:
            facts.retract(fact, reason="Deleted at the source", recording=writing.recording)
        if not gone:
            return RowOutcome(row.number, Becomes.LEFT_OUT, self.subject(row), [], "Nothing on record bears its key.")
        changes = [(part.column.name, shown(part, gone[0]), "") for part in self.own if shown(part, gone[0])]
        return RowOutcome(row.number, Becomes.CHANGED, self.subject(row), changes, "Deleted at the source.")
