"""What changed since a moment, in two lists; and the few lines of it that stand on the briefing."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from portfolio.positions.filters import Filters
from portfolio.positions.kept_moments import Moment, kept_moments
from portfolio.reports.changes_since import DEFINITION, LISTS, since_of
from portfolio.reports.since.kinds import PROJECTION
from portfolio.reports.since.lines import HAPPENED, LEARNED, ChangeLine
from record.calculations.as_of import AsOf
from record.calculations.formatting import dollars_in, three_in

MOST, FEW = 100, 5
DIGITS = range(3, 13)
"""How many significant digits are tried to tell two figures apart; exact to six places they have no more."""
STATUS = "status"
ByList = dict[str, list[ChangeLine]]


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
        return self.told(self.line.before, self.line.after)

    @property
    def after(self) -> str:
        return self.told(self.line.after, self.line.before)

    def told(self, text: str | None, beside: str | None) -> str:
        """The text with compact money; of what is worked out three significant digits, or as many as tell it from the
        text beside.
        """
        said, other = text or "", beside or ""
        if self.line.subject == PROJECTION:
            digits = next((one for one in DIGITS if three_in(said, one) != three_in(other, one)), DIGITS[-1])
            said, other = three_in(said, digits), three_in(other, digits)
        shown = dollars_in(said)
        return said if said != other and shown == dollars_in(other) else shown

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
class ChangeFold:
    """The lines of one kind that are not shown at once, the newest first."""

    subject: str
    count: int
    rows: list[ChangeRow]

    @property
    def sources(self) -> set[str]:
        """The identifiers of all sources of its rows."""
        return {slug for row in self.rows for slug in row.sources}


@dataclass(frozen=True, slots=True)
class ChangeList:
    """One of the two lists: how many lines it has, those that are shown, and the others by kind."""

    name: str
    title: str
    count: int
    rows: list[ChangeRow]
    folds: list[ChangeFold] = field(default_factory=list)

    @property
    def sources(self) -> set[str]:
        """The identifiers of all sources of the rows that are shown."""
        return {slug for row in self.rows for slug in row.sources}


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
    """Of both lists the lines about the most dollars, each about another thing; the others by kind, to be opened."""
    return _page(at, filters, lambda ranked: {name: lines[:FEW] for name, lines in ranked.items()}, folded=True)


def newest(at: AsOf, filters: Filters | None = None) -> ChangesPage:
    """The five lines about the most dollars, each about another award; three of them happened where so many did."""

    def chosen(ranked: ByList) -> ByList:
        learned = min(FEW - min(3, len(ranked[HAPPENED])), len(ranked[LEARNED]))
        return {HAPPENED: ranked[HAPPENED][: FEW - learned], LEARNED: ranked[LEARNED][:learned]}

    return _page(at, filters or Filters(), chosen)


def _page(at: AsOf, filters: Filters, chosen: Callable[[ByList], ByList], *, folded: bool = False) -> ChangesPage:
    answer = DEFINITION.report(at=at, filters=filters)
    by_list: ByList = {name: [] for name in LISTS}
    for line in answer.lines:
        by_list[line.change].append(line)
    shown = chosen({name: by_weight(lines) for name, lines in by_list.items()})
    lists = {
        name: ChangeList(
            name,
            LISTS[name],
            len(lines),
            [ChangeRow(line) for line in shown[name]],
            folds(lines, shown[name]) if folded else [],
        )
        for name, lines in by_list.items()
    }
    return ChangesPage(since_of(at, filters), kept_moments(at), lists[HAPPENED], lists[LEARNED], answer.notes)


def folds(lines: Sequence[ChangeLine], shown: Sequence[ChangeLine]) -> list[ChangeFold]:
    """The lines that are not shown, by kind, in the order of the report; of a kind the first hundred."""
    seen = {id(line) for line in shown}
    by_kind: dict[str, list[ChangeLine]] = defaultdict(list)
    for line in lines:
        if id(line) not in seen:
            by_kind[line.subject].append(line)
    return [
        ChangeFold(subject, len(found), [ChangeRow(line) for line in found[:MOST]])
        for subject, found in by_kind.items()
    ]


def by_weight(lines: Sequence[ChangeLine]) -> list[ChangeLine]:
    """One line of each thing, those about the most dollars first; of an award its status before all else."""
    found: dict[str, ChangeLine] = {}
    for line in sorted(lines, key=lambda one: (-(one.amount or Decimal(0)), one.subject != STATUS, one.place)):
        found.setdefault(line.about.investment or line.about.name, line)
    return list(found.values())
