"""Estimates of a phase by an officer's form: seen as a picture, recorded, versioned, retracted, or refused with why."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from projects.models import CapacityEstimate, CapacityPhase, Mineral, PhaseEstimate
from projects.models.estimated_phases import estimate_of
from projects.services.phase_estimates import estimates_at
from projects.services.phase_inputs import Edge, phases_at
from record.models import Recording, Source
from record.services import entities, facts
from tests.cast import TODAY, Cast, day, now, writing
from tests.desk import add_page, page, sign_in, words


@pytest.fixture
def desk(cast: Cast, reference: None):
    return sign_in(cast.people["officer"])


@pytest.fixture
def phase(cast: Cast, desk) -> CapacityPhase:
    """A total of 300,000 t a year; what is made today is not known."""
    with writing() as recording:
        made = CapacityPhase(slug="palisade-zinc", project=cast.projects["palisade-magnets"], product="Zinc")
        entities.create(made, recording=recording)
        stated = CapacityEstimate(phase=made, nameplate_added=Decimal(300_000), unit="t/yr", kind="total",
                                  unit_of_account="t Zn", factor_to_unit_of_account=1)  # fmt: skip
        facts.record(stated, recording=recording)
    return made


def typed(**values) -> dict[str, str]:
    source = str(Source.objects.get(slug="cast1").pk)
    blank = dict.fromkeys(("shape", "low", "middle", "high", "pairs", "unit", "lead_time", "counted_from", "note"), "")
    return {**blank, "rule": "officer", "reason": "the acid plant", "sources": source, "why": "a range", **values}


def test_a_baseline_in_a_range_is_recorded_with_its_reason(desk, phase):
    answer = desk.post(
        add_page(PhaseEstimate, phase=phase),
        typed(field="baseline", shape="uniform", low="100,000", high="125,000", unit="t/yr", effective_on="2025-12"),
        follow=True,
    )
    assert answer.status_code == 200
    estimate = PhaseEstimate.objects.get(phase=phase)
    assert (estimate.low, estimate.high, estimate.rule) == (100_000, 125_000, "officer")
    assert "the acid plant" in words(desk.get(page(phase)))


def test_a_lead_time_gives_its_median_and_its_p90(desk, phase):
    """Row j5 of the lead times: 42 months, nine in ten within 72."""
    desk.post(add_page(PhaseEstimate, phase=phase), typed(field="start", lead_time="j5", effective_on="2026-02"))
    estimate = PhaseEstimate.objects.get(phase=phase)
    assert (estimate.shape, estimate.middle, estimate.high) == ("lognormal", 42, 72)


def test_the_form_says_which_shape_a_start_takes(desk, phase):
    assert "Of a start: lognormal, by its median and P90, and no other." in words(
        desk.get(add_page(PhaseEstimate, phase=phase))
    )


def test_the_distribution_is_seen_as_a_picture_before_it_is_recorded(desk, phase):
    answer = desk.post(
        add_page(PhaseEstimate, phase=phase),
        typed(field="baseline", shape="uniform", low="0", high="1000", unit="t/yr", effective_on="2026", _preview="1"),
    )
    assert "Likely range 100 to 900 t/yr, middle 500" in words(answer)
    assert b'role="img"' in answer.content
    assert not PhaseEstimate.objects.exists()


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"field": "baseline", "shape": "uniform", "low": "5", "high": "2"}, "rise from low to high"),
        ({"field": "baseline", "shape": "uniform", "low": "5"}, "needs its high"),
        ({"field": "baseline", "shape": "discrete", "pairs": "5: 0.5; 7: 0.4"}, "sum to 0.9"),
        ({"field": "start", "shape": "uniform", "low": "5", "high": "9"}, "lognormal, by its median and P90"),
        ({"field": "baseline", "shape": ""}, "distribution"),
    ],
)
def test_what_makes_no_distribution_is_refused_with_the_figures(desk, phase, values, told):
    answer = desk.post(add_page(PhaseEstimate, phase=phase), typed(effective_on="2026-02", **values))
    assert told in words(answer)
    assert not PhaseEstimate.objects.exists()


def test_an_officers_estimate_outranks_a_rules_and_may_be_retracted(desk, phase):
    kinds = (("total_less_baseline", "10"), ("officer", "20"), ("total_less_baseline", "30"))
    for rule, low in kinds:
        given = typed(field="baseline", shape="fixed", middle=low, unit="t/yr", effective_on="2026-02", rule=rule)
        desk.post(add_page(PhaseEstimate, phase=phase), given)
    assert estimates_at(now())[phase.pk]["baseline"].middle == 20
    with writing() as recording:
        facts.retract(PhaseEstimate.objects.get(rule="officer"), reason="a source states it now", recording=recording)
    assert estimates_at(now())[phase.pk]["baseline"].middle == 30


def test_a_corrected_estimate_counts_from_its_recording_and_the_old_one_answers_at_the_old_serial(desk, phase):
    """300,000 t less 100,000 to 125,000 t; then less 150,000 t: what was known before it is answered as it was."""

    def record(**values) -> int:
        given = typed(field="baseline", unit="t/yr", effective_on="2025-12", **values)
        assert desk.post(add_page(PhaseEstimate, phase=phase), given, follow=True).status_code == 200
        return Recording.objects.latest("serial").serial

    def gain(serial: int) -> tuple[float, float]:
        at = Recording.objects.as_of(TODAY, timezone.now(), serial)
        (row,) = [one for one in phases_at(at, Edge()) if one.phase.slug == "palisade-zinc"]
        estimate = estimate_of(row.estimate)
        assert estimate
        assert estimate.size
        return estimate.size.ends

    with writing() as recording:
        stated = CapacityEstimate(phase=phase, nameplate_added=Decimal(300_000), unit="t/yr", kind="total",
                                  mineral=Mineral.objects.get(slug="zn"), unit_of_account="t Zn", phase_stage="fs",
                                  factor_to_unit_of_account=1, planned_start_on=day("2029"))  # fmt: skip
        facts.record(stated, recording=recording)
    before = Recording.objects.latest("serial").serial
    first = record(shape="uniform", low="100,000", high="125,000")
    second = record(shape="fixed", middle="150,000", reason="a second source of the acid plant")
    assert (gain(first), gain(second)) == ((175_000, 200_000), (150_000, 150_000))
    assert gain(before) == (0, 300_000)
    assert PhaseEstimate.objects.filter(phase=phase).count() == 2
    assert phase.pk not in estimates_at(Recording.objects.as_of(date(2025, 11, 30), timezone.now()))


def test_a_lead_time_that_is_not_on_record_is_refused_past_the_form(phase):
    start = PhaseEstimate(phase=phase, field="start", shape="lognormal", middle=40, high=70, lead_time="j99",
                          reason="A range.", effective_on=day("2026-02"))  # fmt: skip
    with pytest.raises(ValidationError, match='No lead time "j99" is on record'), writing() as recording:
        facts.record_by_service(start, recording=recording, today=TODAY)


@pytest.mark.parametrize("name", ["low", "middle", "high"])
def test_a_figure_below_nought_is_refused_with_its_column(phase, name):
    figures = {"low": 1, "middle": 2, "high": 3} | {name: -5}
    estimate = PhaseEstimate(phase=phase, field="baseline", shape="triangular", reason="A range.",
                             effective_on=day("2026-02"), **figures)  # fmt: skip
    with pytest.raises(ValidationError) as refused, writing() as recording:
        facts.record_by_service(estimate, recording=recording, today=TODAY)
    assert refused.value.message_dict == {name: ["-5 is no estimate. Write 0 or more."]}
