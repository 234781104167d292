"""Deals and awards: what was announced together, each award with its terms, its history and the sites it reaches."""

from dataclasses import dataclass

from portfolio.calculations.kinds import Status
from portfolio.models import (
    Deal,
    DueDate,
    Investment,
    InvestmentEvent,
    InvestmentProject,
    InvestmentStatus,
    StatedTotal,
    Terms,
)
from portfolio.services import investments
from projects.models import Company, Project
from record.reference.loading import Known, Loading
from record.reference.rows import Row

from . import terms
from .agencies import Names
from .editions import DAYS, Files, Step, load_facts, versions

TERMS_DAY = DAYS["investments"]
COLUMNS = (
    "investment deal agency_text program_text instrument recipient lead_project issuer counterparty holder_agency"
    " currency announced_usd principal_usd capitalised_interest_usd ceiling_usd total_cost_usd recipient_cost_share_usd"
    " shares price_usd original_price_usd conversion_price_usd strike_price_usd security_class dividend_rate"
    " dividend_form dividend_cumulative seniority converts_into exercise_trigger put_call transfer_from interest"
    " interest_rate benchmark spread lender guarantor amendment draws_until repayments_from tenor_years product"
    " offtake_share expires_on stated_stake_share stake_group contractual_cap_share announced_on closed_on"
    " terms_effective_on fain is_correction unusual confidence summary sources deal_sources"
)


@dataclass(frozen=True, slots=True)
class Award:
    """An award on record, what one edition after the other said of it, and where it stands."""

    steps: list[Step]
    investment: Investment
    status: Status

    @property
    def row(self) -> Row:
        """What the newest edition says."""
        return self.steps[-1].row


def load_awards(
    load: Loading, files: Files, names: Names, companies: dict[str, Company], projects: dict[str, Project]
) -> Known[Award]:
    history = files.history("investments", COLUMNS)
    rows = [steps[-1].row for steps in history]
    deals = load_deals(load, files)

    def company(slug: str) -> Company | None:
        return companies[slug] if slug else None

    awards = load.entities(
        Investment,
        {
            row["investment"]: {
                "deal": deals[row["deal"]],
                "agency": names.agencies[row.text("agency_text")][0],
                "agency_text": row.text("agency_text"),
                "office": names.agencies[row.text("agency_text")][1],
                "program": names.programs[row.text("program_text")],
                "program_text": row.text("program_text"),
                "instrument": row.text("instrument"),
                "recipient": companies[row["recipient"]],
                "issuer": company(row["issuer"]),
                "counterparty": company(row["counterparty"]),
                "stake_group": row.text("stake_group"),
                "ledger_is_complete": False,
                "fain": row.text("fain"),
            }
            for row in rows
        },
        create=investments.create,
        since={steps[-1].row["investment"]: steps[-1].own.day(TERMS_DAY) for steps in history},
    )
    statuses = load_statuses(load, files, awards)
    load_terms(load, files, history, awards)
    load_reach(load, files, awards, projects)
    load_events(load, files, awards)
    load_totals(load, files, awards)
    load_due_dates(load, files, awards)
    standing = Known("status of an investment", statuses)
    return Known(
        "investment",
        {
            row["investment"]: Award(steps, awards[row["investment"]], Status(standing[row["investment"]]))
            for row, steps in zip(rows, history, strict=True)
        },
    )


def load_deals(load: Loading, files: Files) -> dict[str, Deal]:
    return load.entities(
        Deal,
        {
            row["deal"]: {
                "name": row.text("name"),
                "announced_on": row.day("announced_on"),
                "headline": row.number("headline_usd"),
                "note": row.text("note"),
                "citation": load.cite(row.several("sources")),
            }
            for row in files.rows("deals", "deal name announced_on headline_usd note sources")
        },
    )


def load_terms(load: Loading, files: Files, history: list[list[Step]], awards: dict[str, Investment]) -> None:
    floors = {row["investment"]: row for row in files.rows("price_floors", terms.FLOORS)}
    first = {steps[0].row["investment"]: steps[0].row for steps in history}
    wanted = [
        terms.explained(terms.earlier(load, row, awards[row["investment"]], first[row["investment"]]))
        for row in files.rows("earlier_terms", terms.EARLIER)
    ]
    wanted += [
        terms.explained(
            terms.current(load, row, awards[row["investment"]], floors.get(row["investment"])), row.text("unusual")
        )
        for steps in history
        for row in versions("investments", steps)
    ]
    load.facts(Terms, wanted)


def load_statuses(load: Loading, files: Files, awards: dict[str, Investment]) -> dict[str, str]:
    """The history of each award; returns where each stands by the latest day of it."""
    found = load_facts(
        load,
        files,
        InvestmentStatus,
        "statuses",
        "investment status effective_on sources note",
        lambda row: InvestmentStatus(
            investment=awards[row["investment"]],
            status=row.text("status"),
            effective_on=row.day("effective_on"),
            note=row.text("note"),
            citation=load.cite(row.several("sources")),
        ),
    )
    # Of one day, the later row. An undated status stands before all others.
    ordered = sorted(found, key=lambda status: status.counts_from)
    return {status.investment.slug: status.status for status in ordered}


def load_reach(load: Loading, files: Files, awards: dict[str, Investment], projects: dict[str, Project]) -> None:
    load_facts(
        load,
        files,
        InvestmentProject,
        "investment_projects",
        "investment project funded_share funded_usd basis note sources",
        lambda row: InvestmentProject(
            investment=awards[row["investment"]],
            project=projects[row["project"]],
            share=row.number("funded_share"),
            amount=row.number("funded_usd"),
            basis=row.text("basis"),
            note=row.text("note"),
            citation=load.cite(row.several("sources")),
        ),
    )


def load_events(load: Loading, files: Files, awards: dict[str, Investment]) -> None:
    load_facts(
        load,
        files,
        InvestmentEvent,
        "events",
        "event investment effective_on kind note sources",
        lambda row: InvestmentEvent(
            investment=awards[row["investment"]],
            kind=row.text("kind"),
            effective_on=row.day("effective_on"),
            note=row.text("note"),
            citation=load.cite(row.several("sources")),
        ),
    )


def load_totals(load: Loading, files: Files, awards: dict[str, Investment]) -> None:
    load_facts(
        load,
        files,
        StatedTotal,
        "stated_totals",
        "investment figure effective_on amount_usd note sources",
        lambda row: StatedTotal(
            investment=awards[row["investment"]],
            figure=row.text("figure"),
            effective_on=row.day("effective_on"),
            amount=row.number("amount_usd"),
            note=row.text("note"),
            citation=load.cite(row.several("sources")),
        ),
    )


def load_due_dates(load: Loading, files: Files, awards: dict[str, Investment]) -> None:
    load_facts(
        load,
        files,
        DueDate,
        "due_dates",
        "investment kind due_on effective_on amount_usd note sources",
        lambda row: DueDate(
            investment=awards[row["investment"]],
            kind=row.text("kind"),
            due_on=row.day("due_on"),
            effective_on=row.day("effective_on"),
            amount=row.number("amount_usd"),
            note=row.text("note"),
            citation=load.cite(row.several("sources")),
        ),
    )
