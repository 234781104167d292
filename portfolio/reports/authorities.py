"""Ceilings, appropriations and expiries of programs, what was used of them; and sums that were only announced."""

from datetime import timedelta

from portfolio.models import AuthorityKind
from portfolio.positions.authorities import AuthorityAt, authorities_at
from portfolio.positions.filters import Filters
from record.calculations.as_of import AsOf

from . import columns as c
from .base import Answer, Column, Definition, Type
from .programs import HEADROOM
from .tables import cited
from .words import words_of

SOON = timedelta(days=180)

CEILING, APPROPRIATION, TERM, USE, PENDING, STATEMENT = (
    "ceiling",
    "appropriation",
    "term",
    "use",
    "pending, no authority",
    "statement, in no sum",
)


def group_of(line: AuthorityAt) -> str:
    """Under which heading a line stands. Ceilings of different kinds are listed, never one sum."""
    if line.kind.is_statement:
        return STATEMENT
    if line.kind.is_pending:
        return PENDING
    if line.kind.is_ceiling or line.kind is AuthorityKind.CREDIT_SUBSIDY:
        return CEILING
    if line.kind is AuthorityKind.APPROPRIATION:
        return APPROPRIATION
    return USE if line.kind is AuthorityKind.COMMITTED_TOTAL else TERM


def expiry_of(line: AuthorityAt, at: AsOf) -> str | None:
    """Whether it lapsed, or ends within 180 days of the day asked; None where neither, or no day is stated."""
    ends = line.fact.expires_on
    if ends is None:
        return None
    if ends.end < at.as_of:
        return line.fact.state if "unknown" in line.fact.state else "lapsed"
    return "within 180 days" if ends.end - at.as_of <= SOON else None


COLUMNS = (
    Column("heading", "Heading", "Under which it stands.", value=group_of),
    c.AGENCY.of(lambda line: line.agency.code),
    c.PROGRAM.of(lambda line: line.program.code if line.program else None, unknown="a statement is no program"),
    Column(
        "statement_subject",
        "Subject",
        "What a statement is about.",
        unknown="it is of a program",
        value=lambda line: line.fact.subject or None,
    ),
    Column(
        "authority_kind",
        "Kind",
        "What the sum or the day is.",
        words=words_of(AuthorityKind.choices),
        value=lambda line: line.fact.kind,
    ),
    Column(
        "statute",
        "Statute",
        "The law that gives it.",
        unknown="not stated",
        is_prose=True,
        value=lambda line: line.fact.statute or None,
    ),
    Column(
        "authority_usd",
        "Amount",
        "As stated. Ceilings of different kinds are never one sum; a subsidy is the cost of a ceiling.",
        Type.USD,
        "USD",
        unknown="no amount is stated",
        value=lambda line: line.fact.amount,
    ),
    Column(
        "is_at_least",
        "At least",
        'True where the source says "more than" or "at least".',
        Type.BOOLEAN,
        value=lambda line: line.fact.is_at_least,
    ),
    Column(
        "stated_or_enacted_on",
        "Stated or enacted",
        "When it was enacted or said.",
        Type.PARTIAL_DATE,
        unknown="undated",
        value=lambda line: line.fact.effective_on,
    ),
    Column(
        "authority_expires_on",
        "Authority expires",
        "Last day of the authority.",
        Type.PARTIAL_DATE,
        unknown="not stated",
        value=lambda line: line.fact.expires_on,
    ),
    Column("authority_state", "State", "As stated.", value=lambda line: line.fact.state or None),
    Column(
        "minerals_only",
        "Minerals only",
        "True where it is for minerals and no other sector.",
        Type.BOOLEAN,
        value=lambda line: line.fact.minerals_only,
    ),
    Column(
        "inside_program",
        "Inside",
        "The program in whose ceiling it lies.",
        unknown="inside no other ceiling",
        value=lambda line: line.inside.code if line.inside else None,
    ),
    Column(
        "used_usd",
        "Used",
        "The agency's own figure for the whole authority, all sectors.",
        Type.USD,
        "USD",
        unknown="the agency's figure is not on record",
        value=lambda line: line.used.amount if line.used and line.room.amount is not None else None,
    ),
    Column(
        "used_on",
        "Used by",
        "The day of that figure.",
        Type.PARTIAL_DATE,
        unknown="the agency's figure is not on record",
        value=lambda line: line.used.effective_on if line.used and line.room.amount is not None else None,
    ),
    c.AWARDS,
    c.COMMITTED.of(lambda line: line.committed),
    c.FACE_VALUE.of(lambda line: line.face_value),
    Column(
        "program_headroom_usd",
        "Program headroom",
        HEADROOM,
        Type.USD,
        "USD",
        unknown="see the reason beside",
        value=lambda line: line.room.amount,
    ),
    Column(
        "headroom_is_at_most",
        "At most",
        "True where what is used is a floor, so that the headroom is at most this.",
        Type.BOOLEAN,
        value=lambda line: line.room.is_at_most,
    ),
    Column(
        "why_no_headroom",
        "Why no headroom",
        "Why the headroom is unknown.",
        unknown="it is known",
        is_prose=True,
        value=lambda line: line.room.why or None,
    ),
    c.CONFIDENCE.of(lambda line: line.fact.confidence or None),
    c.NOTE.of(lambda line: line.fact.note or None),
    c.SOURCES.of(lambda line: cited(line.fact.citation) or None),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    lines = [
        line
        for line in authorities_at(at)
        if filters.agency in ("", line.agency.code)
        if filters.authority_kind in ("", line.kind.value)
        if filters.program in ("", line.program.code if line.program else "")
    ]
    ending = [f"{line.program.code}: {words}" for line in lines if line.program and (words := expiry_of(line, at))]
    return Answer(
        lines,
        notes=(
            "A ceiling, a request and a claim of money mobilised are no commitment. Nothing here is added up.",
            *([f"Expiry: {'; '.join(ending)}."] if ending else []),
        ),
    )


DEFINITION = Definition(
    "authorities",
    "Authorities",
    "What may each program commit, until when, and how much room is left?",
    COLUMNS,
    ("agency", "program", "authority_kind"),
    answer,
)
