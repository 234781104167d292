"""What the record does not have: rounds of awards as programs count them, and awards known to be missing."""

from typing import Any

from portfolio.models import AwardRound, MissingAward, RoundAward
from record.reference.loading import Known, Loading
from record.reference.rows import Row

from .agencies import Names
from .awards import Award
from .editions import Files, load_facts

ROUNDS = "round agency program name announced_on awards_made amount_made_usd is_program_total basis sources"
MISSING = "missing_award recipient agency program form amount_usd announced_on state confidence note sources"


def load_coverage(load: Loading, files: Files, names: Names, awards: Known[Award]) -> None:
    def shared(row: Row, amount: str, note: str) -> dict[str, Any]:
        return {
            "agency": names.by_code[row["agency"]],
            "program": names.programs_by_code[row["program"]] if row["program"] else None,
            "effective_on": row.day("announced_on"),
            amount.removesuffix("_usd"): row.number(amount),
            "note": row.text(note),
            "citation": load.cite(row.several("sources")),
        }

    load_facts(
        load,
        files,
        AwardRound,
        "award_rounds",
        ROUNDS,
        lambda row: AwardRound(
            round=row.text("round"),
            name=row.text("name"),
            is_program_total=bool(row.flag("is_program_total")),
            **{"awards_made": row.number("awards_made")} | shared(row, "amount_made_usd", "basis"),
        ),
    )
    rounds = Known("round", {row["round"]: row["round"] for row in files.rows("award_rounds", ROUNDS)})
    load_facts(
        load,
        files,
        RoundAward,
        "round_awards",
        "round investment note sources",
        lambda row: RoundAward(
            round=rounds[row["round"]],
            investment=awards[row["investment"]].investment,
            note=row.text("note"),
            citation=load.cite(row.several("sources")),
        ),
    )
    load_facts(
        load,
        files,
        MissingAward,
        "missing_awards",
        MISSING,
        lambda row: MissingAward(
            recipient=row.text("recipient"),
            form=row.text("form"),
            state=row.text("state"),
            confidence=row.text("confidence"),
            **shared(row, "amount_usd", "note"),
        ),
    )
