"""What will be produced: reports over the stored projection that counts at an AsOf."""

from . import (
    capacity,
    chains,
    changes,
    contributions,
    cost,
    demand_shares,
    dependence,
    drivers,
    floor_liability,
    gains,
    group_splits,
    output,
    partner_output,
    runs,
    what_to_find_out,
    world_output,
)

DEFINITIONS = (
    capacity.DEFINITION,
    gains.DEFINITION,
    output.DEFINITION,
    contributions.DEFINITION,
    group_splits.DEFINITION,
    what_to_find_out.DEFINITION,
    chains.DEFINITION,
    cost.DEFINITION,
    partner_output.DEFINITION,
    floor_liability.DEFINITION,
    drivers.DEFINITION,
    runs.DEFINITION,
    changes.DEFINITION,
    demand_shares.DEFINITION,
    dependence.DEFINITION,
    world_output.DEFINITION,
)
