"""What is known of each phase's capacity, and what it put out."""

from dataclasses import replace
from typing import Any

from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from portfolio.reports.words import words, words_of
from projects.models import (
    CapacityEstimate,
    CapacityKind,
    EstimatedField,
    EstimateRule,
    PhaseEstimate,
    ProductionRecord,
)

from .base import Listed, Part

PHASE = Column("phase", "Phase", "One facility, one product, one stage.")
PRODUCT = Column("product", "Product", "The product, as its source names it.")
MINERAL = Column("mineral", "Mineral", "The mineral or product group; files have its identifier.", names="mineral")
STATED: dict[str, Any] = {"unknown": "not stated", "is_optional": True}
NOT_OF_ALL: dict[str, Any] = {"unknown": "a distribution of its shape has none", "is_optional": True}

CAPACITY = Listed(
    "capacity-estimates",
    "Capacity estimates",
    "What can each phase make, and from when?",
    CapacityEstimate,
    (
        Part(PHASE, "phase.slug", is_key=True, is_required=True),
        Part(c.PROJECT, "phase.project.slug"),
        Part(PRODUCT, "phase.product"),
        Part(
            Column("stage_as_stated", "Stage as stated", "As the source words it.", **STATED), "phase.stage_as_stated"
        ),
        Part(replace(c.STATED_ON, **STATED), "effective_on", is_key=True),
        Part(
            Column(
                "baseline_output", "Baseline output", "Before the support.", Type.QUANTITY, is_computed=False, **STATED
            ),
            "baseline_output",
        ),
        Part(
            Column(
                "baseline_period",
                "Period of the baseline",
                "In which the baseline was made.",
                Type.PARTIAL_DATE,
                **STATED,
            ),
            "baseline_on",
        ),
        Part(
            Column(
                "nameplate_added",
                "Nameplate added",
                "Designed yearly capacity.",
                Type.QUANTITY,
                is_computed=False,
                **STATED,
            ),
            "nameplate_added",
        ),
        Part(c.UNIT, "unit", is_required=True),
        Part(
            Column("planned_start_on", "Planned start", "First production.", Type.PARTIAL_DATE, **STATED),
            "planned_start_on",
        ),
        Part(
            Column("planned_nameplate_on", "Planned nameplate", "Nameplate reached.", Type.PARTIAL_DATE, **STATED),
            "planned_nameplate_on",
        ),
        Part(
            Column(
                "capacity_kind",
                "Kind of figure",
                "increment, total, output_as_baseline or unknown.",
                words=words_of(CapacityKind.choices),
            ),
            "kind",
            is_required=True,
        ),
        Part(replace(MINERAL, **STATED), "mineral.slug"),
        Part(Column("chain_stage", "Chain stage", "Identifier of the stage.", **STATED), "chain_stage.slug"),
        Part(Column("unit_of_account", "Unit of account", "In which the stage counts.", **STATED), "unit_of_account"),
        Part(
            Column("factor", "Factor", "To the unit of account; empty: not convertible.", Type.FACTOR, **STATED),
            "factor_to_unit_of_account",
        ),
        Part(Column("counts_as", "Counts as", "How the figure counts.", **STATED), "counts_as"),
        Part(Column("phase_stage", "Stage of the phase", "How far it is.", **STATED, words=words), "phase_stage"),
        Part(Column("ramp_curve", "Ramp curve", "Series of its ramp-up.", names="curve", **STATED), "ramp_curve"),
        Part(Column("ramp_curve_reason", "Reason of the curve", "Why that one.", **STATED), "ramp_curve_reason"),
        Part(Column("feed_origin", "Feed", "Where its feed comes from.", **STATED), "feed_origin"),
        Part(Column("domestic", "Domestic", "In the United States.", Type.BOOLEAN, **STATED), "is_domestic"),
    ),
    version=3,
)

PRODUCTION = Listed(
    "recorded-production",
    "Recorded production",
    "What did each phase put out?",
    ProductionRecord,
    (
        Part(PHASE, "phase.slug", is_key=True, is_required=True),
        Part(
            Column("period", "Period", "The month, quarter or year.", Type.PARTIAL_DATE),
            "effective_on",
            is_key=True,
            is_required=True,
        ),
        Part(
            Column("recorded_output", "Output", "As recorded.", Type.QUANTITY, is_computed=False),
            "output",
            is_required=True,
        ),
        Part(c.UNIT, "unit", is_required=True),
    ),
)

ESTIMATES = Listed(
    "phase-estimates",
    "Estimates of phases",
    "What fills the fields of phases that no source states?",
    PhaseEstimate,
    (
        Part(PHASE, "phase.slug", is_key=True, is_required=True),
        Part(
            Column(
                "estimated_field",
                "Field",
                "Start, nameplate, baseline, factor or split.",
                words=words_of(EstimatedField.choices),
            ),
            "field",
            is_key=True,
            is_required=True,
        ),
        Part(
            Column(
                "method",
                "Method",
                "By what it is made; an officer's outranks a rule's.",
                words=words_of(EstimateRule.choices),
            ),
            "rule",
            is_key=True,
            is_required=True,
        ),
        Part(replace(c.STATED_ON, **STATED), "effective_on", is_key=True),
        Part(Column("shape", "Shape", "fixed, uniform, triangular, lognormal or discrete.", **NOT_OF_ALL), "shape"),
        Part(Column("estimate_low", "Low", "The least.", Type.FACTOR, **NOT_OF_ALL), "low"),
        Part(
            Column(
                "estimate_middle",
                "Middle",
                "Fixed figure, mode of a triangle, median of a lognormal.",
                Type.FACTOR,
                **NOT_OF_ALL,
            ),
            "middle",
        ),
        Part(Column("estimate_high", "High", "The most; P90 of a lognormal.", Type.FACTOR, **NOT_OF_ALL), "high"),
        Part(Column("value_shares", "Values", "With their shares, of a discrete one.", **NOT_OF_ALL), "pairs"),
        Part(replace(c.UNIT, **STATED), "unit"),
        Part(
            Column("counted_from", "Counted from", "From when months count.", Type.PARTIAL_DATE, **NOT_OF_ALL),
            "counted_from",
        ),
        Part(Column("lead_time", "Lead time", "Row of the lead times.", **NOT_OF_ALL), "lead_time"),
        Part(Column("split_feed", "Feed", "Of a split, the feed whose distribution it goes by.", **NOT_OF_ALL), "feed"),
        Part(Column("estimate_reason", "Why this range", "In words.", is_prose=True), "reason", is_required=True),
    ),
)
