"""A sheet of each kind on the public record is one page, however long its names and lists are."""

from dataclasses import replace

import pytest

from portfolio.documents import pdf
from portfolio.documents.sheets import pdf_at, sheet_at
from portfolio.pages.sheet_scope import SCOPES, WHOLE, scope_of
from tests.portfolio.documents.test_sheets import opened

from .october import asked

pytestmark = pytest.mark.long
LONGEST = {
    "agency": ("dow", "doe"), "program": ("dow-osc", "doe-atvm"), "company": ("mp", "crucible-metals"),
    "project": ("mountain-pass", "thacker-pass"), "mineral": ("magnet", "ti"), "state": ("nevada", "texas"),
    "country": ("us", "au"),
}  # fmt: skip


@pytest.mark.parametrize("kind", ["", *SCOPES])
def test_it_is_one_page(october, db, kind):
    at = asked()
    for slug in LONGEST[kind] if kind else ("",):
        scope = scope_of(at, kind, slug) if kind else WHOLE
        document = opened(pdf_at(at, scope, "https://book.example.gov/"))
        assert len(document.pages) == 1, (kind, slug)
        assert str(document.docinfo["/Title"]) == f"{scope.name}, as of {at.as_of}"


def test_a_longer_answer_shortens_its_lists_and_says_so_before_it_takes_a_second_page(october, db):
    """Three sentences more do not fit: each list has fewer lines, and its heading says of how many."""
    sheet = sheet_at(asked(), WHOLE)
    longer = replace(sheet, sentences=[*sheet.sentences, *([sheet.sentences[0]] * 3)])
    document = opened(pdf.written(longer))
    assert len(document.pages) == 1
    shown = pdf.data_of(longer, address="", most=2)["lists"][0]
    assert (len(shown["lines"]), shown["heading"]) == (2, "What is late, in days to the newest forecast, 2 of 11")
