"""What will be produced: reports over the stored projection that counts at an AsOf."""

from . import capacity, chains, changes, cost, drivers, gains, reliance, runs

DEFINITIONS = (
    capacity.DEFINITION,
    gains.DEFINITION,
    chains.DEFINITION,
    cost.DEFINITION,
    drivers.DEFINITION,
    runs.DEFINITION,
    changes.DEFINITION,
    reliance.DEFINITION,
)
