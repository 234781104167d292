"""What is being built, where, by whom, how much it will yield, and where each of these facts comes from."""

from record.models.claims import Claim, ClaimChoice
from record.models.facts import UNDATED, Fact, LabelChange, Retraction, Thing
from record.models.jobs import Heartbeat, Job, JobState
from record.models.recordings import Door, Recording
from record.models.rights import RightsChange
from record.models.sources import Citation, CitedSource, Source

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
from .companies import Basis, Company, Ownership
from .countries import Country, CountryStanding, PartnerAgreement, Standing
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
from .sites import Project, ProjectFunding, ProjectMineral
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
