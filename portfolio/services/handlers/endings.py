"""The end of an award as a proposal: the status, and what is left as the dollars at stake."""

from datetime import date
from typing import Any

from portfolio.models import InvestmentStatus
from portfolio.services import endings
from portfolio.services.ledger import Draft
from record.calculations.as_of import AsOf
from record.calculations.column_figures import formatted_number
from record.calculations.formatting import compact
from record.models import Recording
from record.services.approval_handlers import Payload, Stake, row_of
from record.services.row_formatting import Line, grouped

from .facts import StatusHandler


class EndingHandler(StatusHandler):
    """As a status, with the entries that take back what is left and the lapse of the tranches that wait."""

    kind, label = "ending", "end of an award"

    def sentence(self, payload: Payload, at: AsOf) -> str:
        dollars, rights = self.stake(payload, at)
        gone = [f"{compact(dollars)} of it goes back"] if dollars else []
        gone += [f"{grouped(rights, 6)} rights lapse"] if rights else []
        return f"{super().sentence(payload, at)}{': ' if gone else ''}{' and '.join(gone)}"

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        row = row_of(InvestmentStatus, payload)
        return [*super().fields(payload, at), *rest_lines(row, at)]

    def stake(self, payload: Payload, at: AsOf) -> Stake:
        """The dollars that go back, and the rights that lapse."""
        row, rest = row_of(InvestmentStatus, payload), endings.rest_at(self.investment(payload), at=at)
        lapsing = [draft.shares for draft in endings.drafts(row, rest, today=at.as_of) if draft.shares]
        return rest.at_stake or None, next(iter(lapsing), None)

    def perform(self, payload: Payload, recording: Recording, today: date) -> Any:
        return endings.state(row_of(InvestmentStatus, payload), recording=recording, today=today)


def rest_lines(status: InvestmentStatus, at: AsOf) -> list[Line]:
    """What is left at `at` and goes with an ending: entry by entry, and the tranches that lapse."""
    award = status.investment
    rest = endings.rest_at(award, at=at)
    drafts = endings.drafts(status, rest, today=at.as_of)
    lines = [[f"{draft.kind.label} of what is left", "", in_words(draft)] for draft in drafts]
    if rest.unknown:
        lines.append(["What is left", "unknown", f"stays as it is: {rest.unknown}"])
    return [*lines, *([f"Tranche {one}", "waits", "lapses"] for one in endings.open_tranches(award, at=at))]


def in_words(draft: Draft) -> str:
    """Its dollars, or its number of rights."""
    if draft.amount is not None:
        return formatted_number("amount", draft.amount)
    return f"{grouped(draft.shares, 6)} rights"
