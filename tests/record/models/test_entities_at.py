"""Rows name their entities as these were called at an AsOf, also those reached over another row."""

import pytest

from portfolio.models import InvestmentStatus
from projects.models import Company
from record.models import Channel, Recording
from record.models.entities_at import EntitiesAt
from record.services import entities
from record.services.recordings import open_recording
from tests.cast import Cast, now

pytestmark = pytest.mark.django_db


def rename(company: Company, name: str) -> None:
    with open_recording(by_name="tester", why="a new name", channel=Channel.JOB) as recording:
        entities.relabel(company, {"name": name}, recording=recording)


def statuses() -> list[InvestmentStatus]:
    return list(InvestmentStatus.objects.select_related("investment__recipient").order_by("pk"))


def test_a_fact_names_the_company_of_its_award_as_it_was_called_then(cast: Cast):
    before = now()
    company = statuses()[0].investment.recipient
    old = company.name
    rename(company, "Renamed Inc.")
    assert statuses()[0].investment.recipient.name == "Renamed Inc."
    assert EntitiesAt(before).fill(statuses())[0].investment.recipient.name == old
    assert EntitiesAt(now()).fill(statuses())[0].investment.recipient.name == "Renamed Inc."


def test_the_questions_do_not_grow_with_the_rows(cast: Cast, django_assert_max_num_queries):
    rows = statuses() * 50
    with django_assert_max_num_queries(30):
        EntitiesAt(now()).fill(rows)


def test_what_was_not_on_record_then_stays_as_it_is(cast: Cast):
    begun = Recording.objects.as_of(now().as_of, now().known_at, 0)
    row = EntitiesAt(begun).fill(statuses())[0]
    assert row.investment.slug
