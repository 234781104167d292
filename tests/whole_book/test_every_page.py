"""Every page, file and API answer opens for every role, with rows, at both ends of the calendar, by every filter."""

import csv
import io
from collections.abc import Iterator

import pytest
from django.test import override_settings

from portfolio.forms import ReportForm
from portfolio.positions.filter_options import filter_options
from portfolio.reports import REPORTS, deals, firms, sites
from portfolio.reports.base import Definition
from record.calculations.once import one_answer
from tests.cast import ROLES, TODAY, Cast, now
from tests.desk import sign_in

from .opened import PAGES, admin_pages, broken, entity_pages, made_once, opened, report_addresses

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.usefixtures("read_once_for_all")]

LISTS = {"/deals/": deals.DEFINITION, "/companies/": firms.DEFINITION, "/projects/": sites.DEFINITION}
EVERY = {**{f"/reports/{name}/": definition for name, definition in REPORTS.items()}, **LISTS}
ASSUMED = {
    "prices": ["60", "0", "2026-Q4=60; li:2027=9.25"], "volatility": ["0", "0.4", "5"], "discount_rate": ["0", "1"],
    "upside_from": ["1800", "2026-Q4", "2199-Q4"],
}  # fmt: skip
"""What a report may be asked to assume: values from one end to the other."""
ENDS = ("0001-01-01", "9999-12-31")

OF_TODAY = ("/reports/", "/desk/", "/views/")
"""Pages that no day is asked of."""


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


@pytest.mark.parametrize("day", ENDS)
def test_every_address_opens_at_both_ends_of_the_calendar(whole_book: Cast, day: str) -> None:
    client = sign_in(whole_book.people["manager"])
    with made_once():
        assert not broken(client, [*PAGES, *entity_pages(), *report_addresses()], as_of=day)


def test_every_address_opens_before_anything_was_known(whole_book: Cast) -> None:
    client = sign_in(whole_book.people["manager"])
    addresses = [*PAGES, *report_addresses()]
    assert not broken(client, addresses, known_at="1900-01-01")
    assert not broken(client, addresses, serial=0)
    assert set(broken(client, entity_pages()[:3], known_at="1900-01-01").values()) != set()


@pytest.mark.parametrize("moment", ["0001-01-01", "9999-12-31", "9999-12-31T23:59:59-12:00"])
def test_a_moment_outside_the_calendar_of_the_record_is_refused_everywhere(whole_book: Cast, moment: str) -> None:
    client = sign_in(whole_book.people["manager"])
    timed = [page for page in PAGES if page not in OF_TODAY]
    for address in [*timed, "/reports/exposure/", "/reports/exposure.csv", "/api/v1/reports/exposure/"]:
        assert opened(client, address, known_at=moment).status == 400, address


@pytest.fixture(scope="module")
def read_once_for_all() -> Iterator[None]:
    """The book stays as it is in all tests here: what is read of it is read once."""
    with one_answer():
        yield


def values_of(definition: Definition, filter_name: str) -> list[str]:
    """Every value that the filter may be asked for."""
    known = filter_options(now(), [filter_name], definition.name)
    if filter_name in known:
        return [option.value for option in known[filter_name]]
    if filter_name == "fiscal_year":
        return ["2025", "2026"]
    if filter_name in ("since", "until"):
        return ["0001-01-01", str(TODAY), "9999-12-31"]
    if filter_name in ASSUMED:
        return ASSUMED[filter_name]
    return [str(code) for code, _ in ReportForm(definition).fields[filter_name].choices if code]


@pytest.mark.parametrize("page", EVERY)
def test_every_filter_opens_value_by_value(whole_book: Cast, page: str) -> None:
    client = sign_in(whole_book.people["manager"])
    definition = EVERY[page]
    spelled = [page] if page in LISTS else [f"/reports/{definition.name}{end}" for end in ("/", ".json", ".csv")]
    for name in definition.filters:
        values = values_of(definition, name)
        assert values, name
        for value in values:
            assert not broken(client, spelled[-1:], as_of=TODAY, **{name: value})
        with made_once():
            assert not broken(client, spelled[:-1], as_of=TODAY, **{name: values[0]})
        if name not in ("since", "until", "run", "against", "fiscal_year"):
            assert not broken(client, spelled[-1:], as_of=TODAY, **{name: values[0].upper()})


@pytest.mark.parametrize("page", EVERY)
def test_a_value_that_nobody_has_is_refused_by_every_filter(whole_book: Cast, page: str) -> None:
    client = sign_in(whole_book.people["manager"])
    definition = EVERY[page]
    spelled = [page] if page in LISTS else [f"/reports/{definition.name}{end}" for end in ("/", ".csv", ".json")]
    for name in definition.filters:
        for address in spelled:
            assert opened(client, address, **{name: "987654"}).status == 400, (address, name)
