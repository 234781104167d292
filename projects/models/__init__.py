"""What is being built, where, by whom, how much it will yield, and where each of these facts comes from."""

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
from .claims import Claim, ClaimChoice
from .companies import Basis, Company, Ownership
from .countries import Country, CountryStanding, PartnerAgreement, Standing
from .facts import UNDATED, Fact, LabelChange, Retraction, Thing
from .jobs import Heartbeat, Job, JobState
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
from .recordings import Door, Recording
from .rights import RightsChange
from .sites import Project, ProjectFunding, ProjectMineral
from .sources import Citation, CitedSource, Source
from .watch import Acknowledgement, HealthChange, WatchedDay

__all__ = [
    "UNDATED",
    "Acknowledgement",
    "BaselineStatistic",
    "Basis",
    "CapacityEstimate",
    "CapacityKind",
    "CapacityPhase",
    "Chain",
    "ChainStage",
    "Citation",
    "CitedSource",
    "Claim",
    "ClaimChoice",
    "Company",
    "Conversion",
    "Country",
    "CountryStanding",
    "Door",
    "Fact",
    "HealthChange",
    "Heartbeat",
    "Job",
    "JobState",
    "LabelChange",
    "Mineral",
    "Milestone",
    "MilestoneForecast",
    "MilestoneKind",
    "MilestoneVerification",
    "Ownership",
    "PartnerAgreement",
    "PhaseStart",
    "Predecessor",
    "ProductionRecord",
    "Project",
    "ProjectFunding",
    "ProjectMineral",
    "ProjectedOutput",
    "ProjectedPhase",
    "ProjectionOverride",
    "ProjectionPart",
    "ProjectionRun",
    "RampUpCurve",
    "RampUpPoint",
    "Recording",
    "Retraction",
    "RightsChange",
    "Source",
    "StageRisk",
    "StageRiskFinding",
    "Standing",
    "StatementKind",
    "Thing",
    "WatchedDay",
]
