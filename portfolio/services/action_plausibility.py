"""What is unusual about a corporate action, and is taken only with a reason."""

from fractions import Fraction
from typing import Any

from django.db.models import Q

from portfolio.models import ActionKind, Capitalization, CorporateAction, Investment, SecurityPrice, Terms, Transaction
from projects.calculations.priors import plain
from projects.models import Ownership
from record.calculations.as_of import AsOf
from record.models import UNDATED

MOST = 100
"""No usual split makes more shares of one, or one of more."""


def unusual(action: CorporateAction, *, at: AsOf) -> list[str]:
    """All that asks for a reason: its ratio, a day before all that is known, a company that it has no tie to."""
    return [*unusual_ratio(action), *before_all(action, at), *untied(action, at)]


def unusual_ratio(action: CorporateAction) -> list[str]:
    """That a split is of more than a hundred for one."""
    new, old = action.new_shares, action.old_shares
    if not new or not old or max(Fraction(new) / Fraction(old), Fraction(old) / Fraction(new)) <= MOST:
        return []
    return [f"{plain(new)} for {plain(old)} is a ratio of more than {MOST} to one."]


def before_all(action: CorporateAction, at: AsOf) -> list[str]:
    """That nothing of the company is on record before the day: no count, no close, no entry, no award."""
    if action.effective_on is None:
        return []
    day = {"counts_from__lt": action.effective_on.end, "counts_from__gt": UNDATED}
    awards = Investment.objects.filter(issuer=action.company)
    of_company = (Capitalization, SecurityPrice)
    known: list[Any] = [model.objects.known(at).about(company=action.company).filter(**day) for model in of_company]
    known += [model.objects.known(at).filter(investment__in=awards, **day) for model in (Terms, Transaction)]
    if any(rows.exists() for rows in known):
        return []
    return [f"Nothing of {action.company} is on record before {action.effective_on}: no count, no close, no holding."]


def untied(action: CorporateAction, at: AsOf) -> list[str]:
    """That a spin-off brings shares of a company that neither owns the other, and nothing says what cost goes along.

    A cost goes along that is stated, or by the closes of both companies on the day.
    """
    if action.kind != ActionKind.SPIN_OFF or action.other_id is None or action.carried_cost_share is not None:
        return []
    pair = (action.company_id, action.other_id)
    ties = Q(owned_company=pair[0], owner_company=pair[1]) | Q(owned_company=pair[1], owner_company=pair[0])
    closes = SecurityPrice.objects.known(at).filter(company__in=pair, effective_on=action.effective_on, currency="USD")
    is_tied = Ownership.objects.known(at).filter(ties).exists()
    if is_tied or closes.values("company").distinct().count() == len(pair):
        return []
    return [
        f"No ownership between {action.company} and {action.other} is on record, and no cost is stated that goes along."
    ]
