"""What agencies' own files say of awards and their obligations, as they were imported for reconciliation."""

from dataclasses import replace
from typing import Any

from portfolio.models import AgencyAward, AgencyEntry
from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type

from .base import Listed, Part

STATED: dict[str, Any] = {"unknown": "not in the file", "is_optional": True}

OBLIGATED = Column(
    "theirs_obligated_usd", "Obligated", "Obligated by the file; negative: deobligated.", Type.USD, "USD"
)
DISBURSED = Column("theirs_disbursed_usd", "Disbursed", "Outlays by the file.", Type.USD, "USD", **STATED)
ENTRY_NUMBER = Column("entry_number", "Entry number", "The entry's own number in the file.")
ACTED_ON = Column("acted_on", "Acted on", "The day of the action, by the file.", Type.PARTIAL_DATE, unknown="undated")
VERSION_ON = Column(
    "source_version_on", "Source's version", "The day on which the source last changed it.", Type.DATE,
    unknown="not in the file", is_optional=True,
)  # fmt: skip
CORRECTED = Column("corrected", "Corrected", "The source marked it as a correction.", Type.BOOLEAN)

OF_AWARD = (
    Part(c.ORIGIN, "origin", is_key=True, is_required=True),
    Part(c.AWARD_NUMBER, "award_number", is_key=True, is_required=True),
)

AGENCY_AWARDS = Listed(
    "agency-awards",
    "Agency awards",
    "What do the agencies themselves say of their awards?",
    AgencyAward,
    (
        *OF_AWARD,
        Part(Column("recipient_name", "Recipient", "As the file names it.", **STATED), "recipient_name"),
        Part(Column("agency_name", "Agency", "As the file names it.", **STATED), "agency_name"),
        Part(Column("awarded_on", "Awarded", "First action.", Type.DATE, **STATED), "awarded_on"),
        Part(replace(OBLIGATED, **STATED), "obligated"),
        Part(DISBURSED, "disbursed"),
        Part(
            Column("theirs_face_value_usd", "Face value", "Of loans, by the file.", Type.USD, "USD", **STATED),
            "face_value",
        ),
        Part(
            Column("theirs_subsidy_cost_usd", "Subsidy cost", "Of loans, by the file.", Type.USD, "USD", **STATED),
            "subsidy_cost",
        ),
        Part(Column("description", "Description", "By the file.", **STATED), "description"),
        Part(c.STATED_ON, "effective_on"),
    ),
)

AGENCY_ENTRIES = Listed(
    "agency-entries",
    "Agency entries",
    "What do the agencies themselves say of each obligation?",
    AgencyEntry,
    (
        *OF_AWARD,
        Part(ENTRY_NUMBER, "entry_number", is_key=True, is_required=True),
        Part(OBLIGATED, "obligated", is_required=True),
        Part(ACTED_ON, "effective_on"),
        Part(VERSION_ON, "version_on"),
        Part(CORRECTED, "is_correction"),
        Part(Column("description", "Description", "By the file.", **STATED), "description"),
    ),
)
