"""One page about the whole record or one thing of it: sentences, tiles, what is late, next dates, what changed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from portfolio.calculations.kinds import Status
from portfolio.charts.by_agency import who_gives
from portfolio.charts.letter_to_cash import Step, of_status
from portfolio.charts.stacks import StackGroup
from portfolio.positions.calendar import CalendarBook, calendar_at
from portfolio.positions.dated import SOON, Dated, DatedKind
from portfolio.positions.decision_log import decided_at
from portfolio.positions.decisions_due import decisions_due_at
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt
from portfolio.positions.kept_moments import Moment, compared_with
from portfolio.positions.milestones import LATE, MilestoneAt, milestones_at
from portfolio.positions.names import names_borne
from portfolio.positions.record_extent import RecordExtent, record_extent
from portfolio.reports import REPORTS
from portfolio.reports.changes_since import DEFINITION as CHANGES
from portfolio.reports.quoted import Quoted, Sentence
from record.calculations.as_of import AsOf
from record.calculations.formatting import compact, three_digits

from . import briefing, changes, overview
from .briefing_sections import how_sure, step_words
from .briefing_tiles import Tile
from .open_actions import by_slip
from .sheet_scope import Scope
from .sheet_sentences import of_scope

MOST_TILES = 6
FEW = 3
"""Lines of each list: a sheet is one page."""


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of a list: a day or a word in front, and what is said."""

    mark: str
    text: str


@dataclass(frozen=True, slots=True)
class SheetList:
    """The first few of `of` lines, under a heading."""

    title: str
    lines: list[SheetLine]
    of: int
    empty: str

    @property
    def heading(self) -> str:
        """The title with how many of them are shown: "What is late, 3 of 11"."""
        if not self.of:
            return self.title
        return f"{self.title}, {len(self.lines)} of {self.of:,}" if self.of > len(self.lines) else self.title


@dataclass(frozen=True, slots=True)
class Sheet:
    at: AsOf
    scope: Scope
    extent: RecordExtent
    since: Moment
    sentences: list[Sentence]
    tiles: list[Tile]
    gives: StackGroup | None
    lists: list[SheetList]
    sure: list[Sentence]

    @property
    def gives_report(self) -> str:
        """The report that has the rows of who gives; empty where it can't be narrowed to what the sheet is about."""
        return "exposure" if self.scope.filters.asked().keys() <= set(REPORTS["exposure"].filters) else ""


def sheet(at: AsOf, scope: Scope, before: Mapping[str, str]) -> Sheet:
    """At `at`; `before` gives the numbers of its tiles at the moment with which it is compared."""
    since, described = compared_with(at), overview.overview(at)
    lines = [line for line in described.lines if line.passes(scope.filters)]
    milestones = [line for line in milestones_at(at) if line.passes(scope.filters)]
    book = CalendarBook.read(at)
    due = [one for one in decisions_due_at(at, book=book) if one.passes(scope.filters)]
    dates = [one for one in calendar_at(at, book=book) if scope.holds_date(one)]
    answer = briefing.briefing(at, lines, milestones, due, since, before, scope)
    awards = {line.slug for line in lines}
    projects = {line.project.slug for line in milestones if scope.holds_project(line.project)}
    moved = [
        line for line in CHANGES.report(at=at, filters=Filters()).lines if scope.holds_change(line, awards, projects)
    ]
    return Sheet(
        at,
        scope,
        record_extent(at),
        since,
        [narrowed(one, scope) for one in [*answer.sentences, *of_scope(at, scope)]],
        [
            replace(
                one,
                figure=narrowed(one.figure, scope),
                known=narrowed(one.known, scope),
                change=narrowed(one.change, scope),
            )
            for one in [*answer.tiles, *letters(lines, scope)][:MOST_TILES]
        ],
        who_gives(lines, at),
        [late(milestones), ahead(dates, decided_at(at)), *changed(moved, since, names_borne("source_title", at))],
        how_sure(at, described, scope.made) if scope.is_whole else [],
    )


def letters(lines: Sequence[InvestmentAt], scope: Scope) -> list[Tile]:
    """Letters of interest to one thing: they bind nobody, and are in no other tile."""
    amount = of_status(lines, Status.LOI)
    if scope.is_whole or not amount.of:
        return []
    step = Step("Letters of interest", amount, "investments", "announced_usd", {"status": Status.LOI.value})
    return [Tile(step.name, step_words(step), ("not binding: in no other figure here",))]


def narrowed(sentence: Sentence, scope: Scope) -> Sentence:
    """The same with each figure led to the rows of the scope; where its report is not narrowed so, words alone."""
    asked = scope.filters.asked()

    def led(part: str | Quoted) -> str | Quoted:
        if isinstance(part, str) or not asked:
            return part
        if not asked.keys() <= set(REPORTS[part.report].filters):
            return part.text
        return replace(part, narrowed=asked | dict(part.narrowed))

    return tuple(led(part) for part in sentence)


def late(milestones: Iterable[MilestoneAt]) -> SheetList:
    found = sorted((line for line in milestones if line.reading.health in LATE), key=by_slip)
    lines = [SheetLine(str(one.reading.health.value), late_words(one)) for one in found[:FEW]]
    return SheetList(
        "What is late, in days to the newest forecast", lines, len(found), "No milestone is overdue or late."
    )


def late_words(line: MilestoneAt) -> str:
    """Thacker Pass: Mechanical completion. Promised for 2027, now 2028: 366 days."""
    stated = line.stated
    promised, now = (one.happens if one else None for one in (stated.baseline, stated.in_force))
    days = "" if line.reading.slip_days is None else f": {line.reading.slip_days:,} days"
    first = f"Promised for {promised}" if promised else "No dated promise"
    return f"{line.project.name}: {line.milestone.name}. {first}, now {now or 'without a date'}{days}."


def ahead(dates: Sequence[Dated], decided: Mapping[tuple[str, date], str]) -> SheetList:
    """The next dates; `decided`: what was decided about a subject for its day."""
    found = [one for one in dates if one.is_near and one.standing == "ahead"]
    lines = [SheetLine(str(one.day), date_words(one, decided.get((one.key, one.day.end), ""))) for one in found[:FEW]]
    title = f"Next {SOON} days"
    return SheetList(title, lines, len(found), f"Nothing on record falls due within {SOON} days.")


NOBODY_DECIDES = (DatedKind.MILESTONE, DatedKind.STALE_FORECAST, DatedKind.REPORT)


def date_words(one: Dated, decided: str) -> str:
    """What falls due, of whom, the dollars or shares at stake, and whether it is decided, where it has to be."""
    company = one.company or (one.award.recipient if one.award else None)
    whose = f" ({company.name})" if company and company.name not in one.what else ""
    dollars = "" if one.amount is None else f", {compact(one.amount)}"
    shares = "" if one.shares is None else f", {three_digits(one.shares)} shares or rights"
    stake = dollars + shares or (", dollars not stated" if one.award else "")
    open_words = "" if one.kind in NOBODY_DECIDES else " Not decided."
    return f"{one.what}{whose}{stake}.{f' Decided: {decided}.' if decided else open_words}"


def changed(lines: Sequence[changes.ChangeLine], since: Moment, titles: Mapping[str, str]) -> list[SheetList]:
    """What happened, and what was learned or corrected: of each thing one line, those about the most dollars first.

    A list without a line is left out; where both are, one says so.
    """
    lists = []
    for name, title in changes.LISTS.items():
        own = [line for line in lines if line.change == name]
        shown = [changes.ChangeRow(line) for line in changes.by_weight(own)[:FEW]]
        said = [SheetLine(str(row.line.effective_on or "undated"), change_words(row, titles)) for row in shown]
        lists.append(SheetList(f"{title} since {since.name}", said, len(own), ""))
    nothing = SheetList(f"Changed since {since.name}", [], 0, "Nothing on record changed since.")
    return [one for one in lists if one.of] or [nothing]


def change_words(row: changes.ChangeRow, titles: Mapping[str, str]) -> str:
    """What it was and is, the dollars that it is about, and its source by title: "Source: SEC filing, and 2 more"."""
    before = f"{row.before} before, now " if row.before else ""
    dollars = "" if row.dollars is None else f" of {compact(row.dollars)} as stated"
    first, *others = row.sources or [""]
    more = f", and {len(others)} more" if others else ""
    source = f" Source: {titles.get(first, first)}{more}." if first else " No source is cited."
    return f"{row.line.what}: {before}{row.after or 'nothing'}{dollars}.{source}"
