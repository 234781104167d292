"""The kinds of facts and entities, and what a form, a file and a service take of each that is right."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

from portfolio.models import (
    Capitalization,
    CorporateAction,
    Deal,
    DueDate,
    InvestmentStatus,
    ProgramTerms,
    SecurityPrice,
    Terms,
    Tranche,
    Transaction,
)  # fmt: skip
from portfolio.models.terms import COMMON, FIELDS
from portfolio.services import ledger, tranches
from portfolio.services.handlers.entries import draft_of
from projects.models import (
    BaselineStatistic,
    CapacityEstimate,
    CapacityPhase,
    Chain,
    ChainStage,
    Company,
    Conversion,
    Milestone,
    MilestoneForecast,
    Ownership,
    PhaseEstimate,
    ProductionRecord,
    Project,
    ProjectFunding,
    ProjectionOverride,
    RampUpCurve,
    StageRisk,
)
from projects.services import priors
from record.models import Recording
from record.services import entities
from record.services.wording import check_columns


def by_ledger(entry: Transaction, *, recording: Recording, today: date) -> Any:
    check_columns(entry, but=(*ledger.UNASKED, "number"))  # a draft has its kind by its type
    return ledger.record(draft_of(entry), recording=recording, today=today)


def undated(service: Callable[..., Any]) -> Callable[..., Any]:
    """A service that asks for no day of today."""
    return lambda row, *, recording, today: service(row, recording=recording)


@dataclass(frozen=True)
class Way:
    """A kind of fact or entity: what its form and file say of one that is right; which column of the file is which."""

    model: type[Any]
    good: dict[str, str]
    about: str = ""
    file: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    row: dict[str, str] = field(default_factory=dict)
    looks_back: bool = False
    """True where what it is about has happened: its day is not ahead."""
    offered: tuple[str, ...] = ()
    """Columns of which the form offers other choices than the file, by what it is about; and those tried elsewhere."""
    service: Callable[..., Any] | None = None
    """Its service, where a loader records it in another way; called with the row, `recording` and `today`."""
    related: dict[str, str] = field(default_factory=dict)
    """Columns that name another row of the book, and which."""
    through: str = ""
    """The relation to what it is about, where `about` says which one is meant."""
    by_table: str = ""
    """The name of the number in the address of its form, where that names what it is about by its table."""
    source: str = "cast1"
    by_form_alone: bool = False
    """True for a step, whose service takes no row."""

    @property
    def relation(self) -> str:
        return self.through or self.about

    @property
    def id(self) -> str:
        of = self.about.removeprefix(TERMS_OF)
        return self.model.__name__ if of == self.about else f"{self.model.__name__} of {of}"


TERMS_OF = "an award of "


WAYS = (
    Way(
        Capitalization, {"kind": "cover", "basic_shares": "1000", "effective_on": "2026-01-05"}, "company",
        "share-counts", {"kind": "count_kind", "diluted_or_other": "other_shares"}, {"company": "palisade"}, True,
    ),
    Way(
        SecurityPrice, {"close": "12.50", "currency": "USD", "effective_on": "2026-01-05"}, "company",
        "security-prices", {}, {"company": "palisade"}, True,
    ),
    Way(
        CorporateAction, {"kind": "split", "new_shares": "3", "old_shares": "2", "effective_on": "2026-01-05"},
        "company", "corporate-actions", {"kind": "action_kind"}, {"company": "palisade"}, True,
    ),
    Way(
        CapacityEstimate,
        {"nameplate_added": "1200", "unit": "t/yr", "kind": "increment", "effective_on": "2026-01-05"}, "phase",
        "capacity-estimates",
        {"kind": "capacity_kind", "effective_on": "stated_on", "factor_to_unit_of_account": "factor",
         "is_domestic": "domestic"},
        {"phase": "magnets"}, True,
    ),
    Way(
        ProductionRecord, {"output": "100", "unit": "t", "effective_on": "2026-01"}, "phase",
        "recorded-production", {"output": "recorded_output", "effective_on": "period"}, {"phase": "magnets"}, True,
    ),
    Way(
        MilestoneForecast, {"kind": "forecast", "forecast_on": "2027-Q1", "effective_on": "2026-01-05"}, "milestone",
        "milestone-statements", {"kind": "statement", "forecast_on": "happens_on", "effective_on": "stated_on"},
        {"milestone": "first-magnets"}, True,
    ),
    Way(
        BaselineStatistic,
        {"mineral": "Lithium", "metric": "production", "year": "2024", "edition": "2025", "value": "5"}, "",
        "baseline-statistics", {"value": "statistic_value"}, {}, True,
    ),
    Way(
        Terms,
        {"announced_amount": "60000000", "announced_on": "2025-07-10", "closed_on": "2025-08-01", "shares": "60000",
         "price_per_share": "1000"},
        "investment", "investments", {"announced_amount": "announced_usd", "price_per_share": "price_per_share_usd"},
        {"investment": "palisade-preferred"},
    ),
    *(
        Way(
            Terms, {"announced_amount": "60000000"}, TERMS_OF + instrument.value, "investments",
            {"announced_amount": "announced_usd", "price_per_share": "price_per_share_usd"},
            {"investment": f"of-{instrument.value}".replace("_", "-")}, through="investment",
            offered=tuple({*COMMON, "effective_on", "note", *sum(list(FIELDS.values())[:place], ())}),
        )
        for place, instrument in enumerate(FIELDS)
    ),
    Way(
        InvestmentStatus, {"status": "closed", "effective_on": "2026-01-05"}, "investment",
        "investments", {"effective_on": "status_on"}, {"investment": "palisade-preferred"}, True,
    ),
    Way(
        DueDate, {"kind": "interest", "due_on": "2026-09-30", "amount": "5000", "effective_on": "2026-01-05"},
        "investment", "due-dates",
        {"kind": "due_kind", "due_on": "falls_due_on", "amount": "amount_usd", "effective_on": "stated_on"},
        {"investment": "palisade-preferred"}, True,
    ),
    Way(Ownership, {"owner_code": "DOW", "economic_share": "0.1", "basis": "stated"}, "owned_company", looks_back=True),
    Way(Conversion, {"from_product": "spodumene", "to_product": "LCE", "factor": "0.1", "basis": "yield"},
        looks_back=True),
    Way(ProjectFunding, {"total": "1000000", "measure": "initial_capital"}, "project", looks_back=True),
    Way(ProgramTerms, {"ceiling": "1000000"}, "program", looks_back=True),
    Way(StageRisk, {"stage": "study", "success_share": "0.4", "slip_median_months": "12", "slip_p90_months": "30"},
        looks_back=True, service=undated(priors.record_odds)),
    Way(RampUpCurve, {"series": "S9", "asymptote_percent": "90", "tau_months": "6", "shape": "1"},
        looks_back=True, service=undated(priors.record_curve)),
    Way(ProjectionOverride, {"success_share": "0.4", "reason": "The permit is late."}, "project",
        looks_back=True, service=undated(partial(priors.override, p90=None))),
    Way(
        Transaction, {"kind": "fee", "amount": "5", "effective_on": "2026-01-05"}, "investment",
        "transactions", {"amount": "amount_usd"}, {"investment": "palisade-preferred"}, service=by_ledger,
        offered=("kind",),
    ),
    Way(Tranche, {"name": "First", "amount": "1000"}, "investment", service=tranches.create),
    Way(
        PhaseEstimate,
        {"field": "nameplate", "rule": "officer", "shape": "triangular", "low": "5", "middle": "6", "high": "7",
         "unit": "t/yr", "reason": "A range.", "effective_on": "2026-01-05"},
        "phase", "phase-estimates",
        {"field": "estimated_field", "rule": "method", "low": "estimate_low", "middle": "estimate_middle",
         "high": "estimate_high", "pairs": "value_shares", "feed": "split_feed", "reason": "estimate_reason",
         "effective_on": "stated_on"},
        {"phase": "magnets"}, True,
    ),
    Way(Company, {"name": "Quarry", "country": "US"}, service=undated(entities.create)),
    Way(Project, {"name": "Quarry", "country": "US", "state": "NV"}, service=undated(entities.create)),
    Way(Deal, {"name": "Quarry round"}, service=undated(entities.create)),
    Way(Milestone, {"name": "Water permit", "kind": "permit"}, "project", service=undated(entities.create)),
    Way(CapacityPhase, {"product": "Magnets, second line"}, "project", service=undated(entities.create)),
    Way(Chain, {"name": "Lithium", "title": "Lithium", "place": "1"}, service=undated(entities.create)),
    Way(
        ChainStage, {"sequence": "1", "stage": "mine", "product": "Spodumene", "unit_of_account": "t"}, "chain",
        service=undated(entities.create),
    ),
)  # fmt: skip
