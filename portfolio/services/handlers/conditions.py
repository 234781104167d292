"""What a release of a tranche rests on, as a second officer reads it: each condition, its evidence, who verified it."""

from django.db import models

from portfolio.models import ConditionEvidence, Tranche
from portfolio.positions.tranche_state import ConditionStatus, tranche_statuses
from portfolio.services.tranches import Evidence
from projects.models import MilestoneForecast, StatementKind
from record.calculations.as_of import AsOf
from record.models import Source
from record.services.row_formatting import Line


def evidence_of(tranche: Tranche) -> list[models.Model]:
    """What has the files that a release rests on: the award, the conditions, and the sources of their evidence."""
    conditions = tranche.conditions.select_related("milestone")
    reached = [one.milestone for one in conditions if one.milestone]
    given = ConditionEvidence.objects.counting().filter(condition__in=conditions)
    said = MilestoneForecast.objects.counting().filter(milestone__in=reached, kind=StatementKind.ACTUAL)
    citations = [one.citation_id for one in (*given, *said) if one.citation_id]
    sources = Source.objects.filter(citations__in=citations).distinct()
    return [tranche.investment, *conditions, *reached, *sources]


def conditions_of(tranche: Tranche, at: AsOf, beside: Evidence | None = None) -> list[Line]:
    """What a release rests on, condition by condition: the evidence with its day and source, and who verified it.

    `beside`: the evidence that is proposed together with the release.
    """
    (found,) = [one for one in tranche_statuses(at, [tranche.investment]) if one.tranche.pk == tranche.pk]
    lines = [[f"Condition: {one.words}", *stated_condition(one, beside)] for one in found.conditions]
    for waiver, decided in found.waivers:
        outcome = "not decided" if decided is None else "granted" if decided.is_granted else "declined"
        by = f" by {decided.decided_by}: {decided.note}" if decided else ""
        lines.append(["Waiver", outcome, f"proposed by {waiver.proposed_by}: {waiver.note}; {outcome}{by}"])
    return lines or [["Conditions", "", "no conditions: it rests on nothing"]]


def stated_condition(one: ConditionStatus, beside: Evidence | None = None) -> tuple[str, str]:
    """The state of a condition, and in words its evidence and who verified it; also what is proposed `beside` it."""
    is_beside = beside is not None and one.rests_on(beside)
    if one.evidence is None:
        if beside is None or not is_beside:
            return one.state.value, "no evidence"
        return "evidence proposed here", f"{_met(beside)}; the approval verifies it"
    evidence = _met(one.evidence, f", evidence by {one.evidence.recording.by_name}")
    if one.verification is not None:
        evidence += f", verified by {one.verification.verified_by} on {one.verification.effective_on}"
    else:
        evidence += ", not verified"
    if beside is not None and is_beside:
        evidence += f"; proposed here: {_met(beside)}; the approval verifies it"
    return one.state.value, evidence


def _met(evidence: Evidence, by: str = "") -> str:
    sources = evidence.citation.text if evidence.citation else "no source"
    day = getattr(evidence, "forecast_on", None) or evidence.effective_on or "no day"
    return f"met on {day}{by} ({sources})"
