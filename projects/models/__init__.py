"""What is being built, where, by whom, how much it will yield."""

from .capacity import (
    CapacityEstimate,
    CapacityKind,
    CapacityPhase,
    ProductionRecord,
    RampUpCurve,
    RampUpPoint,
    StageRisk,
    StageRiskFinding,
)
from .chain_links import ChainFactor, ChainLink, Feed, Metric, RestsOn, StageStatistic
from .companies import Basis, Company, Ownership
from .countries import Country, CountryStanding, PartnerAgreement, Standing
from .demand import NationalDemand
from .estimates import EstimatedField, EstimateRule, LeadTimePrior, PhaseEstimate
from .merges import CompanyMerge, ProjectMerge
from .milestones import (
    Milestone,
    MilestoneForecast,
    MilestoneKind,
    MilestoneVerification,
    Predecessor,
    StatementKind,
)
from .minerals import BaselineStatistic, Chain, ChainStage, Conversion, Mineral
from .projection_inputs import PhaseStart, ProjectionOverride
from .projection_parts import ProjectionPart
from .projections import ProjectedOutput, ProjectedPhase, ProjectionRun
from .sites import FundingMeasure, Project, ProjectFunding, ProjectMineral
from .watch import Acknowledgement, HealthChange, WatchedDay

__all__ = [
    "CompanyMerge",
    "ProjectMerge",
    "Acknowledgement",
    "BaselineStatistic",
    "Basis",
    "CapacityEstimate",
    "CapacityKind",
    "CapacityPhase",
    "Chain",
    "ChainFactor",
    "ChainLink",
    "ChainStage",
    "Company",
    "Conversion",
    "Country",
    "CountryStanding",
    "EstimateRule",
    "EstimatedField",
    "Feed",
    "HealthChange",
    "LeadTimePrior",
    "Metric",
    "Mineral",
    "Milestone",
    "MilestoneForecast",
    "MilestoneKind",
    "MilestoneVerification",
    "NationalDemand",
    "Ownership",
    "PartnerAgreement",
    "PhaseEstimate",
    "PhaseStart",
    "Predecessor",
    "ProductionRecord",
    "Project",
    "FundingMeasure",
    "ProjectFunding",
    "ProjectMineral",
    "ProjectedOutput",
    "ProjectedPhase",
    "ProjectionOverride",
    "ProjectionPart",
    "ProjectionRun",
    "RampUpCurve",
    "RampUpPoint",
    "RestsOn",
    "StageRisk",
    "StageRiskFinding",
    "StageStatistic",
    "Standing",
    "StatementKind",
    "WatchedDay",
]
