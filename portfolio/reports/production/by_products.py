"""By-products beside what their host stream can give: flagged where a claim is above it, never capped."""

from collections.abc import Mapping
from decimal import Decimal

from projects.calculations.by_products import HostLimit, check_against_host
from projects.calculations.units import SI
from projects.models import CapacityEstimate, Conversion, ProjectedPhase
from record.calculations.as_of import AsOf

from .chain_topology import CHAINS, Pair
from .projected import Projected

HOST, BY_PRODUCT = "host", "primary"


def host_limits(at: AsOf, found: Projected) -> dict[int, HostLimit]:
    """By the phase's id, what the host stream of the same site can give in a year, in the by-product's unit.

    The host's throughput is its nameplate on record, a total or not. Sites without one are left out: not known.
    """
    factors: dict[Pair, Decimal] = {(one.source, one.target): one.factor for one in SI} | {
        (row.from_product, row.to_product): row.factor for row in Conversion.objects.at(at) if row.factor is not None
    }
    estimates: Mapping[int, CapacityEstimate] = CapacityEstimate.objects.at(at).latest_by("phase_id")
    limits: dict[int, HostLimit] = {}
    for chain, links in CHAINS.items():
        host = next((link for link in links if link.stage == HOST), None)
        needed = host.needed(factors) if host and not host.at_least else None
        if not needed:
            continue
        streams = {
            phase.phase.project_id: throughput
            for phase in found.phases
            if phase.stage == f"{chain}-{HOST}" and (throughput := throughput_of(estimates.get(phase.phase_id)))
        }
        for phase in found.phases:
            if phase.stage == f"{chain}-{BY_PRODUCT}":
                limit = limit_of(phase, streams.get(phase.phase.project_id), needed)
                if limit is not None:
                    limits[phase.phase_id] = limit
    return limits


def throughput_of(estimate: CapacityEstimate | None) -> Decimal | None:
    """Yearly throughput in the unit of account of the host; None where it is not known."""
    if estimate is None or estimate.nameplate_added is None or estimate.factor_to_unit_of_account is None:
        return None
    return estimate.nameplate_added * estimate.factor_to_unit_of_account


def limit_of(phase: ProjectedPhase, throughput: Decimal | None, needed: Decimal) -> HostLimit | None:
    if phase.added is None:
        return None
    claimed = (phase.baseline or Decimal(0)) + phase.added
    return check_against_host(claimed, throughput, Decimal(1) / needed)
