"""What changed since a moment, in two lists; and the few lines of it that stand on the briefing."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from portfolio.positions.filters import Filters
from portfolio.positions.kept_moments import Moment, kept_moments
from portfolio.reports.changes_since import DEFINITION, LISTS, since_of
from portfolio.reports.since.kinds import PROJECTION
from portfolio.reports.since.lines import HAPPENED, LEARNED, ChangeLine
from record.calculations.as_of import AsOf
from record.calculations.formatting import three_in

MOST, FEW = 100, 5
STATUS = "status"


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A line as a page shows it."""

    line: ChangeLine

    @property
    def link(self) -> tuple[str, str] | None:
        """The page that it leads to, and the identifier there."""
        about = self.line.about
        pairs = (("investment", about.investment), ("project", about.project), ("company", about.company))
        return next(((page, slug) for page, slug in pairs if slug), None)

    @property
    def page(self) -> str:
        return self.link[0] if self.link else ""

    @property
    def slug(self) -> str:
        return self.link[1] if self.link else ""

    @property
    def before(self) -> str:
        return self.told(self.line.before)

    @property
    def after(self) -> str:
        return self.told(self.line.after)

    def told(self, text: str | None) -> str:
        """The text; of what is worked out three significant digits."""
        return three_in(text or "") if self.line.subject == PROJECTION else text or ""

    @property
    def reason(self) -> str:
        """Why, without the stop that the page sets."""
        return self.line.reason.rstrip(". ")

    @property
    def dollars(self) -> Decimal | None:
        """Of a status, what the award is about; the others say their dollars themselves."""
        return self.line.amount if self.line.subject == STATUS else None

    @property
    def sources(self) -> list[str]:
        return self.line.sources.split(";") if self.line.sources else []


@dataclass(frozen=True, slots=True)
class ChangeList:
    """One of the two lists: how many lines it has, and those that are shown."""

    name: str
    title: str
    count: int
    rows: list[ChangeRow]


@dataclass(frozen=True, slots=True)
class ChangesPage:
    since: Moment
    moments: list[Moment]
    happened: ChangeList
    learned: ChangeList
    notes: Sequence[str]

    @property
    def lists(self) -> tuple[ChangeList, ChangeList]:
        return self.happened, self.learned

    @property
    def count(self) -> int:
        return self.happened.count + self.learned.count

    @property
    def shown(self) -> int:
        return len(self.happened.rows) + len(self.learned.rows)


def page(at: AsOf, filters: Filters) -> ChangesPage:
    """Both lists in the order of the report."""
    return _page(at, filters, [(HAPPENED, MOST), (LEARNED, MOST)])


def newest(at: AsOf) -> ChangesPage:
    """The five lines about the most dollars, each about another award; three of them happened where so many did."""
    return _page(at, Filters(), [], few=FEW)


def _page(at: AsOf, filters: Filters, most: list[tuple[str, int]], few: int = 0) -> ChangesPage:
    answer = DEFINITION.report(at=at, filters=filters)
    by_list: dict[str, list[ChangeLine]] = {name: [] for name in LISTS}
    for line in answer.lines:
        by_list[line.change].append(line)
    shown = {name: lines[: dict(most).get(name)] for name, lines in by_list.items()}
    if few:
        ranked = {name: by_weight(lines) for name, lines in by_list.items()}
        learned = min(few - min(3, len(ranked[HAPPENED])), len(ranked[LEARNED]))
        shown = {HAPPENED: ranked[HAPPENED][: few - learned], LEARNED: ranked[LEARNED][:learned]}
    lists = {
        name: ChangeList(name, LISTS[name], len(lines), [ChangeRow(line) for line in shown[name]])
        for name, lines in by_list.items()
    }
    return ChangesPage(since_of(at, filters), kept_moments(at), lists[HAPPENED], lists[LEARNED], answer.notes)


def by_weight(lines: Sequence[ChangeLine]) -> list[ChangeLine]:
    """One line of each thing, those about the most dollars first; of an award its status before all else."""
    found: dict[str, ChangeLine] = {}
    for line in sorted(lines, key=lambda one: (-(one.amount or Decimal(0)), one.subject != STATUS, one.place)):
        found.setdefault(line.about.investment or line.about.name, line)
    return list(found.values())
