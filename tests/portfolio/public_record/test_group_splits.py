"""Dysprosium and terbium of Mountain Pass: one group line by facts, and its elements as an estimate beside it."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from portfolio.pages import production
from portfolio.positions.filters import Filters
from portfolio.reports.production import gains, group_splits
from portfolio.services import capacity
from projects.models import CapacityPhase, EstimatedField, PhaseEstimate
from projects.services.phase_estimates import record_estimate
from record.models import Channel, Recording
from record.services.recordings import open_recording

DAY = date(2026, 10, 8)
PHASE = "mountain-pass-dysprosium-and-terbium-oxide"
pytestmark = [pytest.mark.usefixtures("editions", "db"), pytest.mark.long]


@pytest.fixture
def at(editions, db):
    asked = Recording.objects.as_of(DAY, timezone.now())
    capacity.run(asked, draws=400)
    return asked


def by_element(at, **asked):
    return {line.element: line for line in group_splits.answer(at, Filters(**asked)).lines}


def test_the_elements_stand_beside_the_group_with_their_range_feed_and_rule(at):
    found = by_element(at, year=2035)
    assert found.keys() == {"dy", "tb"}
    assert [float(round(found["dy"].end(place), 4)) for place in range(3)] == [0.7143, 0.75, 0.8]
    cells = {column.name: column.known(found["dy"]) for column in group_splits.COLUMNS}
    assert (cells["phase"], cells["mineral"], cells["feed_name"]) == (PHASE, "reo-unsplit", "Mountain Pass ore body")
    assert cells["estimate_method"] == "distribution of elements in that feed"
    assert cells["sources"] == "metalnomist-2026"
    assert 0 < cells["p50_estimated"] < 160
    assert found["tb"].at(1) < found["dy"].at(1)


def test_no_line_of_the_gains_changes_by_a_split(at):
    """Not the group line, no line of an element, by facts or with estimates."""
    minerals = {line.output.mineral for line in gains.answer(at, Filters()).lines if line.output.reach == "counted"}
    assert "reo-unsplit" in minerals
    assert not minerals & {"dy", "tb"}


def test_the_page_of_the_group_and_of_each_element_has_the_split(at):
    for mineral in ("reo-unsplit", "dy", "tb"):
        table = production.page(at, mineral, asked=2035).splits
        assert {line.element for line in table.lines} <= {"dy", "tb"}
        assert "never added" in table.notes[0]
    assert production.page(at, "magnet").splits is None


def test_before_the_statement_that_it_rests_on_nothing_was_split():
    before = Recording.objects.as_of(date(2025, 12, 31), timezone.now())
    capacity.run(before, draws=50)
    assert by_element(before) == {}


@pytest.mark.parametrize("feed", ["", "nowhere"])
def test_a_split_without_a_distribution_of_its_feed_is_refused(feed):
    phase = CapacityPhase.objects.get(slug=PHASE)
    one = PhaseEstimate(phase=phase, field=EstimatedField.SPLIT, feed=feed, reason="a test")
    with (
        open_recording(by_name="test", why="a split", channel=Channel.JOB) as recording,
        pytest.raises(ValidationError, match=f'No distribution of the feed "{feed}" is on record'),
    ):
        record_estimate(one, recording=recording, today=DAY)


def test_an_officers_feed_stands_in_place_of_that_of_the_rule(at):
    phase = CapacityPhase.objects.get(slug=PHASE)
    one = PhaseEstimate(phase=phase, field=EstimatedField.SPLIT, feed="araxa-monazite", reason="the feed is monazite")
    with open_recording(by_name="test", why="another feed", channel=Channel.JOB) as recording:
        record_estimate(one, recording=recording, today=DAY)
    later = Recording.objects.as_of(DAY, timezone.now())
    found = by_element(later, year=2035)
    assert float(found["nd"].end(1)) == 0.1637
    assert found["nd"].split.estimate.is_officers
