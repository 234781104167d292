"""What agencies' own files say of awards and their obligations, as they were imported for reconciliation."""

from portfolio.models import AgencyAward, AgencyEntry
from portfolio.reports.base import Column, Type

from .base import Listed, Part

STATED = {"unknown": "not in the file", "is_optional": True}

OF_AWARD = (
    Part(Column("origin", "Origin", "Whose file it is."), "origin", is_key=True, is_required=True),
    Part(
        Column("award_number", "Award number", "FAIN, PIID or URI, as the file writes it."),
        "award_number",
        is_key=True,
        is_required=True,
    ),
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
        Part(Column("obligated_usd", "Obligated", "By the file.", Type.USD, "USD", **STATED), "obligated"),
        Part(Column("disbursed_usd", "Disbursed", "Outlays by the file.", Type.USD, "USD", **STATED), "disbursed"),
        Part(Column("face_value_usd", "Face value", "Of loans, by the file.", Type.USD, "USD", **STATED), "face_value"),
        Part(
            Column("subsidy_cost_usd", "Subsidy cost", "Of loans, by the file.", Type.USD, "USD", **STATED),
            "subsidy_cost",
        ),
        Part(Column("description", "Description", "By the file.", **STATED), "description"),
        Part(
            Column("stated_on", "Stated on", "The day of the file.", Type.PARTIAL_DATE, unknown="undated"),
            "effective_on",
        ),
    ),
)

AGENCY_ENTRIES = Listed(
    "agency-entries",
    "Agency entries",
    "What do the agencies themselves say of each obligation?",
    AgencyEntry,
    (
        *OF_AWARD,
        Part(
            Column("entry_number", "Entry number", "The entry's own number in the file."),
            "entry_number",
            is_key=True,
            is_required=True,
        ),
        Part(
            Column("obligated_usd", "Obligated", "By the file; negative: deobligated.", Type.USD, "USD"),
            "obligated",
            is_required=True,
        ),
        Part(
            Column("acted_on", "Acted on", "The day of the action.", Type.PARTIAL_DATE, unknown="undated"),
            "effective_on",
        ),
        Part(Column("description", "Description", "By the file.", **STATED), "description"),
    ),
)
