"""What is known of each phase's capacity, and what it put out."""

from dataclasses import replace

from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from portfolio.reports.words import words, words_of
from projects.models import CapacityEstimate, CapacityKind, ProductionRecord

from .base import Listed, Part

PHASE = Column("phase", "Phase", "One facility, one product, one stage.")
PRODUCT = Column("product", "Product", "The product, as its source names it.")
MINERAL = Column("mineral", "Mineral", "Identifier of the mineral or product group.", names="mineral")
STATED = {"unknown": "not stated", "is_optional": True}

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
            Column("baseline_output", "Baseline output", "Before the support.", Type.QUANTITY, **STATED),
            "baseline_output",
        ),
        Part(
            Column("nameplate_added", "Nameplate added", "Designed yearly capacity.", Type.QUANTITY, **STATED),
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
        Part(Column("ramp_curve", "Ramp curve", "Series of its ramp-up.", **STATED), "ramp_curve"),
        Part(Column("ramp_curve_reason", "Reason of the curve", "Why that one.", **STATED), "ramp_curve_reason"),
        Part(Column("feed_origin", "Feed", "Where its feed comes from.", **STATED), "feed_origin"),
        Part(Column("domestic", "Domestic", "In the United States.", Type.BOOLEAN, **STATED), "is_domestic"),
    ),
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
        Part(Column("recorded_output", "Output", "As recorded.", Type.QUANTITY), "output", is_required=True),
        Part(c.UNIT, "unit", is_key=True, is_required=True),
    ),
)
