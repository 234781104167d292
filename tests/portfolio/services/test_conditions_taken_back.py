"""A condition that was entered by mistake is taken back by two; a milestone beyond the award's reach is asked about."""

import pytest
from django.core.exceptions import ValidationError

from portfolio.models import ConditionEvidence, InvestmentProject, Tranche, TrancheCondition
from portfolio.positions.tranche_state import tranche_statuses
from portfolio.services import tranches
from projects.models import Milestone
from record.admin.base import today_as_known
from record.services import entities, facts
from tests.cast import TODAY, Cast, day, writing
from tests.desk import approve_what_waits, sign_in

BEYOND = '"First magnets" is a milestone of Palisade magnet works, which the award does not reach.'


@pytest.fixture
def waiting(cast: Cast) -> Tranche:
    """A tranche of 1 USD under one condition in words."""
    award = next(iter(cast.investments.values()))
    with writing(cast.people["officer"]) as recording:
        made = Tranche(slug="mistaken", investment=award, name="Mistaken draw", amount=1)
        tranches.create(made, recording=recording, today=TODAY)
        tranches.add_condition(TrancheCondition(tranche=made, text="It is insured"), recording=recording, today=TODAY)
    return made


def states(one: Tranche) -> list[str]:
    found = tranche_statuses(today_as_known(), [one.investment])
    return [str(standing.state) for standing in found if standing.tranche.pk == one.pk]


def test_two_persons_take_it_back(cast: Cast, waiting: Tranche) -> None:
    condition = TrancheCondition.objects.get(tranche=waiting)
    page = f"/admin/portfolio/tranchecondition/{condition.pk}/retract/"
    assert sign_in(cast.people["officer"]).post(page, {"reason": "Of another loan."}).status_code == 302
    assert states(waiting) == ["waiting"]
    approve_what_waits(cast.people["officer2"])
    assert states(waiting) == ["no conditions"]


def test_nothing_is_said_of_one_that_was_taken_back(cast: Cast, waiting: Tranche) -> None:
    condition = TrancheCondition.objects.get(tranche=waiting)
    with writing(cast.people["officer"]) as recording:
        tranches.take_condition_back(condition, reason="Of another loan.", recording=recording, today=TODAY)
    evidence = ConditionEvidence(condition=condition, citation=cast.citation)
    with pytest.raises(ValidationError, match="no condition any more"), writing(cast.people["officer"]) as recording:
        tranches.give_evidence(evidence, recording=recording, today=TODAY)


def test_of_a_released_tranche_none_is_taken_back(cast: Cast, waiting: Tranche) -> None:
    condition = TrancheCondition.objects.get(tranche=waiting)
    with writing(cast.people["officer"]) as recording:
        tranches.lapse(waiting, reason="The loan ended.", recording=recording, today=TODAY)
    with pytest.raises(ValidationError, match="is lapsed since"), writing(cast.people["officer"]) as recording:
        tranches.take_condition_back(condition, reason="Of another loan.", recording=recording, today=TODAY)


def test_a_milestone_beyond_the_reach_of_its_award_is_asked_about(cast: Cast, waiting: Tranche) -> None:
    project = cast.projects["palisade-magnets"]
    with writing(cast.people["officer"]) as recording:
        milestone = Milestone(slug="first-magnets", project=project, name="First magnets", kind="first_production")
        entities.create(milestone, recording=recording)
        for reach in InvestmentProject.objects.filter(investment=waiting.investment):
            facts.retract(reach, reason="The book of this test.", recording=recording)
    beyond = TrancheCondition(tranche=waiting, milestone=milestone)
    with pytest.raises(ValidationError, match=BEYOND), writing(cast.people["officer"]) as recording:
        tranches.add_condition(beyond, recording=recording, today=TODAY)
    explained = facts.explained("", "Its offtake is a term of this loan.")
    with writing(cast.people["officer"]) as recording:
        tranches.add_condition(
            TrancheCondition(tranche=waiting, milestone=milestone, note=explained), recording=recording, today=TODAY
        )
    with writing(cast.people["officer"]) as recording:
        reach = InvestmentProject(
            investment=waiting.investment, project=project, basis="stated", effective_on=day("2025-01-01")
        )
        facts.record(reach, recording=recording)
        again = TrancheCondition(tranche=waiting, milestone=milestone)
        tranches.add_condition(again, recording=recording, today=TODAY)
    assert TrancheCondition.objects.filter(milestone=milestone).count() == 2
