"""National figures by mineral, stage and year, as they were printed."""

from portfolio.reports.base import Column, Type
from portfolio.reports.words import words
from projects.models import BaselineStatistic

from .base import Listed, Part

STATED = {"unknown": "not stated", "is_optional": True}

STATISTICS = Listed(
    "baseline-statistics",
    "Baseline statistics",
    "What does the country make, use and import?",
    BaselineStatistic,
    (
        Part(
            Column("mineral", "Mineral", "As the edition names it.", names="mineral"),
            "mineral",
            is_key=True,
            is_required=True,
        ),
        Part(Column("stage", "Stage", "Of the chain.", **STATED, words=words, names="stage"), "stage", is_key=True),
        Part(Column("metric", "Metric", "What is counted."), "metric", is_key=True, is_required=True),
        Part(Column("unit", "Unit", "Of the figure.", **STATED), "unit", is_key=True),
        Part(
            Column("year", "Year", "Of the figure.", Type.INTEGER, is_grouped=False),
            "year",
            is_key=True,
            is_required=True,
        ),
        Part(
            Column(
                "value", "Value", "The figure; empty where it is withheld or not available.", Type.QUANTITY, **STATED
            ),
            "value",
        ),
        Part(
            Column("qualifier", "Qualifier", "W withheld, NA not available, E net exporter, > and <.", **STATED),
            "qualifier",
        ),
        Part(Column("raw", "As printed", "What the edition prints.", **STATED), "raw"),
        Part(Column("withheld", "Withheld", "To avoid disclosing company data.", Type.BOOLEAN), "is_withheld"),
        Part(Column("estimated", "Estimated", "By the edition itself.", Type.BOOLEAN), "is_estimated"),
        Part(Column("edition", "Edition", "Where it is printed."), "edition", is_key=True, is_required=True),
        Part(Column("source_text", "Source", "In words.", **STATED), "source_text"),
    ),
)
