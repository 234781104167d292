"""Figures that several sources give differently: every claim, which one is used, who chose it, and why."""

from collections.abc import Callable
from dataclasses import dataclass

from portfolio.positions.filters import Filters
from portfolio.positions.rivals import Rivals, entities, formatted, rivals
from portfolio.reports.words import words
from record.calculations.as_of import AsOf
from record.models import Claim

from . import columns as c
from .base import Answer, Column, Definition, Type
from .tables import cited

OF_NONE = "of none"
NOBODY = "nobody has chosen yet"

PAGES = ("investment", "deal", "company", "project")


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """A claim of a figure, among its rivals; `page` and `slug` say on whose page the figure stands."""

    rivals: Rivals
    claim: Claim
    page: str = ""
    slug: str = ""
    entity: str = ""

    def on_page_of(self, page: str) -> str | None:
        """The identifier of what the figure is of, where that is of this kind."""
        return self.slug if self.page == page else None


def lines_of(rivals: Rivals, page: str = "", slug: str = "", entity: str = "") -> list[ClaimLine]:
    """One line a claim of a figure, the used one first."""
    return [ClaimLine(rivals, claim, page, slug, entity) for claim in rivals.ordered]


def on_page_of(page: str) -> Callable[[ClaimLine], str | None]:
    return lambda line: line.on_page_of(page)


FIGURE = Column(
    "figure", "Figure", "What the sources disagree about.", words=words, value=lambda line: line.rivals.figure
)
IN_WORDS = Column("in_words", "In words", "As claimed, with its unit.", value=lambda line: formatted(line.claim))
USE = Column(
    "use",
    "Use",
    '"used", "not used", or "open" while nobody has chosen among them.',
    value=lambda line: line.rivals.use_of(line.claim).value,
)
USE_REASON = Column(
    "use_reason",
    "Why",
    "Why the claim is used; of any other claim, what it is.",
    unknown="no reason is noted",
    is_prose=True,
    value=lambda line: line.rivals.why(line.claim),
)
SOURCES = c.SOURCES.of(lambda line: cited(line.claim.citation) or None)

COLUMNS = (
    Column(
        "entity_kind",
        "Kind",
        "What the figure is of: an investment, a phase, an ownership, ...",
        value=lambda line: line.rivals.kind,
    ),
    Column("entity", "Of", "Its name or identifier.", value=lambda line: line.entity),
    c.INVESTMENT.of(on_page_of("investment"), unknown=OF_NONE, is_optional=True),
    c.DEAL.of(on_page_of("deal"), unknown=OF_NONE, is_optional=True),
    c.COMPANY.of(on_page_of("company"), unknown=OF_NONE, is_optional=True),
    c.PROJECT.of(on_page_of("project"), unknown=OF_NONE, is_optional=True),
    FIGURE,
    Column(
        "claims",
        "Claims",
        "How many claims of it are on record.",
        Type.INTEGER,
        value=lambda line: len(line.rivals.claims),
    ),
    Column("claimed_value", "Value", "As claimed, unchanged.", value=lambda line: line.claim.value),
    Column(
        "claimed_unit",
        "Unit",
        "Of the claimed value; a share is a part of 1.",
        unknown="a text",
        is_optional=True,
        value=lambda line: line.claim.unit or None,
    ),
    IN_WORDS,
    USE,
    USE_REASON,
    Column(
        "chosen_by",
        "Chosen by",
        "Who chose among the claims.",
        unknown=NOBODY,
        is_optional=True,
        value=lambda line: line.rivals.choice and line.rivals.choice.recording.by_name,
    ),
    Column(
        "chosen_in",
        "Chosen in",
        "Serial of the recording.",
        Type.INTEGER,
        unknown=NOBODY,
        is_optional=True,
        value=lambda line: line.rivals.choice and line.rivals.choice.recording_id,
    ),
    SOURCES,
    c.RECORDING.of(lambda line: line.claim.recording_id),
    c.RECORDED_AT.of(lambda line: line.claim.recording.moment),
    c.RECORDED_BY.of(lambda line: line.claim.recording.by_name),
)


def answer(at: AsOf, filters: Filters) -> Answer:
    found = rivals(at)
    pages = entities(found, at)
    lines = [line for one in found for line in lines_of(one, *pages[one.table, one.entity_id])]
    asked = filters.without("use").asked().items()
    kept = [
        line
        for line in lines
        if filters.use in ("", line.rivals.use_of(line.claim))
        if all(line.on_page_of(page) == slug for page, slug in asked)
    ]
    still_open = sum(1 for one in found if not one.is_settled)
    return Answer(
        sorted(kept, key=lambda line: (line.rivals.kind, line.entity, line.rivals.figure)),
        notes=(
            f"{len(found):,} figures have rival claims in all; {still_open:,} are open.",
            "A lone claim is listed while it is not used: it stands against what the record itself says.",
        ),
    )


DEFINITION = Definition(
    "conflicts",
    "Conflicts",
    "What do sources give differently, and which claim is used?",
    COLUMNS,
    (*PAGES, "use"),
    answer,
)
