"""Parquet: the typed columns of a report, exact decimals, null for what is unknown."""

from typing import BinaryIO

from portfolio.reports.base import Report


def write(report: Report, file: BinaryIO) -> None:
    """Write the file. Money, prices and shares are decimals, days are dates; see docs/analyst.md."""
    report.frame().to_parquet(file, engine="pyarrow", index=False)
