"""What the file of a report is called: the same where it is downloaded and where its data package names it."""

import re

from portfolio.reports.base import Report

NOT_IN_A_NAME = re.compile(r"[^A-Za-z0-9.-]+")


def file_name(report: Report, extension: str) -> str:
    """Report, day, recording, then each filter: exposure_2026-06-18_r12_agency-DOE.csv."""
    asked = [NOT_IN_A_NAME.sub("-", f"{name}-{value}") for name, value in report.filters.asked().items()]
    return "_".join([report.name, report.at.as_of.isoformat(), f"r{report.at.serial}", *asked]) + f".{extension}"
