"""What will be produced: reports over the stored projection that counts at an AsOf."""

from . import (
    capacity,
    chains,
    changes,
    contributions,
    cost,
    demand_shares,
    drivers,
    gains,
    reliance,
    runs,
    what_to_find_out,
)

DEFINITIONS = (
    capacity.DEFINITION,
    gains.DEFINITION,
    contributions.DEFINITION,
    what_to_find_out.DEFINITION,
    chains.DEFINITION,
    cost.DEFINITION,
    drivers.DEFINITION,
    runs.DEFINITION,
    changes.DEFINITION,
    reliance.DEFINITION,
    demand_shares.DEFINITION,
)
