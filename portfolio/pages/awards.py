"""Awards as lines of another entity's page, and the stakes they make up."""

from collections.abc import Sequence

from portfolio.positions.investments import InvestmentAt
from portfolio.positions.stakes import Stake
from portfolio.reports import columns as c
from portfolio.reports import stakes
from portfolio.reports.base import Column, Row
from portfolio.reports.tables import Table, marks_of

MARKS = Column("marks", "Beware", "What to beware of.", is_optional=True)
COLUMNS = (
    c.INVESTMENT,
    c.COMPANY,
    c.AGENCY,
    c.PROGRAM,
    c.INSTRUMENT,
    c.STATUS,
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
        rows=[row(line) for line in lines],
        empty=empty,
        notes=(f"Exposure: {c.EXPOSURE.meaning}",) if lines else (),
    )


def row(line: InvestmentAt) -> Row:
    terms = line.terms
    return (
        line.slug,
        line.recipient.slug,
        line.agency.code,
        line.program_code,
        line.instrument.value,
        line.status.value if line.status else None,
        terms and terms.announced_amount,
        line.committed,
        line.face_value,
        line.figures.disbursed,
        line.figures.exposure,
        ", ".join(marks_of(confidence=terms.confidence if terms else "", sources=line.sources)) or None,
        line.sources or None,
    )


LEFT_OUT = {"stake", "deal", "count_sources", "alerts"}
STAKE_COLUMNS = tuple(column for column in stakes.COLUMNS if column.name not in LEFT_OUT)


def stakes_table(found: Sequence[Stake]) -> Table:
    """Each stake as one line, with the instruments that make it up below it."""
    kept = [place for place, column in enumerate(stakes.COLUMNS) if column.name not in LEFT_OUT]
    rows = [tuple(row[place] for place in kept) for stake in found for row in stakes.rows_of(stake)]
    return Table(
        name="stakes",
        title="Stakes",
        columns=STAKE_COLUMNS,
        rows=rows,
        empty="No security on record.",
        notes=(
            "A stated stake rests on its own base and day; the computed shares stand beside it, never instead of it.",
            "The lines of instruments are part of the stake above them: never add them to it.",
        )
        if rows
        else (),
    )
