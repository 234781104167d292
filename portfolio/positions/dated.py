"""One dated thing of the calendar: what it is, its day, whose it is, and how it stands."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from portfolio.calculations.labelled import Labelled
from portfolio.calculations.row_states import NEAR, Due
from portfolio.models import Agency, Program
from projects.models import Company, Project
from record.calculations.partial_dates import PartialDate

from .filters import Filters
from .investments import InvestmentAt

SOON = NEAR.days
"""Within how many days something is near."""


class DatedKind(Labelled):
    """What a line of the calendar is about."""

    RIGHT_EXPIRY = "right_expiry", "Expiry of a right"
    DRAW_DEADLINE = "draw_deadline", "Last day to draw"
    MATURITY = "maturity", "Maturity"
    CLOSING = "closing", "Stated closing"
    PAYMENT = "payment", "Scheduled payment"
    REPORT = "report", "Report by the recipient"
    CONDITION = "condition", "Condition to be met"
    FLOOR_QUARTER = "floor_quarter", "Quarter of a price floor"
    FLOOR_END = "floor_end", "End of a price floor"
    MILESTONE = "milestone", "Milestone"
    STALE_FORECAST = "stale_forecast", "Forecast that grows stale"
    AUTHORITY_END = "authority_end", "End of an authority"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A dated thing as of `on`. `key` says of what it speaks, whatever its day; `red`: a payment that did not come."""

    kind: DatedKind
    key: str
    day: PartialDate
    on: date
    what: str
    note: str = ""
    """How `what` ends, after its subject: what is said of it."""
    state: str = ""
    award: InvestmentAt | None = None
    company: Company | None = None
    project: Project | None = None
    agencies: tuple[str, ...] = ()
    programs: tuple[str, ...] = ()
    agency: Agency | None = None
    program: Program | None = None
    amount: Decimal | None = None
    shares: Decimal | None = None
    sources: str = ""
    is_red: bool = False

    @property
    def days(self) -> int:
        """Days to the last of its days; below 0 once that is over."""
        return (self.day.end - self.on).days

    @property
    def is_near(self) -> bool:
        return Due.NEAR.has(self.day.end, self.on)

    @property
    def standing(self) -> str:
        """How it stands: of a payment what came of it; else whether its last day is over."""
        return self.state or ("ahead" if self.days >= 0 else "passed")

    def passes(self, filters: Filters) -> bool:
        asked = {
            "kind": {self.kind.value},
            "agency": set(self.agencies),
            "program": set(self.programs),
            "company": {self.company.slug if self.company else ""},
            "project": {self.project.slug if self.project else ""},
        }
        wanted = {name: value for name, value in filters.asked().items() if name not in ("until", "due")}
        if any(value not in asked[name] for name, value in wanted.items()):
            return False
        if filters.due and not Due(filters.due).has(self.day.end, self.on):
            return False
        return filters.until is None or self.day.end <= filters.until


def of_award(award: InvestmentAt, **said: object) -> Dated:
    """A dated thing of one award, with its labels."""
    labels = {
        "award": award,
        "company": award.issuer or award.recipient,
        "project": award.projects[0] if len(award.projects) == 1 else None,
        "agencies": (award.agency.code,),
        "programs": (award.program_code,),
        "agency": award.agency,
        "program": award.program,
        "sources": award.sources,
    }
    return Dated(**(labels | said))  # type: ignore[arg-type]
