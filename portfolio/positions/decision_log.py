"""The decisions about what was due that are on record at an AsOf, the newest first."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from portfolio.models import Agency, DueDecision, Investment, Program
from record.calculations.as_of import AsOf
from record.models.entities_at import EntitiesAt

from .filters import Filters
from .investments import NOT_STATED


@dataclass(frozen=True, slots=True)
class LoggedDecision:
    """A decision with the labels of then."""

    fact: DueDecision
    agency: Agency | None
    program: Program | None
    investment: Investment | None

    @property
    def owner(self) -> str:
        """As of what is due: the program, else the agency."""
        if self.program:
            return self.program.code
        return self.agency.code if self.agency else NOT_STATED

    def passes(self, filters: Filters) -> bool:
        asked = {
            "agency": self.agency.code if self.agency else "",
            "program": self.program.code if self.program else NOT_STATED,
            "investment": self.investment.slug if self.investment else "",
        }
        return all(asked[name] == value for name, value in filters.asked().items())


def decisions_at(at: AsOf, filters: Filters | None = None) -> list[LoggedDecision]:
    """A fixed number of questions to the database, however many there are."""
    rows = list(DueDecision.objects.at(at).select_related("citation", "recording"))
    labelled = EntitiesAt(at)

    def named(model: Any, column: str) -> dict[int, Any]:
        return labelled.of(model, {getattr(row, column) for row in rows})

    agencies, programs = named(Agency, "agency_id"), named(Program, "program_id")
    awards = named(Investment, "investment_id")
    found = [
        LoggedDecision(
            row,
            agencies.get(row.agency_id or 0),
            programs.get(row.program_id or 0),
            awards.get(row.investment_id or 0),
        )
        for row in reversed(rows)
    ]
    return [one for one in found if filters is None or one.passes(filters)]


def decided_at(at: AsOf) -> dict[tuple[str, date], str]:
    """(subject, day) → what was decided last about it for that day."""
    return {(one.fact.subject, one.fact.due_on): one.fact.decided for one in reversed(decisions_at(at))}
