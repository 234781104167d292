"""Deals and awards: what was announced together, each award with its terms, its history and the sites it reaches."""

from dataclasses import dataclass
from pathlib import Path

from portfolio.calculations.kinds import Status
from portfolio.models import (
    Deal,
    Investment,
    InvestmentEvent,
    InvestmentProject,
    InvestmentStatus,
    Terms,
)
from portfolio.services import investments
from projects.models import Company, Project
from record.reference.loading import Known, Loading
from record.reference.rows import Row, read

from . import terms
from .agencies import Names

COLUMNS = (
    "investment deal agency_text program_text instrument recipient lead_project issuer counterparty holder_agency"
    " currency announced_usd principal_usd capitalised_interest_usd ceiling_usd total_cost_usd recipient_cost_share_usd"
    " shares price_usd original_price_usd conversion_price_usd strike_price_usd security_class dividend_rate"
    " dividend_form dividend_cumulative seniority converts_into exercise_trigger put_call transfer_from interest"
    " benchmark spread lender guarantor amendment draws_until repayments_from tenor_years product offtake_share"
    " expires_on stated_stake_share stake_group contractual_cap_share announced_on closed_on terms_effective_on"
    " confidence summary sources deal_sources"
)


@dataclass(frozen=True, slots=True)
class Award:
    """An award on record, its row, and where it stands."""

    row: Row
    investment: Investment
    status: Status


def load_awards(
    load: Loading, folder: Path, names: Names, companies: dict[str, Company], projects: dict[str, Project]
) -> Known[Award]:
    rows = read(folder / "investments.csv", COLUMNS)
    deals = load_deals(load, folder)

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
            }
            for row in rows
        },
        create=investments.create,
    )
    load_terms(load, folder, rows, awards)
    statuses = load_statuses(load, folder, awards)
    load_reach(load, folder, awards, projects)
    load_events(load, folder, awards)
    standing = Known("status of an investment", statuses)
    return Known(
        "investment",
        {row["investment"]: Award(row, awards[row["investment"]], Status(standing[row["investment"]])) for row in rows},
    )


def load_deals(load: Loading, folder: Path) -> dict[str, Deal]:
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
            for row in read(folder / "deals.csv", "deal name announced_on headline_usd note sources")
        },
    )


def load_terms(load: Loading, folder: Path, rows: list[Row], awards: dict[str, Investment]) -> None:
    floors = {row["investment"]: row for row in read(folder / "price_floors.csv", terms.FLOORS)}
    newest = {row["investment"]: row for row in rows}
    wanted = [
        terms.earlier(load, row, awards[row["investment"]], newest[row["investment"]])
        for row in read(folder / "earlier_terms.csv", terms.EARLIER)
    ]
    wanted += [terms.current(load, row, awards[row["investment"]], floors.get(row["investment"])) for row in rows]
    load.facts(Terms, [terms.explained(one) for one in wanted])


def load_statuses(load: Loading, folder: Path, awards: dict[str, Investment]) -> dict[str, str]:
    """The history of each award; returns where each stands by the last row of it."""
    rows = read(folder / "statuses.csv", "investment status effective_on sources note")
    load.facts(
        InvestmentStatus,
        [
            InvestmentStatus(
                investment=awards[row["investment"]],
                status=row.text("status"),
                effective_on=row.day("effective_on"),
                note=row.text("note"),
                citation=load.cite(row.several("sources")),
            )
            for row in rows
        ],
    )
    return {row["investment"]: row["status"] for row in rows}


def load_reach(load: Loading, folder: Path, awards: dict[str, Investment], projects: dict[str, Project]) -> None:
    load.facts(
        InvestmentProject,
        [
            InvestmentProject(
                investment=awards[row["investment"]],
                project=projects[row["project"]],
                share=row.number("funded_share"),
                basis=row.text("basis"),
                note=row.text("note"),
                citation=load.cite(row.several("sources")),
            )
            for row in read(folder / "investment_projects.csv", "investment project funded_share basis note sources")
        ],
    )


def load_events(load: Loading, folder: Path, awards: dict[str, Investment]) -> None:
    load.facts(
        InvestmentEvent,
        [
            InvestmentEvent(
                investment=awards[row["investment"]],
                kind=row.text("kind"),
                effective_on=row.day("effective_on"),
                note=row.text("note"),
                citation=load.cite(row.several("sources")),
            )
            for row in read(folder / "events.csv", "event investment effective_on kind note sources")
        ],
    )
