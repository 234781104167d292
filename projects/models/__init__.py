"""What is being built, where, by whom, how much it will yield."""

from .capacity import (
    CapacityEstimate,
    CapacityKind,
    CapacityPhase,
    CountsAs,
    ProductionRecord,
    RampUpCurve,
    RampUpPoint,
    StageRisk,
    StageRiskFinding,
)
from .chain_links import ChainFactor, ChainLink, Feed, RestsOn, StageStatistic
from .companies import Basis, Company, Ownership
from .compositions import FeedMeasure, FeedShare
from .countries import Country, CountryStanding, PartnerAgreement, Standing
from .demand import NationalDemand
from .dependence import ImportReliance, ImportShare, WorldOutput
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
from .projections import PROJECTION, ProjectedOutput, ProjectedPhase, ProjectionRun, RunOfDay
from .sites import FundingMeasure, Project, ProjectFunding, ProjectMineral
from .watch import Acknowledgement, HealthChange, WatchedDay

__all__ = [
    "Acknowledgement",
    "BaselineStatistic",
    "Basis",
    "CapacityEstimate",
    "CapacityKind",
    "CountsAs",
    "CapacityPhase",
    "Chain",
    "ChainFactor",
    "ChainLink",
    "ChainStage",
    "Company",
    "CompanyMerge",
    "Conversion",
    "Country",
    "CountryStanding",
    "EstimateRule",
    "EstimatedField",
    "Feed",
    "FundingMeasure",
    "HealthChange",
    "ImportReliance",
    "ImportShare",
    "FeedMeasure",
    "FeedShare",
    "LeadTimePrior",
    "Milestone",
    "MilestoneForecast",
    "MilestoneKind",
    "MilestoneVerification",
    "Mineral",
    "NationalDemand",
    "Ownership",
    "PROJECTION",
    "PartnerAgreement",
    "PhaseEstimate",
    "PhaseStart",
    "Predecessor",
    "ProductionRecord",
    "Project",
    "ProjectFunding",
    "ProjectMerge",
    "ProjectMineral",
    "ProjectedOutput",
    "ProjectedPhase",
    "ProjectionOverride",
    "ProjectionPart",
    "ProjectionRun",
    "RampUpCurve",
    "RampUpPoint",
    "RestsOn",
    "RunOfDay",
    "StageRisk",
    "StageRiskFinding",
    "StageStatistic",
    "Standing",
    "StatementKind",
    "WatchedDay",
    "WorldOutput",
]
