"""What the law and the agencies say of the money of programs, and sums that were only announced."""

from typing import Any

from portfolio.models import ProgramAuthority
from record.reference.loading import Loading
from record.reference.rows import Row

from .agencies import Names
from .editions import Files, load_facts

COLUMNS = (
    "authority agency program subject kind statute amount_usd is_at_least effective_on expires_on state minerals_only"
    " inside confidence note sources"
)


def load_authorities(load: Loading, files: Files, names: Names) -> None:
    def authority(row: Row) -> ProgramAuthority:
        values: dict[str, Any] = {
            "effective_on": row.day("effective_on"),
            "expires_on": row.day("expires_on"),
            "amount": row.number("amount_usd"),
        }
        return ProgramAuthority(
            agency=names.by_code[row["agency"]],
            program=names.programs_by_code[row["program"]] if row["program"] else None,
            subject=row.text("subject"),
            kind=row.text("kind"),
            statute=row.text("statute"),
            is_at_least=bool(row.flag("is_at_least")),
            state=row.text("state"),
            minerals_only=bool(row.flag("minerals_only")),
            inside=names.programs_by_code[row["inside"]] if row["inside"] else None,
            confidence=row.text("confidence"),
            note=row.text("note"),
            citation=load.cite(row.several("sources")),
            **values,
        )

    load_facts(load, files, ProgramAuthority, "program_authorities", COLUMNS, authority)
