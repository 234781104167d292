"""Companies, who owns what, and how the countries stand."""

from pathlib import Path

from projects.models import Company, Country, CountryStanding, Ownership, PartnerAgreement, Project
from record.reference.loading import Known, Loading
from record.reference.rows import read


def load_standings(load: Loading, folder: Path) -> None:
    countries = Known("country", {country.code: country for country in Country.objects.all()})
    load.facts(
        PartnerAgreement,
        [
            PartnerAgreement(
                country=countries[row["country"]],
                kind=row.text("kind"),
                status=row.text("status"),
                effective_on=row.day("signed_on"),
                note=row.text("note"),
                citation=load.cite(row.several("sources")),
            )
            for row in read(
                folder / "partner_agreements.csv", "country country_name kind signed_on status note sources"
            )
        ],
    )
    load.facts(
        CountryStanding,
        [
            CountryStanding(
                country=countries[row["country"]],
                standing=row.text("standing"),
                effective_on=row.day("effective_on"),
                note=row.text("note"),
                citation=load.cite(row.several("sources")),
            )
            for row in read(folder / "country_standings.csv", "country effective_on standing note sources")
        ],
    )


def load_companies(load: Loading, folder: Path) -> dict[str, Company]:
    columns = "company name ticker exchange country hq_state website added_for_ownership note sources"
    same = ("name", "ticker", "exchange", "country", "hq_state", "website", "note")
    return load.entities(
        Company,
        {
            row["company"]: {name: row.text(name) for name in same} | {"citation": load.cite(row.several("sources"))}
            for row in read(folder / "companies.csv", columns)
        },
    )


def load_ownership(
    load: Loading, folder: Path, companies: dict[str, Company], projects: dict[str, Project]
) -> dict[str, Ownership]:
    columns = (
        "ownership owner_company owner_agency owned_company owned_project economic_share voting_share effective_on"
        " ends_on basis note sources"
    )
    rows = read(folder / "ownership.csv", columns)
    facts = load.facts(
        Ownership,
        [
            Ownership(
                owner_company=companies[row["owner_company"]] if row["owner_company"] else None,
                owner_code=row.text("owner_agency"),
                owned_company=companies[row["owned_company"]] if row["owned_company"] else None,
                owned_project=projects[row["owned_project"]] if row["owned_project"] else None,
                economic_share=row.number("economic_share"),
                voting_share=row.number("voting_share"),
                effective_on=row.day("effective_on"),
                ends_on=row.day("ends_on"),
                basis=row.text("basis"),
                note=row.text("note"),
                citation=load.cite(row.several("sources")),
            )
            for row in rows
        ],
    )
    return {row["ownership"]: fact for row, fact in zip(rows, facts, strict=True)}
