"""A narrowed report says how many rows its filters leave out: whichever report and filter, on page and in JSON."""

import json
import re
from collections.abc import Iterator
from datetime import date

import pytest

from portfolio.positions.filters import ASSUMED, Filters
from portfolio.reports.base import Definition
from record.calculations.once import one_answer
from tests.cast import TODAY, Cast, now
from tests.desk import sign_in, words
from tests.soak import some

from .asked import EVERY, LISTS, question_of, values_of
from .opened import made_once

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("read_once_for_all")]

SAID = re.compile(r"The filters leave out ([\d,]+) of ([\d,]+) rows")


@pytest.fixture(scope="module", autouse=True)
def read_once_for_all() -> Iterator[None]:
    with one_answer(), made_once():
        yield


def narrowing(definition: Definition) -> list[str]:
    return [name for name in definition.filters if name not in (*ASSUMED, *definition.chosen)]


def choosing(definition: Definition) -> list[str]:
    return [name for name in definition.filters if name in definition.chosen]


def asked(definition: Definition, name: str, value: str) -> Filters:
    read = {"fiscal_year": int, "since": date.fromisoformat, "until": date.fromisoformat}
    return Filters(**{one: read.get(one, str)(text) for one, text in question_of(definition, name, value).items()})


NARROWED = [page for page, one in EVERY.items() if narrowing(one)]
CHOSEN = [page for page, one in EVERY.items() if choosing(one)]


@pytest.mark.parametrize("page", NARROWED)
def test_the_rows_that_are_left_and_those_left_out_are_all_rows(whole_book: Cast, page: str) -> None:
    definition, at = EVERY[page], now()
    every = len(definition.report(at=at).lines)
    for name in narrowing(definition):
        values = values_of(definition, name)
        for value in some(values):
            report = definition.report(at=at, filters=asked(definition, name, value))
            said = [SAID.match(note).groups() for note in report.notes if SAID.match(note)]
            assert said == [(f"{every - len(report.lines):,}", f"{every:,}")], (name, value)
            assert 0 <= len(report.lines) <= every


@pytest.mark.parametrize("page", NARROWED)
def test_page_and_json_say_it(whole_book: Cast, page: str) -> None:
    client, definition = sign_in(whole_book.people["manager"]), EVERY[page]
    name = next(one for one in narrowing(definition) if one not in ("since", "until", "fiscal_year"))
    question = {**question_of(definition, name, values_of(definition, name)[0]), "as_of": str(TODAY)}
    assert SAID.search(words(client.get(page, question)))
    assert not SAID.search(words(client.get(page, {"as_of": str(TODAY)})))
    if page not in LISTS:
        answer = client.get(f"/api/v1/reports/{definition.name}/", question)
        assert SAID.search(" ".join(json.loads(b"".join(answer.streaming_content))["notes"]))


@pytest.mark.parametrize("page", CHOSEN)
def test_what_is_chosen_leaves_nothing_out(whole_book: Cast, page: str) -> None:
    client, definition = sign_in(whole_book.people["manager"]), EVERY[page]
    for name in choosing(definition):
        value = values_of(definition, name)[0]
        assert not SAID.search(words(client.get(page, {name: value, "as_of": str(TODAY)}))), name
