"""Awards as lines of another entity's page, and the stakes they make up."""

from collections.abc import Sequence

from portfolio.positions.investments import InvestmentAt
from portfolio.positions.stakes import Measure, Stake
from portfolio.reports import columns as c
from portfolio.reports import stakes
from portfolio.reports.base import Absent, Column
from portfolio.reports.stake_lines import StakeLine, lines_of
from portfolio.reports.tables import Table, marks_of


def beware(line: InvestmentAt) -> str | None:
    """What a reader should beware of, in words; None for nothing."""
    confidence = line.terms.confidence if line.terms else ""
    return ", ".join(marks_of(confidence=confidence, sources=line.sources)) or None


MARKS = Column("marks", "Beware", "What to beware of.", is_optional=True, value=beware)
COLUMNS = (
    c.INVESTMENT,
    c.COMPANY,
    c.AGENCY,
    c.PROGRAM,
    c.INSTRUMENT,
    c.STATUS.of(lambda line: line.status.value if line.status else None),
    c.ANNOUNCED,
    c.COMMITTED,
    c.FACE_VALUE,
    c.DISBURSED,
    c.EXPOSURE,
    MARKS,
    c.SOURCES,
)


def awards_table(lines: Sequence[InvestmentAt], *, title: str, empty: str) -> Table:
    """One line an award, in the order of its identifier; nothing is added up."""
    return Table(
        name="awards",
        title=title,
        columns=COLUMNS,
        lines=lines,
        empty=empty,
        notes=(f"Exposure: {c.EXPOSURE.meaning}",) if lines else (),
    )


LEFT_OUT = {
    "stake",
    "deal",
    "alerts",
    "common_shares",
    "count_sources",
    "shares_before_issue",
    "dilutive_shares",
    "outstanding_from",
    "has_expired",
    "stated_stake_on",
    "stated_is_history",
}
AS_STATED = Absent("as stated", "the stake to quote is the one as stated, in this line")


def to_quote(column: Column) -> Column:
    """The column of the percentage to quote, without one that the line shows already: the stated one."""

    def is_stated(line: StakeLine) -> bool:
        return line.is_group and line.stake.quoted is Measure.STATED

    return column.of(
        lambda line: None if is_stated(line) else column.shown(line),
        absent=lambda line: AS_STATED if is_stated(line) else column.absence(line),
    )


STAKE_COLUMNS = tuple(
    to_quote(column) if column.name == "share_to_quote" else column
    for column in stakes.COLUMNS
    if column.name not in LEFT_OUT
)


def stakes_table(found: Sequence[Stake]) -> Table:
    """Each stake as one line, with the instruments that make it up below it."""
    lines = lines_of(found)
    return Table(
        name="stakes",
        title="Stakes",
        columns=STAKE_COLUMNS,
        lines=lines,
        empty="No security on record.",
        notes=(
            "A stated stake rests on its own base and day; the computed shares stand beside it, never instead of it.",
            "The lines of instruments are part of the stake above them: never add them to it.",
        )
        if lines
        else (),
    )
