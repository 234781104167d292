"""What a source says is of a day that has come."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from portfolio.models import DueDate, StatedTotal
from projects.models import ProjectFunding
from record.services import facts
from tests.cast import TODAY, Cast, day, writing

pytestmark = pytest.mark.django_db


def statements(cast: Cast, on: str) -> list:
    loan = cast.investments["saltwash-doe-loan"]
    return [
        ProjectFunding(project=cast.projects["saltwash-clay"], total=Decimal(5), effective_on=day(on)),
        StatedTotal(investment=loan, figure="disbursed", amount=Decimal(5), effective_on=day(on)),
        DueDate(investment=loan, kind="maturity", due_on=day("2040"), effective_on=day(on)),
    ]


def test_a_statement_of_a_day_to_come_is_refused_on_its_day(cast: Cast) -> None:
    for fact in statements(cast, "2190-01-01"):
        with pytest.raises(ValidationError) as caught, writing() as recording:
            facts.record_by_service(fact, recording=recording, today=TODAY)
        assert caught.value.message_dict == {"effective_on": ["2190-01-01 has not come yet. Give the day it was said."]}


def test_a_statement_of_today_is_taken(cast: Cast) -> None:
    assert date(2026, 6, 30) == TODAY
    for fact in statements(cast, "2026-06-30"):
        with writing() as recording:
            assert facts.record_by_service(fact, recording=recording, today=TODAY).pk
