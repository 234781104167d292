"""Sheets at an AsOf, and their PDFs, kept as the answers of reports are."""

from json import dumps, loads

from portfolio.exports.answer_cache import Question, content, text
from portfolio.pages.briefing_changes import numbers
from portfolio.pages.sheet import Sheet, sheet
from portfolio.pages.sheet_scope import WHOLE, Scope
from portfolio.positions.filters import Filters
from portfolio.positions.kept_moments import compared_with, moment_of
from portfolio.reports.changes_since import DEFINITION
from record.calculations.as_of import AsOf
from record.calculations.once import one_answer

from . import pdf


def sheet_at(at: AsOf, scope: Scope) -> Sheet:
    """The sheet with its tiles compared; its parts read the record once."""
    with one_answer():
        return sheet(at, scope, numbers_at(moment_of(at, compared_with(at)), scope))


def pdf_at(at: AsOf, scope: Scope, address: str = "") -> bytes:
    """The PDF of a sheet, with the address of the same page in its footer."""
    asked = Question(DEFINITION, at, Filters())
    spelling = f"PDF {scope.kind} {scope.slug} {scope.made} {address}"
    return content(asked, spelling, lambda: pdf.written(sheet_at(at, scope), address=address))


def numbers_at(then: AsOf, scope: Scope = WHOLE) -> dict[str, str]:
    """The numbers of the tiles at a moment that is over."""
    asked = Question(DEFINITION, then, Filters())
    found: dict[str, str] = loads(
        text(asked, f"tiles {scope.kind} {scope.slug} {scope.made}", lambda: dumps(numbers(then, scope)))
    )
    return found
