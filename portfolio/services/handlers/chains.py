"""Several entries of one award as one proposal, in order: a commitment, its obligation and its payment, say."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal
from typing import Any

from portfolio.models import Investment, Transaction
from portfolio.models.ledger import KINDS
from portfolio.services import ledger
from portfolio.services.identity import entry_questions
from record.calculations.as_of import AsOf
from record.calculations.column_figures import formatted_number
from record.models import Recording
from record.services.approval_handlers import Payload, Stake, cited
from record.services.row_formatting import Line, format_value, grouped, read

from .base import AwardHandler
from .entries import draft_of, require_no_twin
from .sentences import MOST_NAMED, award_named, does, joined, sentence


def payload_of(rows: list[Transaction]) -> Payload:
    """The entries as JSON, in order; they share their sources."""
    citation = rows[0].citation
    return {"rows": [format_value(row) for row in rows], "sources": citation.text if citation else ""}


class ChainHandler(AwardHandler):
    """Entries that are approved, returned and withdrawn as a whole; each is shown with the balance after it."""

    kind, label = "chain", "entries in order"

    def entries(self, payload: Payload) -> list[Transaction]:
        rows, citation = [read(Transaction, values) for values in payload["rows"]], cited(payload)
        for row in rows:
            row.citation = citation
        return rows

    def rows(self, payload: Payload) -> list[dict[str, Any]]:
        return list(payload["rows"])

    def investment(self, payload: Payload) -> Investment:
        return Investment.objects.select_related("agency", "program").get(pk=payload["rows"][0]["investment_id"])

    def sentence(self, payload: Payload, at: AsOf) -> str:
        rows, award = self.entries(payload), self.investment(payload)
        if len(rows) > MOST_NAMED:
            return f"Record {len(rows):,} entries on {award_named(award)}"
        done = [does(row.kind, (row.amount, row.shares), award) for row in rows]
        return sentence(f"{joined(done)} on {award_named(award)}")

    def entities(self, payload: Payload) -> list[Investment]:
        return [self.investment(payload)]

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        """One line an entry: what it is, how much, from which day, and its note."""
        return [[title, "", described(row)] for title, row in titled(self.entries(payload))]

    def stake(self, payload: Payload, at: AsOf) -> Stake:
        """The most that entries of one kind come to, in dollars and in shares."""
        dollars: dict[str, Decimal] = defaultdict(Decimal)
        shares: dict[str, Decimal] = defaultdict(Decimal)
        for row in self.entries(payload):
            for found, figure in ((dollars, row.amount), (shares, row.shares)):
                if figure is not None:
                    found[row.kind] += figure
        return max(dollars.values(), default=None), max(shares.values(), default=None)

    def questions(self, payload: Payload, at: AsOf) -> list[str]:
        """The entries on record that are just like one of them."""
        return [question for row in self.entries(payload) for question in entry_questions(row)]

    def rebased(self, payload: Payload, changed: Collection[str], at: AsOf, *, since: int) -> Payload:
        """As it was proposed. Raises Moved where one of the entries was recorded since."""
        for row in self.entries(payload):
            require_no_twin(row, at, since=since)
        return payload

    def perform(self, payload: Payload, recording: Recording, today: date) -> list[Transaction]:
        rows = self.entries(payload)
        return ledger.record_all([draft_of(row) for row in rows], recording=recording, today=today)

    def carry_out(self, payload: Payload, recording: Recording, today: date) -> tuple[Any, dict[str, Any]]:
        """Record one entry after the other, and say what the balance is after each."""
        at = AsOf(today, recording.moment, recording.serial)
        stated, first = self.stated(payload, at), self.totals(payload, at)
        before, done, steps = first, [], []
        for title, row in titled(self.entries(payload)):
            done.append(ledger.record(draft_of(row), recording=recording, today=today))
            after = self.totals(payload, at)
            steps.append({"title": title, "totals": lines(before, after)})
            before = after
        return done, {**stated, "steps": steps, "totals": lines(first, before)}


def lines(before: dict[str, str], after: dict[str, str]) -> list[Line]:
    return [[name, before.get(name, ""), after[name]] for name in after]


def titled(rows: list[Transaction]) -> list[tuple[str, Transaction]]:
    """Each entry with its number in the chain and its kind in words."""
    return [(f"{number}. {KINDS[row.kind].label}", row) for number, row in enumerate(rows, 1)]


def described(row: Transaction) -> str:
    """An entry in one line."""
    figures = [formatted_number("amount", row.amount)] if row.amount is not None else []
    figures += [f"{grouped(row.shares, 6)} shares"] if row.shares is not None else []
    figures += [f"{grouped(row.shares_received, 6)} shares received"] if row.shares_received is not None else []
    day = f"on {row.effective_on}" if row.effective_on else "on no known day"
    return f"{', '.join(figures)} {day}{f': {row.note}' if row.note else ''}"
