"""What all proposals about awards share: who may decide, and the totals that they move."""

from abc import abstractmethod
from collections.abc import Sequence
from decimal import Decimal

from portfolio.calculations.kinds import Instrument
from portfolio.models import Assignment, Investment
from portfolio.positions.figures import figures_of, labels_of
from portfolio.positions.proposal_owners import Place, places_of
from record.calculations.as_of import AsOf
from record.models import Account, Proposal
from record.services.approval_handlers import Handler, Payload
from record.services.row_formatting import dollars, grouped


class PlacedHandler(Handler):
    """A proposal that writes for agencies and programs: an officer decides about it who is assigned to all of them."""

    @classmethod
    def decidable(cls, user: Account, proposals: Sequence[Proposal]) -> list[Proposal]:
        """Those whose every place is assigned to the user; one question to the database."""
        assigned = set(Assignment.objects.filter(officer=user).values_list("agency_id", "program_id"))
        return [one for one in proposals if all(is_within(place, assigned) for place in places_of(one))]


def is_within(place: Place, assigned: set[tuple[int, int | None]]) -> bool:
    agency, program = place
    return (agency, None) in assigned or (agency, program) in assigned


class AwardHandler(PlacedHandler):
    """A proposal about one award: its agency and program are the place, its figures the totals."""

    @abstractmethod
    def investment(self, payload: Payload) -> Investment | None:
        """The award; None where the write is about none."""

    def scope(self, payload: Payload) -> Payload:
        award = self.investment(payload)
        return {"place": [award.agency_id, award.program_id] if award else None}

    def totals(self, payload: Payload, at: AsOf) -> dict[str, str]:
        award = self.investment(payload)
        return figures_in_words(award, at) if award else {}


def figures_in_words(investment: Investment, at: AsOf) -> dict[str, str]:
    """The award's totals at `at`, each by its label."""
    found, balance = figures_of(investment, at=at)
    family = Instrument(investment.instrument).family
    lines = {label: dollars(getattr(found, name)) for name, label in labels_of(family)}
    if family.holds_shares:
        lines["Shares or rights held"] = grouped(balance.shares, 6)
    return lines


def difference(before: Decimal | None, after: Decimal | None) -> Decimal | None:
    """How much would change; None where nothing is stated."""
    return None if after is None and before is None else abs((after or Decimal(0)) - (before or Decimal(0)))
