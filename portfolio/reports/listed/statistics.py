"""National figures by mineral, stage and year, as they were printed."""

from dataclasses import replace
from typing import Any

from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from portfolio.reports.words import words
from projects.models import BaselineStatistic

from .base import Listed, Part
from .capacity import MINERAL

STATED: dict[str, Any] = {"unknown": "not stated", "is_optional": True}
STAGE = Column(
    "stage",
    "Stage",
    "The chain's stage; as stated where the mineral has no chain. Files have its identifier.",
    words=words,
    names="stage",
)

STATISTICS = Listed(
    "baseline-statistics",
    "Baseline statistics",
    "What does the country make, use and import?",
    BaselineStatistic,
    (
        Part(
            MINERAL,
            "mineral",
            is_key=True,
            is_required=True,
        ),
        Part(replace(STAGE, **STATED), "stage", is_key=True),
        Part(Column("metric", "Metric", "What is counted."), "metric", is_key=True, is_required=True),
        Part(replace(c.UNIT, **STATED), "unit"),
        Part(
            c.YEAR,
            "year",
            is_key=True,
            is_required=True,
        ),
        Part(
            Column(
                "statistic_value",
                "Value",
                "The figure; empty where it is withheld or not available.",
                Type.QUANTITY,
                is_computed=False,
                **STATED,
            ),
            "value",
        ),
        Part(
            Column(
                "qualifier",
                "Qualifier",
                "W withheld, NA not available, E net exporter, > < ≥ ≤ a bound, range, small, large, <½ unit.",
                **STATED,
            ),
            "qualifier",
        ),
        Part(Column("raw", "As printed", "What the edition prints.", **STATED), "raw"),
        Part(Column("withheld", "Withheld", "To avoid disclosing company data.", Type.BOOLEAN), "is_withheld"),
        Part(Column("estimated", "Estimated", "By the edition itself.", Type.BOOLEAN), "is_estimated"),
        Part(Column("edition", "Edition", "Of the statistics."), "edition", is_key=True, is_required=True),
        Part(Column("source_text", "Source", "In words.", **STATED), "source_text"),
    ),
)
