"""A label of an award is changed from a day on, with its source; what cannot be is refused by its field."""

import pytest
from django.core.exceptions import ValidationError

from portfolio.models import StatedTotal
from portfolio.services import investments
from record.models import LabelChange
from record.services import sources
from tests.cast import Cast, day, writing

pytestmark = pytest.mark.django_db


def test_a_changed_label_keeps_its_day_and_its_source(cast: Cast, officer) -> None:
    with writing(officer) as recording:
        citation = sources.cite(["cast1"])
        investments.relabel(
            cast.investments["palisade-doe-grant"], {"office": "Golden"}, recording=recording,
            effective_on=day("2026-05-01"), citation=citation,
        )  # fmt: skip
    change = LabelChange.objects.get(field="office", after="Golden")
    assert (str(change.effective_on), change.citation) == ("2026-05-01", citation)


def test_a_program_of_another_agency_is_refused_on_its_field(cast: Cast, officer) -> None:
    program = next(one for one in cast.programs.values() if one.agency.code != "DOE")
    with pytest.raises(ValidationError) as caught, writing(officer) as recording:
        investments.relabel(cast.investments["palisade-doe-grant"], {"program_id": program.pk}, recording=recording)
    assert caught.value.message_dict == {"program": [f"{program.code} belongs to {program.agency.code}, not to DOE."]}


def test_an_allowance_of_what_is_no_loan_is_refused_on_its_field(cast: Cast, officer) -> None:
    total = StatedTotal(
        investment=cast.investments["palisade-doe-grant"], figure="allowance", amount=1, effective_on=day("2026-05-01")
    )
    with pytest.raises(ValidationError) as caught, writing(officer) as recording:
        investments.record(total, recording=recording)
    assert list(caught.value.message_dict) == ["figure"]
    assert "an allowance is of a loan" in caught.value.messages[0]
