"""Agencies and programs, and every wording of them."""

from dataclasses import dataclass
from pathlib import Path

from portfolio.models import Agency, AgencyAlias, Program, ProgramAlias, ProgramTerms
from record.reference.loading import Known, Loading
from record.reference.rows import Row, read


@dataclass(frozen=True, slots=True)
class Names:
    """What the words of the record mean: agency and office, and program or none."""

    agencies: Known[tuple[Agency, str]]
    programs: Known[Program | None]


def load_agencies(load: Loading, folder: Path) -> Names:
    agencies = load.entities(
        Agency,
        {
            row["code"].lower(): {"code": row["code"], "name": row.text("name")}
            for row in read(folder / "agencies.csv", "code name")
        },
    )
    rows = read(folder / "agency_aliases.csv", "text agency office note")
    named = {row.text("text"): (agencies[row["agency"].lower()], row.text("office")) for row in rows}
    load.facts(
        AgencyAlias,
        [
            AgencyAlias(text=row.text("text"), agency=agency, office=office, note=row.text("note"))
            for row, (agency, office) in zip(rows, named.values(), strict=True)
        ],
    )
    return Names(Known("agency", named), Known("program", _load_programs(load, folder, agencies)))


def _load_programs(load: Loading, folder: Path, agencies: dict[str, Agency]) -> dict[str, Program | None]:
    columns = (
        "program agency agency_text name authority instruments assistance_listing treasury_account ceiling_usd"
        " expires_on verified note source_text"
    )
    rows = read(folder / "programs.csv", columns)
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
    load.facts(ProgramTerms, [_terms(row, programs[row["program"].lower()]) for row in rows])
    aliases = read(folder / "program_aliases.csv", "text program note")
    named = {row.text("text"): programs[row["program"].lower()] if row["program"] else None for row in aliases}
    load.facts(
        ProgramAlias,
        [
            ProgramAlias(text=row.text("text"), program=named[row.text("text")], note=row.text("note"))
            for row in aliases
        ],
    )
    return named


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
