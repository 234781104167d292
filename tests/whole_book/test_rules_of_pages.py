"""Rules of pages that can be read off every page of the public record: no answer is "unknown", no share above all."""

import re
from collections.abc import Iterator

import pytest
from django.utils import timezone

from portfolio.charts.page_tree import Element, tree_of
from portfolio.charts.picture_file import words_of
from portfolio.services import capacity
from projects.models import ProjectedOutput
from record.models import Recording
from tests.cast import make_people
from tests.desk import sign_in

from .bare_codes import blocks
from .opened import entity_pages, made_once, opened

ABOVE_ALL = re.compile(r"(?<![\d.,])(?!100(?:\.0+)?%)[1-9][\d,]{2,}(?:\.\d+)?%")
NO_ANSWER = re.compile(r"\W*(?:unknown|none|not known)\W*", re.IGNORECASE)
YEARS = (2028, 2030, 2035)


def lines(page: str, kinds: set[str]) -> Iterator[str]:
    """The texts of the innermost parts of a page of a class in `kinds`."""
    for one in tree_of(page).every():
        if one.kinds & kinds and not any(inner.kinds & kinds for inner in one.every() if inner is not one):
            yield text_of(one)


def text_of(one: Element) -> str:
    return " ".join(words_of(one).split())


@pytest.fixture
def read(editions: list[Recording], db: None) -> Iterator:
    capacity.run(Recording.objects.as_of(timezone.localdate(), timezone.now()), draws=200)
    client = sign_in(make_people()["manager"])
    with made_once():
        yield lambda address: opened(client, address).body.decode()


@pytest.mark.slow
def test_no_tile_and_no_sentence_of_briefing_and_sheets_is_without_an_answer(read) -> None:
    addresses = ["/", *(one for one in entity_pages() if one.startswith("/sheets/"))]
    found = {address: list(lines(read(address), {"lead", "tile__figure", "summary"})) for address in addresses}
    assert all(found.values())
    assert [one for told in found.values() for one in told if NO_ANSWER.fullmatch(one)] == []


@pytest.mark.slow
def test_no_percentage_above_all_use_is_printed_of_any_mineral(read) -> None:
    """What is more than all that is used is said in words. A picture's own lengths are no percentage of use."""
    minerals = sorted(set(ProjectedOutput.objects.values_list("mineral", flat=True)))
    assert len(minerals) > 5
    pages = {f"/production/?mineral={mineral}&year={year}" for mineral in minerals for year in YEARS}
    found = {address: [one for one in blocks(read(address)) if ABOVE_ALL.search(one)] for address in sorted(pages)}
    assert {address: above for address, above in found.items() if above} == {}


def test_what_is_above_all_and_what_is_no_answer_is_found() -> None:
    assert ABOVE_ALL.findall("100%, 93.3%, 412% and 1,250.5%") == ["412%", "1,250.5%"]
    assert NO_ANSWER.fullmatch("Unknown.")
    assert not NO_ANSWER.fullmatch("unknown: no source states it")
