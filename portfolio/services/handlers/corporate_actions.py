"""A corporate action as one proposal: the event, and each holding, term, count and price that it touches."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from portfolio.calculations.basis import price_after, shares_after
from portfolio.calculations.kinds import Kind
from portfolio.models import Capitalization, CorporateAction, Investment, SecurityPrice, Terms
from portfolio.models.corporate_actions import SPLITS
from portfolio.positions.figures import figures_of
from portfolio.positions.share_counts import COUNTS
from portfolio.services import corporate_actions
from portfolio.services.action_plan import Change, plan
from portfolio.services.ledger import Draft
from projects.models import Company
from record.calculations.as_of import AsOf
from record.models import Entity, Recording
from record.services import facts
from record.services.approval_handlers import Payload, Stake, row_of
from record.services.row_formatting import Line, compared, dollars, grouped

from .base import PlacedHandler

BESIDE = {"investment", "effective_on", "counts_from", "note", "summary"}


class CorporateActionHandler(PlacedHandler):
    """Who decides is assigned to every award that it touches."""

    kind, label = "action", "corporate action"
    stands_beside = True

    def action(self, payload: Payload) -> CorporateAction:
        found: CorporateAction = row_of(CorporateAction, payload)
        return found

    def sentence(self, payload: Payload, at: AsOf) -> str:
        action = self.action(payload)
        ratio = ""
        if action.new_shares is not None and action.old_shares is not None:
            ratio = f", {grouped(action.new_shares, 6)} for {grouped(action.old_shares, 6)}"
        into = f" with {action.other}" if action.other else f" to {action.ticker}" if action.ticker else ""
        return f"Record the {action.get_kind_display()} of {action.company}{into}{ratio}, on {action.effective_on}"

    def awards(self, payload: Payload) -> list[Investment]:
        """The awards of the issuer, in the order of their slugs."""
        found = Investment.objects.filter(issuer=self.action(payload).company_id)
        return list(found.select_related("agency", "program").order_by("slug"))

    def entities(self, payload: Payload) -> Sequence[Entity]:
        action = self.action(payload)
        return [one for one in (action.company, action.other, *self.awards(payload)) if one is not None]

    def scope(self, payload: Payload) -> Payload:
        places = {(one.agency_id, one.program_id) for one in self.awards(payload)}
        return {"places": [list(place) for place in sorted(places, key=lambda one: (one[0], one[1] or 0))]}

    def fields(self, payload: Payload, at: AsOf) -> list[Line]:
        """The event; then award by award its entries and terms; then the counts and prices of the old basis."""
        action = self.action(payload)
        return [*compared(None, action), *touched(action, changes_of(action, at), at)]

    def totals(self, payload: Payload, at: AsOf) -> dict[str, str]:
        """Shares and cost of each award of both companies."""
        action = self.action(payload)
        awards = Investment.objects.filter(issuer__in=[one for one in (action.company_id, action.other_id) if one])
        found: dict[str, str] = {}
        for award in awards.order_by("slug"):
            figures, balance = figures_of(award, at=at)
            number = balance.shares + balance.shares_received
            found[f"{award.slug}: shares or rights held"] = grouped(number, 6)
            found[f"{award.slug}: cost"] = dollars(figures.outstanding)
        return found

    def stake(self, payload: Payload, at: AsOf) -> Stake:
        """The shares that are given up, of all holdings."""
        drafts = [draft for change in changes_of(self.action(payload), at) for draft in change.drafts]
        shares = [number for draft in drafts for number in (draft.shares, draft.shares_received) if number][:1]
        return None, shares[0] if shares else None

    def perform(self, payload: Payload, recording: Recording, today: date) -> CorporateAction:
        return corporate_actions.record(self.action(payload), recording=recording, today=today)


def changes_of(action: CorporateAction, at: AsOf) -> list[Change]:
    """What follows from an action. Raises ValidationError by field where its own figures contradict each other."""
    facts.check(action)
    corporate_actions.require_sound(action)
    return plan(action, at=at)


def touched(action: CorporateAction, changes: Iterable[Change], at: AsOf) -> list[Line]:
    """Every holding, term, count, price and label that the action touches, before and after, for a form and a file."""
    lines = (line for change in changes for line in lines_of(change))
    return [*lines, *of_the_old_basis(action, at), *of_the_company(action, at)]


def lines_of(change: Change) -> list[Line]:
    """What becomes of one award, each figure before and after."""
    slug, before = change.award.slug, change.part.line.terms
    lines = []
    for draft in change.drafts:
        lines.append([f"{slug}: {draft.kind.label.lower()}", *in_words(draft)])
    if change.terms is not None:
        lines += of_terms(slug, before, change.terms)
    lines += [
        [f"{slug}: tranche {tranche}", grouped(tranche.shares, 6), grouped(number, 6)]
        for tranche, number in change.tranches
    ]
    for one in change.successors:
        cost = "no cost" if one.cost is None else f"cost {dollars(one.cost)}"
        lines.append([f"{one.award.slug}: new award", "", f"{grouped(one.shares, 6)} shares or rights, {cost}"])
        if one.goes_on is not None:
            lines += of_terms(one.award.slug, one.goes_on, one.terms)
    return [*lines, *([slug, "", words] for words in change.said)]


def of_terms(slug: str, before: Terms | None, after: Terms) -> list[Line]:
    """The terms of an award that change, each before and after; of one that comes for another, the other's before."""
    return [[f"{slug}: {label.lower()}", old, new] for label, old, new in compared(before, after, BESIDE) if old != new]


def in_words(draft: Draft) -> tuple[str, str]:
    """The shares before and after an entry; of a transfer what goes, with its cost."""
    if draft.kind is Kind.SPLIT:
        return grouped(draft.shares, 6), grouped(draft.shares_received, 6)
    number = draft.shares or draft.shares_received
    gone = [f"{grouped(number, 6)} shares or rights"] if number else []
    cost = [f"cost of {dollars(draft.amount)}"] if draft.amount else []
    return "", f"{' and '.join([*gone, *cost])} {'go' if gone else 'goes'} over"


def of_the_company(action: CorporateAction, at: AsOf) -> Iterable[Line]:
    """Its ticker and exchange as they stand on the day, and as they stand from it on."""
    if action.effective_on is None:
        return
    day = AsOf(action.effective_on.end, at.known_at, at.serial)
    company = Company.objects.at(day)[action.company_id]
    for name, after in corporate_actions.labels_after(action).items():
        yield [name.capitalize(), getattr(company, name) or "none", after or "none"]


def of_the_old_basis(action: CorporateAction, at: AsOf) -> Iterable[Line]:
    """The newest count and close before a split, as they read on its basis; and how many older ones there are."""
    if action.kind not in SPLITS or action.effective_on is None:
        return
    by = Fraction(action.new_shares or Decimal(1)) / Fraction(action.old_shares or Decimal(1))
    day = {"counts_from__lt": action.effective_on.end}
    counts = Capitalization.objects.at(at).about(company=action.company).filter(kind__in=COUNTS, **day)
    prices = SecurityPrice.objects.at(at).about(company=action.company).filter(**day)
    if count := counts.last():
        number = count.basic_shares or Decimal(0)
        yield [f"Share count of {count.effective_on}", grouped(number, 6), grouped(shares_after(number, by), 6)]
    if price := prices.last():
        after = grouped(price_after(price.close, by), 8)
        yield [f"Close of {price.effective_on}, {price.currency}", grouped(price.close, 8), after]
    yield ["Of the old basis", "", f"{counts.count():,} share counts and {prices.count():,} closes before the day"]
