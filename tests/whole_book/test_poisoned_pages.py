"""One bad row hurts nobody: the page of every award, company, site, deal and program that has a poisoned row opens.

On both databases. On PostgreSQL, whose sums may overflow, each list and each report over all of them opens as well;
test_poison.py opens them on SQLite.
"""

from collections.abc import Iterator, Sequence

import pytest
from django.db import transaction
from django.test import Client

from portfolio.calculations import position
from portfolio.models import Capitalization, Deal
from portfolio.reports import REPORTS
from portfolio.services import capacity
from tests.cast import TODAY, Cast, now
from tests.desk import sign_in

from .opened import FOLDERS, PAGES, broken, entity_pages, made_once
from .poison import Poison, World, packed, poisons, write, write_worlds
from .unconstrained import without_constraints

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.both_databases]

DRAWS = 50


@pytest.fixture(scope="module")
def poisoned(whole_book: Cast, django_db_blocker) -> Iterator[list[World]]:
    """Every poison on record, after a projection; written once for this module and rolled back after it."""
    with django_db_blocker.unblock(), without_constraints(), transaction.atomic():
        worlds = write_worlds(packed(poisons()))
        capacity.run(now(), draws=DRAWS)
        yield worlds
        transaction.set_rollback(True)


@pytest.fixture
def client(whole_book: Cast) -> Client:
    return sign_in(whole_book.people["manager"])


def pages_of(worlds: Sequence[World]) -> list[str]:
    """The page of each thing of these worlds."""
    names = {world.name for world in worlds}
    return [page for page in entity_pages() if "-".join(page.split("/")[2].split("-")[:2]) in names]


def guilty(client: Client, world: World, address: str) -> list[Poison]:
    """The poisons of the world that break such a page each by itself; none where they do it together."""
    found = []
    for poison in world.poisons:
        with transaction.atomic():
            alone = write([poison])
            folder = address.split("/")[1]
            if broken(client, [page for page in pages_of(alone) if page.split("/")[1] == folder], as_of=TODAY):
                found.append(poison)
            transaction.set_rollback(True)
    return found


def told(client: Client, worlds: Sequence[World], wrong: dict[str, str]) -> str:
    """What broke, each page with the columns that broke it."""
    lines = []
    for address, what in list(wrong.items())[:12]:
        world = next((one for one in worlds if address.partition("?")[0] in pages_of([one])), None)
        by = guilty(client, world, address) or world.poisons if world else ["several"]
        lines.append(f"{address}: {what}\n  by {', '.join(map(str, by))}")
    return "\n".join(lines)


def test_every_poisoned_row_has_a_world_and_no_two_of_one_table_share_it() -> None:
    worlds = packed(poisons())
    assert sorted(map(str, poisons())) == sorted(str(one) for world in worlds for one in world)
    assert all(len({one.model for one in world}) == len(world) for world in worlds)


@pytest.mark.parametrize("folder", [folder for folder in FOLDERS if folder != "sources"])
def test_the_page_of_every_poisoned_row_opens(client: Client, poisoned: list[World], folder: str) -> None:
    pages = [page for page in pages_of(poisoned) if page.startswith(f"/{folder}/")]
    assert len(pages) >= len(poisoned)
    wrong = broken(client, pages, as_of=TODAY)
    assert not wrong, told(client, poisoned, wrong)


@pytest.mark.postgresql
def test_every_list_and_report_over_the_largest_values_opens(client: Client, poisoned: list[World]) -> None:
    with made_once():
        wrong = broken(client, [*PAGES, *(f"/reports/{name}/" for name in REPORTS)], as_of=TODAY)
    assert not wrong, wrong


def test_what_breaks_a_page_is_found_by_its_column(
    client: Client, poisoned: list[World], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A share of no shares is made an error that no cell takes: of two poisons the column with the 0 is named."""

    def fails(shares: object, count: object) -> None:
        if count == 0:
            raise LookupError("no share count")

    monkeypatch.setattr(position, "_over", fails)
    guilt = Poison(Capitalization, "basic_shares", 0)
    with transaction.atomic():
        worlds = write_worlds([[Poison(Deal, "headline", 0), guilt]])
        (page,) = (one for one in pages_of(worlds) if one.startswith("/companies/"))
        said = told(client, worlds, broken(client, [page], as_of=TODAY))
        transaction.set_rollback(True)
    assert said.endswith(f"by {guilt}")
    assert "no share count" in said
