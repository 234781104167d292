"""What companies did to their shares: each event with its ratio."""

from portfolio.models import ActionKind, CorporateAction
from portfolio.reports import columns as c
from portfolio.reports.base import Column, Type
from portfolio.reports.words import words_of

from .base import Listed, Part
from .market import ON

CORPORATE_ACTIONS = Listed(
    "corporate-actions",
    "Corporate actions",
    "What did a company do to its shares, and from which day on are they counted anew?",
    CorporateAction,
    (
        Part(c.COMPANY, "company.slug", is_key=True, is_required=True),
        Part(ON, "effective_on", is_key=True, is_required=True),
        Part(
            Column(
                "action_kind",
                "Kind",
                "split, reverse_split, spin_off, exchange (a merger or exchange of shares), ticker_change, delisting.",
                words=words_of(ActionKind.choices),
            ),
            "kind",
            is_key=True,
            is_required=True,
        ),
        Part(
            Column(
                "new_shares",
                "Shares after",
                "So many shares for those before: of the company in a split, of the other one else.",
                Type.SHARES,
                unknown="the action has no ratio",
                is_optional=True,
            ),
            "new_shares",
        ),
        Part(
            Column(
                "old_shares",
                "For shares before",
                "Shares of the company, in the ratio.",
                Type.SHARES,
                unknown="the action has no ratio",
                is_optional=True,
            ),
            "old_shares",
        ),
        Part(
            Column(
                "other_company",
                "Other company",
                "Whose shares a spin-off or an exchange brings.",
                page="company",
                unknown="no other company is concerned",
                is_optional=True,
            ),
            "other.slug",
        ),
        Part(
            Column(
                "carried_cost_share",
                "Cost that goes along",
                "Part of the cost that goes to the other company, as stated. 1 is the whole.",
                Type.FRACTION,
                unknown="not stated: by the closes of the first day, else the cost stays",
                is_optional=True,
            ),
            "carried_cost_share",
        ),
        Part(
            Column("new_ticker", "New ticker", "From the day on.", unknown="it stays as it was", is_optional=True),
            "ticker",
        ),
    ),
)
