"""The kinds that come by their form, and by no file: what the form of each takes that is right."""

from datetime import date
from functools import partial

from portfolio.models import (
    Agency,
    AwardRound,
    CandidateDecision,
    ConditionEvidence,
    ConditionVerification,
    DueDecision,
    Import,
    InvestmentEvent,
    InvestmentProject,
    Match,
    MissingAward,
    Program,
    ProgramAuthority,
    RoundAward,
    SourceCheck,
    StatedTotal,
    TrancheCondition,
    TrancheDecision,
    Waiver,
    WaiverDecision,
)
from portfolio.services import imports
from projects.models import (
    Acknowledgement,
    ChainFactor,
    ChainLink,
    CompanyMerge,
    CountryStanding,
    ImportReliance,
    ImportShare,
    MilestoneVerification,
    Mineral,
    PhaseStart,
    Predecessor,
    ProjectMerge,
    StageStatistic,
    WorldOutput,
)
from record.models import Attachment, Claim, ClaimChoice, Recording, Source
from record.services import entities, sources

from .ways import Way, undated

step = partial(Way, by_form_alone=True)
DATED = {"effective_on": "2026-01-05"}


def add_source(row: Source, *, recording: Recording, today: date) -> Source:
    columns = ("publisher", "title", "published_on", "address", "accessed_on", "read_in")
    stated = {name: getattr(row, name) for name in columns}
    return sources.add_source(recording=recording, today=today, slug=row.slug or "a-new-one", **stated)


BY_FORM = (
    Way(Source, {"publisher": "Gazette", "title": "Two mines"}, service=add_source),
    Way(Claim, {"figure": "shares", "value": "11", **DATED}, "entity", by_table="entity_id"),
    Way(ClaimChoice, {"note": "It is newer.", **DATED}, "claim"),
    Way(Agency, {"code": "DOX", "name": "Department of X"}, service=undated(entities.create)),
    Way(
        Program, {"code": "DOE-X", "name": "Program X"}, related={"agency": "agency"},
        service=undated(entities.create),
    ),
    Way(Mineral, {"name": "Quarryite"}, service=undated(entities.create)),
    Way(
        ProgramAuthority, {"kind": "lending_ceiling", "amount": "5", **DATED}, "agency",
        related={"program": "program"},
    ),
    Way(AwardRound, {"round": "first", "name": "First round", **DATED}, "agency"),
    Way(MissingAward, {"recipient": "Quarry", "amount": "5", **DATED}, "agency"),
    Way(RoundAward, {"round": "first", **DATED}, "investment"),
    Way(
        InvestmentProject, {"share": "0.5", "basis": "stated", **DATED}, "investment",
        related={"project": "other project"},
    ),
    Way(InvestmentEvent, {"kind": "amendment", **DATED}, "investment"),
    Way(StatedTotal, {"figure": "obligated", "amount": "5", **DATED}, "investment"),
    Way(SourceCheck, {**DATED}, "investment", looks_back=True),
    Way(Match, {"award_number": "DEEE0010009", **DATED}, "investment", service=undated(imports.record_match)),
    Way(CountryStanding, {"standing": "partner", **DATED}, "country"),
    Way(ImportShare, {"mineral": "Lithium", "form": "carbonate", "period": "2021-2024", "share": "0.5", **DATED}),
    Way(
        ImportReliance,
        {"mineral": "Lithium", "form": "carbonate", "year": "2024", "printed": "50", "low": "0.5", "high": "0.5",
         **DATED},
    ),
    Way(WorldOutput, {"mineral": "Lithium", "stage": "mine", "year": "2024", "share": "0.5", **DATED}),
    Way(ChainLink, {"rests_on": "yields", **DATED}, "stage", related={"into": "next stage"}),
    Way(ChainFactor, {"from_product": "a", "to_product": "b", **DATED}, "stage"),
    Way(StageStatistic, {"published_mineral": "Lithium", "published_stage": "mine", **DATED}, "stage"),
    Way(PhaseStart, {**DATED}, "phase", related={"milestone": "milestone"}),
    step(Acknowledgement, {"note": "The operator was asked."}, "change"),
    step(Predecessor, {}, "milestone", related={"predecessor": "predecessor"}),
    step(MilestoneVerification, {"note": "Page 3 says so."}, "statement"),
    step(CompanyMerge, {"note": "One firm."}, "company twin", related={"into": "company"}, through="entity"),
    step(ProjectMerge, {"note": "One site."}, "project twin", related={"into": "project"}, through="entity"),
    step(CandidateDecision, {"outcome": "not ours"}, "candidate"),
    step(TrancheCondition, {"text": "A permit is granted."}, "tranche"),
    Way(ConditionEvidence, {**DATED}, "condition", source="seen", by_form_alone=True),
    step(ConditionVerification, {"note": "Page 3 says so."}, "evidence"),
    step(Waiver, {"note": "The season is short."}, "held tranche", through="tranche"),
    step(WaiverDecision, {"is_granted": "on", "note": "It is short indeed."}, "waiver"),
    step(TrancheDecision, {"state": "lapsed", "note": "It is over.", **DATED}, "tranche"),
)  # fmt: skip

LEFT_OUT = {
    Attachment: "a file, not figures: its refusals are tested with the files (tests/record)",
    Import: "a file: each kind of it is one of the ways",
    DueDecision: "its form opens for what is due on the day: tests/journeys/test_due_decision.py",
}
"""Kinds that an officer adds and that stand in no table of ways, each with why."""
