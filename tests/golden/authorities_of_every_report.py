"""What the law and the agencies say of programs, and what the small book does not have."""

from decimal import Decimal

from portfolio.models import AuthorityKind, AwardRound, MissingAward, ProgramAuthority, RoundAward, StatedTotal
from portfolio.services import investments
from record.models import Recording
from record.services import facts
from record.services.sources import cite
from tests.cast import Cast, day, writing


def add_authorities(cast: Cast) -> None:
    """A ceiling with what was used of it, one for all sectors, an appropriation, a bill, a claim; rounds, gaps."""
    with writing(why="authorities and gaps") as recording:
        add_kinds(cast, recording)
        add_rounds(cast, recording)
        loan = cast.investments["saltwash-doe-loan"]
        investments.record(
            StatedTotal(
                investment=loan, figure="disbursed", amount=Decimal(35_000_000), effective_on=day("2026-03-31"),
                citation=cite(["filing"]),
            ),
            recording=recording,
        )  # fmt: skip


def add_kinds(cast: Cast, recording: Recording) -> None:
    programs = {"atvm": cast.programs["DOE-ATVM"], "osc": cast.programs["DOW-OSC"], "mesc": cast.programs["DOE-MESC"]}
    kinds = (
        (AuthorityKind.LENDING_CEILING, "osc", "100000000", "2025-07-04", "2028-10-01", "in force",
         {"statute": "P.L. 1"}),
        (AuthorityKind.COMMITTED_TOTAL, "osc", "8400000", "2026-05-07", "", "reported", {"is_at_least": True}),
        (AuthorityKind.APPROPRIATION, "mesc", "300000000", "2025-07-05", "2026-09-30", "in force",
         {"minerals_only": True, "inside": programs["osc"], "note": "For minerals alone."}),
        (AuthorityKind.EXPOSURE_CEILING, "atvm", "25000000000", "2025-01-01", "2030", "in force", {}),
        (AuthorityKind.BILL, "atvm", None, "2026-05-31", "", "introduced", {"confidence": "low"}),
        (AuthorityKind.MOBILISED_CLAIM, "", "30000000000", "2026-02-05", "", "reported", {"subject": "All agencies"}),
    )  # fmt: skip
    for kind, program, amount, said, ends, state, more in kinds:
        of = programs.get(program)
        values = {"confidence": "medium"} | more
        facts.record(
            ProgramAuthority(
                kind=kind, agency=(of or programs["atvm"]).agency, program=of, amount=amount and Decimal(amount),
                effective_on=day(said), expires_on=day(ends) if ends else None, state=state,
                citation=cite(["filing"]), **values,
            ),
            recording=recording,
        )  # fmt: skip


def add_rounds(cast: Cast, recording: Recording) -> None:
    atvm = cast.programs["DOE-ATVM"]
    for name, made, amount, is_total in (("first", 4, "250000000", True), ("absent", 9, None, False)):
        facts.record(
            AwardRound(
                round=name, name=f"The {name} round", agency=atvm.agency, program=atvm, awards_made=made,
                amount_made=amount and Decimal(amount), is_program_total=is_total, effective_on=day("2025-10"),
                note=f"A count of {made}.", citation=cite(["cast1"]),
            ),
            recording=recording,
        )  # fmt: skip
    loan = cast.investments["saltwash-doe-loan"]
    investments.record(RoundAward(round="first", investment=loan, citation=cite(["cast1"])), recording=recording)
    for recipient, amount, announced in (("Halite Metals", "16200000", "2024-09-24"), ("", None, "")):
        facts.record(
            MissingAward(
                recipient=recipient, agency=atvm.agency, program=atvm, form="grant", state="closed",
                amount=amount and Decimal(amount), effective_on=day(announced) if announced else None,
                confidence="low", note="From a list.", citation=cite(["filing"]),
            ),
            recording=recording,
        )  # fmt: skip
