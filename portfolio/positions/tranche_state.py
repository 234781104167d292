"""How every tranche stands at an AsOf, read in the same few questions however many there are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from portfolio.calculations.tranches import Condition, Part, TrancheState, state_of
from portfolio.models.investments import Investment
from portfolio.models.tranches import (
    ConditionEvidence,
    ConditionVerification,
    Tranche,
    TrancheCondition,
    TrancheDecision,
    Waiver,
    WaiverDecision,
)
from portfolio.positions.filters import Filters
from portfolio.positions.investments import InvestmentAt, on_record_at
from projects.models import Milestone, MilestoneForecast, MilestoneVerification, StatementKind
from record.calculations.as_of import AsOf
from record.calculations.once import once
from record.models import Fact


@dataclass(slots=True)
class ConditionStatus:
    """A condition, its evidence and who verified that."""

    condition: TrancheCondition
    milestone: Milestone | None
    evidence: ConditionEvidence | MilestoneForecast | None = None
    verification: ConditionVerification | MilestoneVerification | None = None

    @property
    def words(self) -> str:
        return self.condition.text or (self.milestone.name if self.milestone else "")

    def rests_on(self, evidence: ConditionEvidence | MilestoneForecast) -> bool:
        """True for evidence of this very condition."""
        if isinstance(evidence, MilestoneForecast):
            return self.milestone is not None and evidence.milestone_id == self.milestone.pk
        return evidence.condition_id == self.condition.pk

    @property
    def state(self) -> TrancheState:
        if self.verification:
            return TrancheState.VERIFIED
        return TrancheState.EVIDENCED if self.evidence else TrancheState.WAITING


@dataclass(slots=True)
class TrancheStatus:
    tranche: Tranche
    conditions: list[ConditionStatus] = field(default_factory=list)
    waivers: list[tuple[Waiver, WaiverDecision | None]] = field(default_factory=list)
    decision: TrancheDecision | None = None

    @property
    def is_waived(self) -> bool:
        return any(decided and decided.is_granted for _, decided in self.waivers)

    @property
    def state(self) -> TrancheState:
        conditions = [Condition(bool(one.evidence), bool(one.verification)) for one in self.conditions]
        decided = TrancheState(self.decision.state) if self.decision else None
        return state_of(conditions, is_waived=self.is_waived, decided=decided)

    @property
    def since(self) -> date:
        """The day of the fact that brought the state; of the tranche's own recording while it waits."""
        facts: Iterable[Fact | None] = [one.evidence if self.state is TrancheState.EVIDENCED else one.verification
                           for one in self.conditions]  # fmt: skip
        if self.decision:
            facts = [self.decision]
        elif self.state is TrancheState.WAIVED:
            facts = [decided for _, decided in self.waivers if decided and decided.is_granted]
        days = [one.counts_from for one in facts if one and one.counts_from != date.min]
        return max(days) if days and self.state is not TrancheState.WAITING else self.tranche.created_in.moment.date()

    @property
    def part(self) -> Part:
        """What the ledger asks of it."""
        decided = self.decision
        released = decided.counts_from if decided and self.state is TrancheState.RELEASED else None
        return Part(self.tranche.amount, self.tranche.shares, released, self.state is TrancheState.LAPSED)


@once
def tranche_statuses(at: AsOf, investments: Iterable[Investment] | None = None) -> list[TrancheStatus]:
    """Every tranche on record at `at`, by investment and name; of some `investments` alone when they are given."""
    tranches = Tranche.objects.select_related("created_in", "citation")
    if investments is not None:
        tranches = tranches.filter(investment__in=investments)
    found = {pk: TrancheStatus(tranche) for pk, tranche in tranches.at(at).items()}
    if not found:
        return []
    of_these = {"tranche__in": found}
    conditions = list(TrancheCondition.objects.filter(**of_these).at(at).select_related("citation"))
    named = {one.milestone_id for one in conditions if one.milestone_id}
    milestones = Milestone.objects.filter(pk__in=named).at(at)
    stated = MilestoneForecast.objects.filter(milestone__in=named, kind=StatementKind.ACTUAL).at(at)
    happened = {one.milestone_id: one for one in stated.select_related("citation", "recording")}
    seen = {
        one.statement.milestone_id: one
        for one in MilestoneVerification.objects.filter(statement__milestone__in=named)
        .at(at)
        .select_related("statement", "verified_by")
    }
    evidence = (
        ConditionEvidence.objects.filter(condition__in=conditions)
        .at(at)
        .select_related("citation", "recording")
        .latest_by("condition_id")
    )
    verified = (
        ConditionVerification.objects.filter(evidence__condition__in=conditions)
        .at(at)
        .select_related("verified_by")
        .latest_by("evidence_id")
    )
    for one in conditions:
        standing = ConditionStatus(one, milestones.get(one.milestone_id) if one.milestone_id else None)
        if one.milestone_id:
            standing.evidence = happened.get(one.milestone_id)
            standing.verification = seen.get(one.milestone_id) if standing.evidence else None
        else:
            standing.evidence = evidence.get(one.pk)
            standing.verification = verified.get(standing.evidence.pk) if standing.evidence else None
        found[one.tranche_id].conditions.append(standing)
    decided = WaiverDecision.objects.filter(waiver__tranche__in=found).at(at).select_related("decided_by")
    by_waiver = {one.waiver_id: one for one in decided}
    for waiver in Waiver.objects.filter(**of_these).at(at).select_related("proposed_by", "citation"):
        found[waiver.tranche_id].waivers.append((waiver, by_waiver.get(waiver.pk)))
    for decision in TrancheDecision.objects.filter(**of_these).at(at).select_related("recording"):
        found[decision.tranche_id].decision = decision
    return sorted(found.values(), key=lambda one: (one.tranche.investment_id, one.tranche.name))


def parts_by_investment(at: AsOf, investments: Iterable[Investment]) -> dict[int, list[Part]]:
    """The tranches of each investment that has any, as the ledger asks them."""
    found: dict[int, list[Part]] = defaultdict(list)
    for one in tranche_statuses(at, investments):
        found[one.tranche.investment_id].append(one.part)
    return found


@dataclass(frozen=True, slots=True)
class TrancheAt:
    standing: TrancheStatus
    award: InvestmentAt

    @property
    def waits(self) -> bool:
        """True while it is neither released nor lapsed, nor has its award ended."""
        return self.standing.state.is_open and not self.award.has_ended


def tranches_at(at: AsOf, filters: Filters | None = None) -> list[TrancheAt]:
    """Narrowed by the labels of the award; by award and name. The same few questions however many there are."""
    found = tranche_statuses(at)
    if not found:
        return []
    awards = {line.investment.pk: line for line in on_record_at(at)}
    lines = [TrancheAt(one, awards[one.tranche.investment_id]) for one in found]
    lines = [line for line in lines if filters is None or line.award.passes(filters)]
    return sorted(lines, key=lambda line: (line.award.slug, line.standing.tranche.slug))
