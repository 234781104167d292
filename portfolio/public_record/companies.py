"""Companies, who owns what, and how the countries stand."""

from projects.models import Company, Country, CountryStanding, Ownership, PartnerAgreement, Project
from record.reference.loading import Known, Loading
from record.reference.rows import Row

from .editions import Files, load_facts


def load_standings(load: Loading, files: Files) -> None:
    countries = Known("country", {country.code: country for country in Country.objects.all()})
    load_facts(
        load,
        files,
        PartnerAgreement,
        "partner_agreements",
        "country country_name kind signed_on status note sources",
        lambda row: PartnerAgreement(
            country=countries[row["country"]],
            kind=row.text("kind"),
            status=row.text("status"),
            effective_on=row.day("signed_on"),
            note=row.text("note"),
            citation=load.cite(row.several("sources")),
        ),
    )
    load_facts(
        load,
        files,
        CountryStanding,
        "country_standings",
        "country effective_on standing note sources",
        lambda row: CountryStanding(
            country=countries[row["country"]],
            standing=row.text("standing"),
            effective_on=row.day("effective_on"),
            note=row.text("note"),
            citation=load.cite(row.several("sources")),
        ),
    )


def load_companies(load: Loading, files: Files) -> dict[str, Company]:
    columns = "company name ticker exchange country hq_state website added_for_ownership note sources"
    same = ("name", "ticker", "exchange", "country", "hq_state", "website", "note")
    return load.entities(
        Company,
        {
            row["company"]: {name: row.text(name) for name in same} | {"citation": load.cite(row.several("sources"))}
            for row in files.rows("companies", columns)
        },
    )


def load_ownership(
    load: Loading, files: Files, companies: dict[str, Company], projects: dict[str, Project]
) -> dict[str, Ownership]:
    columns = (
        "ownership owner_company owner_agency owned_company owned_project economic_share voting_share effective_on"
        " ends_on basis note sources"
    )

    def ownership(row: Row) -> Ownership:
        return Ownership(
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

    facts = load_facts(load, files, Ownership, "ownership", columns, ownership)
    return {row["ownership"]: fact for row, fact in zip(files.rows("ownership", columns), facts, strict=True)}
