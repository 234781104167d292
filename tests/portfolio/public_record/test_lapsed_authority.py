"""Title III of the Defense Production Act shows a sunset of 2025-09-30: whether it was extended is a question."""

from datetime import date

import pytest
from django.utils import timezone

from portfolio.models import Trigger
from portfolio.positions.decisions_due import decisions_due_at
from record.calculations.as_of import AsOf
from record.models import Recording


@pytest.fixture
def at(editions, db) -> AsOf:
    return Recording.objects.as_of(date(2026, 10, 8), timezone.now())


def asked(at: AsOf) -> list[tuple[str, str, str]]:
    due = decisions_due_at(at)
    return [(str(one.day), one.owner, one.what) for one in due if one.trigger is Trigger.AUTHORITY_ENDS]


def test_an_authority_that_may_have_lapsed_is_a_question_to_its_program(at):
    (first, *_) = [one for one in asked(at) if one[1] == "DOW-DPA3"]
    assert first[0] == "2025-09-30"
    assert first[2].endswith(
        ": the authority (50 U.S.C. 4501 et seq.) ended on 2025-09-30; lapsed or extended: unknown"
    )


def test_before_its_last_day_it_is_no_question_of_the_past(at):
    before = AsOf(date(2025, 9, 1), at.known_at, at.serial)
    assert not any("ended on" in what for _, _, what in asked(before))
    assert any("ends on 2025-09-30; lapsed or extended: unknown" in what for _, _, what in asked(before))
