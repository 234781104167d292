"""Agencies and programs, and every wording of them."""

from dataclasses import dataclass

from portfolio.models import Agency, AgencyAlias, Program, ProgramAlias, ProgramTerms
from record.reference.loading import Known, Loading
from record.reference.rows import Row

from .editions import Files, load_facts


@dataclass(frozen=True, slots=True)
class Names:
    """What the words of the record mean: agency and office, and program or none."""

    agencies: Known[tuple[Agency, str]]
    programs: Known[Program | None]
    by_code: Known[Agency]
    programs_by_code: Known[Program]


def load_agencies(load: Loading, files: Files) -> Names:
    agencies = load.entities(
        Agency,
        {
            row["code"].lower(): {"code": row["code"], "name": row.text("name")}
            for row in files.rows("agencies", "code name")
        },
    )
    facts = load_facts(
        load,
        files,
        AgencyAlias,
        "agency_aliases",
        "text agency office note",
        lambda row: AgencyAlias(
            text=row.text("text"),
            agency=agencies[row["agency"].lower()],
            office=row.text("office"),
            note=row.text("note"),
        ),
    )
    named = {fact.text: (fact.agency, fact.office) for fact in facts}
    meant, programs = _load_programs(load, files, agencies)
    return Names(
        Known("agency", named),
        Known("program", meant),
        Known("agency", {one.code: one for one in agencies.values()}),
        Known("program", {one.code: one for one in programs.values()}),
    )


def _load_programs(
    load: Loading, files: Files, agencies: dict[str, Agency]
) -> tuple[dict[str, Program | None], dict[str, Program]]:
    """The program that each wording names, and every program."""
    columns = (
        "program agency agency_text name authority instruments assistance_listing treasury_account ceiling_usd"
        " expires_on verified note source_text"
    )
    rows = files.rows("programs", columns)
    programs = load.entities(
        Program,
        {
            row["program"].lower(): {
                "code": row["program"],
                "agency": agencies[row["agency"].lower()],
                "name": row.text("name"),
            }
            for row in rows
        },
    )
    load_facts(
        load, files, ProgramTerms, "programs", columns, lambda row: _terms(row, programs[row["program"].lower()])
    )
    aliases = load_facts(
        load,
        files,
        ProgramAlias,
        "program_aliases",
        "text program note",
        lambda row: ProgramAlias(
            text=row.text("text"),
            program=programs[row["program"].lower()] if row["program"] else None,
            note=row.text("note"),
        ),
    )
    return {fact.text: fact.program for fact in aliases}, programs


def _terms(row: Row, program: Program) -> ProgramTerms:
    return ProgramTerms(
        program=program,
        authority=row.text("authority"),
        instruments=row.text("instruments"),
        assistance_listing=row.text("assistance_listing"),
        treasury_account=row.text("treasury_account"),
        ceiling=row.number("ceiling_usd"),
        expires_on=row.day("expires_on"),
        verified=row.text("verified"),
        source_text=row.text("source_text"),
        note=row.text("note"),
    )
