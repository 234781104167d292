"""The name under which a report is saved, whatever its format."""

import re

from portfolio.positions.filters import Filters
from record.calculations.as_of import AsOf

NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9.-]+")


def file_name(report: str, at: AsOf, filters: Filters, extension: str) -> str:
    """Report, day, recording, then each filter: exposure_2026-06-18_r12_agency-DOE.csv."""
    asked = [NOT_IN_A_NAME.sub("-", f"{name}-{value}") for name, value in filters.asked().items()]
    return "_".join([report, at.as_of.isoformat(), f"r{at.serial}", *asked]) + f".{extension}"
