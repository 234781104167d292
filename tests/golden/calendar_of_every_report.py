"""What falls due in the book of every report, and what was decided about it."""

from decimal import Decimal

from portfolio.models import DueDate, DueDecision, DueKind, Trigger
from portfolio.services import due_decisions, investments
from record.services.sources import cite
from tests.cast import TODAY, Cast, day, writing


def add_due_dates(cast: Cast) -> None:
    """Interest that did not come, a draw that ends, a report; it was decided to ask for the interest of March."""
    loan, grant = cast.investments["saltwash-doe-loan"], cast.investments["palisade-doe-grant"]
    with writing(cast.people["officer"], "what the agreements set") as recording:
        for award, kind, due, amount, note in (
            (loan, DueKind.INTEREST, "2026-03-31", "400000", "first quarter"),
            (loan, DueKind.INTEREST, "2026-06-29", "450000", "second quarter"),
            (loan, DueKind.DRAW_DEADLINE, "2026-09", None, ""),
            (grant, DueKind.REPORT, "2026-07-30", None, "progress, half-yearly"),
        ):
            fact = DueDate(
                investment=award, kind=kind, due_on=day(due), amount=amount and Decimal(amount), note=note,
                effective_on=day("2025-08-01"), citation=cite(["cast1"]),
            )  # fmt: skip
            investments.record(fact, recording=recording, today=TODAY)
    with writing(cast.people["officer"], "the borrower was asked") as recording:
        decision = DueDecision(
            trigger=Trigger.PAYMENT_MISSED, subject="saltwash-doe-loan/interest", due_on=day("2026-03-31").end,
            decided="Ask for it with the next draw", note="The borrower wrote that the bank was changed",
            effective_on=day("2026-06-10"), citation=cite(["filing"]),
        )  # fmt: skip
        due_decisions.decide(decision, recording=recording, today=TODAY)
