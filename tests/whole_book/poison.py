"""Rows that nobody should have written: in each numeric column the smallest and the largest value, 0, and nothing.

Each poison stands in a world of its own, an award, a company, a site and a phase that bear nothing else, so that what
breaks can be told from what must stand; or, so that every page of all worlds can be opened, several stand in one, each
in another table. They are written while no constraint stands, and so hold what constraints take and what they refuse.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import count
from typing import Any

from django.db import connection, models

from portfolio.models import (
    Agency,
    AgencyAward,
    AgencyEntry,
    Capitalization,
    CommodityPrice,
    CorporateAction,
    Deal,
    ExchangeRate,
    Investment,
    InvestmentProject,
    InvestmentStatus,
    Match,
    Program,
    ProgramTerms,
    SecurityPrice,
    Terms,
    Tranche,
    Transaction,
    TreasuryYield,
)  # fmt: skip
from portfolio.models.terms import FIELDS
from projects.models import (
    BaselineStatistic,
    CapacityEstimate,
    CapacityPhase,
    ChainStage,
    Company,
    Country,
    ImportReliance,
    ImportShare,
    Milestone,
    Mineral,
    Ownership,
    PhaseStart,
    ProductionRecord,
    Project,
    ProjectFunding,
    ProjectionOverride,
    ProjectMineral,
    RampUpCurve,
    StageRisk,
    WorldOutput,
)  # fmt: skip
from record.models import Citation, Recording
from record.models.fields import LARGEST, ExactField
from record.models.recordings import Channel
from record.services import facts
from record.services.recordings import open_recording
from tests.cast import day

MODELS: tuple[type[models.Model], ...] = (
    Terms, Transaction, InvestmentProject, Tranche, Deal, ProgramTerms, Capitalization, SecurityPrice, CommodityPrice,
    CorporateAction,
    ExchangeRate, TreasuryYield, AgencyAward, AgencyEntry, Match, Project, ProjectFunding, Ownership, CapacityEstimate,
    ProductionRecord, ProjectionOverride, BaselineStatistic, RampUpCurve, StageRisk, ImportShare, ImportReliance,
    WorldOutput,
)  # fmt: skip
WHOLE = (models.BigIntegerField, models.IntegerField)
NOT_POISONED = {"number"}


@dataclass(frozen=True, slots=True)
class Poison:
    """One column of a table with a value that it should not bear."""

    model: type[models.Model]
    column: str
    value: Decimal | int | None

    def __str__(self) -> str:
        return f"{self.model.__name__}.{self.column} = {self.value}"


def numeric_columns(model: type[models.Model]) -> list[models.Field]:
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, WHOLE) and not field.primary_key and not field.is_relation
        and field.name not in NOT_POISONED
    ]  # fmt: skip


def candidates(field: models.Field) -> list[Decimal | int | None]:
    """The ends of the column, 0, the smallest steps around it, 1, and nothing where it may be empty."""
    if isinstance(field, ExactField):
        unit = Decimal(1).scaleb(-field.places)
        numbers: list[Any] = [-LARGEST * unit, -unit, Decimal(0), unit, Decimal(1), LARGEST * unit]
        limits = [Decimal(limit) for limit in (field.bound.above, field.bound.least, field.bound.most) if limit]
        numbers += [near for limit in limits for near in (limit, limit + unit) if near not in numbers]
    else:
        low, high = connection.ops.integer_field_range(field.get_internal_type())
        numbers = [low, 0, 1, high]
    return [*numbers, *([None] if field.null else [])]


def poisons() -> list[Poison]:
    """All that each column could hold: within its constraints and beyond them."""
    return [Poison(model, field.name, value) for model in MODELS for field in numeric_columns(model)
            for value in candidates(field)]  # fmt: skip


def plain_row(model: type[models.Model]) -> dict[str, Any]:
    """The columns of a row that is right, but for what it belongs to."""
    rows: dict[type[models.Model], dict[str, Any]] = {
        Terms: {"announced_amount": Decimal(1_000_000), "confidence": "high"},
        Transaction: {"kind": "fee", "amount": Decimal(5)},
        InvestmentProject: {"share": Decimal(1), "basis": "stated"},
        Tranche: {"amount": Decimal(1000), "shares": None},
        Deal: {"headline": Decimal(1)},
        Capitalization: {"kind": "cover", "basic_shares": Decimal(1000)},
        CorporateAction: {
            "kind": "split", "new_shares": Decimal(2), "old_shares": Decimal(1), "effective_on": day("2026-05-02"),
            "counts_from": day("2026-05-02").end,
        },
        SecurityPrice: {"close": Decimal(1), "currency": "USD"},
        CommodityPrice: {"price": Decimal(1), "currency": "USD", "unit": "kg"},
        ExchangeRate: {"currency": "CAD", "usd": Decimal(1)},
        TreasuryYield: {"term_years": Decimal(10), "rate": Decimal("0.04")},
        AgencyEntry: {"obligated": Decimal(1)},
        ProjectFunding: {"total": Decimal(1_000_000)},
        Ownership: {"economic_share": Decimal("0.5"), "basis": "stated"},
        CapacityEstimate: {
            "nameplate_added": Decimal(1000), "baseline_output": Decimal(10), "unit": "t/yr", "kind": "increment",
            "unit_of_account": "t LCE", "factor_to_unit_of_account": Decimal(1), "counts_as": "primary",
            "phase_stage": "construction", "ramp_curve": "S3_after_McNulty", "planned_start_on": day("2027"),
        },
        ProductionRecord: {"output": Decimal(5), "unit": "t"},
        ProjectionOverride: {"reason": "for a test", "success_share": Decimal("0.5"), "utilisation": Decimal("0.9")},
        BaselineStatistic: {"year": 2020, "metric": "apparent_consumption", "edition": "E", "value": Decimal(1)},
        ImportShare: {"mineral": "li", "period": "2021-2024", "share": Decimal("0.5")},
        ImportReliance: {"mineral": "li", "year": 2025, "low": Decimal("0.4"), "high": Decimal("0.5")},
        WorldOutput: {"mineral": "li", "year": 2025, "share": Decimal("0.3"), "quantity": Decimal(3)},
        RampUpCurve: {"asymptote_percent": Decimal(90), "tau_months": Decimal(12), "shape": Decimal(1)},
        StageRisk: {"success_share": Decimal("0.5"), "slip_median_months": Decimal(6), "slip_sigma": Decimal(1)},
    }  # fmt: skip
    return rows.get(model, {})


numbers = count(1)


@dataclass(slots=True)
class World:
    """What its poisons are about, each in another table; all but the poisoned columns is as it should be."""

    poisons: Sequence[Poison]
    under: Recording
    number: int

    @property
    def name(self) -> str:
        return f"poison-{self.number}"

    def poison_of(self, model: type[models.Model]) -> Poison | None:
        return next((one for one in self.poisons if one.model is model), None)

    def row(self, model: type[models.Model], **about: Any) -> models.Model:
        """A row put on record as it is, past every rule but the database's own; with the poison where it is meant."""
        values = plain_row(model) | about
        if issubclass(model, facts.Fact):
            when = day("2026-05-01") if model is not ProductionRecord else day("2026-Q1")
            values = {"effective_on": when, "counts_from": when.end, "recording": self.under} | values
        else:
            values = {"recording": self.under, "created_in": self.under} | values
        if poison := self.poison_of(model):
            values[poison.column] = poison.value
        made = model(**values)
        made.save(force_insert=True)
        return made

    def write(self) -> None:
        name = self.name
        agency = Agency.objects.get(code="DOE")
        company = self.row(Company, slug=name, name=name)
        project = self.row(Project, slug=name, name=name, state="NV", stage="construction", country="US")
        ProjectMineral.objects.create(project=project, mineral=Mineral.objects.get(slug="li"), recording=self.under)
        program = self.row(Program, slug=name, code=f"P-{self.number}", agency=agency, name=name)
        self.row(ProgramTerms, program=program)
        deal = self.row(Deal, slug=name, name=name)
        for instrument in self.instruments:
            self.award(name, deal, agency, program, company, project, instrument)
        self.row(Capitalization, company=company)
        for model in (SecurityPrice, CorporateAction):
            self.row(model, company=company)
        self.row(CommodityPrice, product=name)
        self.row(ExchangeRate)
        self.row(TreasuryYield)
        self.row(AgencyAward, origin="USAspending", award_number=name)
        self.row(AgencyEntry, origin="USAspending", award_number=name, entry_number=name)
        self.row(ProjectFunding, project=project)
        self.row(Ownership, owner_company=company, owned_project=project)
        self.phase(name, project)
        self.row(BaselineStatistic, mineral=name, citation=None)
        country = Country.objects.order_by("slug").first()
        self.row(ImportShare, form=name, country=country)
        self.row(ImportReliance, form=name, demand="li-implied")
        self.row(WorldOutput, stage=name, country=country)

    @property
    def instruments(self) -> list[str]:
        """The instruments whose terms have the poisoned column; a grant, and what is held, for all others."""
        found = []
        if terms := self.poison_of(Terms):
            own = [one.value for one, names in FIELDS.items() if terms.column in names]
            found += own[:2] or ["grant", "direct_loan"]
        if self.poison_of(Transaction):
            found += ["grant", "convertible_preferred", "direct_loan", "loan_guarantee"]
        return list(dict.fromkeys(found)) or ["convertible_preferred"]

    def award(self, name: str, deal: Deal, agency: Agency, program: Program, company: Company, project: Project,
              instrument: str) -> None:  # fmt: skip
        award = self.row(
            Investment, slug=f"{name}-{instrument.replace('_', '-')}", deal=deal, agency=agency, program=program,
            instrument=instrument, recipient=company, issuer=company,
        )  # fmt: skip
        self.row(InvestmentStatus, investment=award, status="closed")
        sizes = {"shares": Decimal(10), "original_price": Decimal(2), "conversion_price": Decimal(2),
                 "principal": Decimal(900_000), "covered_share": Decimal(1)}  # fmt: skip
        self.row(Terms, investment=award, **{k: v for k, v in sizes.items() if k in FIELDS[instrument]})
        self.row(InvestmentProject, investment=award, project=project)
        self.row(Tranche, investment=award, slug=f"{award.slug}-t", name="First")
        self.row(Match, award_number=award.slug, investment=award)
        last = Transaction.objects.order_by("number").last()
        self.row(
            Transaction, investment=award, number=last.number + 1, previous_hash=last.hash,
            hash=f"{self.number:032d}{last.number:032d}",
        )  # fmt: skip

    def phase(self, name: str, project: Project) -> None:
        stage = ChainStage.objects.get(stage="chemical")
        phase = self.row(CapacityPhase, slug=name, project=project, product="Lithium carbonate")
        own = {"phase_stage": name} if self.poison_of(StageRisk) else {}
        own |= {"ramp_curve": name} if self.poison_of(RampUpCurve) else {}
        self.row(CapacityEstimate, phase=phase, mineral=stage.mineral, chain_stage=stage,
                 **{"unit_of_account": stage.unit_of_account, **own})  # fmt: skip
        self.row(ProductionRecord, phase=phase)
        self.row(StageRisk, stage=name)
        self.row(RampUpCurve, series=name, mixture_share=None)
        if self.poison_of(ProjectionOverride):
            self.row(ProjectionOverride, project=project, citation=Citation.objects.first())
        self.row(PhaseStart, phase=phase, milestone=Milestone.objects.order_by("pk").first())


def write(of: Sequence[Poison]) -> list[World]:
    """Put every poison on record, each in its world, under one recording."""
    return write_worlds([[poison] for poison in of])


def write_worlds(of: Sequence[Sequence[Poison]]) -> list[World]:
    """Put every poison on record, each list of them in one world, under one recording."""
    with open_recording(by_name="tester", why="poison", channel=Channel.JOB) as under:
        worlds = [World(poisons, under, next(numbers)) for poisons in of]
        for world in worlds:
            world.write()
    return worlds


def packed(of: Sequence[Poison]) -> list[list[Poison]]:
    """The poisons dealt out to as few worlds as have each of them in another table."""
    fewest = max(Counter(poison.model for poison in of).values())
    return [list(of[place::fewest]) for place in range(fewest)]
