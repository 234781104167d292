"""A word by which facts find each other is that of the record, or is asked about by file and service."""

import pytest

from projects.models import (
    BaselineStatistic,
    CapacityEstimate,
    CapacityPhase,
)
from record.services import facts
from tests.cast import TODAY, Cast, day, writing

from .beside_book import ASKED, make_book, told


@pytest.fixture
def book(cast: Cast) -> Cast:
    return make_book(cast)


def test_a_word_of_a_phase_is_that_of_the_record_or_is_asked_about(book):
    """What is counted rests on the words: "Mixed Products" are mixed_products, which are not counted."""
    phase, words = CapacityPhase.objects.get(slug="known"), {"counts_as": "mixed_products", "phase_stage": "fs"}
    with writing() as under:
        estimate = CapacityEstimate(
            phase=phase, unit="t/yr", kind="unknown", effective_on=day("2026-01-01"), feed_origin="own mine", **words
        )
        facts.record_by_service(estimate, recording=under, today=TODAY)
    head = "phase,stated_on,unit,capacity_kind,counts_as,phase_stage,feed_origin"
    asked = told(
        "capacity-estimates", head,
        "unknown,2026-02-01,t/yr,unknown,Mixed-Products,FS,Own  Mine,",
        "unknown,2026-03-01,t/yr,unknown,mixed_product,fs,own mine,It says so.",
        "unknown,2026-04-01,t/yr,unknown,primary,permiting,own mine,",
        "unknown,2026-05-01,t/yr,unknown,by-product,surveying,tailings,",
        "unknown,2026-06-01,t/yr,unknown,by product,surveying,tailings,Both are new.",
        "unknown,2026-06-02,t/yr,unknown,primary,Surveying,Tailings,",
    )  # fmt: skip
    new = 'No stage on record is called "{}". Known: care_maintenance, fs, pea.'
    assert asked == [
        "",
        '"mixed_product" is none of the choices. Choose one of: primary, by_product, mixed_products.',
        f"{new.format('permiting')} {ASKED}",
        f'{new.format("surveying")} {ASKED} No feed on record is called "tailings". Known: own mine. {ASKED}',
        "",
        "",
    ]


def test_the_metric_of_a_figure_is_that_of_the_record_or_is_asked_about(book):
    """Only `production` and `price` are read by name: "Production" is one of them, "output" is neither."""
    head = "mineral,stage,metric,year,statistic_value,edition"
    asked = told(
        "baseline-statistics", head,
        "lithium,Mine,Production,2024,5,MCS,",
        "Lithium,mine,productions,2023,5,MCS,",
        "Lithium,mine,sales,2022,5,MCS,",
        "Lithium,mine,sales,2021,5,MCS,Of another table.",
    )  # fmt: skip
    assert asked[0] == asked[3] == ""
    assert asked[1] == f'No metric on record is called "productions". Did you mean production? {ASKED}'
    assert asked[2].startswith('No metric on record is called "sales". Known: ')


def test_a_word_is_kept_as_the_record_spells_it(book):
    with writing() as under:
        figure = BaselineStatistic(mineral="LITHIUM", metric="Imports", stage="Mine", year=2023, value=5, edition="MCS")
        facts.record_by_service(figure, recording=under, today=TODAY)
    assert (figure.mineral, figure.metric, figure.stage) == ("Lithium", "imports", "mine")
