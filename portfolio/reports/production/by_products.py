"""By-products beside what their host stream can give: flagged where a claim is above it, never capped."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from projects.calculations.by_products import HostLimit, check_against_host
from projects.models import CapacityEstimate, ProjectedPhase, RestsOn
from projects.models.chains_on_record import ChainOnRecord, Factors, StageOnRecord, chains_at, factors_at
from projects.models.estimated_phases import estimate_of
from record.calculations.as_of import AsOf
from record.calculations.formatting import rounded

from .projected import Projected

SIX = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class HostCheck:
    """A by-product beside its host by facts only, None where its claim is unknown, and with estimates."""

    facts: HostLimit | None
    estimated: HostLimit

    @property
    def limit(self) -> Decimal:
        """What the host gives: the same by either answer."""
        return self.estimated.limit


def host_limits(at: AsOf, found: Projected) -> dict[int, HostCheck]:
    """By the phase's id, what the host stream of the same site can give in a year, in the by-product's unit.

    The host's throughput is its nameplate on record, a total or not. Sites without one are left out: not known.
    """
    conversions = factors_at(at)
    estimates: Mapping[int, CapacityEstimate] = CapacityEstimate.objects.at(at).latest_by("phase_id")
    limits: dict[int, HostCheck] = {}
    for chain in chains_at(at, conversions):
        for host, product in hosts_of(chain):
            given = given_by(host, product, conversions)
            if given is None:
                continue
            streams = {
                phase.phase.project_id: throughput
                for phase in found.phases
                if phase.stage == host.slug and (throughput := throughput_of(estimates.get(phase.phase_id)))
            }
            for phase in found.phases:
                if phase.stage == product.slug:
                    limit = limit_of(phase, streams.get(phase.phase.project_id), given)
                    if limit is not None:
                        limits[phase.phase_id] = limit
    return limits


def hosts_of(chain: ChainOnRecord) -> list[tuple[StageOnRecord, StageOnRecord]]:
    """Each stage that hosts the one after it, with the latter."""
    by_id = {one.stage.pk: one for one in chain.every}
    return [(one, by_id[one.link.into_id]) for one in chain.every if one.link and one.link.is_host]


def given_by(host: StageOnRecord, product: StageOnRecord, conversions: Factors) -> Decimal | None:
    """What one unit of the host gives of its by-product; None where no yield is known."""
    needed, of_product = host.needed(conversions)[0], product.needed(conversions)[0]
    if host.rests_on is RestsOn.CONTAINED or not needed or not of_product:
        return None
    return of_product / needed


def throughput_of(estimate: CapacityEstimate | None) -> Decimal | None:
    """Yearly throughput in the unit of account of the host; None where it is not known."""
    if estimate is None or estimate.nameplate_added is None or estimate.factor_to_unit_of_account is None:
        return None
    return estimate.nameplate_added * estimate.factor_to_unit_of_account


def limit_of(phase: ProjectedPhase, throughput: Decimal | None, given: Decimal) -> HostCheck | None:
    """The check of a by-product; None where neither facts nor estimates give a claim, or the host is unknown."""
    facts = None if phase.added is None else Decimal(phase.baseline or 0) + Decimal(phase.added)
    claimed = most_claimed(phase, facts)
    estimated = None if claimed is None else check_against_host(claimed, throughput, given)
    if estimated is None:
        return None
    return HostCheck(None if facts is None else check_against_host(facts, throughput, given), estimated)


def most_claimed(phase: ProjectedPhase, facts: Decimal | None) -> Decimal | None:
    """The most that a phase is said to make in a year, with what is estimated of its size; None where nothing is."""
    estimate = estimate_of(phase.estimate)
    if estimate is None or estimate.size is None:
        return facts
    size = estimate.size
    most = rounded(Decimal(repr(size.figure.ends[1] * size.factor.ends[1])), SIX)
    is_total = size.baseline is not None and not size.may_be_plain
    return most if is_total else most + Decimal(phase.baseline or 0)
