"""Which fact would do: for an estimated field, for a phase without a firm figure, and for a split of a group line."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.urls import reverse

from portfolio.reports.base import Column
from projects.calculations.distributions import SizeClass
from projects.models import (
    CapacityEstimate,
    CapacityKind,
    ChainStage,
    CountsAs,
    EstimatedField,
    EstimateRule,
    Mineral,
    ProjectedPhase,
    ProjectMineral,
    StatementKind,
)
from projects.models.feeds_on_record import FeedSplit, splits_at
from record.calculations.as_of import AsOf

from .projected import ProjectedPhases

HOME = "domestic"
FIELDS = {
    EstimatedField.FACTOR.value: "factor to the unit of account",
    "kind": "kind (total or increment)",
    "figure": EstimatedField.NAMEPLATE.value,
}
"""The fields that a sentence calls by more than their name."""
FACT_WANTED = Column(
    "fact_wanted",
    "The fact that would do",
    "What would give a firm figure, split it by element, or move the chance of a start.",
    is_optional=True,
)
Told = Mapping[str, str]
"""A field of an estimate as a run tells it: field, range, method."""


@dataclass(frozen=True, slots=True)
class OpenPhase:
    """A phase at home that has no firm figure, or no split by element; `facts` would give one.

    `elements`: minerals, by identifier, of which it may hold some though no line of theirs has it.
    """

    row: ProjectedPhase
    facts: tuple[str, ...]
    why: str
    elements: frozenset[str] = frozenset()
    split: FeedSplit | None = None

    @property
    def is_split(self) -> bool:
        """True where only the split of its figure is open."""
        return not self.why

    @property
    def wanted(self) -> str:
        return listed(self.facts)

    @property
    def form(self) -> str:
        """The address of the form that records the fact."""
        if not self.is_split:
            return form_of_phase(self.row)
        return f"{reverse('admin:projects_phaseestimate_add')}?phase={self.row.phase_id}&field={EstimatedField.SPLIT}"


def form_of_phase(row: ProjectedPhase) -> str:
    """The form of what is known of a phase."""
    return f"{reverse('admin:projects_capacityestimate_add')}?phase={row.phase_id}"


def form_of_start(row: ProjectedPhase, milestones: Mapping[str, int], kind: StatementKind) -> str:
    """The form of a statement about the milestone that starts a phase; of the phase itself where it has none."""
    milestone = milestones.get(row.start)
    if milestone is None:
        return form_of_phase(row)
    return f"{reverse('admin:projects_milestoneforecast_add')}?milestone={milestone}&kind={kind}"


def open_phases_at(at: AsOf, found: ProjectedPhases) -> list[OpenPhase]:
    """The phases at home without a firm figure, and group lines without a stated split, each with what would do."""
    stated = CapacityEstimate.objects.at(at).latest_by("phase_id")
    splits, groups = splits_at(at), groups_at(at)
    named = minerals_named(at, found.phases)
    opened = []
    for row in found.phases:
        if row.standing != HOME:
            continue
        facts, why = wanted_of_phase(row, stated.get(row.phase_id))
        split = splits.get(row.phase_id)
        is_group = row.mineral in groups or split is not None
        if is_group:
            facts = (*facts, "the split by element")
        if facts:
            elements = elements_of(row, named, groups, split) if is_group or not row.mineral else frozenset()
            opened.append(OpenPhase(row, facts, why, elements, split))
    return opened


def groups_at(at: AsOf) -> dict[str, str]:
    """Group lines by identifier, each with its group: minerals that are in no chain and not on the list themselves."""
    in_chains = {stage.mineral_id for stage in ChainStage.objects.at(at).values()}
    return {
        one.slug: one.counted_in
        for one in Mineral.objects.at(at).values()
        if one.counted_in and not one.on_critical_list and one.pk not in in_chains
    }


def minerals_named(at: AsOf, rows: Iterable[ProjectedPhase]) -> dict[int, frozenset[str]]:
    """By project the minerals that a source names of it and none of its own lines is of."""
    minerals = Mineral.objects.at(at)
    named: dict[int, set[str]] = {}
    for link in ProjectMineral.objects.known(at):
        if link.mineral_id in minerals:
            named.setdefault(link.project_id, set()).add(minerals[link.mineral_id].slug)
    for row in rows:
        named.get(row.phase.project_id, set()).discard(row.mineral)
    return {project: frozenset(found) for project, found in named.items()}


def elements_of(
    row: ProjectedPhase, named: Mapping[int, frozenset[str]], groups: Mapping[str, str], split: FeedSplit | None
) -> frozenset[str]:
    """The minerals of which a figure may hold some: by its split, else those that the project names."""
    if split is not None and split.shares:
        return frozenset(one.element.lower() for one in split.shares)
    return named.get(row.phase.project_id, frozenset()) - {groups.get(row.mineral, "")}


def wanted_of_phase(row: ProjectedPhase, stated: CapacityEstimate | None) -> tuple[tuple[str, ...], str]:
    """The facts that would give a phase a firm figure, and why it has none; both empty where it has one."""
    if not row.why:
        return (), ""
    if row.why_estimated:
        return tuple(missing(row, stated)), row.why_estimated
    if row.size_class == SizeClass.C:
        return tuple(wanted_of(one) for one in size_words(row)), "its size is only roughly known"
    return (), ""


def missing(row: ProjectedPhase, stated: CapacityEstimate | None) -> list[str]:
    """What is open of a phase that cannot be drawn."""
    found = []
    if stated is None or stated.nameplate_added is None:
        found.append("the nameplate")
    elif stated.kind == CapacityKind.UNKNOWN:
        found.append("whether the figure is a total or an increment")
    elif stated.kind == CapacityKind.TOTAL and stated.baseline_output is None:
        found.append("the output before it")
    if not row.mineral:
        found.append("the split by mineral")
    elif stated is not None and stated.counts_as == CountsAs.MIXED_PRODUCTS:
        found.append("the split by product")
    if row.due_on is None and row.start_flag != "recorded":
        found.append("the start")
    if row.success_share is None:
        found.append("the stage it has reached")
    return found


def size_words(row: ProjectedPhase) -> list[Told]:
    """What a run tells of the estimated size of a phase."""
    words: list[Told] = list(row.estimate.get("words", ()))
    return [one for one in words if one["field"] != EstimatedField.START]


def wanted_of(one: Told) -> str:
    """The fact that would take the place of an estimated field."""
    return f"a narrower range of the {name_of(one['field'])}" if is_of_host(one) else f"the {name_of(one['field'])}"


def is_of_host(one: Told) -> bool:
    """True for what a host stream can give: it stands whatever is stated, so only a narrower range replaces it."""
    return one["method"] == EstimateRule.HOST_STREAM.label


def name_of(field: str) -> str:
    return FIELDS.get(field, field)


def listed(facts: Iterable[str]) -> str:
    """Facts in words: the nameplate, the split by product and the start."""
    *others, last = facts
    return f"{', '.join(others)} and {last}" if others else last
