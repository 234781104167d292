"""Whether what an award is tied to belongs to a project that the award reaches."""

from portfolio.models import InvestmentProject, TrancheCondition
from projects.models import Milestone
from record.calculations.as_of import AsOf


def beyond_reach(condition: TrancheCondition, at: AsOf) -> list[str]:
    """That a milestone is of a project which the award does not reach."""
    if condition.milestone is None:
        return []
    award, named = condition.tranche.investment, condition.milestone
    reached = {one.project_id for one in InvestmentProject.objects.filter(investment=award).at(at)}
    milestone = Milestone.objects.filter(pk=named.pk).at(at).get(named.pk, named)
    if milestone.project_id in reached:
        return []
    return [f'"{milestone}" is a milestone of {milestone.project}, which the award does not reach.']
