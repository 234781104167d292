"""Reference data: minerals, chains, statistics, curves and odds, loaded from the files of this folder."""

LOADER = "reference data loader"
"""By whom a recording of the reference data is written."""
