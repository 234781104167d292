"""Every page, file and API answer opens for every role, with rows, at both ends of the calendar, by every filter."""

import csv
import io
from collections.abc import Iterator
from itertools import cycle

import pytest
from django.test import override_settings

from portfolio.reports import REPORTS
from record.calculations.once import one_answer
from tests.cast import ROLES, TODAY, Cast
from tests.desk import sign_in
from tests.soak import in_turn, some

from .asked import EVERY, LISTS, question_of, values_of
from .opened import PAGES, admin_pages, broken, entity_pages, made_once, opened, report_addresses

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("read_once_for_all")]

ENDS = ("0001-01-01", "1900-01-01", "9999-12-31")
READERS = ("manager", "officer", "auditor")


@pytest.mark.parametrize("person", {role: person for person, role in ROLES.items()}.values())
def test_every_page_opens_for_every_role(whole_book: Cast, person: str) -> None:
    client = sign_in(whole_book.people[person])
    assert not broken(client, [*PAGES, *entity_pages(), *report_addresses(["/"]), *admin_pages()])


def test_every_page_of_the_admin_opens_in_an_office_of_one(whole_book: Cast) -> None:
    with override_settings(SINGLE_CONTROL=True):
        assert not broken(sign_in(whole_book.people["officer"]), admin_pages())


def test_every_report_has_rows_in_every_spelling(whole_book: Cast) -> None:
    client = sign_in(whole_book.people["manager"])
    with made_once():
        assert not broken(client, report_addresses(), as_of=TODAY)
    for name in REPORTS:
        body = opened(client, f"/reports/{name}.csv", as_of=TODAY).body.decode()
        assert list(csv.DictReader(io.StringIO(body, newline=""))), name


@pytest.mark.parametrize("turn", range(len(ENDS)))
def test_every_address_opens_at_both_ends_of_the_calendar(whole_book: Cast, turn: int) -> None:
    """The roles take turns: each address is opened by each of them, at one end or the other."""
    addresses = [*PAGES, *entity_pages(), *report_addresses()]
    with made_once():
        for place, person in enumerate(READERS):
            client = sign_in(whole_book.people[person])
            own = addresses[(place + turn) % len(READERS) :: len(READERS)]
            assert not broken(client, own, as_of=ENDS[turn]), person


def test_every_address_opens_before_anything_was_known(whole_book: Cast) -> None:
    client = sign_in(whole_book.people["manager"])
    addresses = [*PAGES, *report_addresses()]
    assert not broken(client, addresses, known_at="1900-01-01")
    assert not broken(client, addresses, serial=0)
    assert set(broken(client, entity_pages()[:3], known_at="1900-01-01").values()) != set()


@pytest.mark.parametrize("moment", ["0001-01-01", "9999-12-31", "9999-12-31T23:59:59-12:00"])
def test_a_moment_outside_the_calendar_of_the_record_is_refused_everywhere(whole_book: Cast, moment: str) -> None:
    client = sign_in(whole_book.people["manager"])
    for address in [*PAGES, "/reports/exposure/", "/reports/exposure.csv", "/api/v1/reports/exposure/"]:
        assert opened(client, address, known_at=moment).status == 400, address


@pytest.fixture(scope="module")
def read_once_for_all() -> Iterator[None]:
    """The book stays as it is in all tests here: what is read of it is read once."""
    with one_answer():
        yield


@pytest.mark.parametrize("page", EVERY)
def test_every_filter_opens_value_by_value_for_every_role(whole_book: Cast, page: str) -> None:
    """Each value is asked by one role in turn, and one value of each filter by every role, in a spelling in turn."""
    clients = [sign_in(whole_book.people[person]) for person in READERS]
    definition = EVERY[page]
    spelled = [page] if page in LISTS else [f"/reports/{definition.name}{end}" for end in ("/", ".json", ".csv")]
    for name in definition.filters:
        values = some(values_of(definition, name))
        assert values, name
        first = question_of(definition, name, values[0])
        with made_once():
            for client, value in zip(cycle(clients), values, strict=False):
                assert not broken(client, spelled[-1:], as_of=TODAY, **question_of(definition, name, value))
            for turn, client in enumerate(clients):
                assert not broken(client, in_turn(spelled, turn), as_of=TODAY, **first)
        if name not in ("since", "until", "run", "against", "fiscal_year"):
            assert not broken(clients[0], spelled[-1:], as_of=TODAY, **{**first, name: values[0].upper()})


@pytest.mark.parametrize(
    ("page", "day"), [(page, day) for turn, page in enumerate(EVERY) for day in in_turn(ENDS, turn)]
)
def test_every_filter_answers_or_refuses_at_both_ends_of_the_calendar(whole_book: Cast, page: str, day: str) -> None:
    definition = EVERY[page]
    address = page if page in LISTS else f"/reports/{definition.name}.json"
    with made_once():
        for place, name in enumerate(definition.filters):
            client = sign_in(whole_book.people[READERS[place % len(READERS)]])
            values = values_of(definition, name)
            for value in dict.fromkeys((values[0], values[-1])):
                answer = opened(client, address, as_of=day, **question_of(definition, name, value))
                assert answer.status in (200, 400), (name, value)
                assert answer.status == 200 or b"on record" in answer.body or b"projection" in answer.body, (
                    name,
                    value,
                )


@pytest.mark.parametrize("page", EVERY)
def test_a_value_that_nobody_has_is_refused_by_every_filter(whole_book: Cast, page: str) -> None:
    client = sign_in(whole_book.people["manager"])
    definition = EVERY[page]
    spelled = [page] if page in LISTS else [f"/reports/{definition.name}{end}" for end in ("/", ".csv", ".json")]
    for turn, name in enumerate(sorted(set(definition.filters) - {"seed"})):  # any words are a seed
        for address in in_turn(spelled, turn):
            assert opened(client, address, **{name: "987654"}).status == 400, (address, name)
